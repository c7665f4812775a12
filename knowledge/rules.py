"""The funding rules of a region at an instant: what they count, up to where, and how the bill is shared.

The rules are data (`funding` in each region's file). What a region has not published stays None, until its staff sets
it for one mission (`Terms`); what is published is not set again. Estimates and statements both read their rules here:

    eligible  the sum of the lines after their caps
    base      the part of it that the share is computed on
    share     the network's part of the base, at most its cap for a mission
    association = eligible - share; the fee stands apart

The latest published rules stand, also after their call has closed; they are labelled with their year.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import Literal, get_args

from knowledge.base import Cited, Knowledge, paris_day
from knowledge.eligibility import contact_of
from knowledge.reasons import Raw, Reason, because, by_network
from knowledge.schema import (
    Amount,
    Category,
    Day,
    Document,
    Expense,
    Fact,
    Funding,
    Region,
    SharePaid,
    Source,
)

CATEGORIES: tuple[Category, ...] = get_args(Category)
ZERO = Decimal("0.00")

Treatment = Literal["counted", "unrated", "refused", "not_listed", "unpublished"]
"""What becomes of a category: counted; a per diem without a known rate; refused, or just not in the list; no rule."""
StepId = Literal["base", "share", "association", "fee"]

_CENT = Decimal("0.01")
_SET = Source(document="mission-terms", section="Conditions de la mission")


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of the amounts that are known."""
    return sum((amount for amount in amounts if amount is not None), ZERO)


class AlreadyPublished(ValueError):
    """The staff may not set for a mission what the region has published; the arguments name it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the staff sets on one mission where the region has published nothing; euros, `share` 0 to 1.

    `caps` by category; a per diem has `per_diem_rate` euros a day and at most `per_diem_days` days, both or neither.
    """

    caps: Mapping[Category, Decimal] = field(default_factory=dict)
    per_diem_rate: Decimal | None = None
    per_diem_days: int | None = None
    share: Decimal | None = None
    cap_per_mission: Decimal | None = None
    base_cap: Decimal | None = None
    fee: Decimal | None = None
    set_on: Day | None = None

    def __post_init__(self) -> None:
        if "per_diem" in self.caps or (self.per_diem_rate is None) != (self.per_diem_days is None):
            raise ValueError("a per diem has both its rate and its days, and no other cap")

    @property
    def any(self) -> bool:
        """Whether anything is set."""
        return any(getattr(self, each.name) not in (None, {}) for each in fields(self) if each.name != "set_on")

    def expense(self, category: Category) -> Expense | None:
        """The line that is set for a category, as a line of a published table."""
        if category == "per_diem" and self.per_diem_rate is not None:
            return Expense(category=category, rate=self.per_diem_rate, days=self.per_diem_days, source=_SET)
        cap = self.caps.get(category)
        return None if cap is None else Expense(category=category, cap=cap, source=_SET)


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the rules allow for one category. `cap` in euros, None where there is none; `rate`, `days` of a per diem."""

    treatment: Treatment
    cap: Decimal | None
    source: Cited
    rate: Decimal | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step after the lines, explained: its amount is None where the network has not published the rule."""

    id: StepId
    amount: Decimal | None
    reason: Reason
    source: Cited


@dataclass(frozen=True, slots=True)
class Rules:
    """The funding rules of one edition of a region, with what is set for one mission, and the words of its network."""

    facts: Knowledge
    region: Region
    at: datetime
    year: str | None
    silent: Source
    funding: Funding | None
    terms: Terms

    @property
    def known(self) -> bool:
        """Whether there is anything to compute with."""
        return self.funding is not None or self.terms.any

    def say(self, code: str, **values: Raw) -> Reason:
        return because(code, **values) if values else by_network(code, self.region.network.name)

    def cited(self, fact: Fact) -> Cited:
        return self.facts.cited(fact.source)

    # --- lines ---

    def allowed(self, category: Category) -> Allowed:
        """What is set for a category, else what is published, else what becomes of what is in no table."""
        expense = self.terms.expense(category) or self._published(category)
        if expense is None:
            return self._outside()
        if category != "per_diem":
            return Allowed("counted", expense.cap if expense.cap is None else cents(expense.cap), self.cited(expense))
        if expense.rate is None or expense.days is None:
            return Allowed("unrated", None, self.cited(expense))
        return Allowed("counted", cents(expense.rate * expense.days), self.cited(expense), expense.rate, expense.days)

    def _outside(self) -> Allowed:
        """A category that the table of the region does not have, or a region without a table."""
        if self.funding is None:
            return Allowed("unpublished", None, self.facts.cited(self.silent))
        unlisted = self.funding.unlisted
        return Allowed(unlisted.treatment, ZERO if unlisted.treatment == "refused" else None, self.cited(unlisted))

    def _published(self, category: Category) -> Expense | None:
        table = self.funding.expenses if self.funding else ()
        return next((expense for expense in table if expense.category == category), None)

    # --- steps ---

    def steps(self, eligible: Decimal) -> tuple[Step, Step, Step, Step]:
        """The base, the share, what remains for the association, and the fee."""
        paid = self.share
        if paid is None:
            none = self._unpublished
            return none("base"), none("share"), none("association"), none("fee")
        base = self._base(paid, eligible)
        share = self._share(paid, base.amount or ZERO)
        rest = because("association_rest", eligible=eligible, share=share.amount or ZERO)
        source = self.cited((self.funding and self.funding.rest) or paid)
        return base, share, Step("association", eligible - (share.amount or ZERO), rest, source), self._fee(paid)

    @property
    def share(self) -> SharePaid | None:
        if self.funding is not None:
            return self.funding.share
        return None if self.terms.share is None else SharePaid(share=self.terms.share, source=_SET)

    def _limit(self, name: Literal["cap_per_mission", "base_cap", "fee"]) -> Amount | None:
        published: Amount | None = getattr(self.funding, name, None)
        euros: Decimal | None = getattr(self.terms, name)
        return published or (None if euros is None else Amount(euros=euros, source=_SET))

    def _unpublished(self, id_: StepId) -> Step:
        return Step(id_, None, self.say("funding_unpublished"), self.facts.cited(self.silent))

    def _base(self, paid: SharePaid, eligible: Decimal) -> Step:
        limit = self._limit("base_cap")
        if limit is None or eligible <= limit.euros:
            return Step("base", eligible, because("base_whole", amount=eligible), self.cited(limit or paid))
        reason = because("base_capped", amount=eligible, cap=limit.euros)
        return Step("base", cents(limit.euros), reason, self.cited(limit))

    def _share(self, paid: SharePaid, base: Decimal) -> Step:
        rate, limit = paid.share, self._limit("cap_per_mission")
        share = cents(base * rate)
        if limit is None or share <= limit.euros:
            return Step("share", share, because("share_plain", share=rate, base=base), self.cited(paid))
        reason = because("share_capped", share=rate, base=base, cap=limit.euros)
        return Step("share", cents(limit.euros), reason, self.cited(limit))

    def _fee(self, paid: SharePaid) -> Step:
        fee = self._limit("fee")
        if fee is None:
            return Step("fee", None, self.say("fee_unpublished"), self.cited(paid))
        reason = because("fee_asked", network=self.region.network.name, fee=fee.euros)
        return Step("fee", cents(fee.euros), reason, self.cited(fee))

    # --- notes ---

    def label(self) -> Reason:
        """Whose rules these are, and of when."""
        if self.funding is None:
            return self.say("note_rules_of_mission" if self.terms.any else "funding_unpublished")
        if self.year is None:
            return self.say("note_rules_undated")
        return self.say("note_rules_of_year", network=self.region.network.name, year=self.year)

    def about(self, asked: set[Category]) -> Iterator[Reason]:
        """What the rules say, or leave unclear, about these categories."""
        if self.funding is not None:
            yield from self._about(self.funding, asked)

    def _about(self, funding: Funding, asked: set[Category]) -> Iterator[Reason]:
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

    def contact(self) -> Reason:
        return contact_of(self.region)


def rules_at(facts: Knowledge, region: str, at: datetime, terms: Terms = NO_TERMS) -> Rules:
    """The rules of a region at an instant, with what its staff set for one mission.

    Raises `UnknownRegion` for a slug that is not ours, `ValueError` for an instant without a zone, `AlreadyPublished`
    where the terms would change what the region has published.
    """
    found, edition = facts.region(region), facts.edition(region, at)
    if clash := _clash(edition.funding, terms):
        raise AlreadyPublished(clash)
    document = Document(
        title="Conditions fixées par le réseau pour cette mission",
        publisher=found.network.name,
        date=terms.set_on.isoformat() if terms.set_on else None,
        read_on=paris_day(at),
    )
    known = replace(facts, documents={**facts.documents, _SET.document: document}) if terms.any else facts
    return Rules(known, found, at, edition.year, edition.silent, edition.funding, terms)


def _clash(funding: Funding | None, terms: Terms) -> str | None:
    """The first thing that these terms would set although it is published."""
    if funding is None:
        return None
    published = [name for name in ("share", "cap_per_mission", "base_cap", "fee") if getattr(funding, name) is not None]
    limits = (name for name in published if getattr(terms, name) is not None)
    lines = (each for each in CATEGORIES if terms.expense(each) is not None and _has_rule(funding, each))
    return next(chain(limits, lines), None)


def _has_rule(funding: Funding, category: Category) -> bool:
    """Whether the region has published how much it counts of a category."""
    expense = next((expense for expense in funding.expenses if expense.category == category), None)
    if expense is None:
        return funding.unlisted.treatment == "refused"
    return expense.cap is not None or expense.rate is not None
