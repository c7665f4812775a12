"""The staff: threads that belong to no person, who looks after an application, requests for a human, what was relayed.

On SQLite `conversations` is rebuilt, since a column may be empty from now on; a number that was given to a conversation
is still never given again. `applications` is not rebuilt: its triggers stay as they are.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NOT_CLOSED = sa.text("state != 'closed'")
WAITING = sa.text("status = 'pending'")
GIVEN_UP = sa.text("status = 'dead'")
LAST_NUMBER = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'conversations'")

KEEP_COUNTING = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('conversations', :last)")


def upgrade() -> None:
    _threads()
    _assigned()
    _requests()
    _relayed()
    _outbox()


def _threads() -> None:
    embedded = op.get_bind().dialect.name == "sqlite"
    last = op.get_bind().scalar(LAST_NUMBER) if embedded else None
    before_the_long_one: dict[str, Any] = {"insert_after": "address"} if embedded else {}
    with op.batch_alter_table("conversations", table_kwargs={"sqlite_autoincrement": True}) as conversations:
        conversations.alter_column("person_id", existing_type=SERIAL, nullable=True)
        for name in ("root", "about"):
            conversations.add_column(_text(name, nullable=True), **before_the_long_one)
    op.create_index("ix_conversations_about", "conversations", ["about"])
    if last is not None:
        # The new table has counted its rows only: the numbers of those erased would be given again.
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'conversations'")
        op.execute(KEEP_COUNTING.bindparams(last=last))


def _assigned() -> None:
    op.add_column("applications", _text("assigned_to", nullable=True))
    op.add_column("applications", _instant("assigned_at", nullable=True))


def _requests() -> None:
    op.create_table(
        "requests",
        _text("id"),
        _text("region"),
        _pointer("person_id", "people"),
        _pointer("conversation_id", "conversations"),
        _text("state"),
        _instant("opened_at"),
        _instant("said_at"),
        _instant("answered_at", nullable=True),
        _text("assigned_to", nullable=True),
        _instant("closed_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
    )
    for column in ("region", "person_id", "conversation_id"):
        op.create_index(f"ix_requests_{column}", "requests", [column])
    op.create_index(
        "ix_requests_one_not_closed",
        "requests",
        ["person_id", "region"],
        unique=True,
        sqlite_where=NOT_CLOSED,
        postgresql_where=NOT_CLOSED,
    )


def _relayed() -> None:
    op.create_table(
        "relayed",
        _pointer("thread_id", "conversations"),
        _text("vendor_id"),
        _pointer("conversation_id", "conversations"),
        _text("key"),
        sa.PrimaryKeyConstraint("thread_id", "vendor_id"),
    )
    op.create_index("ix_relayed_conversation_id", "relayed", ["conversation_id"])


def _outbox() -> None:
    """One process that sends asks when there will be something to send, each time it has nothing to do."""
    op.drop_index("ix_outbox_next", "outbox")
    _index_some("ix_outbox_next", [sa.text("priority DESC"), "id", "due_at"], WAITING)
    _index_some("ix_outbox_due", ["due_at"], WAITING)
    _index_some("ix_outbox_dead", ["id"], GIVEN_UP)


def _index_some(name: str, columns: Sequence[str | sa.TextClause], which: sa.TextClause) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=which, postgresql_where=which)


def _text(name: str, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, INSTANT, nullable=nullable)


def _pointer(name: str, table: str) -> "sa.Column[int]":
    """A column that points at a row, and the row of which goes with it."""
    return sa.Column(name, SERIAL, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)
