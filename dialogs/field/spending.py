"""All that a volunteer spent in a mission: what waits, what was decided, what is left, what is due, what to do next."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dialogs.core.dialog import Answers, Dialog, Predicate, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import Money, Text, _, _n
from dialogs.field.claiming import nothing
from dialogs.field.expenses import CLAIM, SUBJECT, Book, Expense
from dialogs.field.mission import Mission, mission, missions
from dialogs.field.pressing import Pressing, press
from dialogs.field.spending_words import left_parts, line
from dialogs.field.swearing import SWEAR
from dialogs.wording import CATEGORIES
from knowledge.rules import ZERO, total

SPENDING, DOING = "expenses", "expenses.do"
MOST_BUTTONS = 8
"""Expenses that have a button: the others follow once these are done."""

DOORS: Mapping[str, Text] = {
    "check": _("Vérifier la dépense nº {number}"),
    "answer": _("Répondre au réseau, dépense nº {number}"),
    "change": _("Changer la dépense nº {number}"),
    "drop": _("Retirer la dépense nº {number}"),
    "sworn": _("Dépense sans reçu"),
    "per_diem": _("Demander les indemnités journalières"),
    "all": _("Toutes mes dépenses"),
}

what = Question(id="what", title=_("Dépenses"), ask=_("Que voulez-vous faire ?"), kind=Pressing(DOORS))


def door(act: str, one: Expense | None = None, found: Mission | None = None) -> Button:
    """A button that does this, whenever it is pressed."""
    label = DOORS[act].fill(number=one.number) if one else DOORS[act]
    place = one.mission if one else found.id if found else ""
    return Button(label, press(DOING, what.id, act, place, one.id if one else ""))


# -- the whole -------------------------------------------------------------------------------------------------------


def spent(found: Mission, book: Book) -> Reply:
    """The expenses of a mission, each with its state, then what is left and what is due."""
    parts = (
        Part(_("Vos dépenses, mission {reference}", reference=found.sheet.reference), "title"),
        *_on_the_way(book),
        *(Part(line(one), "item") for one in book.expenses),
        *_caps(book),
        *_sums(book),
    )
    return Reply((*parts, Part(HOW, "note")), tuple(_buttons(found, book)))


HOW = _("Pour ajouter une dépense, envoyez ici la photo du reçu, à tout moment.")


def _on_the_way(book: Book) -> Iterator[Part]:
    if not book.expenses and not book.receipts:
        yield Part(_("Aucune dépense pour le moment."), "item")
    if count := sum(one.underway for one in book.receipts):
        said = _n("{count} reçu est en cours de lecture.", "{count} reçus sont en cours de lecture.", count)
        yield Part(said, "item")


def _caps(book: Book) -> Iterator[Part]:
    """What is left of every cap that something was spent on."""
    spent_on = [one for one in CATEGORIES if any(claim.category == one for claim in book.claims)]
    if spent_on:
        yield Part(_("Ce qui reste"), "title")
        for one in spent_on:
            yield from left_parts(book, one)


def _sums(book: Book) -> Iterator[Part]:
    """Nothing is told as a sum while it cannot be computed."""
    if book.decided is None or book.hoped is None or not book.claims:
        return
    yield Part(_("Totaux"), "title")
    bought = [one for one in book.hoped.lines if one.claim.paid_by == "network"]
    if bought:
        yield Part(_("Acheté par le réseau : {amount}", amount=Money(total(one.eligible for one in bought))), "item")
    due = book.decided.refunds.get(book.place, ZERO)
    yield Part(_("À vous rembourser, d'après ce qui est accepté : {amount}", amount=Money(due)), "item")
    if hoped := book.hoped.refunds.get(book.place, ZERO) - due:
        yield Part(_("En plus, si le reste est accepté : {amount}", amount=Money(hoped)), "item")
    if without := _unrated(book):
        yield Part(_waits_for_its_rate(without), "item")


def _waits_for_its_rate(count: int) -> Text:
    return _n(
        "{count} dépense attend son taux de change : elle n'est pas comptée ici.",
        "{count} dépenses attendent leur taux de change : elles ne sont pas comptées ici.",
        count,
    )


def _unrated(book: Book) -> int:
    lines = book.hoped.lines if book.hoped else ()
    return sum(one.rate is None and one.original != Decimal(0) for one in lines if one.claim.volunteer == book.place)


def _buttons(found: Mission, book: Book) -> Iterator[Button]:
    waiting = book.waiting[:MOST_BUTTONS]
    yield from (door("answer" if one.state == "asked" else "check", one) for one in waiting)
    if not found.over:
        yield door("sworn", found=found)
        if not any(one.category == "per_diem" for one in book.expenses) and book.allowed("per_diem").rate:
            yield door("per_diem", found=found)


def told(answers: Answers, world: World) -> tuple[Reply, ...]:
    return tuple(spent(one, one.book) for one in missions(world) if one.book is not None)


EXPENSES = Dialog(
    id=SPENDING,
    version=1,
    title=_("Mes dépenses"),
    steps=(
        Stop(
            id="nowhere",
            when=lambda answers, world: all(one.book is None for one in missions(world)),
            say=_("Les dépenses se déclarent dans une mission, et vous n'êtes volontaire d'aucune ici."),
        ),
        Stop(id="told", say=nothing, tells=told),
    ),
)

# -- what a button does ----------------------------------------------------------------------------------------------


def _does(*acts: str) -> Predicate:
    return lambda answers, world: answers[what].act in acts


def _gone(answers: Answers, world: World) -> bool:
    """Decided meanwhile, taken back, or a mission that one is not in any more."""
    deed = answers[what]
    if deed.act in ("check", "answer", "change", "drop"):
        return f"{SUBJECT}{deed.what}" not in world.shared
    found = mission(world, deed.mission)
    return deed.act == "per_diem" and (found is None or found.book is None or found.over)


def _open(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Open(CLAIM, subject=f"{SUBJECT}{answers[what].what}"),)


def _drop(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("claim.drop", {"id": answers[what].what}),)


def _per_diem(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("claim.per_diem", {"id": world.fresh, "mission": answers[what].mission}),)


DOING_EXPENSES = Dialog(
    id=DOING,
    version=1,
    title=_("Mes dépenses"),
    pressed=True,
    steps=(
        what,
        Stop(
            id="gone",
            when=_gone,
            say=_("Cette dépense ne peut plus changer. Tapez /depenses pour voir où elle en est."),
        ),
        Stop(id="opened", when=_does("check", "answer", "change"), say=nothing, then=_open),
        Stop(id="dropped", when=_does("drop"), say=_("C'est retiré."), then=_drop),
        Stop(id="sworn", when=_does("sworn"), say=nothing, then=lambda answers, world: (Open(SWEAR, fresh=True),)),
        Stop(id="per_diem", when=_does("per_diem"), say=nothing, then=_per_diem),
        Stop(id="all", say=nothing, then=lambda answers, world: (Open(SPENDING, fresh=True),)),
    ),
)
