"""Receipts and expenses in the turn: taken in at once, shown to the dialogs as plain values, and written as they say.

Nothing is fetched or read here (`bot/clerk.py` does): a receipt is a row with its number before anything else happens.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import structlog

from bot.books import Till, claim_of
from dialogs.core.dialog import Shared
from dialogs.core.events import Came, Sent
from dialogs.core.kind import Json
from dialogs.core.reading.amounts import decimals
from dialogs.core.text import Money, Text
from dialogs.field.expenses import CLAIM, SUBJECT, Alike, Book, Expense, Proof, Proposed, raw_answers
from knowledge.base import Knowledge
from knowledge.rules import NO_TERMS, Terms, rules_at
from knowledge.schema import Direction
from knowledge.settlement import Claim, Mission
from storage.claims import ClaimRow, ReceiptRow, Spent
from storage.errors import NotAllowed
from storage.missions import MissionRow, MissionShare
from storage.work import Work

if TYPE_CHECKING:
    pass

log = structlog.get_logger()

MEDIA = ("photo", "document")
"""What may be a receipt."""
TOLD = ("alike", "clear", "reply", "odd")
"""What a person says of an expense that is no field of it."""


# -- a receipt comes in ----------------------------------------------------------------------------------------------


def receive(
    work: Work, said: Sent, at: datetime, channel: str, album: str | None, fresh: Callable[[], str]
) -> Came | None:
    """Take a file of a volunteer as a receipt of their mission; None where they are in none, or it is no file.

    Raises nothing of its own: it is one row, written with the turn.
    """
    if said.medium not in MEDIA or not said.file_id or (said.forwarded and said.medium not in MEDIA):
        return None
    spends = _spends_for(work.missions.mine(), at)
    if spends is None:
        return None
    row = work.claims.receive(fresh(), spends.mission.id, channel, said.file_id, album)
    return Came("receipts.received", {"mission": spends.mission.id, "numbers": [row.number]})


def _spends_for(shares: Iterable[MissionShare], at: datetime) -> MissionShare | None:
    """The mission that a volunteer spends for: the one whose days these are, else the last that is not closed."""
    own = [one for one in shares if one.me.role == "volunteer" and one.mission.stage != "closed"]
    now = [one for one in own if _during(one.mission, at.date())]
    return next(reversed(now or own), None)


def _during(mission: MissionRow, day: date) -> bool:
    going = mission.stage not in ("review", "closed")
    return bool(going and mission.starts and mission.ends and mission.starts <= day <= mission.ends)


def together(parts: Sequence[Any]) -> Came | None:
    """The receipts of an album, as one thing to say; None for an album of other files."""
    found = [part for part in parts if isinstance(part, Mapping) and "receipt" in part]
    numbers = [part["receipt"] for part in found]
    return Came("receipts.received", {"mission": found[0]["mission"], "numbers": numbers}) if found else None


def part_of_album(came: Came) -> Json:
    """What is gathered of a receipt that came in an album."""
    return {"receipt": came.values["numbers"][0], "mission": came.values["mission"]}


# -- what the dialogs may know ---------------------------------------------------------------------------------------


def book(work: Work, share: MissionShare, facts: Knowledge, till: Till) -> Book | None:
    """The money of a mission for one of its volunteers; None for anybody else.

    None, and a line in the log, where its rules or terms do not read: everything else goes on.
    """
    try:
        return _book(work, share, facts, till) if share.me.role == "volunteer" else None
    except (ValueError, LookupError) as error:
        log.error("book_unreadable", row=share.mission.id, error=type(error).__name__)
        return None


def _book(work: Work, share: MissionShare, facts: Knowledge, till: Till) -> Book:
    row = share.mission
    sent = work.claims.receipts(row.id)
    held = frozenset(one.id for one in sent)
    receipts = {one.id: proof(one, held) for one in sent}
    rules = rules_at(facts, row.region, datetime.fromisoformat(row.rules["at"]), _terms(work, row))
    about = Mission(row.starts, row.ends, cast("Direction", row.direction), till.months.get(row.region, "expense"))
    return Book(
        mission=row.id,
        place=share.me.id,
        rules=rules,
        rates=till.rates(),
        about=about,
        expenses=tuple(expense(one, receipts) for one in work.claims.mine(row.id)),
        receipts=tuple(receipts.values()),
        claims=tuple(_counted(work.claims.counted(row.id))),
        currency=money_of(row.country),
    )


def _terms(work: Work, row: MissionRow) -> Terms:
    from bot.settlement_json import terms_of

    found = work.claims.terms(row.id)
    return NO_TERMS if found is None else terms_of(found)


def _counted(rows: Iterable[ClaimRow]) -> Iterator[Claim]:
    """The claims that are told; one that was never whole counts nowhere."""
    for row in rows:
        if row.state == "draft":
            continue
        try:
            yield claim_of(row)
        except ValueError as error:
            log.error("claim_unreadable", row=row.id, error=type(error).__name__)


@cache
def money_of(country: str) -> str | None:
    """The currency of a country today, after CLDR."""
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(country)), None)


def shares(books: Iterable[Book]) -> Mapping[str, Shared]:
    """The expenses that their volunteer may still change, each with its own dialog."""
    own = (one for found in books for one in found.expenses if one.open)
    return {one.subject: Shared(raw_answers(one), one, only=CLAIM) for one in own}


def expense(row: ClaimRow, receipts: Mapping[str, Proof]) -> Expense:
    """A claim as its volunteer may know it."""
    spent, read = row.spent, row.as_read if isinstance(row.as_read, Mapping) else {}
    amount = None if spent.amount is None or spent.currency is None else Money(spent.amount, spent.currency)
    part = None if row.approved is None else Money(row.approved, spent.currency or "EUR")
    told = {name: value for name, value in (read.get("told") or {}).items() if name in TOLD}
    return Expense(
        id=row.id,
        mission=row.mission_id or "",
        number=row.number,
        state=row.state,
        category=spent.category,
        day=spent.day,
        amount=amount,
        days=spent.days,
        supplier=spent.supplier,
        service=spent.service,
        proofs=tuple(receipts[one] for one in row.receipts if one in receipts),
        sworn=row.sworn is not None,
        proposed=proposed(read["fields"]) if "fields" in read else Proposed(),
        told=told,
        words=row.decision_words,
        approved=part,
    )


def proof(row: ReceiptRow, held: frozenset[str]) -> Proof:
    """A receipt as its volunteer may know it: how well it was read, and what it looks like of those they hold."""
    return Proof(row.id, row.number, row.state, row.insisted, _advice(row), tuple(_alikes(row, held)))


def _advice(row: ReceiptRow) -> tuple[Text, ...]:
    """Why it cannot be read well, or not at all."""
    from bot.reading.legibility import ADVICE, Flaw
    from bot.reading.refusals import SENTENCES, Refusal

    if row.state == "refused" and row.why in set(Refusal):
        return (SENTENCES[Refusal(row.why)],)
    read = row.reading if isinstance(row.reading, Mapping) else {}
    if read.get("legible", True):
        return ()
    return tuple(ADVICE[Flaw(one)] for one in read.get("flaws", ()))


def _alikes(row: ReceiptRow, held: frozenset[str]) -> Iterator[Alike]:
    """Those of others, and one's own that were not taken back since."""
    for one in row.duplicates or ():
        if one["place"] != row.place:
            yield Alike(None, tuple(one["why"]))
        elif one["receipt"] in held:
            yield Alike(one["number"], tuple(one["why"]))


def proposed(fields: Mapping[str, Any]) -> Proposed:
    """What was read, as buttons: every field with what else it may be."""
    from bot.reading.fields.services import NAMES
    from bot.reading.reading import LOADS

    def told(name: str) -> tuple[Any, ...]:
        one = fields.get(name)
        return () if one is None else tuple(LOADS[name](value) for value in (one["value"], *one["others"]))

    currencies = told("currency")
    totals = (Money(total, code) for total in told("total")[:3] for code in currencies[:1])
    return Proposed(
        days=tuple(dict.fromkeys(told("day")[:3])),
        totals=tuple(one for one in totals if one.amount > 0)[:4],
        suppliers=tuple(dict.fromkeys(told("supplier")[:3])),
        categories=told("category"),
        services=tuple(NAMES[one] for one in told("service")[:3]),
    )


# -- what the dialogs say --------------------------------------------------------------------------------------------


def is_claim(subject: str) -> bool:
    return subject.startswith(SUBJECT)


def claim_id(subject: str) -> str:
    return subject.removeprefix(SUBJECT)


def write(work: Work, subject: str, question: str, value: Json) -> None:
    """Keep an answer about an expense. One that was decided meanwhile is left as it is: the person is told by then."""
    row = work.claims.get(claim_id(subject))
    if row.state in ("approved", "part", "refused"):
        return
    if question in TOLD:
        told = (row.as_read or {}).get("told") or {}
        work.claims.note(row.id, {**told, question: value})
        if question == "clear" and value == "best":
            for receipt in row.receipts:
                work.claims.insist(receipt)
    else:
        work.claims.change(row.id, spent(row.spent, question, value), sworn=row.sworn)


def spent(before: Spent, question: str, value: Any) -> Spent:
    """An expense with one of its fields told otherwise."""
    match question:
        case "day":
            return replace(before, day=date.fromisoformat(value) if value else None)
        case "total":
            return replace(before, **minor(Money(Decimal(value["amount"]), value["currency"])))
        case "category":
            return replace(before, category=value, days=before.days if value == "per_diem" else None)
        case "supplier" | "service" | "days":
            return replace(before, **{question: value})
    raise ValueError(f"{question} is no field of an expense")


def minor(money: Money) -> dict[str, Any]:
    """An amount as it is kept: an integer of the smallest unit of its currency."""
    exponent = decimals(money.currency)
    return {"minor": int(money.amount.scaleb(exponent)), "currency": money.currency, "exponent": exponent}


# -- records ---------------------------------------------------------------------------------------------------------


def confirm(work: Work, values: Mapping[str, Any]) -> Came | None:
    """It is right: the staff may decide. What was odd, and confirmed all the same, is kept beside it."""
    row = work.claims.get(values["id"])
    told = {**((row.as_read or {}).get("told") or {}), "odd": values["odd"]}
    try:
        if values["odd"]:
            work.claims.note(row.id, told)
        work.claims.confirm(row.id)
    except NotAllowed as error:
        log.info("claim_not_confirmed", code=str(error))
        return None
    return Came("claim.confirmed", {"id": row.id})


def drop(work: Work, values: Mapping[str, Any]) -> tuple[Came, tuple[str, ...]]:
    """Take an expense back with its receipts; the files that nobody holds any more are to be removed."""
    row = work.claims.get(values["id"])
    mission = row.mission_id
    work.claims.withdraw(row.id)
    files = tuple(name for receipt in row.receipts for name in work.claims.take_back(receipt))
    return Came("claim.dropped", {"mission": mission}), files


def per_diem(work: Work, values: Mapping[str, Any], at: datetime) -> Came:
    """An expense without receipt: its days are asked."""
    spent = Spent(category="per_diem", day=at.date())
    work.claims.draft(values["id"], values["mission"], spent)
    return Came("claim.begun", {"id": values["id"]})


def swear(work: Work, values: Mapping[str, Any], at: datetime) -> Came:
    """A sworn statement in the place of a receipt, confirmed as it is signed."""
    told = Spent(category=values["category"], supplier=values["supplier"], service=values["service"])
    told = spent(spent(told, "day", values["day"]), "total", values["total"])
    sworn = {"why": values["why"], "reason": values.get("reason"), "name": values["name"], "at": at.isoformat()}
    work.claims.draft(values["id"], values["mission"], told)
    work.claims.change(values["id"], told, sworn=sworn)
    work.claims.confirm(values["id"])
    return Came("claim.confirmed", {"id": values["id"]})
