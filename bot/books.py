"""From the claims of a mission to its statement, and from its statement to the entries that the ledger should hold.

Nothing here writes. Accounts bear the words of the field (CONTEXT.md); what an entry moves goes from the second account
to the first:

    expense:<category> <- refund:<place>      what a volunteer paid and counts: due to them
    expense:<category> <- bought              what the network bought
    expense:<category> <- association         what the association paid itself: taken off what it owes
    expense:<category> <- employer            what an employer paid
    share              <- billed              the network's part of the bill
    association        <- billed              the association's part: it owes that
    employer           <- association         what the employer paid counts as paid by the association (reading 102)
    association        <- fee                 what the network asks besides
    refund:<place>     <- gift                a refund that is given up

So the expenses are what is billed, share and association together: the statement's own sum, kept by the accounts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from bot.contracts import source_json
from knowledge.base import Knowledge
from knowledge.rates import EURO, Rates
from knowledge.rules import NO_TERMS, Rules, Step, Terms, rules_at
from knowledge.schema import Category, Direction, RateMonth
from knowledge.settlement import Claim, Decision, Mission, Payer, Settled, Statement, settle
from storage.claims import ClaimRow
from storage.ledger import Entry, Written
from storage.missions import MissionRow

DECISIONS: Mapping[str, Decision] = {"approved": "approved", "part": "approved", "refused": "refused"}
"""What the staff decided, for the rules; anything else waits."""
FROM_STATEMENT = ("claim", "share", "association", "employer", "fee", "gift")
"""The kinds of entries that come of a statement, and go with it: the others are acts of people."""


@dataclass(frozen=True)
class Till:
    """What computing needs besides the rules: the exchange rates at hand, and which month sets them, by region."""

    rates: Callable[[], Rates]
    months: Mapping[str, RateMonth] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """What a mission cost, as it stands: its claims, and what the rules make of them."""

    mission: MissionRow
    claims: Sequence[ClaimRow]
    statement: Statement
    rules: Rules
    rates: Rates = field(repr=False)
    about: Mission
    waived: frozenset[str]

    def with_approved(self, ids: Collection[str]) -> "Account":
        """As if these claims were approved, whole, besides what is decided."""
        as_if = [replace(one, state="approved", decided_minor=None) if one.id in ids else one for one in self.claims]
        found = settle(map(claim_of, as_if), self.rules, self.rates, self.about, self.waived)
        return replace(self, claims=as_if, statement=found)

    def line(self, claim: ClaimRow) -> Settled:
        """What the statement says of a claim."""
        return next(one for one in self.statement.lines if one.claim.id == name_of(claim))

    def claim(self, id_: str) -> ClaimRow:
        """The claim that a line of the statement is about."""
        return next(one for one in self.claims if name_of(one) == id_)


def account_of(
    mission: MissionRow,
    claims: Sequence[ClaimRow],
    facts: Knowledge,
    rates: Rates,
    *,
    rate_month: RateMonth = "expense",
    terms: Terms = NO_TERMS,
    waived: frozenset[str] = frozenset(),
) -> Account:
    """What the rules frozen on a mission make of its claims; drafts are left out.

    Raises `ValueError` where a rate goes by a day of the mission that is not known, and for terms that are published.
    """
    rules = rules_at(facts, mission.region, datetime.fromisoformat(mission.rules["at"]), terms)
    about = Mission(mission.starts, mission.ends, cast("Direction", mission.direction), rate_month)
    told = [one for one in claims if one.state != "draft"]
    found = settle(map(claim_of, told), rules, rates, about, waived)
    return Account(mission, told, found, rules, rates, about, waived)


def claim_of(row: ClaimRow) -> Claim:
    """A claim as the rules read it: of one approved in part, that part."""
    spent = row.spent
    amount = spent.amount if row.approved is None else row.approved
    if spent.category is None or spent.day is None:
        raise ValueError(f"claim {row.number} was never whole")
    return Claim(
        id=name_of(row),
        category=cast("Category", spent.category),
        date=spent.day,
        amount=amount,
        currency=spent.currency or EURO,
        paid_by=cast("Payer", spent.paid_by),
        volunteer=row.place,
        status=DECISIONS.get(row.state, "pending"),
        days=spent.days,
    )


def name_of(row: ClaimRow) -> str:
    """What a statement calls a claim: its number, written so that texts sort as numbers do."""
    return f"{row.number:03d}"


def cents(amount: Decimal) -> int:
    """Euros as cents, exactly. Raises `ValueError` for what is not whole cents."""
    found = amount.scaleb(2)
    if found != found.to_integral_value():
        raise ValueError(f"{amount} is not whole cents")
    return int(found)


def euros(found: int) -> Decimal:
    """Cents as euros."""
    return Decimal(found).scaleb(-2)


# -- entries ---------------------------------------------------------------------------------------------------------


def entries_of(account: Account, day: date) -> Iterator[Entry]:
    """The entries that a statement stands for; those that are no expense bear `day`."""
    for line in account.statement.lines:
        yield from _spent(account, line)
    yield from _billed(account, day)
    for place, gift in account.statement.gifts.items():
        yield from _move(account, day, "gift", f"refund:{place}", "gift", gift, "waived")


def _spent(account: Account, line: Settled) -> Iterator[Entry]:
    if not line.eligible:
        return
    why = " ".join(reason.code for reason in line.reasons)
    debit, credit = f"expense:{line.claim.category}", _payer(line.claim)
    proof = {"claim": account.claim(line.claim.id).id, "rule": _rule(account, line), "rate": _rate(line)}
    yield from _move(account, line.claim.date, "claim", debit, credit, line.eligible, why, **proof)


def _payer(claim: Claim) -> str:
    return f"refund:{claim.volunteer}" if claim.paid_by == "volunteer" else _BY[claim.paid_by]


_BY: Mapping[str, str] = {"network": "bought", "association": "association", "employer": "employer"}


def _billed(account: Account, day: date) -> Iterator[Entry]:
    """Who bears the bill; nothing while the region has not published it."""
    found = account.statement
    _base, share, association, fee = found.steps
    if share.amount is None or association.amount is None:
        return
    yield from _step(account, day, "share", ("share", "billed"), share)
    yield from _step(account, day, "association", ("association", "billed"), association)
    yield from _move(account, day, "employer", "employer", "association", found.paid["employer"], "employer_paid")
    yield from _step(account, day, "fee", ("association", "fee"), fee)


def _step(account: Account, day: date, kind: str, moved: tuple[str, str], step: Step) -> Iterator[Entry]:
    rule = {"id": f"{account.mission.region}/{step.id}", **_since(account), "source": source_json(step.source)}
    yield from _move(account, day, kind, *moved, step.amount, step.reason.code, rule=rule)


def _move(
    account: Account, day: date, kind: str, debit: str, credit: str, amount: Decimal | None, why: str, **more: Any
) -> Iterator[Entry]:
    """One entry; none for nothing."""
    if amount:
        about = (account.mission.region, account.mission.reference)
        yield Entry(day, *about, kind, debit, credit, cents(amount), why, **more)


def _rule(account: Account, line: Settled) -> dict[str, Any]:
    name = f"{account.mission.region}/{line.claim.category}"
    return {"id": name, **_since(account), "source": source_json(line.source)}


def _since(account: Account) -> dict[str, Any]:
    return {"since": account.mission.rules["since"]}


def _rate(line: Settled) -> dict[str, Any] | None:
    """The rate that was applied, None for euros."""
    rate, source = line.rate, line.rate_source
    if rate is None or rate.origin == "euro":
        return None
    told = {"currency": rate.currency, "month": rate.month, "units": f"{rate.units:f}", "origin": rate.origin}
    return {**told, "original": f"{line.original:f}", "source": None if source is None else source_json(source)}


# -- against what is in the book ---------------------------------------------------------------------------------------


def changes(live: Iterable[Written], wanted: Iterable[Entry]) -> tuple[list[Written], list[Entry]]:
    """What has to be taken back, and what has to be written, for the book to hold what is wanted: no more than that."""
    there = [one for one in live if one.entry.kind in FROM_STATEMENT]
    missing: list[Entry] = []
    for entry in wanted:
        same = next((one for one in there if _alike(one.entry, entry)), None)
        if same is None:
            missing.append(entry)
        else:
            there.remove(same)
    return there, missing


def _alike(one: Entry, other: Entry) -> bool:
    """The same amount by the same rule and rate: a day later, or with its document cited otherwise, it is not new."""
    return _meaning(one) == _meaning(other)


def _meaning(entry: Entry) -> tuple[Any, ...]:
    moved = (entry.kind, entry.debit, entry.credit, entry.cents, entry.claim)
    rule, rate = entry.rule or {}, entry.rate or {}
    return (*moved, *map(rule.get, ("id", "since")), *map(rate.get, ("currency", "month", "units", "original")))
