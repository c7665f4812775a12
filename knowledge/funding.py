"""What a mission would cost, line by line, what the network would pay, and what remains.

The rules are `knowledge.rules`, and so are the steps after the lines. A line is what is asked, then at most its cap (a
per diem: days at the published rate, at most the published days). Money is exact, in euros; each line and the share
are rounded to the cent, half up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from knowledge.base import Cited, Knowledge
from knowledge.calls import CallStatus, call_at, last_day
from knowledge.reasons import Reason, because
from knowledge.rules import CATEGORIES, ZERO, Allowed, Rules, Step, cents, rules_at, total
from knowledge.schema import Category


@dataclass(frozen=True, slots=True)
class Costs:
    """What a mission is expected to cost, in euros; a per diem in days. None is not asked. Nothing is negative."""

    flight: Decimal | None = None
    local_transport: Decimal | None = None
    per_diem_days: int | None = None
    visa: Decimal | None = None
    lodging: Decimal | None = None
    health: Decimal | None = None
    insurance: Decimal | None = None
    other: Decimal | None = None

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None and not (Decimal(value).is_finite() and value >= 0):
                raise ValueError(f"{each.name} is not an amount: {value}")

    def asked(self, category: Category) -> Decimal | None:
        """The amount asked for a category that is counted in euros."""
        amount: Decimal | None = getattr(self, category)
        return None if amount is None else cents(amount)


@dataclass(frozen=True, slots=True)
class Line:
    """One category of costs. `cap` is None where none is published; `eligible` is None where no rule is."""

    category: Category
    asked: Decimal | None
    cap: Decimal | None
    eligible: Decimal | None
    reason: Reason
    source: Cited


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the published rules make of these costs, in euros; None where the region has not published the rule."""

    region: str
    at: datetime
    year: str | None
    call: CallStatus
    lines: tuple[Line, ...]
    asked: Decimal
    eligible: Decimal | None
    not_eligible: Decimal | None
    base: Decimal | None
    share: Decimal | None
    association: Decimal | None
    fee: Decimal | None
    steps: tuple[Step, ...]
    notes: tuple[Reason, ...]


def estimate(facts: Knowledge, costs: Costs, region: str, at: datetime) -> Estimate:
    """What these costs become under the rules of a region at an instant.

    Raises `UnknownRegion` for a slug that is not ours, `ValueError` for an instant without a zone.
    """
    rules = rules_at(facts, region, at)
    lines = tuple(line for category in CATEGORIES if (line := _line(rules, category, costs)) is not None)
    asked = total(line.asked for line in lines)
    covered = total(line.eligible for line in lines)
    eligible, not_eligible = (covered, asked - covered) if rules.known else (None, None)
    base, share, association, fee = steps = rules.steps(covered)
    call = call_at(rules.region, at)
    return Estimate(
        region=region,
        at=at,
        year=rules.year,
        call=call,
        lines=lines,
        asked=asked,
        eligible=eligible,
        not_eligible=not_eligible,
        base=base.amount,
        share=share.amount,
        association=association.amount,
        fee=fee.amount,
        steps=steps,
        notes=tuple(dict.fromkeys(_notes(rules, call, lines, not_eligible))),
    )


def _line(rules: Rules, category: Category, costs: Costs) -> Line | None:
    allowed, days = rules.allowed(category), costs.per_diem_days
    if category == "per_diem":
        return None if days is None else _per_diem(rules, allowed, days)
    asked = costs.asked(category)
    return None if asked is None else _amount(rules, category, allowed, asked)


def _amount(rules: Rules, category: Category, allowed: Allowed, asked: Decimal) -> Line:
    cap = allowed.cap
    if allowed.treatment != "counted":
        return _outside(rules, category, allowed, asked)
    if cap is None:
        return Line(category, asked, None, asked, rules.say("line_without_cap"), allowed.source)
    reason = because("line_within_cap", cap=cap) if asked <= cap else because("line_over_cap", asked=asked, cap=cap)
    return Line(category, asked, cap, min(asked, cap), reason, allowed.source)


def _outside(rules: Rules, category: Category, allowed: Allowed, asked: Decimal | None) -> Line:
    """A category that the table of the region does not have, or a region without a table."""
    eligible = None if allowed.treatment == "unpublished" else ZERO
    return Line(category, asked, allowed.cap, eligible, rules.say(f"line_{allowed.treatment}"), allowed.source)


def _per_diem(rules: Rules, allowed: Allowed, days: int) -> Line:
    if allowed.treatment == "unrated":
        return _unrated(rules, allowed, days)
    if allowed.rate is None or allowed.days is None or allowed.cap is None:
        return _outside(rules, "per_diem", allowed, None)
    asked = cents(allowed.rate * days)
    if days > allowed.days:
        reason = because("per_diem_too_many_days", count=days, rate=allowed.rate, most=allowed.days)
    else:
        reason = because("per_diem_within", count=days, rate=allowed.rate)
    return Line("per_diem", asked, allowed.cap, min(asked, allowed.cap), reason, allowed.source)


def _unrated(rules: Rules, allowed: Allowed, days: int) -> Line:
    """A per diem that is covered at a rate nobody published: only no day at all has a known cost."""
    if days == 0:
        return Line("per_diem", ZERO, None, ZERO, because("line_nothing_asked"), allowed.source)
    return Line("per_diem", None, None, None, rules.say("per_diem_rate_unpublished"), allowed.source)


def _notes(rules: Rules, call: CallStatus, lines: tuple[Line, ...], not_eligible: Decimal | None) -> Iterator[Reason]:
    yield rules.label()
    if call.call is not None and call.status == "closed":
        yield rules.say("note_call_closed", network=rules.region.network.name, last_day=last_day(call.call))
    if rules.known and any(line.asked is None for line in lines):
        yield rules.say("note_per_diem_left_out")
    if not_eligible:
        yield because("note_not_eligible_stays", amount=not_eligible)
    yield from rules.about({line.category for line in lines})
    yield rules.contact()
