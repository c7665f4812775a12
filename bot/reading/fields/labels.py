"""What each row of a receipt is about, and the amounts that stand under that name.

    Sub-Total  12.00 | GST 6 %  0.72 | Rounding  0.03 | Total  12.75 | Cash  20.00 | Change  7.25
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.reading.boxes import Box, Row
from bot.reading.fields.amounts import Amount, amounts
from bot.reading.fields.vocabulary import HEADINGS, LABELS, pattern, words_of

NAMES: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = tuple(
    (name, frozenset(having.split()), frozenset(lacking.split()))
    for name, having, lacking in (
        ("change", "change", "total"),
        ("tip", "tip", ""),
        ("count", "count", "rounded due with_tax rounding"),
        ("final", "rounded", "without_tax"),
        ("rounding", "rounding", "with_tax"),
        ("untaxed", "total without_tax", "with_tax"),
        ("untaxed", "due without_tax", "with_tax"),
        ("untaxed", "sub without_tax", "with_tax"),
        ("off", "off", "due with_tax"),
        ("final", "due", ""),
        ("taxed", "total with_tax", ""),
        ("taxed", "sub with_tax", ""),
        ("sub", "sub", ""),
        ("tax", "total tax", "with_tax"),
        ("cash", "cash total", "card"),
        ("card", "card total", ""),
        ("total", "total", ""),
        ("cash", "cash", "card"),
        ("card", "card", ""),
        ("taxed", "with_tax", ""),
        ("tax", "tax", ""),
        ("untaxed", "without_tax", ""),
    )
)
"""What a row is, by the words that it has and lacks: the first line that fits."""

CODE = 3
"""Letters behind an amount that are the code of a tax or of a currency, and no name: SR, EUR."""
REACH = 3.2
"""A name without amount speaks of the next row where that is nearer than so many heights."""


@dataclass(frozen=True)
class Labelled:
    """A part of a row that speaks of one thing: what it is about, its amounts. `place`: the number of its row.

    `heading`: it names the columns of a table; `table`: it stands in the summary of taxes, whose totals are of parts.
    """

    row: Row
    place: int
    name: str | None
    amounts: tuple[Amount, ...]
    heading: bool = False
    table: bool = False


def labelled(rows: Sequence[Row]) -> tuple[Labelled, ...]:
    """The parts of all rows with their names; an amount on a line of its own has the name of the line above."""
    read = [_labelled(place, part) for place, row in enumerate(rows) for part in parts(row)]
    named = [_named_above(read, place) for place in range(len(read))]
    return _in_tables(named)


def parts(row: Row) -> tuple[Row, ...]:
    """A row cut where words follow figures: `Qty 3 | Rounding 0.02`. A heading is left whole."""
    cut: list[list[Box]] = []
    ended = True
    for box in row.boxes:
        words = _letters(box.text)
        if (ended and words > CODE) or not cut:
            cut.append([])
        cut[-1].append(box)
        ended = bool(re.search(r"\d\W*$", box.text)) or (ended and words <= CODE)
    return tuple(Row(tuple(boxes)) for boxes in cut)


def _labelled(place: int, row: Row) -> Labelled:
    words = words_of(row.text)
    heading = _heading(words, row)
    found = tuple(amount for box in row.boxes for amount in amounts(box.text))
    return Labelled(row, place, None if heading else name_of(words), found, heading)


def name_of(words: str) -> str | None:
    """What a line is about, from its folded words; None where it does not say."""
    seen = kinds(words)
    for name, having, lacking in NAMES:
        if having <= seen and not lacking & seen:
            return name
    return None


def kinds(words: str) -> Set[str]:
    """Every kind of word on a line; a longer phrase hides the shorter ones inside it (subtotal, total)."""
    found = [(seen.start(), seen.end(), kind) for kind, look in LOOKS.items() for seen in look.finditer(words)]
    found.sort(key=lambda one: (one[0] - one[1], one[0]))
    taken: list[tuple[int, int]] = []
    seen_kinds = set()
    for start, end, kind in found:
        if all(end <= left or start >= right or (start, end) == (left, right) for left, right in taken):
            taken.append((start, end))
            seen_kinds.add(kind)
    return seen_kinds


LOOKS: Mapping[str, re.Pattern[str]] = {kind: pattern(phrases) for kind, phrases in LABELS.items()}
HEADS = pattern(HEADINGS)


def _heading(words: str, row: Row) -> bool:
    """Whether the row names columns: several such words, and no figure."""
    return len(set(HEADS.findall(words))) >= 2 and not re.search(r"\d", row.text) and _mostly_heads(words)


def _mostly_heads(words: str) -> bool:
    return _letters(HEADS.sub("", words)) <= 0.4 * _letters(words)


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _named_above(read: Sequence[Labelled], place: int) -> Labelled:
    one = read[place]
    above = read[place - 1] if place else None
    if above is None or one.name or not any(amount.exact or amount.marked for amount in one.amounts):
        return one
    if not above.name or above.amounts or above.heading or not _bare(one.row):
        return one
    near = one.row.middle - above.row.middle < REACH * max(one.row.height, above.row.height)
    return Labelled(one.row, place, above.name, one.amounts, False, False) if near else one


def _bare(row: Row) -> bool:
    """Only an amount, no words of its own."""
    return _letters(row.text) <= CODE + 1


def _in_tables(read: Sequence[Labelled]) -> tuple[Labelled, ...]:
    """Rows under the heading of a tax summary, as long as they bear figures in columns."""
    inside, made = False, []
    for one in read:
        words = words_of(one.row.text)
        columns = one.heading and bool(TAXES.search(words)) and not ITEMS.search(words)
        summary = "summary" in kinds(words) or columns
        if summary and not _exact(one):
            inside = True
        elif inside and len(_exact(one)) < 2 and not (summary or one.heading or _column(one)):
            inside = False
        made.append(Labelled(one.row, one.place, one.name, one.amounts, one.heading, inside or summary))
    return tuple(made)


TAXES = pattern("gst | tva | iva | tax | taux | mwst | vat | sst")


ITEMS = pattern("description | designation | libelle | item | qty | qte | quantity | price | prix | articulo | artigo")


def _exact(one: Labelled) -> list[Amount]:
    return [amount for amount in one.amounts if amount.exact]


def _column(one: Labelled) -> bool:
    """A row of figures alone, or of a rate: the table goes on."""
    return not one.name and _letters(one.row.text) <= 2 * CODE
