"""The first tables: people and conversations, what came in, what goes out, what was decided, who did what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WAITING = sa.text("status = 'pending'")
IN_HANDS = sa.text("lease_until IS NOT NULL")


def upgrade() -> None:
    _people()
    _inbox()
    _outbox()
    _kept()


def _number() -> "sa.Column[int]":
    return sa.Column("id", SERIAL, nullable=False)


def _of(table: str) -> "sa.Column[int]":
    """The column that points at a row of `table`, and goes with it."""
    column = {"people": "person_id", "conversations": "conversation_id"}[table]
    return sa.Column(column, SERIAL, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def _people() -> None:
    op.create_table(
        "people",
        _number(),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identities",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        _of("people"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "address"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "conversations",
        _number(),
        _of("people"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("version", SERIAL, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("unreachable_at", INSTANT),
        sa.Column("state", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "address"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversations_person_id", "conversations", ["person_id"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("event_id"),
        sa.CheckConstraint("status IN ('done', 'failed')", name="status"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_at", "inbox", ["at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        _number(),
        _of("conversations"),
        sa.Column("event_id", sa.Text()),
        sa.Column("key", sa.Text()),
        sa.Column("edits", sa.Text()),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", INSTANT),
        sa.Column("lease_until", INSTANT),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("vendor_id", sa.Text()),
        sa.Column("ended_at", INSTANT),
        sa.Column("body", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("status IN ('pending', 'sent', 'dead')", name="status"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_conversation_id_key", "outbox", ["conversation_id", "key"])
    op.create_index("ix_outbox_ended_at", "outbox", ["ended_at"])
    urgent_first = sa.text("priority DESC")
    _index_some("ix_outbox_head", ["conversation_id", urgent_first, "id"], WAITING)
    _index_some("ix_outbox_next", [urgent_first, "id"], WAITING)
    _index_some("ix_outbox_in_hands", ["conversation_id"], IN_HANDS)


def _index_some(name: str, columns: Sequence[str | sa.TextClause], which: sa.TextClause) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=which, postgresql_where=which)


def _kept() -> None:
    op.create_table(
        "assessments",
        _number(),
        _of("people"),
        sa.Column("region", sa.Text()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assessments_person_id", "assessments", ["person_id"])
    op.create_index("ix_assessments_created_at", "assessments", ["created_at"])
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text(), nullable=False),
        _of("people"),
        sa.Column("size", SERIAL, nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "person_id"),
    )
    op.create_index("ix_files_person_id", "files", ["person_id"])
    op.create_table(
        "audit",
        _number(),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "who", "subject"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
