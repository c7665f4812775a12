"""Second section: whom the network writes to. One person only."""

from dialogs.core.dialog import Question
from dialogs.core.kinds import Email, Phone, ShortText
from dialogs.core.text import _
from dialogs.pre_fiche.section import section

contact_name = Question(
    id="contact_name",
    title=_("Personne responsable"),
    ask=_("Qui suit ce dossier ? Donnez son nom et sa fonction."),
    kind=ShortText(min=2, max=120),
    why=_("Une seule personne : c'est à elle que le réseau écrira."),
)

contact_email = Question(
    id="contact_email",
    title=_("Adresse électronique"),
    ask=_("À quelle adresse électronique le réseau peut-il lui écrire ?"),
    kind=Email(),
)

contact_phone = Question(
    id="contact_phone",
    title=_("Téléphone"),
    ask=_("Et par téléphone ? C'est facultatif : vous pouvez passer."),
    kind=Phone(),
    optional=True,
)

CONTACT = section("contact", _("La personne à contacter"), (contact_name, contact_email, contact_phone))
