"""How long what people tell us is kept, and how it is erased: by time (`purge`) or at their request (`forget`).

Personal data goes once its purpose is served (GDPR, article 5(1)(e)), or when the person asks (article 17). What
stays of a person names nobody: event numbers, audit lines without their detail. What was submitted to a network stays
as it was submitted, without its link to the person, as long as the network has to account for it (article 17(3)).
A thread of the staff goes with what it is about. Whoever is erased leaves their missions, with all they left there; the
mission itself goes on, with what the network wrote of it. Of receipts and claims stays what the accounts need, for as
long as they need it (`claims_retention.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, or_, select, update

from storage import claims_retention
from storage.claims import unheld
from storage.tables import (
    Alert,
    Application,
    Assessment,
    AuditLine,
    Checkin,
    ClaimRecord,
    Conversation,
    Gap,
    Membership,
    Mission,
    MissionCode,
    Offer,
    Participant,
    Person,
    Queued,
    Received,
    Request,
    StoredFile,
    SubmittedVersion,
    table,
)

_people, _conversations, _outbox = table(Person), table(Conversation), table(Queued)
_inbox, _assessments = table(Received), table(Assessment)
_files, _audit = table(StoredFile), table(AuditLine)
_applications, _members, _versions = table(Application), table(Membership), table(SubmittedVersion)
_offers, _requests, _gaps = table(Offer), table(Request), table(Gap)
_missions, _places, _codes = table(Mission), table(Participant), table(MissionCode)
_alerts, _checkins = table(Alert), table(Checkin)
_THREADS = {
    "application": _applications,
    "request": _requests,
    "mission": _missions,
    "alert": _alerts,
    "claim": table(ClaimRecord),
}
"""What a thread is about, `application:<id>`, and the rows where that is found."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each thing is kept after it last served."""

    conversations: timedelta = timedelta(days=730)
    """After the last event: two calls for projects, so that nobody starts again from one year to the next."""
    assessments: timedelta = timedelta(days=730)
    """After they were given: the same two calls."""
    sent_bodies: timedelta = timedelta(days=30)
    """After sending or giving up: long enough to look into a complaint."""
    undelivered: timedelta = timedelta(days=30)
    """After they were due: later, a message would only puzzle."""
    inbox: timedelta = timedelta(days=90)
    """Far longer than any channel delivers an event again."""
    audit: timedelta = timedelta(days=5 * 365)
    """The French limitation period of civil actions (Code civil, article 2224)."""
    drafts: timedelta = timedelta(days=730)
    """After they were last touched, and so those withdrawn: the same two calls."""
    refused: timedelta = timedelta(days=92)
    """After the decision: three months to explain it (CNIL, guide on recruitment, 2023, by analogy)."""
    refused_recontact: timedelta = timedelta(days=730)
    """After the decision, when the person agreed to be contacted again: two years (the same guide)."""
    submitted: timedelta = timedelta(days=5 * 365)
    """After it was last touched, accepted or not decided: as long as the network may have to account for it."""
    offers: timedelta = timedelta(days=730)
    """After they were made."""
    requests: timedelta = timedelta(days=92)
    """After they were closed: three months to come back to what was said, as for a refusal. Those that nobody closed go
    with their conversation."""
    gaps: timedelta = timedelta(days=365)
    """After they were asked: a call comes once a year, so what one call's questions lacked is there for the next. They
    name nobody; what somebody wrote into one all the same is not kept for longer than it serves."""
    missions: timedelta = timedelta(days=5 * 365)
    """After they were last touched: as long as the network may have to account for them."""
    field: timedelta = timedelta(days=92)
    """After the last day of a mission, or after it was last touched where it has none: emergency data, check-ins, words
    and places of alerts. They serve those who are there; three months leave time to look into what went wrong."""
    unclaimed: timedelta = timedelta(days=366)
    """After they were sent: receipts and claims that are not in the ledger, and the originals of those that are."""
    accounts: timedelta = timedelta(days=11 * 366)
    """After their last entry: claims in the ledger with their receipts. Ten years after the end of the financial year
    (Code de commerce, article L123-22)."""
    bank: timedelta = timedelta(days=30)
    """After a payment: time for a transfer that comes back."""
    bank_at_most: timedelta = timedelta(days=366)
    """After a bank account was told, paid or not."""
    codes: timedelta = timedelta(days=92)
    """After a code of invitation has expired: long enough to tell a late one from an unknown one."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows of each went, or were emptied."""

    conversations: int
    people: int
    assessments: int
    sent_bodies: int
    undelivered: int
    inbox: int
    audit: int
    files: tuple[str, ...] = ()
    """The SHA-256 of the files that nobody holds any more, for the file store to remove."""
    applications: int = 0
    offers: int = 0
    requests: int = 0
    threads: int = 0
    missions: int = 0
    field: int = 0
    """People and alerts that lost their emergency data or their words, and check-ins."""
    codes: int = 0
    receipts: int = 0
    claims: int = 0
    bank_accounts: int = 0
    gaps: int = 0


def forget(connection: Connection, person_id: int, at: datetime, who: str) -> tuple[str, ...]:
    """Erase a person; return the SHA-256 of the files that nobody holds any more, for the file store to remove.

    Their identities, conversations, messages, assessments, offers, requests and holds on files go with their row
    (`tables.py`). So do the applications that they were alone in and never submitted; those they shared go on, with
    another owner. What the staff were sent about any of these loses its words.
    """
    # Locked first: a turn under way on one of them ends before, and the next one finds nobody.
    own = select(_conversations.c.id).where(_conversations.c.person_id == person_id).with_for_update()
    names = [f"person:{person_id}", *(f"conversation:{one}" for one in connection.scalars(own))]
    asked = connection.scalars(select(_requests.c.id).where(_requests.c.person_id == person_id))
    names += [f"request:{one}" for one in asked]
    shared = _in_the_hands_of(connection, _members.c.person_id == person_id)
    theirs = set(connection.scalars(select(_files.c.sha256).where(_files.c.person_id == person_id)))
    left = _leave_missions(connection, _places.c.person_id == person_id)
    theirs = theirs.union(claims_retention.without_sender(connection))
    if connection.execute(delete(_people).where(_people.c.id == person_id)).rowcount:
        _leave(connection, shared)
        _end_threads(connection)
        _empty_threads(connection, [*(f"application:{id}" for id in shared), *(f"mission:{id}" for id in left)])
        _silence(connection, names)
        line = {"at": at, "who": who, "action": "forgotten", "subject": names[0]}
        connection.execute(_audit.insert(), line)
    return _orphans(connection, theirs)


def purge(connection: Connection, now: datetime, policy: Retention) -> Purged:
    """Erase what has been kept long enough."""
    leaving = select(_files.c.sha256).join(_people, _people.c.id == _files.c.person_id)
    theirs = set(connection.scalars(leaving.where(_last_seen_before(now - policy.conversations))))
    over = list(connection.scalars(select(_applications.c.id).where(_served(now, policy)).with_for_update()))
    theirs |= _erase(connection, over)
    undelivered = _give_up(connection, now, policy)
    talks = _conversations.c.person_id.is_not(None)
    old = and_(talks, _conversations.c.updated_at < now - policy.conversations)
    conversations = _gone(connection, _conversations, old)
    silent = _silent(now - policy.conversations)
    shared = _in_the_hands_of(connection, _members.c.person_id.in_(select(_people.c.id).where(silent)))
    _leave_missions(connection, _places.c.person_id.in_(select(_people.c.id).where(silent)))
    field = _out_of_the_field(connection, now - policy.field)
    missions = _end_missions(connection, now - policy.missions)
    receipts, unclaimed = claims_retention.unclaimed(connection, now - policy.unclaimed)
    claims, accounted = claims_retention.accounted(connection, now - policy.accounts)
    theirs = theirs.union(unclaimed, accounted, claims_retention.without_sender(connection))
    return Purged(
        undelivered=undelivered,
        sent_bodies=_empty_bodies(connection, _outbox.c.ended_at < now - policy.sent_bodies),
        requests=_close(connection, now - policy.requests),
        inbox=_gone(connection, _inbox, _inbox.c.at < now - policy.inbox),
        assessments=_gone(connection, _assessments, _assessments.c.created_at < now - policy.assessments),
        offers=_gone(connection, _offers, _offers.c.created_at < now - policy.offers),
        conversations=conversations,
        people=_gone(connection, _people, silent),
        applications=len(over) + _leave(connection, shared),
        missions=missions,
        receipts=receipts,
        claims=claims,
        bank_accounts=claims_retention.paid(connection, now - policy.bank, now - policy.bank_at_most),
        field=field,
        codes=_gone(connection, _codes, _codes.c.expires_at < now - policy.codes),
        threads=_end_threads(connection),
        gaps=_gone(connection, _gaps, _gaps.c.day < (now - policy.gaps).date()),
        audit=_gone(connection, _audit, _audit.c.at < now - policy.audit),
        files=_orphans(connection, theirs),
    )


def _served(now: datetime, policy: Retention) -> ColumnElement[bool]:
    state, touched, decided = _applications.c.state, _applications.c.updated_at, _applications.c.decided_at
    again = _applications.c.recontact
    return or_(
        and_(state.in_(("draft", "withdrawn")), touched < now - policy.drafts),
        and_(state == "refused", again.is_(False), decided < now - policy.refused),
        and_(state == "refused", again.is_(True), decided < now - policy.refused_recontact),
        and_(state.in_(("submitted", "correction", "accepted")), touched < now - policy.submitted),
    )


def _in_the_hands_of(connection: Connection, whose: ColumnElement[bool]) -> list[str]:
    """The applications of those about to go, locked: nobody joins one while it is decided what becomes of it."""
    wanted = select(_applications.c.id).join(_members, _members.c.application_id == _applications.c.id).where(whose)
    locked = wanted.order_by(_applications.c.id).with_for_update(of=_applications)
    return list(dict.fromkeys(connection.scalars(locked)))


def _leave(connection: Connection, ids: Collection[str]) -> int:
    """What becomes of applications that somebody left: never submitted and empty, they go; else somebody inherits."""
    inhabited = select(_members.c.person_id).where(_members.c.application_id == _applications.c.id).exists()
    empty = select(_applications.c.id).where(_applications.c.id.in_(ids), _applications.c.version == 0, ~inhabited)
    alone = list(connection.scalars(empty))
    _erase(connection, alone)
    for id in ids:
        _inherit(connection, id)
    return len(alone)


def _inherit(connection: Connection, id: str) -> None:
    """The oldest colleague owns it, but for those who have a draft of that call already: one is all they may own."""
    other = _applications.alias("other")
    same = and_(other.c.owner_id == _members.c.person_id, other.c.call == _applications.c.call)
    taken = select(other.c.id).where(same, other.c.state == "draft", _applications.c.state == "draft").exists()
    heirs = select(_members.c.person_id).where(_members.c.application_id == _applications.c.id, ~taken)
    heir = heirs.order_by(_members.c.joined_at, _members.c.person_id).limit(1).correlate(_applications)
    orphan = (_applications.c.id == id, _applications.c.owner_id.is_(None))
    connection.execute(update(_applications).where(*orphan).values(owner_id=heir.scalar_subquery()))


def _erase(connection: Connection, ids: Collection[str]) -> set[str]:
    """Erase applications with all that was submitted; return the SHA-256 of their papers."""
    papers = select(_versions.c.pdf_sha256).where(
        _versions.c.application_id.in_(ids), _versions.c.pdf_sha256.is_not(None)
    )
    names = {str(one) for one in connection.scalars(papers)}
    connection.execute(delete(_applications).where(_applications.c.id.in_(ids)))
    _silence(connection, [f"application:{id}" for id in ids])
    return names


def _leave_missions(connection: Connection, whose: ColumnElement[bool]) -> list[str]:
    """Take these places away, with all that goes with them; of their alerts stays that there was one, and when."""
    found = connection.execute(select(_places.c.id, _places.c.mission_id).where(whose).with_for_update()).all()
    places = [place for place, _mission in found]
    _hush(connection, _alerts.c.mission_person_id.in_(places))
    connection.execute(delete(_places).where(_places.c.id.in_(places)))
    return [mission for _place, mission in found]


def _out_of_the_field(connection: Connection, before: datetime) -> int:
    """Empty what served those who were there, of missions that were over by then."""
    undated = and_(_missions.c.ends.is_(None), _missions.c.updated_at < before)
    over = select(_missions.c.id).where(or_(_missions.c.ends < before.date(), undated))
    places = select(_places.c.id).where(_places.c.mission_id.in_(over))
    told = update(_places).where(_places.c.mission_id.in_(over), _places.c.emergency.is_not(None))
    emptied = connection.execute(told.values(emergency=None)).rowcount
    hushed = _hush(connection, _alerts.c.mission_id.in_(over))
    return emptied + hushed + _gone(connection, _checkins, _checkins.c.mission_person_id.in_(places))


def _hush(connection: Connection, which: ColumnElement[bool]) -> int:
    said = or_(_alerts.c.words.is_not(None), _alerts.c.latitude.is_not(None), _alerts.c.tried.is_not(None))
    nothing = {"words": None, "latitude": None, "longitude": None, "tried": None}
    return connection.execute(update(_alerts).where(which, said).values(nothing)).rowcount


def _end_missions(connection: Connection, before: datetime) -> int:
    over = delete(_missions).where(_missions.c.updated_at < before).returning(_missions.c.id)
    ids = list(connection.scalars(over))
    _silence(connection, [f"mission:{id}" for id in ids])
    return len(ids)


def _silence(connection: Connection, names: Collection[str]) -> None:
    """Audit lines about these lose their detail, in which somebody may be quoted."""
    about = or_(_audit.c.subject.in_(names), _audit.c.who.in_(names))
    connection.execute(update(_audit).where(about).values(detail=None))


def _orphans(connection: Connection, names: set[str]) -> tuple[str, ...]:
    held = set(connection.scalars(select(_files.c.sha256).where(_files.c.sha256.in_(names))))
    papers = set(connection.scalars(select(_versions.c.pdf_sha256).where(_versions.c.pdf_sha256.in_(names))))
    return unheld(connection, names - held - papers)


def _give_up(connection: Connection, now: datetime, policy: Retention) -> int:
    late = (_outbox.c.status == "pending", _outbox.c.due_at < now - policy.undelivered)
    return connection.execute(update(_outbox).where(*late).values(status="dead", ended_at=now)).rowcount


def _empty_bodies(connection: Connection, which: ColumnElement[bool]) -> int:
    ended = (_outbox.c.ended_at.is_not(None), _outbox.c.body.is_not(None))
    return connection.execute(update(_outbox).where(*ended, which).values(body=None)).rowcount


def _close(connection: Connection, before: datetime) -> int:
    """Erase the requests that were closed before an instant."""
    over = delete(_requests).where(_requests.c.closed_at < before).returning(_requests.c.id)
    ids = list(connection.scalars(over))
    _silence(connection, [f"request:{id}" for id in ids])
    return len(ids)


def _end_threads(connection: Connection) -> int:
    """Erase the threads of which the application or the request is gone, with what was relayed from them."""
    return sum(_gone(connection, _conversations, _is_about_nothing(kind, rows)) for kind, rows in _THREADS.items())


def _is_about_nothing(kind: str, rows: Table) -> ColumnElement[bool]:
    subject = func.substr(_conversations.c.about, len(kind) + 2)
    known = select(rows.c.id).where(rows.c.id == subject).exists()
    return and_(_conversations.c.person_id.is_(None), _conversations.c.about.like(f"{kind}:%"), ~known)


def _empty_threads(connection: Connection, names: Collection[str]) -> None:
    """What the staff were sent about these may quote whoever leaves them."""
    threads = select(_conversations.c.id).where(_conversations.c.about.in_(names))
    _empty_bodies(connection, _outbox.c.conversation_id.in_(threads))


def _silent(since: datetime) -> ColumnElement[bool]:
    talks = select(_conversations.c.id).where(_conversations.c.person_id == _people.c.id).exists()
    return _last_seen_before(since) & ~talks


def _last_seen_before(since: datetime) -> ColumnElement[bool]:
    return _people.c.last_seen_at < since


def _gone(connection: Connection, rows: Any, old: ColumnElement[bool]) -> int:
    return connection.execute(delete(rows).where(old)).rowcount
