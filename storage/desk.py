"""The network's side: one transaction in which somebody of the staff, or a job, looks, decides and answers.

A decision is taken on what was submitted. Taken twice it is taken once: the second gets False, and the row tells who
decided, and when. Whether somebody may decide is for the caller to say; drafts are not shown in lists: they belong to
those who write them. An event that had been taken before (`first_time` is False) leaves nothing, whatever is done.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update

from storage import conversations, gaps, outbox, references, requests
from storage.applications import (
    NO_CORRECTION,
    ROWS,
    ApplicationRow,
    Member,
    Version,
    change,
    get,
    members,
    rows,
    versions,
)
from storage.claims_desk import ClaimsDesk
from storage.database import Database
from storage.errors import NotAllowed
from storage.gaps import Gap
from storage.ledger import Ledger
from storage.missions_desk import MissionsDesk
from storage.records import Json, Outgoing
from storage.requests import Relayed, RequestRow
from storage.tables import Application, AuditLine, Conversation, Membership, Offer, Queued, SubmittedVersion, table

_applications, _versions, _offers = table(Application), table(SubmittedVersion), table(Offer)
_audit, _outbox, _conversations = table(AuditLine), table(Queued), table(Conversation)
_members = table(Membership)
_BY_REFERENCE = (_applications.c.prefix, _applications.c.year, _applications.c.number)


@dataclass(frozen=True, slots=True)
class Offered:
    """The expertise that somebody offered; a region of None is any."""

    id: str
    person_id: int
    region: str | None
    created_at: datetime
    answers: dict[str, Any] = field(repr=False)


class Desk:
    """What the network may do with applications and with those who ask for a human, within one transaction."""

    def __init__(self, database: Database, connection: Connection, at: datetime, first_time: bool = True) -> None:
        self._database = database
        self._connection = connection
        self._at = at
        self.first_time = first_time
        self.missions = MissionsDesk(database, connection, at)
        self.claims = ClaimsDesk(database, connection, at)
        self.ledger = Ledger(connection, at)

    def find(self, reference: str) -> ApplicationRow | None:
        """The application of a reference, as people type it: « hdf-2026-7 » is HDF-2026-0007. Locked until the end."""
        given = references.read(reference)
        if given is None:
            return None
        id = self._connection.scalar(select(_applications.c.id).filter_by(**given._asdict()))
        return None if id is None else self.get(id)

    def get(self, id: str) -> ApplicationRow | None:
        """The application of an id, a draft too. Locked until the end."""
        return get(self._connection, id)

    def list(self, region: str | None = None, state: str | None = None) -> list[ApplicationRow]:
        """What was submitted, by reference; of one region or in one state only, if told so."""
        wanted = ROWS.where(_applications.c.version > 0)
        if region is not None:
            wanted = wanted.where(_applications.c.region == region)
        if state is not None:
            wanted = wanted.where(_applications.c.state == state)
        return rows(self._connection, wanted.order_by(*_BY_REFERENCE))

    def submitted_by(self, person_id: int, region: str) -> Sequence[ApplicationRow]:
        """What a person has a share in and was submitted to a region, by reference."""
        mine = select(_members.c.application_id).filter_by(person_id=person_id)
        wanted = ROWS.where(_applications.c.id.in_(mine), _applications.c.version > 0).filter_by(region=region)
        return rows(self._connection, wanted.order_by(*_BY_REFERENCE))

    def accepted_in(self, call: str) -> int:
        """How many applications of a call are accepted."""
        accepted = select(func.count()).where(_applications.c.call == call, _applications.c.state == "accepted")
        return int(self._connection.execute(accepted).scalar_one())

    def without_thread(self, channel: str, regions: Collection[str]) -> Sequence[ApplicationRow]:
        """What was submitted to these regions and not decided, and has no thread on this channel yet, by reference."""
        about = literal("application:").concat(_applications.c.id)
        threads = select(_conversations.c.id).where(
            _conversations.c.about == about, _conversations.c.channel == channel
        )
        undecided = _applications.c.state.in_(("submitted", "correction"))
        wanted = ROWS.where(undecided, _applications.c.region.in_(regions), ~threads.exists())
        return rows(self._connection, wanted.order_by(*_BY_REFERENCE))

    def accept(self, id: str, who: str, words: str | None = None) -> bool:
        """Accept what was submitted last; False when it was decided or ended before. Raises `NotAllowed` unknown."""
        return self._decide(id, "accepted", who, words)

    def refuse(self, id: str, who: str, words: str | None = None) -> bool:
        """Refuse what was submitted last; False when it was decided or ended before. Raises `NotAllowed` unknown."""
        return self._decide(id, "refused", who, words)

    def correct(self, id: str, who: str, fields: Sequence[str], words: str | None) -> bool:
        """Ask for these fields again; False unless it is submitted and undecided. Raises `NotAllowed` unknown."""
        if self._known(id).state != "submitted":
            return False
        asked = {"correction_fields": list(fields), "correction_words": words}
        change(self._connection, id, self._at, state="correction", **asked, **self._by(who))
        return True

    def move(self, id: str, stage: str) -> bool:
        """Say where it is in the process; False when it stands there, was never submitted, or has ended."""
        row = self._known(id)
        if row.stage == stage or row.state not in ("submitted", "correction", "accepted"):
            return False
        change(self._connection, id, self._at, stage=stage)
        return True

    def assign(self, id: str, who: str, instead_of: str | None = None) -> bool:
        """Let somebody look after it; False unless it is in the hands of `instead_of` (None: in nobody's).

        Raises `NotAllowed` unknown.
        """
        if self._known(id).assigned_to != instead_of:
            return False
        change(self._connection, id, self._at, assigned_to=who, assigned_at=self._at)
        return True

    def members(self, id: str) -> Sequence[Member]:
        """Where everybody in it talks to us, those who joined first first."""
        return members(self._connection, id)

    def versions(self, id: str) -> Sequence[Version]:
        """What was submitted, the first first."""
        return versions(self._connection, id)

    def version_paper(self, id: str, number: int, pdf_sha256: str) -> str:
        """Note the paper made of a version; the hash that is kept is returned: the first one given stays."""
        which = (_versions.c.application_id == id, _versions.c.number == number)
        fresh = update(_versions).where(*which, _versions.c.pdf_sha256.is_(None))
        self._connection.execute(fresh.values(pdf_sha256=pdf_sha256))
        return str(self._connection.execute(select(_versions.c.pdf_sha256).where(*which)).scalar_one())

    def offers(self, region: str | None = None) -> Sequence[Offered]:
        """The expertise offered, the oldest first; to one region (or to any), if told so."""
        columns = (_offers.c.id, _offers.c.person_id, _offers.c.region, _offers.c.created_at, _offers.c.answers)
        wanted = select(*columns).order_by(_offers.c.created_at, _offers.c.id)
        if region is not None:
            wanted = wanted.where((_offers.c.region == region) | _offers.c.region.is_(None))
        return [Offered(*found) for found in self._connection.execute(wanted)]

    def talks(self, person_id: int) -> Sequence[int]:
        """The conversations of a person, the one they used last first."""
        mine = select(_conversations.c.id).filter_by(person_id=person_id)
        return list(self._connection.scalars(mine.order_by(_conversations.c.updated_at.desc(), _conversations.c.id)))

    def about_root(self, channel: str, place: str, root: str) -> str | None:
        """What the thread of a place is about that the message `root` opens; None where it is no thread of ours."""
        where = (_conversations.c.channel == channel, _conversations.c.root == root)
        here = _conversations.c.address.startswith(f"{place}/", autoescape=True)
        found: str | None = self._connection.scalar(select(_conversations.c.about).where(*where, here))
        return found

    def roots(self, channel: str) -> dict[str, tuple[str, str]]:
        """Where each thread of staff is: what it is about, to its place and the message that opens it."""
        columns = (_conversations.c.about, _conversations.c.address, _conversations.c.root)
        opened = (_conversations.c.channel == channel, _conversations.c.root.is_not(None))
        found = self._connection.execute(select(*columns).where(*opened, _conversations.c.about.is_not(None)))
        return {about: (address.partition("/")[0], root) for about, address, root in found}

    def reachable(self, channel: str, place: str) -> None:
        """What could not be sent to the threads of a place may be sent again."""
        here = _conversations.c.address.startswith(f"{place}/", autoescape=True)
        mark = update(_conversations).where(_conversations.c.channel == channel, here)
        self._connection.execute(mark.values(unreachable_at=None))

    def audit(self, who: str, action: str, subject: str, detail: Json = None) -> None:
        """Note who did what. Call it `application:<id>`: such lines lose their detail when it is erased."""
        line = {"at": self._at, "who": who, "action": action, "subject": subject, "detail": detail}
        self._connection.execute(insert(_audit), line)

    def queue(self, messages: Iterable[Outgoing], conversation_id: int) -> None:
        """Send these once committed, in this order."""
        rows = [outbox.row(one, conversation_id, self._at) for one in messages]
        if rows:
            self._connection.execute(insert(_outbox), rows)

    def queue_once(self, message: Outgoing, conversation_id: int) -> bool:
        """Send this unless one of its key waits there; False where one does. Several processes may say so at once."""
        here = select(_conversations.c.id).filter_by(id=conversation_id).with_for_update()
        self._connection.execute(here)
        same = select(_outbox.c.id).filter_by(conversation_id=conversation_id, key=message.key, status="pending")
        if self._connection.execute(same).first() is not None:
            return False
        self.queue([message], conversation_id)
        return True

    def conversation(self, channel: str, address: str) -> int | None:
        """The number of the conversation at an address; None where nobody has spoken there."""
        return conversations.conversation_at(self._connection, channel, address)

    def arrived(self, conversation_id: int, key: str) -> bool:
        """Whether a message of this key has left for good: its channel has it."""
        sent = select(_outbox.c.id).filter_by(conversation_id=conversation_id, key=key, status="sent")
        return self._connection.execute(sent.limit(1)).first() is not None

    def hurry(self, conversation_id: int, key: str) -> bool:
        """Try at once what waits there to be tried again; False where no message of this key waits."""
        here = update(_outbox).filter_by(conversation_id=conversation_id, status="pending")
        self._connection.execute(here.where(_outbox.c.next_try_at.is_not(None)).values(next_try_at=None))
        same = select(_outbox.c.id).filter_by(conversation_id=conversation_id, key=key, status="pending")
        return self._connection.execute(same.limit(1)).first() is not None

    def thread(self, channel: str, address: str, about: str) -> int:
        """The number of the staff's thread at an address, made where there is none; `about`: `request:<id>` …"""
        return conversations.thread(self._database, self._connection, channel, address, about, self._at)

    def person_of(self, conversation_id: int) -> Any:
        """What a conversation keeps, to know the language of its person; None where there is none."""
        return conversations.state_of(self._connection, conversation_id)

    def gaps(
        self,
        regions: Collection[str | None] | None = None,
        lang: str | None = None,
        since: date | None = None,
        before: date | None = None,
    ) -> Sequence[Gap]:
        """The questions without a good answer, the most frequent first; None among the regions: of no known one."""
        return gaps.among(self._connection, regions, lang, since, before)

    def unreachable(self, conversation_id: int) -> bool:
        """Whether what is sent to a conversation waits until its person writes again."""
        return conversations.unreachable(self._connection, conversation_id)

    def request(self, id: str) -> RequestRow | None:
        """The request for a human of an id. Locked until the end."""
        return requests.get(self._connection, id)

    def requests(self, regions: Collection[str], open_only: bool = True) -> Sequence[RequestRow]:
        """Those of these regions that wait for an answer, or all; whoever has waited longest first."""
        return requests.among(self._connection, regions, open_only)

    def answered(self, id: str, who: str) -> bool:
        """Somebody has written to the person, and looks after it if nobody did; False where it is unknown or closed."""
        return requests.answer(self._connection, id, who, self._at)

    def close_request(self, id: str) -> bool:
        """It is settled; False where it is unknown or closed before."""
        return requests.close(self._connection, id, self._at)

    def relayed(self, thread_id: int, vendor_id: str) -> Relayed | None:
        """Which message to a person a message of the staff became, if it was relayed."""
        return requests.relayed(self._connection, thread_id, vendor_id)

    def note_relayed(self, thread_id: int, vendor_id: str, conversation_id: int, key: str) -> bool:
        """Note which message to a person a message of the staff became; False where one was noted before."""
        became = Relayed(conversation_id, key)
        return requests.note_relayed(self._database, self._connection, thread_id, vendor_id, became)

    def _decide(self, id: str, state: str, who: str, words: str | None) -> bool:
        row = self._known(id)
        if row.state not in ("submitted", "correction"):
            return False
        change(self._connection, id, self._at, state=state, decision_words=words, **self._by(who), **NO_CORRECTION)
        if row.state == "correction":
            # What nobody submitted is not what was decided upon.
            change(self._connection, id, self._at, answers=self.versions(id)[-1].answers)
        return True

    def _by(self, who: str) -> dict[str, Any]:
        return {"decided_by": who, "decided_at": self._at}

    def _known(self, id: str) -> ApplicationRow:
        row = self.get(id)
        if row is None:
            raise NotAllowed("unknown")
        return row
