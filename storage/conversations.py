"""Where talk takes place: conversations by their address, threads of the staff, and what becomes of an address.

A thread is a conversation without a person: it belongs to what it is `about`, and goes with it (`retention.py`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage.database import Database
from storage.tables import Conversation, Identity, table

_conversations, _identities = table(Conversation), table(Identity)


def conversation_at(connection: Connection, channel: str, address: str) -> int | None:
    """The number of the conversation at an address, if there is one."""
    found: int | None = connection.scalar(select(_conversations.c.id).filter_by(channel=channel, address=address))
    return found


def state_at(connection: Connection, channel: str, address: str) -> Any:
    """The state of the conversation at an address."""
    return connection.scalar(select(_conversations.c.state).filter_by(channel=channel, address=address))


def state_of(connection: Connection, conversation_id: int) -> Any:
    """The state of a conversation; None where there is none."""
    return connection.scalar(select(_conversations.c.state).filter_by(id=conversation_id))


def unreachable(connection: Connection, conversation_id: int) -> bool:
    """Whether nothing is sent there until its person writes again."""
    marked = select(_conversations.c.id).where(_conversations.c.unreachable_at.is_not(None))
    return connection.execute(marked.filter_by(id=conversation_id)).first() is not None


def thread(database: Database, connection: Connection, channel: str, address: str, about: str, at: datetime) -> int:
    """The number of the staff's thread at an address, made where there is none; it may be written to from now on."""
    if conversation_at(connection, channel, address) is None:
        new = {"channel": channel, "address": address, "about": about, "version": 0}
        database.added(connection, _conversations, {**new, "created_at": at, "updated_at": at})
    # Nobody "writes" in a thread, as a person does to show that they are back.
    found = update(_conversations).filter_by(channel=channel, address=address)
    connection.execute(found.where(_conversations.c.unreachable_at.is_not(None)).values(unreachable_at=None))
    return int(connection.execute(select(_conversations.c.id).filter_by(channel=channel, address=address)).scalar_one())


def move(connection: Connection, conversation_id: int, address: str) -> bool:
    """Go on at another address of the channel, the person with it; False where somebody talks there already."""
    own = select(_conversations.c.channel, _conversations.c.address).filter_by(id=conversation_id)
    old = connection.execute(own.with_for_update(key_share=True)).first()
    if old is None or conversation_at(connection, old.channel, address) is not None:
        return False
    connection.execute(update(_conversations).filter_by(id=conversation_id).values(address=address))
    known = select(_identities.c.person_id).filter_by(channel=old.channel, address=address)
    if connection.execute(known).first() is None:
        moving = update(_identities).filter_by(channel=old.channel, address=old.address)
        connection.execute(moving.values(address=address))
    return True


def root(connection: Connection, conversation_id: int, vendor_id: str, instead_of: str | None = None) -> str | None:
    """Note the message that opens a thread; the one that counts is returned: the first, or what takes its place."""
    open_here = _conversations.c.root.is_(None) if instead_of is None else _conversations.c.root == instead_of
    fresh = update(_conversations).where(_conversations.c.id == conversation_id, open_here)
    connection.execute(fresh.values(root=vendor_id))
    kept: str | None = connection.scalar(select(_conversations.c.root).filter_by(id=conversation_id))
    return kept
