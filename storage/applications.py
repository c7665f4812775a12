"""Applications, for those who fill them in: part of a turn, in its transaction (`work.applications`).

- Only a member sees one: whoever began it, or was let in by a code. Knowing what is written in it opens nothing.
- What is read is locked until the turn ends, so two colleagues who write at once write one after the other, and each
  on what the other left.
- What is submitted becomes a version, which never changes (triggers, in the migration); a correction opens the next.
- Whatever a person may not do raises `NotAllowed`, and the turn leaves no trace.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from storage import references
from storage.database import Database
from storage.errors import NotAllowed
from storage.records import Json
from storage.references import Reference
from storage.tables import (
    Application,
    Conversation,
    Invitation,
    Membership,
    Offer,
    SubmittedVersion,
    table,
)

_applications, _members, _versions = table(Application), table(Membership), table(SubmittedVersion)
_invitations, _offers, _conversations = table(Invitation), table(Offer), table(Conversation)

OPEN = frozenset({"draft", "correction"})
"""The states in which answers may change."""
GOING_ON = OPEN | {"submitted"}
"""The states in which nothing is decided yet."""
ENDED = frozenset({"refused", "withdrawn"})

_everyone = _members.alias("everyone")
_HOW_MANY = select(func.count()).where(_everyone.c.application_id == _applications.c.id).scalar_subquery()
ROWS = select(*_applications.c, _HOW_MANY.label("members"))
_MINE = ROWS.join(_members, _members.c.application_id == _applications.c.id).where(
    _members.c.person_id == bindparam("person")
)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application as it stands. `owner` tells whether the person in hand owns it; at the desk nobody does."""

    id: str
    region: str
    call: str | None
    state: str
    stage: str
    reference: str | None
    version: int
    revision: int
    owner: bool
    members: int
    recontact: bool
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    correction_fields: tuple[str, ...]
    # What people wrote stays out of any printed form.
    correction_words: str | None = field(repr=False)
    decision_words: str | None = field(repr=False)
    decided_by: str | None
    decided_at: datetime | None
    assigned_to: str | None
    assigned_at: datetime | None
    answers: dict[str, Any] = field(repr=False)

    @property
    def colleagues(self) -> int:
        """How many fill it in besides one."""
        return max(self.members - 1, 0)


@dataclass(frozen=True, slots=True)
class Version:
    """An application as it was submitted, with what had been asked for if it is a correction."""

    application_id: str
    number: int
    reference: str
    submitted_at: datetime
    lang: str
    sha256: str
    pdf_sha256: str | None
    correction_fields: tuple[str, ...]
    correction_words: str | None = field(repr=False)
    answers: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """Where somebody in an application talks to us; `state` is what their conversation keeps."""

    person_id: int
    owner: bool
    conversation_id: int
    channel: str
    address: str = field(repr=False)
    state: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Final:
    """What an application is when it is submitted: the region and the call it is for, and the answers that count."""

    region: str
    call: str | None
    answers: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Submitted:
    """It was submitted: what it is called, which version this is, and the hash of its answers."""

    reference: str
    version: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """The code let the person in, or they were in already: then it is not spent."""

    id: str


@dataclass(frozen=True, slots=True)
class NotJoined:
    """The code lets nobody in. One to an application that has ended counts as expired."""

    why: Literal["unknown", "expired", "used"]


class Applications:
    """What one person may do with the applications they are in, within one turn."""

    def __init__(self, database: Database, connection: Connection, person_id: int, at: datetime) -> None:
        self._database = database
        self._connection = connection
        self._person = person_id
        self._at = at

    def mine(self) -> list[ApplicationRow]:
        """All that the person is in, the oldest first. Nobody else changes them until the turn ends."""
        found = self._connection.execute(_ALL_MINE, {"person": self._person}).all()
        return sorted((_row(one, self._person) for one in found), key=lambda row: (row.created_at, row.id))

    def begin(self, id: str, region: str, call: str | None, answers: Mapping[str, Json]) -> ApplicationRow:
        """The person's own draft of that call, as they left it; a new one with these answers if there is none."""
        draft = {"id": id, "region": region, "call": call, "answers": answers, "owner_id": self._person}
        new = {**_NEW, **draft, "created_at": self._at, "updated_at": self._at}
        # A rival turn of the same person is waited for here: if it commits, its draft is the one.
        if self._database.added(self._connection, _applications, new):
            self._let_in(id)
            return self._in_hand(id)
        return self._in_hand(self._draft_of(call) or id)

    def write(
        self,
        id: str,
        question: str,
        value: Json,
        may_correct: Callable[[ApplicationRow], Collection[str]] = lambda row: row.correction_fields,
    ) -> None:
        """Keep one answer; None is kept too. A correction takes only what it opens in the application as it stands.

        Raises `NotAllowed`: unknown, closed, not_asked.
        """
        row = self._in_hand(id, OPEN)
        if row.state == "correction" and question not in may_correct(row):
            raise NotAllowed("not_asked")
        change(self._connection, id, self._at, answers={**row.answers, question: value})

    def recontact(self, id: str, agreed: bool) -> None:
        """Whether the person agrees to be contacted about a next call: how long a refused one is kept depends on it."""
        self._in_hand(id)
        change(self._connection, id, self._at, recontact=agreed)

    def submit(self, id: str, prefix: str, at: datetime, lang: str = "fr", final: Final | None = None) -> Submitted:
        """Keep the answers as the next version. The first one is given its reference: `HDF-2026-0007`.

        `final` says what it has become since it was begun: its region, its call, the answers that count. The year is
        that of `at` in Paris. Whether it is complete and in time is for the caller to say.
        Raises `NotAllowed`: unknown, closed.
        """
        row = self._in_hand(id, OPEN)
        row = replace(row, region=final.region, call=final.call, answers=dict(final.answers)) if final else row
        reference = row.reference or self._number(id, prefix.upper(), at)
        submitted = Submitted(reference, row.version + 1, digest(row.answers), at)
        self._connection.execute(insert(_versions), _version_of(row, submitted, lang))
        state = {"state": "submitted", "version": submitted.version, "submitted_at": at}
        kept = {"region": row.region, "call": row.call, "answers": row.answers}
        change(self._connection, id, self._at, **state, **kept, **NO_CORRECTION)
        return submitted

    def withdraw(self, id: str) -> None:
        """End it. Raises `NotAllowed`: unknown, not_owner, closed (it is decided, or ended already)."""
        self._own(id, GOING_ON)
        change(self._connection, id, self._at, state="withdrawn")

    def invite(self, id: str, code_sha256: str, expires_at: datetime) -> None:
        """Let one colleague in by the code of this hash. Raises `NotAllowed`: unknown, not_owner, closed."""
        self._own(id, GOING_ON | {"accepted"})
        made = {"made_by": self._person, "made_at": self._at, "expires_at": expires_at}
        self._connection.execute(insert(_invitations), {"code_sha256": code_sha256, "application_id": id, **made})

    def join(self, code_sha256: str) -> Joined | NotJoined:
        """Let the person in with a code, which is spent by it."""
        code = _invitations.c.code_sha256 == code_sha256
        id = self._connection.scalar(select(_invitations.c.application_id).where(code))
        # Locked before the code is looked at: of two who use it at once, the second finds it used.
        row = get(self._connection, id) if id is not None else None
        if id is None or row is None:
            return NotJoined("unknown")
        if self._is_in(id):
            return Joined(id)
        invitation = self._connection.execute(select(_invitations).where(code)).one()
        if invitation.used_at is not None:
            return NotJoined("used")
        if invitation.expires_at <= self._at or row.state in ENDED:
            return NotJoined("expired")
        self._connection.execute(update(_invitations).where(code).values(used_by=self._person, used_at=self._at))
        self._let_in(id)
        return Joined(id)

    def offer(self, id: str, region: str | None, answers: Mapping[str, Json]) -> None:
        """Keep the expertise that the person offers; a region of None is any."""
        whose = {"id": id, "person_id": self._person, "created_at": self._at}
        self._connection.execute(insert(_offers), {**whose, "region": region, "answers": answers})

    def versions(self, id: str) -> list[Version]:
        """What was submitted, the first first. Raises `NotAllowed` unknown."""
        self._in_hand(id)
        return versions(self._connection, id)

    def members(self, id: str) -> list[Member]:
        """Where everybody in it talks to us, the person included. Raises `NotAllowed` unknown."""
        self._in_hand(id)
        return members(self._connection, id)

    def _in_hand(self, id: str, states: Collection[str] | None = None) -> ApplicationRow:
        found = self._connection.execute(_ONE_OF_MINE, {"person": self._person, "application": id}).first()
        if found is None:
            raise NotAllowed("unknown")
        if states is not None and found.state not in states:
            raise NotAllowed("closed")
        return _row(found, self._person)

    def _own(self, id: str, states: Collection[str]) -> None:
        row = self._in_hand(id)
        if not row.owner:
            raise NotAllowed("not_owner")
        if row.state not in states:
            raise NotAllowed("closed")

    def _draft_of(self, call: str | None) -> str | None:
        mine = (
            _applications.c.owner_id == self._person,
            _applications.c.call == call,
            _applications.c.state == "draft",
        )
        return self._connection.scalar(select(_applications.c.id).where(*mine))

    def _is_in(self, id: str) -> bool:
        place = (_members.c.application_id == id, _members.c.person_id == self._person)
        return self._connection.execute(select(_members.c.joined_at).where(*place)).first() is not None

    def _let_in(self, id: str) -> None:
        place = {"application_id": id, "person_id": self._person, "joined_at": self._at}
        self._connection.execute(insert(_members), place)

    def _number(self, id: str, prefix: str, at: datetime) -> str:
        given = references.following(self._database, self._connection, prefix, at)
        change(self._connection, id, self._at, **given._asdict())
        return str(given)


_NEW = {"state": "draft", "stage": "need", "version": 0, "revision": 0, "recontact": False}
NO_CORRECTION = {"correction_fields": None, "correction_words": None}


def canonical(answers: Mapping[str, Json]) -> str:
    """The one way to write answers down, whatever the order they came in: sorted keys, no spaces, ASCII escapes."""
    return json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(answers: Mapping[str, Json]) -> str:
    """The SHA-256 of answers, in hexadecimal."""
    return sha256(canonical(answers).encode("ascii")).hexdigest()


def locked(rows: Select[Any]) -> Select[Any]:
    """The same applications, and nobody else changes them until the transaction ends. Messages may still be queued."""
    return rows.with_for_update(of=_applications, key_share=True)


# Built once: SQLAlchemy then finds the compiled text again without building the statement. All of them are always
# locked in the same order, so that two colleagues never wait for each other.
_ALL_MINE = locked(_MINE.order_by(_applications.c.id))
_ONE_OF_MINE = locked(_MINE.where(_applications.c.id == bindparam("application")))


def get(connection: Connection, id: str) -> ApplicationRow | None:
    """The application, locked, whoever asks."""
    found = connection.execute(locked(ROWS.where(_applications.c.id == id))).first()
    return None if found is None else _row(found)


def change(connection: Connection, id: str, at: datetime, **values: Any) -> None:
    """Write these columns of an application that is locked already."""
    touched = {"updated_at": at, "revision": _applications.c.revision + 1}
    connection.execute(update(_applications).where(_applications.c.id == id).values({**touched, **values}))


def versions(connection: Connection, id: str) -> list[Version]:
    """What was submitted of an application, the first first."""
    wanted = select(_versions).where(_versions.c.application_id == id).order_by(_versions.c.number)
    return [_version(found) for found in connection.execute(wanted)]


def members(connection: Connection, id: str) -> list[Member]:
    """Where everybody in an application talks to us, those who joined first first."""
    wanted = (
        select(
            _members.c.person_id,
            (_members.c.person_id == func.coalesce(_applications.c.owner_id, 0)).label("owner"),
            _conversations.c.id,
            _conversations.c.channel,
            _conversations.c.address,
            _conversations.c.state,
        )
        .join(_applications, _applications.c.id == _members.c.application_id)
        .join(_conversations, _conversations.c.person_id == _members.c.person_id)
        .where(_members.c.application_id == id)
        .order_by(_members.c.joined_at, _members.c.person_id, _conversations.c.id)
    )
    return [Member(*found) for found in connection.execute(wanted)]


def rows(connection: Connection, wanted: Select[Any]) -> list[ApplicationRow]:
    """The applications of a statement on `ROWS`, whoever asks."""
    return [_row(found) for found in connection.execute(wanted)]


def _row(found: Any, person: int | None = None) -> ApplicationRow:
    values = dict(found._mapping)
    prefix, year, number = (values.pop(part) for part in ("prefix", "year", "number"))
    values["reference"] = str(Reference(prefix, year, number)) if prefix else None
    values["owner"] = person is not None and values.pop("owner_id") == person
    values.pop("owner_id", None)
    values["correction_fields"] = tuple(values["correction_fields"] or ())
    return ApplicationRow(**values)


def _version(found: Any) -> Version:
    values = dict(found._mapping)
    return Version(**{**values, "correction_fields": tuple(values["correction_fields"] or ())})


def _version_of(row: ApplicationRow, submitted: Submitted, lang: str) -> dict[str, Any]:
    return {
        "application_id": row.id,
        "number": submitted.version,
        "reference": submitted.reference,
        "submitted_at": submitted.at,
        "lang": lang,
        "sha256": submitted.sha256,
        # As it is hashed: answers that came in another order are the same document.
        "answers": json.loads(canonical(row.answers)),
        "correction_fields": list(row.correction_fields) or None,
        "correction_words": row.correction_words,
    }
