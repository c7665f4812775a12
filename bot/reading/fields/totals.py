"""The amount paid: every amount of the receipt is a rival, and its traits are weighed against those of the others.

A trait says where an amount stands ("total", "cash" ...), or what it makes together with others: cash less change,
subtotal plus tax, before or after rounding. The weights were fitted on labelled receipts (`tests/reading/fit.py`).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bot.reading.fields.amounts import Amount
from bot.reading.fields.fitted import TOTAL, TOTAL_SURE
from bot.reading.fields.found import Found, chances, logistic, weighed
from bot.reading.fields.labels import Labelled

NAMED = ("final", "total", "taxed", "card", "cash", "sub", "untaxed", "tax", "change", "off", "rounding", "tip", "count")
SMALL = Decimal("0.05")
"""What cash is rounded by, at most, where coins of one and two cents are not used."""
PART = Decimal("0.3")
"""Of the highest amount: less than this is a tax, or one line of many."""
CLOSING = frozenset({"final", "total", "taxed"})
Traits = dict[str, float]


def total(rows: Sequence[Labelled], whole: bool = False) -> Found[Decimal] | None:
    """The amount paid. `whole`: the currency has no decimals, so that whole numbers are amounts too."""
    rivals = traits(rows, whole)
    if not rivals:
        return None
    scores = {value: weighed(seen, TOTAL) for value, seen in rivals.items()}
    shares = chances(scores)
    best, *others = sorted(scores, key=lambda value: -scores[value])
    sure = logistic(weighed(doubts(best, rivals, shares), TOTAL_SURE))
    return Found(best, sure, tuple(others[:3]))


def doubts(best: Decimal, rivals: Mapping[Decimal, Traits], shares: Mapping[Decimal, float]) -> Traits:
    """What tells whether the best is right."""
    seen = rivals[best]
    share = min(max(shares[best], 1e-4), 1 - 1e-4)
    return {
        "one": 1.0,
        "share": math.log(share / (1 - share)),
        "named": float(_closes(seen)),
        "agrees": min(2.0, seen["paid"] + seen["sums"] + seen["card"] + (seen["times"] > 0.9)),
        "last": seen["last"],
        "contested": math.log(1 + sum(1 for value, other in rivals.items() if value != best and _closes(other))),
        "read": seen["read"],
    }


def _closes(seen: Traits) -> bool:
    """Whether an amount stands where totals do."""
    return bool(seen["final"] or seen["total"] or seen["taxed"])


def traits(rows: Sequence[Labelled], whole: bool = False) -> Mapping[Decimal, Traits]:
    """Every amount that may be the total, with what is seen of it."""
    places = _places(rows, whole)
    groups = _groups(places)
    tallest = max((row.row.height for found in places.values() for row, _ in found), default=1.0)
    body = _body(rows)
    most = max((value for value in places if value not in groups["cash"]), default=Decimal(0))
    closing = next((row for row in reversed(rows) if row.name in CLOSING and row.amounts and not row.table), None)
    last = max((row.place for row in rows), default=1) or 1
    return {
        value: {
            **_names(found),
            **_sums(value, groups),
            "times": math.log(len(found)),
            "most": float(value == most),
            "beyond": float(value > most),
            "small": float(value < PART * most),
            "last": float(any(row is closing for row, _ in found)),
            "height": min(2.0, max(row.row.height for row, _ in found) / body - 1) if body else 0.0,
            "tallest": float(max(row.row.height for row, _ in found) >= 0.98 * tallest > 1.15 * body),
            "late": max(row.place for row, _ in found) / last,
            "marked": float(any(amount.marked for _, amount in found)),
            "alone": float(any(len(row.amounts) == 1 for row, _ in found)),
            "read": max(row.row.confidence for row, _ in found),
        }
        for value, found in places.items()
    }


Places = dict[Decimal, list[tuple[Labelled, Amount]]]


def _places(rows: Sequence[Labelled], whole: bool) -> Places:
    """Where each amount stands. Nothing is paid that is zero or less."""
    places: Places = defaultdict(list)
    for row in rows:
        for amount in row.amounts:
            if amount.value > 0 and _an_amount(amount, row, whole):
                places[amount.value].append((row, amount))
    return places


def _an_amount(amount: Amount, row: Labelled, whole: bool) -> bool:
    """Whole numbers count where the money has no cents, or where they bear the sign of a currency."""
    if amount.exact or amount.marked:
        return True
    named = row.name in ("final", "total", "taxed", "cash", "card", "sub")
    return whole and (named or amount.thousands)


def _body(rows: Sequence[Labelled]) -> float:
    heights = sorted(row.row.height for row in rows)
    return heights[len(heights) // 2] if heights else 0.0


def _names(found: Iterable[tuple[Labelled, Amount]]) -> Traits:
    """Under which names the amount stands; those of a summary of taxes apart, the last of a row before the others."""
    seen = dict.fromkeys((*NAMED, "table", "plain", "inner"), 0.0)
    for row, amount in found:
        name = "table" if row.table else row.name or "plain"
        if name in ("total", "final", "taxed", "sub", "untaxed") and amount is not row.amounts[-1]:
            name = "inner"
        seen[name] = 1.0
    seen["change"] *= float(sum(seen.values()) == 1)  # 5.00 paid with 10.00 is the change as well
    return seen


def _groups(places: Places) -> Mapping[str, set[Decimal]]:
    groups: dict[str, set[Decimal]] = defaultdict(set)
    for value, found in places.items():
        for row, _ in found:
            groups["" if row.table else row.name or ""].add(value)
    return groups


def _sums(value: Decimal, groups: Mapping[str, set[Decimal]]) -> Traits:
    """What the amount makes with others: cash less change; the parts before tax, with it; the sum before rounding."""
    parts = groups["sub"] | groups["untaxed"] | groups["total"] | groups["taxed"]
    paid = any(value + back in groups["cash"] for back in groups["change"])
    added = any(value - tax in parts for tax in groups["tax"] | groups["tip"])
    return {
        "paid": float(paid),
        "sums": float(added),
        "before_tax": float(any(value + tax in parts | groups["final"] for tax in groups["tax"])),
        "rounded": float(any(0 < abs(value - part) <= SMALL and _settles(value) for part in parts | groups["final"])),
        "unrounded": float(any(0 < abs(value - part) <= SMALL and not _settles(value) for part in _all(groups))),
    }


def _all(groups: Mapping[str, set[Decimal]]) -> set[Decimal]:
    return groups["sub"] | groups["untaxed"] | groups["total"] | groups["taxed"] | groups["final"] | groups["cash"]


def _settles(value: Decimal) -> bool:
    """Whether it can be paid in coins of five cents."""
    return value % SMALL == 0
