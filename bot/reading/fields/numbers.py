"""The number of the paper, and the figures that tell one receipt from another."""

import re
from collections.abc import Iterator, Sequence

from bot.reading.boxes import Row
from bot.reading.fields.amounts import amounts
from bot.reading.fields.dates import FIGURES, TIME, YEAR_FIRST
from bot.reading.fields.found import Found
from bot.reading.fields.vocabulary import NUMBER_WORDS, words_of
from dialogs.core.reading.letters import loose

NAMES = "|".join(
    sorted((re.escape(words_of(word)).replace(r"\ ", r"[\s.]*") for word in NUMBER_WORDS.split("|")), key=len, reverse=True)
)
NAMED = re.compile(
    rf"(?<![^\W_])(?:{NAMES})(?![^\W\d_])[\s.]*(?:n[o°º]?|num(?:ero)?|nr|number|no|#)?[\s.:#°º-]*"
    r"(?P<number>(?=[^\s]*\d)[a-z0-9][a-z0-9/_.-]{1,24})",
)
TOKEN = re.compile(r"\d[\d.,:/-]*\d|\d")
NAMED_SURE, ALONE_SURE = 0.85, 0.6


def invoice_number(rows: Sequence[Row]) -> Found[str] | None:
    """The number that the supplier gave to the paper, as it is printed."""
    found = list(dict.fromkeys(_named(rows)))
    return Found(found[0], NAMED_SURE if len(found) == 1 else ALONE_SURE, tuple(found[1:4])) if found else None


def _named(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        plain = loose(row.text)
        for seen in NAMED.finditer(plain):
            number = seen["number"].strip(".-_/")
            if not _something_else(number):
                yield number.upper()


def _something_else(number: str) -> bool:
    """A date, an hour, an amount."""
    dated = FIGURES.search(number) or YEAR_FIRST.search(number) or TIME.search(number)
    return bool(dated) or len(number) < 2 or any(amount.exact for amount in amounts(number))


def tokens(rows: Sequence[Row]) -> frozenset[str]:
    """Every figure on the paper, for telling whether two pictures show the same one."""
    return frozenset(re.sub(r"\D", "", token) for row in rows for token in TOKEN.findall(row.text))
