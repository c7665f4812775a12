"""A sworn statement in the place of a receipt: lost, an informal market, a driver without papers. The staff decides.

The rule that asks for receipts is quoted first, so that nobody takes the statement for an equal of one.
"""

from collections.abc import Mapping

from dialogs.core.dialog import Answers, Dialog, Question, Review, Stop, World
from dialogs.core.effects import Effect, Record
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, Day, ShortText
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.field.claiming import not_yet, nothing
from dialogs.field.mission import Mission, travelling
from dialogs.field.paid import Paid
from dialogs.field.spending_words import left_parts
from dialogs.sources import Footnotes
from dialogs.wording import CATEGORIES

SWEAR = "swear"

WHY: Mapping[str, Text] = {
    "lost": _("J'ai perdu le reçu"),
    "market": _("C'était un marché, sans reçu"),
    "driver": _("Le chauffeur n'avait pas de papier"),
    "other": _("Une autre raison"),
}


def rule_parts(found: Mission | None) -> tuple[Part, ...]:
    """The rule about receipts, in the words of its document, with its source."""
    book = found.book if found else None
    rule = book.rules.funding.receipts if book and book.rules.funding else None
    if book is None or rule is None:
        return (Part(_("Votre réseau n'a pas publié de règle pour une dépense sans reçu."), "item"),)
    cite = Footnotes(book.rules.facts)
    quoted = cite.item(_("La règle : « {rule} »", rule=rule.text), rule.source)
    return (quoted, *cite.parts()[1:])


def _intro(answers: Answers, world: World) -> tuple[Part, ...]:
    return (
        Part(_("Une dépense sans reçu"), "title"),
        *rule_parts(travelling(world)),
        Part(_("Sans reçu, vous pouvez déclarer la dépense sur l'honneur. Le réseau décide s'il l'accepte.")),
    )


why = Question(
    id="why",
    title=_("Pourquoi sans reçu"),
    ask=_("Pourquoi n'avez-vous pas de reçu ?"),
    kind=Choice(tuple(Option(one, words) for one, words in WHY.items())),
)
reason = Question(
    id="reason",
    title=_("La raison"),
    ask=_("Quelle est la raison ? En quelques mots."),
    kind=ShortText(max=200),
    when=lambda answers, world: answers[why] == "other",
)
service = Question(
    id="service",
    title=_("Service"),
    ask=_("Qu'avez-vous payé ? En quelques mots."),
    kind=ShortText(max=120),
)
supplier = Question(
    id="supplier",
    title=_("Payé à"),
    ask=_("À qui avez-vous payé ? Un nom, un lieu, un numéro de taxi : ce que vous savez."),
    kind=ShortText(max=120),
)
day = Question(
    id="day",
    title=_("Date"),
    ask=_("Quelle est la date de la dépense ?"),
    kind=Day(prefer="past"),
    check=not_yet,
)
total = Question(
    id="total",
    title=_("Total payé"),
    ask=_("Combien avez-vous payé en tout ?"),
    kind=Paid(),
)
category = Question(
    id="category",
    title=_("Catégorie"),
    ask=_("Dans quelle catégorie est cette dépense ?"),
    kind=Choice(tuple(Option(one, words) for one, words in CATEGORIES.items() if one != "per_diem")),
)
name = Question(
    id="name",
    title=_("Signature"),
    ask=_("Pour signer, écrivez votre prénom et votre nom."),
    kind=ShortText(min=3, max=80),
)


def _pledge(answers: Answers, world: World) -> tuple[Part, ...]:
    found = travelling(world)
    return (
        Part(_("Déclaration sur l'honneur"), "title"),
        Part(_("Je déclare avoir payé cette dépense pour la mission, et n'en avoir pas de reçu.")),
        *left_parts(found.book if found else None, answers.get(category)),
        Part(_("Une fausse déclaration engage votre responsabilité."), "note"),
    )


def _sworn(answers: Answers, world: World) -> tuple[Effect, ...]:
    found = travelling(world)
    words = {one.id: answers.get(one) for one in (why, reason, service, supplier, category, name)}
    given = {**words, day.id: day.kind.dump(answers[day]), total.id: total.kind.dump(answers[total])}
    return (Record("claim.sworn", {"id": world.fresh, "mission": found.id if found else "", **given}),)


SWEARING = Dialog(
    id=SWEAR,
    version=1,
    title=_("Dépense sans reçu"),
    intro=_intro,
    steps=(
        Stop(
            id="nowhere",
            when=lambda answers, world: travelling(world) is None,
            say=_("Les dépenses se déclarent dans une mission, et vous n'êtes volontaire d'aucune ici."),
        ),
        why,
        reason,
        service,
        supplier,
        day,
        total,
        category,
        name,
        Review(
            id="pledge",
            title=_("Déclaration"),
            ask=_("Est-ce bien cela ?"),
            confirm=_("Je signe sur l'honneur"),
            above=_pledge,
        ),
        Stop(id="sworn", say=nothing, then=_sworn),
    ),
)
