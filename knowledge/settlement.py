"""What a mission did cost: each expense with its rate, its cap and what was cut, then who pays what, and the refunds.

The rules are `knowledge.rules`, the same as those of an estimate, and so are the steps after the lines. In this order:

    converted  the original amount over the InforEuro rate of its month; a per diem without amount is days at the rate
    eligible   what is left of the cap of its category, at most; for a per diem also its days at the rate, at most
    share      of the base, as in an estimate; association = eligible - share
    refund     to each volunteer, the eligible part of what they paid themselves

Caps are per category and mission, shared by its volunteers, and used up in the order of the days of the expenses, then
of their ids (as text): the order in which they are handed in changes nothing. The cap on the base and the cap on the
share part the bill between the network and the association; they take nothing from a refund.

**Rounding**: each conversion to the cent, half up, and the share to the cent, half up. Nothing else is ever rounded:
every other amount is a sum, a difference, or the smaller of two.

What is not decided, or has no rate or no rule, waits: it counts for nothing, and is never taken as zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args

from knowledge.base import Cited
from knowledge.calls import CallStatus, call_at
from knowledge.rates import EURO, Rate, Rates, month_of
from knowledge.reasons import Reason, because
from knowledge.rules import ZERO, Allowed, Rules, Step, cents, total
from knowledge.schema import Category, Day, Direction, RateMonth

Payer = Literal["volunteer", "network", "association", "employer"]
Decision = Literal["approved", "refused", "pending"]

PAYERS: tuple[Payer, ...] = get_args(Payer)


@dataclass(frozen=True, slots=True)
class Claim:
    """One expense of a mission, as the staff decided on it. `amount` in `currency`; a per diem has its `days`.

    A per diem may have no amount: it is then its days at the rate of the rules, in euros.
    """

    id: str
    category: Category
    date: Day
    amount: Decimal | None
    currency: str = EURO
    paid_by: Payer = "volunteer"
    volunteer: str | None = None
    status: Decision = "approved"
    days: int | None = None

    def __post_init__(self) -> None:
        if self.amount is not None and not (self.amount.is_finite() and self.amount >= 0):
            raise ValueError(f"{self.id} is not an amount: {self.amount}")
        if (self.category == "per_diem") != (self.days is not None) or (self.days or 0) < 0:
            raise ValueError(f"{self.id}: a per diem, and nothing else, has its days")
        if self.amount is None and self.category != "per_diem":
            raise ValueError(f"{self.id} has no amount")
        if self.paid_by == "volunteer" and not self.volunteer:
            raise ValueError(f"{self.id}: which volunteer paid?")


@dataclass(frozen=True, slots=True)
class Mission:
    """What a statement needs of its mission: its days (both included), who travels, which month sets the rate."""

    first: Day | None = None
    last: Day | None = None
    direction: Direction | None = None
    rate_month: RateMonth = "expense"

    def month(self, spent: Day) -> str:
        """The month whose rate converts an expense of that day; `ValueError` where a day of the mission is missing."""
        day = {"expense": spent, "departure": self.first, "return": self.last}[self.rate_month]
        if day is None:
            raise ValueError(f"the month of the {self.rate_month} is not known")
        return month_of(day)


ANY_MISSION = Mission()


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one claim, in euros. None: not known yet. `cap_left` is what this line leaves of `cap`.

    `reasons`: what was counted or cut and why, then how it was converted.
    """

    claim: Claim
    original: Decimal | None
    rate_month: str
    rate: Rate | None
    converted: Decimal | None
    cap: Decimal | None
    cap_left: Decimal | None
    eligible: Decimal | None
    reasons: tuple[Reason, ...]
    source: Cited
    rate_source: Cited | None

    @property
    def cut(self) -> Decimal | None:
        """What is not counted of it."""
        return None if self.eligible is None or self.converted is None else self.converted - self.eligible


@dataclass(frozen=True, slots=True)
class Statement:
    """What the rules make of the claims of a mission, in euros; None where the region has not published the rule.

    `asked` is all that was decided on and could be converted. `paid` is the eligible part by who paid it, and `refunds`
    the volunteers' again by volunteer, without what they waived: that is in `gifts`. `waiting` has the ids of the
    claims that count for nothing yet.
    """

    region: str
    at: datetime
    year: str | None
    call: CallStatus
    lines: tuple[Settled, ...]
    asked: Decimal
    eligible: Decimal | None
    not_eligible: Decimal | None
    base: Decimal | None
    share: Decimal | None
    association: Decimal | None
    fee: Decimal | None
    steps: tuple[Step, ...]
    notes: tuple[Reason, ...]
    paid: Mapping[Payer, Decimal]
    refunds: Mapping[str, Decimal]
    gifts: Mapping[str, Decimal]
    waiting: tuple[str, ...]


def settle(
    claims: Iterable[Claim],
    rules: Rules,
    rates: Rates,
    mission: Mission = ANY_MISSION,
    waived: frozenset[str] = frozenset(),
) -> Statement:
    """The statement of a mission. `waived`: the volunteers who give up their refund, whole.

    Raises `ValueError` for two claims of one id, and where the rates need a day of the mission that is not known.
    """
    ordered = sorted(claims, key=lambda claim: (claim.date, claim.id))
    if len({claim.id for claim in ordered}) != len(ordered):
        raise ValueError("two claims have the same id")
    lines = _lines(ordered, _Desk(rules, rates, mission))
    asked = total(line.converted for line in lines if line.claim.status != "pending")
    covered, cut = total(line.eligible for line in lines), total(line.cut for line in lines)
    base, share, association, fee = steps = rules.steps(covered)
    paid_back = dict(_paid_back(lines))
    return Statement(
        region=rules.region.slug,
        at=rules.at,
        year=rules.year,
        call=call_at(rules.region, rules.at),
        lines=lines,
        asked=asked,
        eligible=covered if rules.known else None,
        not_eligible=cut if rules.known else None,
        base=base.amount,
        share=share.amount,
        association=association.amount,
        fee=fee.amount,
        steps=steps,
        notes=tuple(dict.fromkeys(_notes(rules, mission, lines, cut))),
        paid={payer: total(line.eligible for line in lines if line.claim.paid_by == payer) for payer in PAYERS},
        refunds={volunteer: ZERO if volunteer in waived else refund for volunteer, refund in paid_back.items()},
        gifts={volunteer: refund for volunteer, refund in paid_back.items() if volunteer in waived},
        waiting=tuple(line.claim.id for line in lines if line.eligible is None),
    )


def _lines(ordered: Iterable[Claim], desk: "_Desk") -> tuple[Settled, ...]:
    """The claims one after the other, each with what those before it have used of the cap of its category."""
    used: dict[Category, Decimal] = defaultdict(lambda: ZERO)
    lines = []
    for claim in ordered:
        line = desk.line(claim, used[claim.category])
        used[claim.category] += line.eligible or ZERO
        lines.append(line)
    return tuple(lines)


def _paid_back(lines: tuple[Settled, ...]) -> Iterator[tuple[str, Decimal]]:
    """Each volunteer who paid something that is decided, and the eligible part of it."""
    own = [line for line in lines if line.claim.paid_by == "volunteer" and line.eligible is not None]
    for volunteer in sorted({line.claim.volunteer for line in own if line.claim.volunteer}):
        yield volunteer, total(line.eligible for line in own if line.claim.volunteer == volunteer)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The rules, the rates and the mission that every claim meets."""

    rules: Rules
    rates: Rates
    mission: Mission

    def line(self, claim: Claim, used: Decimal) -> Settled:
        allowed, month = self.rules.allowed(claim.category), self.mission.month(claim.date)
        rate = self.rates.find(claim.currency, month)
        original = _flat(claim, allowed) if claim.amount is None else claim.amount
        converted = None if rate is None or original is None else rate.euros(original)
        before = None if allowed.cap is None else allowed.cap - used
        eligible, reasons = self._outcome(claim, allowed, converted, before)
        return Settled(
            claim=claim,
            original=original,
            rate_month=month,
            rate=rate,
            converted=converted,
            cap=allowed.cap,
            cap_left=None if before is None else before - (eligible or ZERO),
            eligible=eligible,
            reasons=(*reasons, *_conversion(claim, month, rate, eligible)),
            source=allowed.source,
            rate_source=self.rules.facts.cited(rate.source) if rate and rate.source else None,
        )

    def _outcome(
        self, claim: Claim, allowed: Allowed, converted: Decimal | None, left: Decimal | None
    ) -> tuple[Decimal | None, tuple[Reason, ...]]:
        """What counts of a claim, None as long as that is not known, and why."""
        if claim.status == "pending":
            return None, (self.rules.say("claim_pending"),)
        if claim.status == "refused":
            return ZERO, (self.rules.say("claim_refused"),)
        if allowed.treatment in ("refused", "not_listed"):
            return ZERO, (self.rules.say(f"line_{allowed.treatment}"),)
        if allowed.treatment != "counted":
            return None, (self.rules.say(f"claim_{allowed.treatment}"),)
        if converted is None:
            return None, ()
        return self._counted(claim, allowed, converted, left)

    def _counted(
        self, claim: Claim, allowed: Allowed, converted: Decimal, left: Decimal | None
    ) -> tuple[Decimal, tuple[Reason, ...]]:
        flat = _flat(claim, allowed)
        wanted = converted if flat is None else min(converted, flat)
        eligible = wanted if left is None else min(wanted, left)
        return eligible, (*_by_the_day(claim, allowed, converted - wanted), self._capped(allowed, wanted, left))

    def _capped(self, allowed: Allowed, wanted: Decimal, left: Decimal | None) -> Reason:
        """What the cap does to what is wanted, `left` being what the claims before have left of it."""
        if left is None or allowed.cap is None:
            return self.rules.say("line_without_cap")
        if wanted <= left:
            return because("claim_within_cap", cap=allowed.cap, left=left - wanted)
        if left == allowed.cap:
            return because("line_over_cap", asked=wanted, cap=allowed.cap)
        if left == 0:
            return because("claim_cap_used", cap=allowed.cap)
        return because("claim_cut", cap=allowed.cap, left=left, cut=wanted - left)


def _flat(claim: Claim, allowed: Allowed) -> Decimal | None:
    """The days of a per diem at its rate; None for what is not counted by the day."""
    return None if claim.days is None or allowed.rate is None else cents(allowed.rate * claim.days)


def _by_the_day(claim: Claim, allowed: Allowed, cut: Decimal) -> Iterator[Reason]:
    if claim.days is not None and allowed.rate is not None:
        yield because("per_diem_within", count=claim.days, rate=allowed.rate)
        if cut:
            yield because("claim_over_rate", cut=cut)


def _conversion(claim: Claim, month: str, rate: Rate | None, eligible: Decimal | None) -> Iterator[Reason]:
    """How an amount in another currency became euros, or that it waits for its rate."""
    if rate is None and eligible is None:
        yield because("claim_rate_missing", currency=claim.currency, month=month)
    elif rate is not None and rate.origin != "euro":
        code = "claim_parity" if rate.origin == "parity" else "claim_converted"
        yield because(code, currency=claim.currency, month=month, units=rate.units)


def _notes(rules: Rules, mission: Mission, lines: tuple[Settled, ...], cut: Decimal) -> Iterator[Reason]:
    yield rules.label()
    if mission.direction == "south_south":
        yield because("direction_south_south")
    if waiting := sum(line.eligible is None for line in lines):
        yield because("note_waiting", count=waiting)
    if cut:
        yield because("note_not_eligible_stays", amount=cut)
    yield from _on_days(mission, lines)
    yield from _on_rates(rules, mission, [line.rate for line in lines if line.claim.currency != EURO])
    yield from rules.about({line.claim.category for line in lines})
    if any(line.claim.paid_by == "volunteer" for line in lines):
        yield because("note_refund_whole")
    yield because("note_rounding")
    yield rules.contact()


def _on_days(mission: Mission, lines: tuple[Settled, ...]) -> Iterator[Reason]:
    """Days of per diem that one volunteer cannot have spent on the mission: told, for no document cuts them."""
    if mission.first is None or mission.last is None:
        return
    most = (mission.last - mission.first).days + 1
    days: dict[str | None, int] = defaultdict(int)
    for claim in (line.claim for line in lines if line.claim.status == "approved"):
        days[claim.volunteer] += claim.days or 0
    if (longest := max(days.values(), default=0)) > most:
        yield because("note_days_beyond_mission", count=longest, most=most)


def _on_rates(rules: Rules, mission: Mission, rates: list[Rate | None]) -> Iterator[Reason]:
    """Which month's rate was taken, by whose rule, and which rates were only copied."""
    if not rates:
        return
    yield rules.say(f"note_rate_of_{mission.rate_month}")
    conversion = rules.funding and rules.funding.conversion
    if not conversion:
        yield rules.say("note_conversion_unpublished")
    else:
        yield from (rules.say(code) for code in conversion.tensions)
    for month in sorted({rate.month for rate in rates if rate is not None and rate.origin == "transcribed"}):
        yield because("note_rates_transcribed", month=month)
