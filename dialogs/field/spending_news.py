"""What the world brings to whoever spends in a mission: receipts that came in, were read, or were decided on."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from dialogs.claim_words import decision_texts
from dialogs.core.catalogue import News
from dialogs.core.dialog import World
from dialogs.core.effects import Effect, Open
from dialogs.core.events import Came
from dialogs.core.reply import Button, Part
from dialogs.core.text import Listed, Money, Text, _, _n
from dialogs.field.expenses import CLAIM, Book, Expense
from dialogs.field.mission import Mission, mission, missions
from dialogs.field.spending import door
from dialogs.field.spending_words import left_parts, line

SILENCE = News(())

# -- receipts --------------------------------------------------------------------------------------------------------


def received(came: Came, world: World) -> News:
    """At once, and nothing more: what they were doing goes on."""
    numbers = [int(one) for one in came.values.get("numbers", ())]
    if not numbers:
        return SILENCE
    said = _("Reçu ✓ nº {number}", number=numbers[0])
    if len(numbers) > 1:
        said = _("Reçus ✓ nº {numbers}", numbers=Listed(tuple(numbers)))
    return News((Part(said),), quiet=True)


def read(came: Came, world: World) -> News:
    """All that was read, once the queue has come to rest; what is missing is asked when the person wants."""
    book = _book(came, world)
    if book is None or not book.at_rest or not book.waiting:
        return SILENCE
    waiting = book.waiting
    head = _n("J'ai lu votre reçu.", "J'ai lu vos reçus : {count} dépenses à vérifier.", len(waiting))
    parts = (Part(head), *(Part(line(one), "item") for one in waiting))
    return News((*parts, Part(LATER, "note")), buttons=(door("check", waiting[0]), door("all")), quiet=True)


LATER = _("Rien ne presse : rien n'est compté avant votre accord.")


def lost(came: Came, world: World) -> News:
    number = came.values.get("number")
    said = _("Je n'ai pas pu récupérer le reçu nº {number} : envoyez-le de nouveau, s'il vous plaît.", number=number)
    return News((Part(said),), quiet=True) if _book(came, world) else SILENCE


def refused(came: Came, world: World) -> News:
    """Why a file cannot be taken, and what to do; the sentence comes with the receipt."""
    book = _book(came, world)
    found = next((one for one in book.receipts if one.number == came.values.get("number")), None) if book else None
    if found is None:
        return SILENCE
    head = Part(_("Je n'ai pas pu lire le reçu nº {number}.", number=found.number))
    return News((head, *(Part(one, "item") for one in found.advice)), quiet=True)


def _book(came: Came, world: World) -> Book | None:
    found = mission(world, came.values.get("mission"))
    return found.book if found else None


# -- one's own acts --------------------------------------------------------------------------------------------------


def begun(came: Came, world: World) -> News:
    _where, one = _claim(came, world)
    return News((), _opened(one)) if one else SILENCE


def confirmed(came: Came, world: World) -> News:
    """What is left now that it counts; then the next one that waits."""
    book, one = _claim(came, world)
    if book is None or one is None:
        return SILENCE
    sworn = _("C'est signé : dépense nº {number}, sans reçu. Le réseau décidera.", number=one.number)
    said = _("C'est noté : dépense nº {number}. Le réseau décidera.", number=one.number)
    parts = (Part(sworn if one.sworn else said), *left_parts(book, one.category))
    drafts = [other for other in book.waiting if other.state == "draft"]
    if drafts:
        return News(parts, _opened(drafts[0]))
    return News(parts, buttons=(door("all"), door("change", one)))


def dropped(came: Came, world: World) -> News:
    """The next one that waits."""
    book = _book(came, world)
    drafts = [one for one in book.waiting if one.state == "draft"] if book else []
    return News((), _opened(drafts[0])) if drafts else SILENCE


def _opened(one: Expense) -> tuple[Effect, ...]:
    return (Open(CLAIM, subject=one.subject),)


def _claim(came: Came, world: World) -> tuple[Book | None, Expense | None]:
    """The expense that news are about, if it is this person's."""
    for book, one in _expenses(world):
        if one.id == came.values.get("id"):
            return book, one
    return None, None


def _expenses(world: World) -> Iterator[tuple[Book, Expense]]:
    for book in (found.book for found in missions(world) if found.book is not None):
        yield from ((book, one) for one in book.expenses)


# -- what the staff decided ------------------------------------------------------------------------------------------


def decided(title: Text) -> Callable[[Came, World], News]:
    """A decision on an expense, with its reason, and what may be done now."""

    def told(came: Came, world: World) -> News:
        book, one = _claim(came, world)
        return News(tuple(_told(title, book, one)), buttons=tuple(_next(one))) if book and one else SILENCE

    return told


def _told(title: Text, book: Book, one: Expense) -> Iterator[Part]:
    yield Part(title.fill(number=one.number), "title")
    yield Part(line(one), "item")
    if one.state == "part" and one.approved:
        yield Part(_("Montant accepté : {amount}", amount=one.approved), "item")
    for said in decision_texts(one.words):
        yield Part(_("Ce que dit le réseau : {words}", words=said), "item")
    if one.state in ("approved", "part"):
        yield from left_parts(book, one.category)


def _next(one: Expense) -> Iterator[Button]:
    if one.state == "asked":
        yield door("answer", one)
    yield door("all")


def paid(came: Came, world: World) -> News:
    found: Mission | None = mission(world, came.values.get("mission"))
    cents = came.values.get("cents")
    if found is None or found.book is None or not isinstance(cents, int):
        return SILENCE
    amount = Money(Decimal(cents).scaleb(-2))
    said = _("Le réseau vous rembourse {amount}, mission {reference}.", amount=amount, reference=found.sheet.reference)
    return News((Part(said),), buttons=(door("all"),))


def boarding_pass(came: Came, world: World) -> News:
    """The mission is over, and the network bought a flight."""
    found = mission(world, came.values.get("mission"))
    if found is None or found.book is None:
        return SILENCE
    return News((Part(BOARDING_PASS.fill(reference=found.sheet.reference)),))


BOARDING_PASS = _(
    "Votre voyage est terminé, mission {reference}. Envoyez ici une photo de votre carte d'embarquement, ou son "
    "fichier : le réseau en a besoin pour justifier le billet qu'il a payé."
)
SPENDING_NEWS: Mapping[str, Callable[[Came, World], News]] = {
    "receipts.received": received,
    "receipts.read": read,
    "receipt.lost": lost,
    "receipt.refused": refused,
    "claim.begun": begun,
    "claim.confirmed": confirmed,
    "claim.dropped": dropped,
    "claim.approved": decided(_("Dépense nº {number} acceptée")),
    "claim.part": decided(_("Dépense nº {number} acceptée en partie")),
    "claim.asked": decided(_("Le réseau vous pose une question sur la dépense nº {number}")),
    "claim.refused": decided(_("Dépense nº {number} refusée")),
    "claim.paid": paid,
    "claim.boarding_pass": boarding_pass,
}
