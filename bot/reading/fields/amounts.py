"""The amounts of a piece of text, exact, whatever the country writes between its digits.

    1,234.56   1.234,56   1 234,56   15 000 FCFA   12€50   1.400$00   RM3.90   (0.02)   0.02-
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

CONFUSED = str.maketrans("OoQlI|", "000111")
"""Letters that an engine sees where a figure is printed."""
NEARLY = re.compile(r"(?<![^\W\d])[\dOoQlI|]*\d[\dOoQlI|]*[.,] ?[\dOoQlI|]{2}(?![^\W])")

NUMBER = re.compile(
    r"""(?<![\d/:.,])(?<!\d[-])
    (?P<sign>[-−–(]\ ?)?
    (?P<before>€|£|\$|R\$|RM|MYR|EUR|USD|F\ ?CFA|CFA|XOF|XAF|\#|\*)?\ ?(?P<inner>[-−])?
    (?:(?P<grouped>\d{1,3}(?:[ ,.'’]\d{3})+)(?:(?P<gpoint>[.,])\ ?(?P<gcents>\d{2}))?
      |(?P<whole>\d{1,7})(?:(?P<point>[.,]\ ?|\ [.,]|[€$])(?P<cents>\d{2}))?)
    (?![\d])(?![.,:/]\d)(?!-\d)
    (?P<after>\s?-(?!\w)|\))?
    \s*(?P<unit>%|[^\W\d_]+(?!\d)|€|£|\$)?
    """,
    re.VERBOSE,
)
UNITS = frozenset(["kg", "g", "gr", "grs", "l", "lt", "ltr", "litre", "litres", "km", "cm", "mm", "m", "ml", "cl", "pcs", "pc", "x", "h", "min", "kwh", "%", "jours", "nuits", "days"])
"""What makes of a number a measure."""
SIGNS = frozenset(["€", "£", "$"])


@dataclass(frozen=True)
class Amount:
    """An amount as it stands on a paper. `exact`: with its decimals; `marked`: with a sign or a code of a currency."""

    value: Decimal
    exact: bool
    marked: bool
    thousands: bool = False


def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of a text, from left to right; whole numbers too, for whoever knows that they are amounts."""
    return tuple(_read(NEARLY.sub(lambda seen: seen[0].translate(CONFUSED), text)))


def _read(text: str) -> Iterator[Amount]:
    for found in NUMBER.finditer(text):
        unit = (found["unit"] or "").lower()
        if unit not in UNITS:
            yield _amount(found, unit)


def _amount(found: re.Match[str], unit: str) -> Amount:
    whole = re.sub(r"\D", "", found["grouped"] or found["whole"])
    cents = found["gcents"] or found["cents"]
    value = Decimal(f"{whole}.{cents or '00'}")
    negative = (found["sign"] or found["inner"] or "").strip() or "-" in (found["after"] or "")
    marked = bool(found["before"]) or unit in SIGNS or unit in CODES or (found["point"] or "") in SIGNS
    return Amount(-value if negative else value, bool(cents), marked, bool(found["grouped"]))


CODES = frozenset(["eur", "euro", "euros", "usd", "rm", "myr", "fcfa", "cfa", "xof", "xaf", "f", "fc", "kmf", "cve", "mad", "dh", "dhs", "tnd", "dt", "dzd", "da", "gnf", "ar", "mga"])
