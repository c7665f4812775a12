"""Last section: what is agreed to. Each text is shown before its question, and a yes is kept with its instant."""

from dialogs.core.dialog import Answers, Question, World
from dialogs.core.kinds import YesNo
from dialogs.core.reply import Part
from dialogs.core.text import _, literal
from dialogs.pre_fiche.agreement import Agreement, Charter
from dialogs.pre_fiche.rules import charter_asked, edition_of, network_of, of_network, receipts_asked, region_of
from dialogs.pre_fiche.section import section
from dialogs.privacy import NOTICE
from dialogs.sources import Footnotes


def charter_text(answers: Answers, world: World) -> tuple[Part, ...]:
    """The five foundations, the day of the text, and where it can be read."""
    charter = region_of(answers, world).charter
    if charter is None:
        return ()
    cite = Footnotes(world.facts)
    network = network_of(answers, world)
    where = (Part(_("À lire ici : {url}", url=charter.url), "item"),) if charter.url else ()
    return (
        Part(_("La charte de {network}", network=network), "title"),
        cite.item(_("Texte du {version}. Ses fondements :", version=charter.version), charter.source),
        *(Part(literal(foundation), "item") for foundation in charter.foundations),
        *where,
        *cite.parts(),
    )


charter_ok = Question(
    id="charter_ok",
    title=_("Charte du réseau"),
    ask=of_network(_("Avez-vous lu la charte de {network}, et votre mission la respecte-t-elle ?")),
    kind=Charter(),
    when=charter_asked,
    above=charter_text,
)


def receipts_text(answers: Answers, world: World) -> tuple[Part, ...]:
    funding = edition_of(answers, world).funding
    if funding is None or funding.receipts is None:
        return ()
    cite = Footnotes(world.facts)
    said = _("Un remboursement exige un justificatif lisible, avec la date, le fournisseur, le service et le montant.")
    return (cite.item(said, funding.receipts.source), *cite.parts())


receipts_ok = Question(
    id="receipts_ok",
    title=_("Justificatifs"),
    ask=_("Savez-vous que sans justificatif rien n'est remboursé ?"),
    kind=Agreement(),
    when=receipts_asked,
    above=receipts_text,
)


def notice(answers: Answers, world: World) -> tuple[Part, ...]:
    return (Part(_("Vos données"), "title"), *(Part(line, "item") for line in NOTICE))


privacy_notice = Question(
    id="privacy_notice",
    title=_("Données personnelles"),
    ask=_("Avez-vous lu ce qui est fait de vos données ?"),
    kind=Agreement(),
    above=notice,
    why=_("C'est une information, pas une autorisation : vos droits restent entiers."),
)

recontact_consent = Question(
    id="recontact_consent",
    title=_("Prochain appel"),
    ask=_("Voulez-vous être recontactés pour un prochain appel ? C'est facultatif, et vous pourrez changer d'avis."),
    kind=YesNo(),
    optional=True,
)

COMMITMENTS = section("commitments", _("Les engagements"), (charter_ok, receipts_ok, privacy_notice, recontact_consent))
