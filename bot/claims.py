"""Claims at the network's desk: what is shown of them, which leave no doubt, and what their volunteers hear.

All of it is part of the transaction of whoever decides (`bot/bookkeeping.py`) or confirms (a turn of the volunteer).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from bot.books import Account, Till, account_of
from bot.claim_doubts import Looked, look, pool
from bot.desk import NEWS, Offices, Unclear
from bot.offices import Thread
from bot.settlement_json import terms_of
from bot.strict_json import BadInput
from bot.words import PARIS
from knowledge.base import Knowledge
from knowledge.rates import Rates
from knowledge.rules import NO_TERMS, AlreadyPublished, Terms
from knowledge.schema import RateMonth
from storage.claims import ClaimRow
from storage.desk import Desk
from storage.missions import MissionRow
from storage.records import Json, Outgoing

BOARDING = "boarding_pass"
"""The order that asks for a boarding pass once the mission is over: {"order", "claim"}."""
HOUR = time(10)
"""In Paris: a time at which a phone may ring."""
UNKNOWN_DAYS = timedelta(days=7)
"""How long until the days of a mission are looked at again, where they are not known."""

# -- looking -----------------------------------------------------------------------------------------------------------


def account_in(desk: Desk, row: MissionRow, facts: Knowledge, rates: Rates, months: Mapping[str, RateMonth]) -> Account:
    """The accounts of a mission as they stand. Raises `Unclear` where they cannot be settled yet."""
    # What was paid is no gift, whatever somebody says later.
    paid = {one.entry.debit for one in desk.ledger.live(row.reference) if one.entry.kind == "payment"}
    waived = frozenset(one for one in desk.claims.waived(row.id) if f"refund:{one}" not in paid)
    month = months.get(row.region, "expense")
    try:
        terms = _terms(desk, row)
        return account_of(row, desk.claims.of(row.id), facts, rates, rate_month=month, terms=terms, waived=waived)
    except AlreadyPublished as error:
        raise Unclear(f"{row.region} has published {error}: it is not set again for a mission") from None
    except ValueError as error:
        raise Unclear(f"{row.reference} cannot be settled yet: {error}") from None


def account_with(desk: Desk, row: MissionRow, facts: Knowledge, till: Till | None) -> Account:
    """The same, at the rates at hand; those that were shipped where there are no others."""
    till = till or Till(lambda: facts.rates)
    return account_in(desk, row, facts, till.rates(), till.months)


def _terms(desk: Desk, row: MissionRow) -> Terms:
    given = desk.claims.terms(row.id)
    try:
        return NO_TERMS if given is None else terms_of(given)
    except BadInput as error:
        raise Unclear(str(error)) from None


def looked_at(desk: Desk, account: Account, claims: Iterable[ClaimRow]) -> tuple[Looked, ...]:
    """These claims as staff look at them: each with its receipts, what they resemble, and what leaves a doubt."""
    receipts = desk.claims.receipts(account.mission.id)
    seen = pool(receipts, desk.claims.lookalikes(receipts[0].id) if receipts else ())
    return tuple(look(account, claim, [one for one in receipts if one.id in claim.receipts], seen) for claim in claims)


def clear(desk: Desk, account: Account) -> tuple[ClaimRow, ...]:
    """The claims that wait and leave no doubt: all of them together count in full."""
    waiting = [one for one in account.claims if one.state == "confirmed"]
    sure = [one.claim for one in looked_at(desk, account, waiting) if not one.doubts]
    together = account.with_approved({one.id for one in sure})
    return tuple(one for one in sure if not together.line(one).cut)


def stamp(claim: ClaimRow) -> str:
    """What changes whenever a claim does: a decision is on what was looked at."""
    moment = (claim.updated_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return f"{moment:x}.{claim.state}"


def stamp_of_all(claims: Sequence[ClaimRow]) -> str:
    """The stamp of several claims, in their order."""
    whole = " ".join(f"{one.number}/{stamp(one)}" for one in claims)
    return sha256(whole.encode()).hexdigest()[:16]


# -- showing, telling --------------------------------------------------------------------------------------------------


def present(thread: Thread, claim: ClaimRow, before: ClaimRow | None = None) -> None:
    """A claim that its volunteer has confirmed: its card, and under it the receipts that prove it.

    `before`: the claim as it was; the receipts of an earlier confirmation are there already.
    """
    there = (before.as_confirmed or {}).get("receipts", ()) if before else ()
    thread.card()
    thread.put(*(Outgoing({"content": "receipt", "receipt": one}) for one in claim.receipts if one not in there))


def show(desk: Desk, offices: Offices, row: MissionRow, changed: Collection[str], account: Account | None) -> None:
    """The card of the mission, those of these claims, and those that wait and would now be cut by a cap they share.

    The other cards that wait keep what was left of the cap when they were made: a channel takes few changes a minute.
    """
    office = offices.get(row.region)
    if office is None:
        return
    cut = _cut(account, changed) if account else frozenset()
    for id in sorted({*changed, *cut}):
        Thread(desk, office, f"claim:{id}").card()
    Thread(desk, office, f"mission:{row.id}").card()


def _cut(account: Account, changed: Collection[str]) -> frozenset[str]:
    """The claims that wait in the categories of these, and would not count in full."""
    shared = {one.spent.category for one in account.claims if one.id in changed}
    waiting = [one for one in account.claims if one.state == "confirmed" and one.spent.category in shared]
    return frozenset(one.id for one in waiting if account.with_approved({one.id}).line(one).cut)


def tell(desk: Desk, row: MissionRow, claim: ClaimRow, outcome: str) -> None:
    """What was decided, to whoever claimed; their conversation says it, and why, in their language."""
    if claim.place is not None:
        _news(desk, row, claim.place, f"claim.{outcome}", {"id": claim.id})


def _news(desk: Desk, row: MissionRow, place: str | None, name: str, values: Mapping[str, Json]) -> None:
    """To one volunteer of a mission, or to all of them."""
    about: dict[str, Json] = {"mission": row.id, "reference": row.reference, **values}
    order: dict[str, Json] = {"order": NEWS, "name": name, "values": about}
    for member in desk.missions.members(row.id):
        if member.role == "volunteer" and place in (None, member.mission_person_id):
            desk.queue([Outgoing(order)], member.conversation_id)


# -- the boarding pass -------------------------------------------------------------------------------------------------


def boarding_passes(desk: Desk, offices: Offices, row: MissionRow, claim: ClaimRow, at: datetime) -> None:
    """Have the boarding passes asked for on return, where the network bought a flight."""
    if (claim.spent.category, claim.spent.paid_by) != ("flight", "network"):
        return
    asked = _asking(row, claim.id, at)
    office = offices.get(row.region)
    if office is not None:
        Thread(desk, office, f"mission:{row.id}").put(asked)
    elif where := [one.conversation_id for one in desk.missions.members(row.id) if one.role == "volunteer"]:
        desk.queue([asked], where[0])


def _asking(row: MissionRow, claim: str, at: datetime) -> Outgoing:
    day = row.ends + timedelta(days=1) if row.ends else (at + UNKNOWN_DAYS).astimezone(PARIS).date()
    return Outgoing({"order": BOARDING, "claim": claim}, due_at=datetime.combine(day, HOUR, PARIS))


def ask_boarding_pass(desk: Desk, claim_id: str, at: datetime) -> tuple[Outgoing, ...]:
    """The hour has come: the volunteers hear of it, or it is looked at again where the mission is not over yet."""
    claim = desk.claims.get(claim_id)
    row = desk.missions.get(claim.mission_id) if claim and claim.mission_id else None
    if claim is None or row is None or claim.state == "refused" or not desk.first_time:
        return ()
    if row.ends is None or at.astimezone(PARIS).date() <= row.ends:
        return (_asking(row, claim_id, at),)
    _news(desk, row, claim.place, "claim.boarding_pass", {"id": claim.id})
    return ()
