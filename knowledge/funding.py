"""What a mission would cost, line by line, what the network would pay, and what remains.

The rules are data (`funding` in each region's file): what a region has not published stays None and is left out of the
sums. Money is exact, in euros; each line and the share are rounded to the cent, half up. The steps:

    line      asked, then at most its cap (a per diem: days at the published rate, at most the published days)
    eligible  the sum of the lines after their caps
    base      the part of it that the share is computed on
    share     the network's part of the base, at most its cap for a mission
    association = eligible - share; the fee stands apart

The latest published rules stand, also after their call has closed; they are labelled with their year.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, get_args

from knowledge.base import Cited, Knowledge
from knowledge.calls import CallStatus, call_at, last_day
from knowledge.eligibility import contact_of
from knowledge.reasons import Raw, Reason, because, by_network
from knowledge.schema import Category, Expense, Fact, Funding, Region, Source

CATEGORIES: tuple[Category, ...] = get_args(Category)

_CENT = Decimal("0.01")
_ZERO = Decimal("0.00")


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
class Step:
    """One step after the lines, explained: its amount is None where the network has not published the rule."""

    id: Literal["base", "share", "association", "fee"]
    amount: Decimal | None
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


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def estimate(facts: Knowledge, costs: Costs, region: str, at: datetime) -> Estimate:
    """What these costs become under the rules of a region at an instant.

    Raises `UnknownRegion` for a slug that is not ours, `ValueError` for an instant without a zone.
    """
    found, edition = facts.region(region), facts.edition(region, at)
    book = _Book(facts, found, edition.funding, edition.silent)
    lines = tuple(line for category in CATEGORIES if (line := book.line(category, costs)) is not None)
    asked = _sum(line.asked for line in lines)
    covered = _sum(line.eligible for line in lines)
    eligible, not_eligible = (None, None) if edition.funding is None else (covered, asked - covered)
    base, share, association, fee = steps = book.steps(covered)
    call = call_at(found, at)
    return Estimate(
        region=region,
        at=at,
        year=edition.year,
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
        notes=tuple(dict.fromkeys(book.notes(edition.year, call, lines, not_eligible))),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of the amounts that are known."""
    return sum((amount for amount in amounts if amount is not None), _ZERO)


@dataclass(frozen=True, slots=True)
class _Book:
    """The funding rules of one edition, and the words of its network."""

    facts: Knowledge
    region: Region
    funding: Funding | None
    silent: Source

    def say(self, code: str, **values: Raw) -> Reason:
        return because(code, **values) if values else by_network(code, self.region.network.name)

    # --- lines ---

    def line(self, category: Category, costs: Costs) -> Line | None:
        if category == "per_diem":
            return None if costs.per_diem_days is None else self._per_diem(costs.per_diem_days)
        asked = costs.asked(category)
        return None if asked is None else self._amount(category, asked)

    def _amount(self, category: Category, asked: Decimal) -> Line:
        expense = self._expense(category)
        if expense is None:
            return self._outside(category, asked)
        if expense.cap is None:
            return self._line(category, asked, None, asked, self.say("line_without_cap"), expense.source)
        cap = cents(expense.cap)
        reason = because("line_within_cap", cap=cap) if asked <= cap else because("line_over_cap", asked=asked, cap=cap)
        return self._line(category, asked, cap, min(asked, cap), reason, expense.source)

    def _outside(self, category: Category, asked: Decimal | None) -> Line:
        """A category that the table of the region does not have, or a region without a table."""
        if self.funding is None:
            return self._line(category, asked, None, None, self.say("line_unpublished"), self.silent)
        unlisted = self.funding.unlisted
        if unlisted.treatment == "refused":
            return self._line(category, asked, _ZERO, _ZERO, self.say("line_refused"), unlisted.source)
        return self._line(category, asked, None, _ZERO, self.say("line_not_listed"), unlisted.source)

    def _per_diem(self, days: int) -> Line:
        expense = self._expense("per_diem")
        if expense is None:
            return self._outside("per_diem", None)
        if expense.rate is None or expense.days is None:
            return self._unrated(days, expense)
        cap, asked = cents(expense.rate * expense.days), cents(expense.rate * days)
        if days > expense.days:
            reason = because("per_diem_too_many_days", count=days, rate=expense.rate, most=expense.days)
        else:
            reason = because("per_diem_within", count=days, rate=expense.rate)
        return self._line("per_diem", asked, cap, min(asked, cap), reason, expense.source)

    def _unrated(self, days: int, expense: Expense) -> Line:
        """A per diem that is covered at a rate nobody published: only no day at all has a known cost."""
        if days == 0:
            return self._line("per_diem", _ZERO, None, _ZERO, because("line_nothing_asked"), expense.source)
        return self._line("per_diem", None, None, None, self.say("per_diem_rate_unpublished"), expense.source)

    def _expense(self, category: Category) -> Expense | None:
        table = self.funding.expenses if self.funding else ()
        return next((expense for expense in table if expense.category == category), None)

    def _line(
        self,
        category: Category,
        asked: Decimal | None,
        cap: Decimal | None,
        eligible: Decimal | None,
        reason: Reason,
        source: Source,
    ) -> Line:
        return Line(category, asked, cap, eligible, reason, self.facts.cited(source))

    # --- steps ---

    def steps(self, eligible: Decimal) -> tuple[Step, Step, Step, Step]:
        """The base, the share, what remains for the association, and the fee."""
        funding = self.funding
        if funding is None:
            none = self._unpublished
            return none("base"), none("share"), none("association"), none("fee")
        base = self._base(funding, eligible)
        share = self._share(funding, base.amount or _ZERO)
        rest = because("association_rest", eligible=eligible, share=share.amount or _ZERO)
        source = self.facts.cited((funding.rest or funding.share).source)
        return base, share, Step("association", eligible - (share.amount or _ZERO), rest, source), self._fee(funding)

    def _unpublished(self, id_: Literal["base", "share", "association", "fee"]) -> Step:
        return Step(id_, None, self.say("funding_unpublished"), self.facts.cited(self.silent))

    def _base(self, funding: Funding, eligible: Decimal) -> Step:
        limit = funding.base_cap
        if limit is None or eligible <= limit.euros:
            source = (limit or funding.share).source
            return Step("base", eligible, because("base_whole", amount=eligible), self.facts.cited(source))
        reason = because("base_capped", amount=eligible, cap=limit.euros)
        return Step("base", cents(limit.euros), reason, self.facts.cited(limit.source))

    def _share(self, funding: Funding, base: Decimal) -> Step:
        rate, limit = funding.share.share, funding.cap_per_mission
        share = cents(base * rate)
        if limit is None or share <= limit.euros:
            return Step("share", share, because("share_plain", share=rate, base=base), self._cited(funding.share))
        reason = because("share_capped", share=rate, base=base, cap=limit.euros)
        return Step("share", cents(limit.euros), reason, self._cited(limit))

    def _fee(self, funding: Funding) -> Step:
        fee = funding.fee
        if fee is None:
            return Step("fee", None, self.say("fee_unpublished"), self._cited(funding.share))
        reason = because("fee_asked", network=self.region.network.name, fee=fee.euros)
        return Step("fee", cents(fee.euros), reason, self._cited(fee))

    def _cited(self, fact: Fact) -> Cited:
        return self.facts.cited(fact.source)

    # --- notes ---

    def notes(
        self, year: str | None, call: CallStatus, lines: tuple[Line, ...], not_eligible: Decimal | None
    ) -> Iterator[Reason]:
        yield self.say("funding_unpublished") if self.funding is None else self._label(year)
        if call.call is not None and call.status == "closed":
            yield self.say("note_call_closed", network=self.region.network.name, last_day=last_day(call.call))
        if self.funding is not None and any(line.asked is None for line in lines):
            yield self.say("note_per_diem_left_out")
        if not_eligible:
            yield because("note_not_eligible_stays", amount=not_eligible)
        if self.funding is not None:
            yield from self._rules(self.funding, {line.category for line in lines})
        yield contact_of(self.region)

    def _label(self, year: str | None) -> Reason:
        if year is None:
            return self.say("note_rules_undated")
        return self.say("note_rules_of_year", network=self.region.network.name, year=year)

    def _rules(self, funding: Funding, asked: set[Category]) -> Iterator[Reason]:
        """What the rules say, or leave unclear, about what was asked."""
        lines = [expense for expense in funding.expenses if expense.category in asked]
        bought = tuple(expense.category for expense in lines if expense.bought_by_network)
        if bought:
            yield self.say("note_network_buys", network=self.region.network.name, categories=bought)
        if funding.receipts is not None:
            yield self.say("note_receipts")
        if funding.rest is not None and "employer" in funding.rest.payers:
            yield because("note_rest_association_or_employer")
        told = (funding.share, funding.cap_per_mission, funding.base_cap, funding.fee, funding.rest, *lines)
        for fact in told:
            yield from (self.say(code) for code in (fact.tensions if fact else ()))
