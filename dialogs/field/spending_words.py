"""Sentences about expenses that several dialogs say: what is left of a cap, where one stands, why two look alike."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal

from dialogs.core.reply import Part
from dialogs.core.text import Listed, Money, Text, _, _n, literal
from dialogs.field.expenses import Alike, Book, Expense, ExpenseState, Left
from dialogs.wording import CATEGORIES

WIDTH = 10
"""Blocks of a chart."""

STATES: Mapping[ExpenseState, Text] = {
    "draft": _("à vérifier par vous"),
    "confirmed": _("envoyée au réseau, qui décide"),
    "asked": _("le réseau vous pose une question"),
    "approved": _("acceptée"),
    "part": _("acceptée en partie"),
    "refused": _("refusée"),
}

WHY_ALIKE: Mapping[str, Text] = {
    "same_file": _("le même fichier"),
    "same_picture": _("la même image"),
    "same_number": _("le même numéro de reçu"),
    "same_figures": _("presque les mêmes chiffres"),
    "same_day_and_total": _("la même date et le même total"),
    "other_number": _("mais un autre numéro de reçu"),
}


OTHER, MOST_REASONS = "other_number", 1
"""What speaks against; and how many of the reasons are told, which come the surest first."""


def alike_text(one: Alike) -> Text:
    """What a receipt looks like, and why."""
    against = [code for code in one.why if code == OTHER]
    why = Listed(tuple(WHY_ALIKE[code] for code in (*one.why[:MOST_REASONS], *against) if code in WHY_ALIKE))
    if one.number is None:
        return _("Ressemble à un reçu déjà envoyé par quelqu'un d'autre : {why}.", why=why)
    return _("Ressemble à votre reçu nº {number} : {why}.", number=one.number, why=why)


def chart(left: Left) -> Text:
    """What is used of a cap, in blocks: ▓▓▓░░░░░░░."""
    share = left.used / left.cap if left.cap else Decimal(1)
    full = min(WIDTH, int((share * WIDTH).to_integral_value(ROUND_CEILING)))
    return literal("▓" * full + "░" * (WIDTH - full))


def left_parts(book: Book | None, category: str | None) -> tuple[Part, ...]:
    """What is left in a category, in words and as a chart; what the network does not count is said."""
    known = book is not None and category in CATEGORIES
    return tuple(_left(book, category)) if known and book and category else ()


def _left(book: Book, category: str) -> Iterator[Part]:
    name, found = CATEGORIES[category], book.left(category)
    treatment = book.allowed(category).treatment
    if found is not None:
        yield Part(_in_words(found, name), "item")
        yield Part(chart(found), "detail")
    elif treatment in ("refused", "not_listed"):
        yield Part(_("{category} : le réseau ne rembourse pas cette catégorie.", category=name), "item")
    elif treatment == "counted":
        yield Part(_("{category} : pas de plafond.", category=name), "item")
    else:
        yield Part(_("{category} : le réseau n'a pas publié de plafond.", category=name), "item")


def _in_words(found: Left, name: Text) -> Text:
    amounts = {"used": Money(found.used), "cap": Money(found.cap), "left": Money(found.left)}
    if not found.used:
        return _("{category} : {cap} en tout, rien n'est encore compté.", category=name, **amounts)
    if found.left:
        return _("{category} : il reste {left} sur {cap} ({used} déjà comptés).", category=name, **amounts)
    return _("{category} : le plafond de {cap} est atteint.", category=name, **amounts)


def line(one: Expense) -> Text:
    """An expense on a line: its number, its day, to whom, how much, and where it stands."""
    places = {"number": one.number, "what": _what(one), "state": STATES[one.state]}
    if one.day and one.amount:
        return _("nº {number} · {day} · {what} · {amount} : {state}", **places, day=one.day, amount=one.amount)
    if one.days:
        days = _n("{count} jour", "{count} jours", one.days)
        return _("nº {number} · {what}, {days} : {state}", **places, days=days)
    if one.amount:
        return _("nº {number} · {what} · {amount} : {state}", **places, amount=one.amount)
    return _("nº {number} · {what} : {state}", **places)


def _what(one: Expense) -> Text:
    if one.supplier:
        return literal(one.supplier)
    return CATEGORIES.get(one.category or "", _("dépense"))
