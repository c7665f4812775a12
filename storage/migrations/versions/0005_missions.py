"""Missions: the people in them, their codes, the livret, alerts, check-ins, what is ticked and what is said after."""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NOBODY_YET = sa.text("state = 'open'")
NOT_ANSWERED = sa.text("answered_at IS NULL")
STAGES = "stage IN ('need', 'expert_search', 'convention', 'preparation', 'mission', 'review', 'closed')"
DIRECTIONS = "direction IN ('outgoing', 'reciprocity', 'south_south')"


def upgrade() -> None:
    _missions()
    _people()
    _invitations()
    _livrets()
    _alerts()
    _checkins()
    _ticks()
    _interviews()


def _missions() -> None:
    op.create_table(
        "missions",
        _text("id"),
        sa.Column("application_id", sa.Text(), sa.ForeignKey("applications.id", ondelete="SET NULL"), nullable=True),
        _text("prefix"),
        _count("year"),
        _count("number"),
        _text("region"),
        _text("stage"),
        _text("direction"),
        _text("country"),
        _day("starts", nullable=True),
        _day("ends", nullable=True),
        _text("zone", nullable=True),
        _count("livret_version"),
        _instant("livret_at"),
        _flag("checkins"),
        _instant("created_at"),
        _instant("updated_at"),
        _text("created_by"),
        _text("rules"),
        _text("sheet"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(STAGES, name="stage"),
        sa.CheckConstraint(DIRECTIONS, name="direction"),
        sa.UniqueConstraint("prefix", "year", "number"),
        sa.UniqueConstraint("application_id"),
    )
    _index("missions", "region", "updated_at")


def _people() -> None:
    op.create_table(
        "mission_people",
        _text("id"),
        _pointer("mission_id", "missions"),
        _text("role"),
        _text("name"),
        _person("person_id", "CASCADE"),
        _instant("created_at"),
        _instant("joined_at", nullable=True),
        _flag("consent_checkins"),
        _day("paused_until", nullable=True),
        _flag("consent_followup"),
        _text("emergency", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("role IN ('volunteer', 'association', 'partner')", name="role"),
        sa.UniqueConstraint("mission_id", "person_id"),
    )
    _index("mission_people", "mission_id", "person_id")


def _invitations() -> None:
    op.create_table(
        "mission_invitations",
        _text("code_sha256"),
        _pointer("mission_person_id", "mission_people"),
        _text("made_by"),
        _instant("made_at"),
        _instant("expires_at"),
        _person("used_by", "SET NULL"),
        _instant("used_at", nullable=True),
        sa.PrimaryKeyConstraint("code_sha256"),
    )
    _index("mission_invitations", "mission_person_id", "used_by")


def _livrets() -> None:
    op.create_table(
        "livret_versions",
        _pointer("mission_id", "missions"),
        _count("number"),
        _instant("made_at"),
        _text("by"),
        _text("sha256"),
        _text("sheet"),
        sa.PrimaryKeyConstraint("mission_id", "number"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        _text("id"),
        _pointer("mission_id", "missions"),
        sa.Column(
            "mission_person_id", sa.Text(), sa.ForeignKey("mission_people.id", ondelete="SET NULL"), nullable=True
        ),
        _instant("at"),
        _text("words", nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        _text("state"),
        _text("acknowledged_by", nullable=True),
        _instant("acknowledged_at", nullable=True),
        _instant("closed_at", nullable=True),
        _count("escalated"),
        _instant("last_escalated_at", nullable=True),
        _text("tried", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("state IN ('open', 'acknowledged', 'closed')", name="state"),
    )
    _index("alerts", "mission_id", "mission_person_id")
    op.create_index(
        "ix_alerts_one_open",
        "alerts",
        ["mission_person_id"],
        unique=True,
        sqlite_where=NOBODY_YET,
        postgresql_where=NOBODY_YET,
    )


def _checkins() -> None:
    op.create_table(
        "checkins",
        _pointer("mission_person_id", "mission_people"),
        _day("day"),
        _text("state"),
        _instant("asked_at"),
        _instant("answered_at", nullable=True),
        sa.PrimaryKeyConstraint("mission_person_id", "day"),
        sa.CheckConstraint("state IN ('asked', 'asked_again', 'fine', 'missed')", name="state"),
    )
    op.create_index("ix_checkins_open", "checkins", ["day"], sqlite_where=NOT_ANSWERED, postgresql_where=NOT_ANSWERED)


def _ticks() -> None:
    op.create_table(
        "mission_ticks",
        _pointer("mission_person_id", "mission_people"),
        _text("item"),
        _instant("at"),
        sa.PrimaryKeyConstraint("mission_person_id", "item"),
    )


def _interviews() -> None:
    op.create_table(
        "interviews",
        _text("id"),
        _pointer("mission_person_id", "mission_people"),
        _text("kind"),
        _instant("at"),
        _text("answers"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("kind IN ('before', 'after', 'm3', 'm6', 'm12')", name="kind"),
        sa.UniqueConstraint("mission_person_id", "kind"),
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _count(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str, nullable: bool = False) -> "sa.Column[date]":
    return sa.Column(name, sa.Date(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, INSTANT, nullable=nullable)


def _pointer(name: str, table: str) -> "sa.Column[str]":
    """A column that points at a row, and the row of which goes with it."""
    return sa.Column(name, sa.Text(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def _person(name: str, rule: str) -> "sa.Column[int]":
    """A column that may point at a person: the row goes with them, or forgets them."""
    return sa.Column(name, SERIAL, sa.ForeignKey("people.id", ondelete=rule), nullable=True)
