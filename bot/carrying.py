"""What follows from a turn, carried out in its own transaction: rows written, orders queued, and news that come of it.

A dialog only says what is to happen (`Record`, `Written`, `Forget`, `Order`); here it happens. News go back into the
same conversation, in the same transaction: a submission comes back with its number.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from bot.words import speaker
from dialogs.core.dialog import Shared, World
from dialogs.core.effects import Effect, Forget, Order, Record, Written
from dialogs.core.events import Came
from dialogs.core.state import Profile
from dialogs.pre_fiche.application import Application, Filing, Stage, State
from dialogs.pre_fiche.sections import to_correct
from knowledge.base import Knowledge
from storage.applications import ApplicationRow, Final, Joined
from storage.records import Assessed, Outgoing
from storage.work import Work

INVITATION = timedelta(days=7)
"""How long a code to share a draft may be used: long enough for a volunteer who looks once a week."""


@dataclass(frozen=True)
class Carried:
    """What came of a turn: news to take at once, orders for after the commit."""

    news: tuple[Came, ...] = ()
    orders: tuple[Outgoing, ...] = ()


@dataclass(frozen=True)
class Hands:
    """What carrying out needs: the transaction, the rules, the instant, and the person's language."""

    work: Work
    facts: Knowledge
    at: datetime
    lang: str
    offices: Mapping[str, Office] = field(default_factory=dict)

    def may_correct(self, row: ApplicationRow) -> frozenset[str]:
        """What a correction opens in an application as it stands: the fields named, and those that no longer hold."""
        shared, say = shares([row], ()), speaker(self.lang)
        return to_correct(World(self.facts, self.at, Profile(self.lang), say, shared=shared, subject=row.id))


def carry_out(effects: Iterable[Effect], hands: Hands) -> Carried:
    """Every effect in order."""
    done = [_one(effect, hands) for effect in effects]
    return Carried(
        tuple(news for one in done for news in one.news), tuple(order for one in done for order in one.orders)
    )


def _one(effect: Effect, hands: Hands) -> Carried:
    match effect:
        case Record(kind=kind, values=values):
            return _RECORDS[kind](values, hands)
        case Written(subject=subject, question=question, value=value):
            hands.work.applications.write(subject, question, value, hands.may_correct)
        case Forget():
            return _order({"order": "forget", "person": hands.work.person_id})
        case Order(kind=kind, values=values):
            return _order({"order": kind, **values})
    return Carried()


def _order(body: dict[str, Any]) -> Carried:
    return Carried(orders=(Outgoing(body=body),))


def _news(name: str, **values: Any) -> Carried:
    return Carried(news=(Came(name, values),))


def _assessed(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.record(Assessed(**{**values, "at": datetime.fromisoformat(values["at"])}))
    return Carried()


def _begin(values: Mapping[str, Any], hands: Hands) -> Carried:
    row = hands.work.applications.begin(values["id"], values["region"], values["call"], values["answers"])
    return _news("application.begun", id=row.id)


def _submit(values: Mapping[str, Any], hands: Hands) -> Carried:
    """Numbered and kept as it is, unless its call has closed meanwhile: then it stays a draft, and that is told."""
    mine = next((row for row in hands.work.applications.mine() if row.id == values["id"]), None)
    final = Final(values["region"], values["call"], values["answers"])
    if mine is None or (mine.state == "draft" and _too_late(final, hands)):
        return _news("application.too_late", id=values["id"])
    applications = hands.work.applications
    applications.recontact(mine.id, final.answers.get("recontact_consent") is True)
    done = applications.submit(mine.id, hands.facts.region(final.region).prefix, hands.at, hands.lang, final)
    paper = _order({"order": "paper", "application": mine.id, "version": done.version, "lang": hands.lang})
    told = {"id": mine.id, "reference": done.reference, "version": done.version, "at": done.at.isoformat()}
    return Carried((Came("application.submitted", told),), paper.orders)


def _too_late(final: Final, hands: Hands) -> bool:
    """A first submission is for a call that is open; a network without calls takes it at any time."""
    calls = hands.facts.region(final.region).calls
    return bool(calls) and not any(call.id == final.call and hands.at < call.closes for call in calls)


def _withdraw(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.applications.withdraw(values["id"])
    return Carried()


def _invite(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.applications.invite(values["id"], digest(values["code"]), hands.at + INVITATION)
    return Carried()


def _join(values: Mapping[str, Any], hands: Hands) -> Carried:
    joined = hands.work.applications.join(digest(values["code"]))
    if isinstance(joined, Joined):
        return _news("application.joined", id=joined.id)
    return _news("application.not_joined", why=joined.why)


def _offer(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.applications.offer(values["id"], values["region"], values["answers"])
    return Carried()


_RECORDS: Mapping[str, Callable[[Mapping[str, Any], Hands], Carried]] = {
    "assessed": _assessed,
    "application.begin": _begin,
    "application.submit": _submit,
    "application.withdraw": _withdraw,
    "application.invite": _invite,
    "application.join": _join,
    "offer.record": _offer,
}


def digest(code: str) -> str:
    """What is kept of a code: enough to know it again, not enough to use it. Case, spaces and dashes do not matter."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return sha256(plain.encode()).hexdigest()


def shares(rows: Iterable[ApplicationRow], in_chat: Collection[str]) -> Mapping[str, Shared]:
    """What a person has a share in, as the dialogs may know it; `in_chat`: networks for which submitting is filing."""
    return {row.id: Shared(row.answers, about(row, "chat" if row.region in in_chat else "email")) for row in rows}


def about(row: ApplicationRow, filing: Filing) -> Application:
    return Application(
        id=row.id,
        region=row.region,
        call=row.call,
        state=cast("State", row.state),
        stage=cast("Stage", row.stage),
        reference=row.reference,
        version=row.version,
        submitted_at=row.submitted_at,
        owner=row.owner,
        colleagues=row.colleagues,
        correction_fields=row.correction_fields,
        correction_words=row.correction_words,
        decision_words=row.decision_words,
        filing=filing,
    )
