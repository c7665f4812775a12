"""The tables, as they are in the last migration (a test compares the two, on both databases).

Who points at a person goes with that person: `ON DELETE CASCADE` is how the right to erasure is kept (`retention.py`).
Table models do not validate: what comes in is checked at the edge, by whoever hands it over.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, MetaData, Table, UniqueConstraint, column, text
from sqlmodel import Field, SQLModel

from storage.columns import Instant, Json, Line, Serial

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

# A number is never given twice, or a late `done(id)` and an old audit line would name somebody else.
_NEVER_AGAIN = {"sqlite_autoincrement": True}
_WAITING = text("status = 'pending'")
_GIVEN_UP = text("status = 'dead'")
_IN_HANDS = text("lease_until IS NOT NULL")
_NOT_CLOSED = text("state != 'closed'")
_NOT_ANSWERED = text("answered_at IS NULL")
_NOBODY_YET = text("state = 'open'")
_DRAFT_OF_A_CALL = text("state = 'draft' AND call IS NOT NULL")


class Row(SQLModel):
    """The base of every table."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class Person(Row, table=True):
    """Somebody who talks to us, through one or several identities."""

    __tablename__ = "people"
    __table_args__ = (_NEVER_AGAIN,)

    id: int | None = Field(default=None, primary_key=True, sa_type=Serial)
    created_at: datetime = Field(sa_type=Instant)
    last_seen_at: datetime = Field(sa_type=Instant, description="to the day: more would be watching people")


class Identity(Row, table=True):
    """How a person is known on a channel."""

    __tablename__ = "identities"

    channel: str = Field(primary_key=True, sa_type=Line)
    address: str = Field(primary_key=True, sa_type=Line)
    person_id: int = Field(sa_type=Serial, foreign_key="people.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=Instant)


class Conversation(Row, table=True):
    """One thread of talk, with a person or among staff: where it takes place, and where it stands."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "address"), _NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True, sa_type=Serial)
    person_id: int | None = Field(
        default=None,
        sa_type=Serial,
        foreign_key="people.id",
        ondelete="CASCADE",
        index=True,
        description="None: a thread of staff, which goes with what it is about",
    )
    channel: str = Field(sa_type=Line)
    address: str = Field(sa_type=Line)
    about: str | None = Field(
        default=None, sa_type=Line, index=True, description="of a thread: `application:<id>`, `request:<id>` …"
    )
    root: str | None = Field(default=None, sa_type=Line, description="what the channel calls the message that opens it")
    version: int = Field(default=0, sa_type=Serial, description="how many states have been kept")
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
    unreachable_at: datetime | None = Field(default=None, sa_type=Instant, description="nothing is sent while set")
    # Last, because it is the long one: SQLite then reads the others without walking through it.
    state: Any = Field(default=None, sa_type=Json, nullable=True)


class Received(Row, table=True):
    """An event taken, or failed for good. It names nobody, so there is nothing in it to erase."""

    __tablename__ = "inbox"
    __table_args__ = (CheckConstraint("status IN ('done', 'failed')", name="status"), {"sqlite_with_rowid": False})

    event_id: str = Field(primary_key=True, sa_type=Line)
    at: datetime = Field(sa_type=Instant, index=True)
    status: str = Field(sa_type=Line)
    error: str | None = Field(default=None, sa_type=Line, description="the name of an exception's type, no more")


class Queued(Row, table=True):
    """A message or an order on its way out. Within a conversation they leave by priority, then by number."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'sent', 'dead')", name="status"),
        Index(None, "conversation_id", "key"),
        Index(
            "ix_outbox_head",
            "conversation_id",
            column("priority").desc(),
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_outbox_in_hands", "conversation_id", sqlite_where=_IN_HANDS, postgresql_where=_IN_HANDS),
        Index(
            "ix_outbox_next",
            column("priority").desc(),
            "id",
            "due_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_outbox_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_dead", "id", sqlite_where=_GIVEN_UP, postgresql_where=_GIVEN_UP),
        Index(None, "ended_at"),
        _NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Serial)
    conversation_id: int = Field(sa_type=Serial, foreign_key="conversations.id", ondelete="CASCADE")
    event_id: str | None = Field(default=None, sa_type=Line, description="the event whose turn queued it")
    key: str | None = Field(default=None, sa_type=Line, description="what a later row calls it by, to edit it")
    edits: str | None = Field(default=None, sa_type=Line, description="the key of the message it replaces")
    priority: int = Field(default=0, description="higher leaves sooner, across conversations too")
    due_at: datetime = Field(sa_type=Instant)
    status: str = Field(default="pending", sa_type=Line)
    attempts: int = Field(default=0)
    next_try_at: datetime | None = Field(default=None, sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_owner: str | None = Field(default=None, sa_type=Line)
    vendor_id: str | None = Field(default=None, sa_type=Line, description="what the channel calls the message sent")
    ended_at: datetime | None = Field(default=None, sa_type=Instant, description="when it was sent or given up")
    body: Any = Field(default=None, sa_type=Json, nullable=True)


class Assessment(Row, table=True):
    """A verdict on eligibility as it was given, with what it was given on, so that it can be replayed."""

    __tablename__ = "assessments"
    __table_args__ = (_NEVER_AGAIN,)

    id: int | None = Field(default=None, primary_key=True, sa_type=Serial)
    person_id: int = Field(sa_type=Serial, foreign_key="people.id", ondelete="CASCADE", index=True)
    region: str | None = Field(default=None, sa_type=Line)
    at: datetime = Field(sa_type=Instant, description="the instant whose rules were applied")
    verdict: str = Field(sa_type=Line)
    situation: Any = Field(sa_type=Json, nullable=False)
    result: Any = Field(sa_type=Json, nullable=False)
    created_at: datetime = Field(sa_type=Instant, index=True)


class StoredFile(Row, table=True):
    """A person's hold on a file of `files.py`; the same content may be held by several."""

    __tablename__ = "files"

    sha256: str = Field(primary_key=True, sa_type=Line)
    person_id: int = Field(primary_key=True, sa_type=Serial, foreign_key="people.id", ondelete="CASCADE", index=True)
    size: int = Field(sa_type=Serial, description="bytes")
    mime: str = Field(sa_type=Line)
    created_at: datetime = Field(sa_type=Instant)


class AuditLine(Row, table=True):
    """Who did what to what, when. People are named by number (`person:12`), never by address."""

    __tablename__ = "audit"
    __table_args__ = (_NEVER_AGAIN,)

    id: int | None = Field(default=None, primary_key=True, sa_type=Serial)
    at: datetime = Field(sa_type=Instant, index=True)
    who: str = Field(sa_type=Line, index=True)
    action: str = Field(sa_type=Line)
    subject: str = Field(sa_type=Line, index=True)
    detail: Any = Field(default=None, sa_type=Json, nullable=True)


class Application(Row, table=True):
    """What an association asks for: its answers as they stand now, and where it is in the process."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'submitted', 'correction', 'accepted', 'refused', 'withdrawn')", name="state"
        ),
        CheckConstraint(
            "stage IN ('need', 'expert_search', 'convention', 'preparation', 'mission', 'review')", name="stage"
        ),
        UniqueConstraint("prefix", "year", "number"),
        Index(
            "ix_applications_one_draft",
            "owner_id",
            "call",
            unique=True,
            sqlite_where=_DRAFT_OF_A_CALL,
            postgresql_where=_DRAFT_OF_A_CALL,
        ),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable, and shown to nobody")
    owner_id: int | None = Field(default=None, sa_type=Serial, foreign_key="people.id", ondelete="SET NULL", index=True)
    region: str = Field(sa_type=Line)
    call: str | None = Field(default=None, sa_type=Line, description="None where the network runs no calls")
    state: str = Field(default="draft", sa_type=Line)
    stage: str = Field(default="need", sa_type=Line)
    prefix: str | None = Field(default=None, sa_type=Line, description="with year and number: the reference")
    year: int | None = Field(default=None, description="of the first submission, in Paris")
    number: int | None = Field(default=None)
    version: int = Field(default=0, description="how many times it was submitted")
    revision: int = Field(default=0, sa_type=Serial, description="how many times anything in it changed")
    recontact: bool = Field(default=False, description="the person agreed to be contacted about a next call")
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant, index=True)
    submitted_at: datetime | None = Field(default=None, sa_type=Instant, description="the last time")
    correction_fields: Any = Field(default=None, sa_type=Json, nullable=True)
    correction_words: str | None = Field(default=None, sa_type=Line)
    decision_words: str | None = Field(default=None, sa_type=Line)
    decided_by: str | None = Field(default=None, sa_type=Line, description="who last accepted, refused or sent it back")
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    assigned_to: str | None = Field(default=None, sa_type=Line, description="who of the staff looks after it")
    assigned_at: datetime | None = Field(default=None, sa_type=Instant)
    answers: Any = Field(sa_type=Json, nullable=False)


class Membership(Row, table=True):
    """Somebody who fills in an application: whoever began it, or was invited."""

    __tablename__ = "application_members"

    application_id: str = Field(primary_key=True, sa_type=Line, foreign_key="applications.id", ondelete="CASCADE")
    person_id: int = Field(primary_key=True, sa_type=Serial, foreign_key="people.id", ondelete="CASCADE", index=True)
    joined_at: datetime = Field(sa_type=Instant)


class SubmittedVersion(Row, table=True):
    """An application as it was submitted. Triggers keep it so: it never changes, and goes only with its application."""

    __tablename__ = "application_versions"

    application_id: str = Field(primary_key=True, sa_type=Line, foreign_key="applications.id", ondelete="CASCADE")
    number: int = Field(primary_key=True, description="1, 2, …")
    reference: str = Field(sa_type=Line)
    submitted_at: datetime = Field(sa_type=Instant)
    lang: str = Field(sa_type=Line)
    sha256: str = Field(sa_type=Line, description="of its answers, as `applications.canonical` writes them")
    pdf_sha256: str | None = Field(
        default=None, sa_type=Line, description="set once, when the paper is made", index=True
    )
    correction_fields: Any = Field(default=None, sa_type=Json, nullable=True, description="what had been asked for")
    correction_words: str | None = Field(default=None, sa_type=Line)
    answers: Any = Field(sa_type=Json, nullable=False)


class ReferenceCounter(Row, table=True):
    """The last number given to a prefix in a year. Kept for good, or a number could name two applications."""

    __tablename__ = "reference_counters"

    prefix: str = Field(primary_key=True, sa_type=Line)
    year: int = Field(primary_key=True)
    last: int


class Invitation(Row, table=True):
    """A code that lets one colleague in, once. Only its hash is kept."""

    __tablename__ = "invitations"

    code_sha256: str = Field(primary_key=True, sa_type=Line)
    application_id: str = Field(sa_type=Line, foreign_key="applications.id", ondelete="CASCADE", index=True)
    made_by: int | None = Field(default=None, sa_type=Serial, foreign_key="people.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_by: int | None = Field(default=None, sa_type=Serial, foreign_key="people.id", ondelete="SET NULL", index=True)
    used_at: datetime | None = Field(default=None, sa_type=Instant, description="set once: the code is spent")


class Offer(Row, table=True):
    """The expertise that somebody offers to the programme."""

    __tablename__ = "offers"

    id: str = Field(primary_key=True, sa_type=Line)
    person_id: int = Field(sa_type=Serial, foreign_key="people.id", ondelete="CASCADE", index=True)
    region: str | None = Field(default=None, sa_type=Line)
    created_at: datetime = Field(sa_type=Instant, index=True)
    answers: Any = Field(sa_type=Json, nullable=False)


class Request(Row, table=True):
    """Somebody waits for a human of a network. The words stay in the conversations: none are kept here."""

    __tablename__ = "requests"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        Index(
            "ix_requests_one_not_closed",
            "person_id",
            "region",
            unique=True,
            sqlite_where=_NOT_CLOSED,
            postgresql_where=_NOT_CLOSED,
        ),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable")
    region: str = Field(sa_type=Line, index=True)
    person_id: int = Field(sa_type=Serial, foreign_key="people.id", ondelete="CASCADE", index=True)
    conversation_id: int = Field(sa_type=Serial, foreign_key="conversations.id", ondelete="CASCADE", index=True)
    state: str = Field(default="open", sa_type=Line)
    opened_at: datetime = Field(sa_type=Instant)
    said_at: datetime = Field(sa_type=Instant, description="the person's last words")
    answered_at: datetime | None = Field(default=None, sa_type=Instant, description="the staff's last words")
    assigned_to: str | None = Field(default=None, sa_type=Line, description="who of the staff looks after it")
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Forwarded(Row, table=True):
    """Which message to a person a message of the staff became, so that its edit and its deletion follow."""

    __tablename__ = "relayed"

    thread_id: int = Field(primary_key=True, sa_type=Serial, foreign_key="conversations.id", ondelete="CASCADE")
    vendor_id: str = Field(primary_key=True, sa_type=Line, description="what the channel calls the staff's message")
    conversation_id: int = Field(sa_type=Serial, foreign_key="conversations.id", ondelete="CASCADE", index=True)
    key: str = Field(sa_type=Line, description="of the message to the person")


class Gap(Row, table=True):
    """A question without a good answer, asked on a day by nobody in particular. Nothing points at a person."""

    __tablename__ = "gaps"
    __table_args__ = (CheckConstraint("kind IN ('unanswered', 'not_chosen', 'disliked')", name="kind"),)

    day: date = Field(primary_key=True, description="in Paris")
    kind: str = Field(primary_key=True, sa_type=Line)
    lang: str = Field(primary_key=True, sa_type=Line)
    region: str = Field(primary_key=True, sa_type=Line, description="empty where it is not known")
    entry: str = Field(primary_key=True, sa_type=Line, description="told, or offered first; else empty")
    words: str = Field(primary_key=True, sa_type=Line, description="at most 200 characters, no personal data")
    count: int


class Mission(Row, table=True):
    """One to two weeks of expertise in the field, as the network prepares and follows it."""

    __tablename__ = "missions"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('need', 'expert_search', 'convention', 'preparation', 'mission', 'review', 'closed')",
            name="stage",
        ),
        CheckConstraint("direction IN ('outgoing', 'reciprocity', 'south_south')", name="direction"),
        UniqueConstraint("prefix", "year", "number"),
        UniqueConstraint("application_id"),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable, and shown to nobody")
    application_id: str | None = Field(
        default=None, sa_type=Line, foreign_key="applications.id", ondelete="SET NULL", description="what it came from"
    )
    prefix: str = Field(sa_type=Line, description="with year and number: the reference")
    year: int
    number: int
    region: str = Field(sa_type=Line, index=True)
    stage: str = Field(default="need", sa_type=Line)
    direction: str = Field(sa_type=Line)
    country: str = Field(sa_type=Line, description="of the partner: ISO 3166-1 alpha-2")
    starts: date | None = Field(default=None, description="its first day, there")
    ends: date | None = Field(default=None, description="its last day, there")
    zone: str | None = Field(default=None, sa_type=Line, description="of its days and hours, as Africa/Porto-Novo")
    livret_version: int = Field(default=1)
    livret_at: datetime = Field(sa_type=Instant, description="when that version was made")
    checkins: bool = Field(default=False, description="the network asks volunteers every day whether all is well")
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant, index=True)
    created_by: str = Field(sa_type=Line)
    rules: Any = Field(sa_type=Json, nullable=False, description="which rules hold for it, whatever comes later")
    sheet: Any = Field(sa_type=Json, nullable=False, description="what the livret is made of, but for the people")


class Participant(Row, table=True):
    """A place in a mission: who the network expects there, and once they have used their code, who they are."""

    __tablename__ = "mission_people"
    __table_args__ = (
        CheckConstraint("role IN ('volunteer', 'association', 'partner')", name="role"),
        UniqueConstraint("mission_id", "person_id"),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable, and shown to nobody")
    mission_id: str = Field(sa_type=Line, foreign_key="missions.id", ondelete="CASCADE", index=True)
    role: str = Field(sa_type=Line)
    name: str = Field(sa_type=Line, description="as the network calls them")
    person_id: int | None = Field(
        default=None,
        sa_type=Serial,
        foreign_key="people.id",
        ondelete="CASCADE",
        index=True,
        description="None: not yet",
    )
    created_at: datetime = Field(sa_type=Instant)
    joined_at: datetime | None = Field(default=None, sa_type=Instant)
    consent_checkins: bool = Field(default=False)
    paused_until: date | None = Field(default=None, description="no check-in before that day")
    consent_followup: bool = Field(default=False, description="may be asked again 3, 6 and 12 months later")
    emergency: Any = Field(default=None, sa_type=Json, nullable=True, description="for them and the staff alone")


class MissionCode(Row, table=True):
    """A code that gives one person their place in a mission, once. Only its hash is kept."""

    __tablename__ = "mission_invitations"

    code_sha256: str = Field(primary_key=True, sa_type=Line)
    mission_person_id: str = Field(sa_type=Line, foreign_key="mission_people.id", ondelete="CASCADE", index=True)
    made_by: str = Field(sa_type=Line, description="who of the staff")
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_by: int | None = Field(default=None, sa_type=Serial, foreign_key="people.id", ondelete="SET NULL", index=True)
    used_at: datetime | None = Field(default=None, sa_type=Instant, description="set once: the code is spent")


class Livret(Row, table=True):
    """What the livret was made of, version after version, so that a change can be told alone."""

    __tablename__ = "livret_versions"

    mission_id: str = Field(primary_key=True, sa_type=Line, foreign_key="missions.id", ondelete="CASCADE")
    number: int = Field(primary_key=True, description="1, 2, …")
    made_at: datetime = Field(sa_type=Instant)
    by: str = Field(sa_type=Line)
    sha256: str = Field(sa_type=Line, description="of the sheet, as `applications.canonical` writes it")
    sheet: Any = Field(sa_type=Json, nullable=False)


class Alert(Row, table=True):
    """Somebody in the field calls for their network. It is kept before anything is sent."""

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'acknowledged', 'closed')", name="state"),
        Index(
            "ix_alerts_one_open",
            "mission_person_id",
            unique=True,
            sqlite_where=_NOBODY_YET,
            postgresql_where=_NOBODY_YET,
        ),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable")
    mission_id: str = Field(sa_type=Line, foreign_key="missions.id", ondelete="CASCADE", index=True)
    mission_person_id: str | None = Field(
        default=None, sa_type=Line, foreign_key="mission_people.id", ondelete="SET NULL", index=True
    )
    at: datetime = Field(sa_type=Instant)
    words: str | None = Field(default=None, sa_type=Line)
    latitude: float | None = Field(default=None)
    longitude: float | None = Field(default=None)
    state: str = Field(default="open", sa_type=Line)
    acknowledged_by: str | None = Field(default=None, sa_type=Line)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    escalated: int = Field(default=0, description="how many times it went further")
    last_escalated_at: datetime | None = Field(default=None, sa_type=Instant)
    tried: Any = Field(default=None, sa_type=Json, nullable=True, description="which ways, when, and what came of it")


class Checkin(Row, table=True):
    """Whether all was well on a day; asked once a day, then once more."""

    __tablename__ = "checkins"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'asked_again', 'fine', 'missed')", name="state"),
        Index("ix_checkins_open", "day", sqlite_where=_NOT_ANSWERED, postgresql_where=_NOT_ANSWERED),
    )

    mission_person_id: str = Field(primary_key=True, sa_type=Line, foreign_key="mission_people.id", ondelete="CASCADE")
    day: date = Field(primary_key=True, description="there, in the zone of the mission")
    state: str = Field(default="asked", sa_type=Line)
    asked_at: datetime = Field(sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class Tick(Row, table=True):
    """Something of the checklist that somebody has done."""

    __tablename__ = "mission_ticks"

    mission_person_id: str = Field(primary_key=True, sa_type=Line, foreign_key="mission_people.id", ondelete="CASCADE")
    item: str = Field(primary_key=True, sa_type=Line)
    at: datetime = Field(sa_type=Instant)


class Interview(Row, table=True):
    """What somebody says of the mission, before it or after. It goes with them."""

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint("kind IN ('before', 'after', 'm3', 'm6', 'm12')", name="kind"),
        UniqueConstraint("mission_person_id", "kind"),
    )

    id: str = Field(primary_key=True, sa_type=Line)
    mission_person_id: str = Field(sa_type=Line, foreign_key="mission_people.id", ondelete="CASCADE")
    kind: str = Field(sa_type=Line)
    at: datetime = Field(sa_type=Instant)
    answers: Any = Field(sa_type=Json, nullable=False)


class Receipt(Row, table=True):
    """A proof that somebody sent during a mission. `place` is theirs there, also once they are gone: see retention."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("state IN ('waiting_fetch', 'fetched', 'read', 'lost', 'refused')", name="state"),
        UniqueConstraint("place", "number"),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable")
    mission_id: str | None = Field(
        default=None, sa_type=Line, foreign_key="missions.id", ondelete="SET NULL", index=True
    )
    place: str = Field(sa_type=Line, description="of `mission_people`; it leads to nobody once that row is gone")
    number: int = Field(description="1, 2, … of this person in this mission: « reçu nº 3 »")
    sent_at: datetime = Field(sa_type=Instant, index=True)
    state: str = Field(default="waiting_fetch", sa_type=Line)
    why: str | None = Field(default=None, sa_type=Line, description="a code: why it was lost or refused")
    channel: str = Field(sa_type=Line)
    vendor_file_id: str | None = Field(default=None, sa_type=Line, description="what the channel calls the file")
    media_group: str | None = Field(default=None, sa_type=Line, description="of an album")
    mime: str | None = Field(default=None, sa_type=Line)
    size: int | None = Field(default=None, sa_type=Serial, description="bytes of the kept copy")
    kept_sha256: str | None = Field(default=None, sa_type=Line, index=True, description="the copy without EXIF and GPS")
    original_sha256: str | None = Field(
        default=None, sa_type=Line, description="where the network keeps it", index=True
    )
    fetched_at: datetime | None = Field(default=None, sa_type=Instant)
    read_at: datetime | None = Field(default=None, sa_type=Instant)
    insisted: bool = Field(default=False, description="« c'est le mieux que je puisse »: the staff decides")
    reading: Any = Field(default=None, sa_type=Json, nullable=True, description="the fields, each with its confidence")
    duplicates: Any = Field(default=None, sa_type=Json, nullable=True, description="what it looks like, and why")


class ClaimRecord(Row, table=True):
    """One expense of a mission, as it was confirmed and as the staff decided. `place` None: the staff entered it."""

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'confirmed', 'approved', 'part', 'asked', 'refused')", name="state"),
        CheckConstraint("paid_by IN ('volunteer', 'network', 'association', 'employer')", name="paid_by"),
        CheckConstraint("minor >= 0 AND decided_minor >= 0 AND decided_minor <= minor", name="amounts"),
        CheckConstraint("days >= 0 AND nights >= 0 AND exponent BETWEEN 0 AND 4", name="counts"),
        UniqueConstraint("mission_id", "number"),
    )

    id: str = Field(primary_key=True, sa_type=Line, description="unguessable")
    mission_id: str | None = Field(default=None, sa_type=Line, foreign_key="missions.id", ondelete="SET NULL")
    place: str | None = Field(default=None, sa_type=Line, index=True)
    number: int = Field(description="1, 2, … of the mission")
    state: str = Field(default="draft", sa_type=Line)
    category: str | None = Field(default=None, sa_type=Line)
    service: str | None = Field(default=None, sa_type=Line, description="what was bought")
    day: date | None = Field(default=None, description="when it was spent")
    supplier: str | None = Field(default=None, sa_type=Line)
    minor: int | None = Field(default=None, sa_type=Serial, description="in the smallest unit that was told")
    currency: str | None = Field(default=None, sa_type=Line, description="ISO 4217")
    exponent: int = Field(default=2, description="decimals of `minor`: 2 for EUR, 0 for XOF")
    paid_by: str = Field(default="volunteer", sa_type=Line)
    days: int | None = Field(default=None, description="of a per diem")
    nights: int | None = Field(default=None)
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    entered_by: str | None = Field(default=None, sa_type=Line, description="who of the staff")
    decided_by: str | None = Field(default=None, sa_type=Line)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_minor: int | None = Field(default=None, sa_type=Serial, description="what is approved of `minor`")
    decision_words: str | None = Field(default=None, sa_type=Line, description="why, for the volunteer")
    sworn: Any = Field(default=None, sa_type=Json, nullable=True, description="a sworn statement, without a receipt")
    as_read: Any = Field(default=None, sa_type=Json, nullable=True)
    as_confirmed: Any = Field(default=None, sa_type=Json, nullable=True)


class Proof(Row, table=True):
    """Which receipts prove a claim: several may, and a hotel's bill may prove two."""

    __tablename__ = "claim_receipts"

    claim_id: str = Field(primary_key=True, sa_type=Line, foreign_key="claims.id", ondelete="CASCADE")
    receipt_id: str = Field(primary_key=True, sa_type=Line, foreign_key="receipts.id", ondelete="CASCADE", index=True)


class MissionTerms(Row, table=True):
    """What the staff set on a mission where its region has published nothing."""

    __tablename__ = "mission_terms"

    mission_id: str = Field(primary_key=True, sa_type=Line, foreign_key="missions.id", ondelete="CASCADE")
    set_at: datetime = Field(sa_type=Instant)
    set_by: str = Field(sa_type=Line)
    terms: Any = Field(sa_type=Json, nullable=False)


class Waiver(Row, table=True):
    """A volunteer gives up their refund: a gift."""

    __tablename__ = "waivers"

    place: str = Field(primary_key=True, sa_type=Line)
    mission_id: str | None = Field(
        default=None, sa_type=Line, foreign_key="missions.id", ondelete="SET NULL", index=True
    )
    at: datetime = Field(sa_type=Instant)
    by: str = Field(sa_type=Line, description="`person:12`, or who of the staff has their word")


class BankAccount(Row, table=True):
    """Where a volunteer is paid. It goes soon after they were (`retention.py`)."""

    __tablename__ = "bank_accounts"

    place: str = Field(primary_key=True, sa_type=Line, foreign_key="mission_people.id", ondelete="CASCADE")
    holder: str = Field(sa_type=Line)
    iban: str = Field(sa_type=Line, description="checked by whoever hands it over")
    given_at: datetime = Field(sa_type=Instant, index=True)
    paid_at: datetime | None = Field(default=None, sa_type=Instant, description="the last payment to it")


class LedgerEntry(Row, table=True):
    """An amount that passes from one account to another. Triggers keep it as it was written, for good."""

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint("cents > 0 AND debit != credit", name="moves"),
        UniqueConstraint("reverses"),
    )

    number: int = Field(
        primary_key=True, sa_type=Serial, sa_column_kwargs={"autoincrement": False}, description="1, 2, … without a gap"
    )
    at: datetime = Field(sa_type=Instant)
    day: date = Field(description="that it counts for")
    region: str = Field(sa_type=Line)
    mission: str = Field(sa_type=Line, index=True, description="its reference")
    kind: str = Field(sa_type=Line)
    debit: str = Field(sa_type=Line, description="the account that receives")
    credit: str = Field(sa_type=Line, description="the account that gives")
    cents: int = Field(sa_type=Serial, description="of euro")
    who: str = Field(sa_type=Line)
    why: str = Field(sa_type=Line)
    claim: str | None = Field(default=None, sa_type=Line, index=True, description="the id of a claim")
    reverses: int | None = Field(default=None, sa_type=Serial, description="the number of the entry it takes back")
    rule: Any = Field(default=None, sa_type=Json, nullable=True)
    rate: Any = Field(default=None, sa_type=Json, nullable=True)
    previous: str = Field(sa_type=Line, description="the hash of the entry before")
    sha256: str = Field(sa_type=Line)


class LedgerHead(Row, table=True):
    """How many entries there are, and the hash of the last: the one row that writers wait for."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int = Field(sa_type=Serial)
    sha256: str = Field(sa_type=Line)


def table(model: type[Row]) -> Table:
    """The Core table of a model, for statements on the hot path."""
    return Row.metadata.tables[str(model.__tablename__)]
