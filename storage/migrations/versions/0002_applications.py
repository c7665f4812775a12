"""Applications: what is asked for, by whom, as it was submitted; invitations to share one; offers of expertise.

A submitted version never changes: triggers refuse it, whatever code asks. Its paper's hash may be set, once; and it
goes with its whole application (`retention.py`), when that row is already gone. On SQLite a later step that rebuilds
`applications` or `application_versions` has to drop these triggers first, and make them again.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DRAFT_OF_A_CALL = sa.text("state = 'draft' AND call IS NOT NULL")
STATES = "state IN ('draft', 'submitted', 'correction', 'accepted', 'refused', 'withdrawn')"
STAGES = "stage IN ('need', 'expert_search', 'convention', 'preparation', 'mission', 'review')"
FIXED = "application_id, number, reference, submitted_at, lang, sha256, correction_fields, correction_words, answers"

ON_SQLITE = (
    f"""CREATE TRIGGER versions_never_change BEFORE UPDATE OF {FIXED} ON application_versions
        BEGIN SELECT RAISE(ABORT, 'a submitted version never changes'); END""",
    """CREATE TRIGGER versions_keep_their_paper BEFORE UPDATE OF pdf_sha256 ON application_versions
        WHEN OLD.pdf_sha256 IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the paper of a submitted version never changes'); END""",
    """CREATE TRIGGER versions_stay BEFORE DELETE ON application_versions
        WHEN EXISTS (SELECT 1 FROM applications WHERE id = OLD.application_id)
        BEGIN SELECT RAISE(ABORT, 'a submitted version goes only with its application'); END""",
    # INSERT OR REPLACE deletes without asking the trigger above.
    """CREATE TRIGGER versions_are_not_replaced BEFORE INSERT ON application_versions
        WHEN EXISTS (SELECT 1 FROM application_versions
                      WHERE application_id = NEW.application_id AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'a submitted version never changes'); END""",
)
ON_POSTGRESQL = (
    """CREATE FUNCTION versions_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a submitted version never changes'; END $$""",
    """CREATE FUNCTION versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM applications WHERE id = OLD.application_id) THEN
                RAISE EXCEPTION 'a submitted version goes only with its application';
            END IF;
            RETURN OLD;
        END $$""",
    f"""CREATE TRIGGER versions_never_change BEFORE UPDATE OF {FIXED} ON application_versions
        FOR EACH ROW EXECUTE FUNCTION versions_never_change()""",
    """CREATE TRIGGER versions_keep_their_paper BEFORE UPDATE OF pdf_sha256 ON application_versions
        FOR EACH ROW WHEN (OLD.pdf_sha256 IS NOT NULL) EXECUTE FUNCTION versions_never_change()""",
    """CREATE TRIGGER versions_stay BEFORE DELETE ON application_versions
        FOR EACH ROW EXECUTE FUNCTION versions_stay()""",
    """CREATE TRIGGER versions_are_not_emptied BEFORE TRUNCATE ON application_versions
        FOR EACH STATEMENT EXECUTE FUNCTION versions_never_change()""",
)


def upgrade() -> None:
    _applications()
    _members()
    _versions()
    _invitations()
    _offers()


def _text(name: str, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _count(name: str, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, INSTANT, nullable=nullable)


def _person(name: str, stays: bool = False) -> "sa.Column[int]":
    """A column that points at a person: the row goes with them, or `stays` and forgets them."""
    rule = "SET NULL" if stays else "CASCADE"
    return sa.Column(name, SERIAL, sa.ForeignKey("people.id", ondelete=rule), nullable=stays)


def _application() -> "sa.Column[str]":
    return sa.Column("application_id", sa.Text(), sa.ForeignKey("applications.id", ondelete="CASCADE"), nullable=False)


def _applications() -> None:
    op.create_table(
        "applications",
        _text("id"),
        _person("owner_id", stays=True),
        _text("region"),
        _text("call", nullable=True),
        _text("state"),
        _text("stage"),
        _text("prefix", nullable=True),
        _count("year", nullable=True),
        _count("number", nullable=True),
        _count("version"),
        sa.Column("revision", SERIAL, nullable=False),
        sa.Column("recontact", sa.Boolean(), nullable=False),
        _instant("created_at"),
        _instant("updated_at"),
        _instant("submitted_at", nullable=True),
        _text("correction_fields", nullable=True),
        _text("correction_words", nullable=True),
        _text("decision_words", nullable=True),
        _text("decided_by", nullable=True),
        _instant("decided_at", nullable=True),
        _text("answers"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(STATES, name="state"),
        sa.CheckConstraint(STAGES, name="stage"),
        sa.UniqueConstraint("prefix", "year", "number"),
    )
    op.create_index("ix_applications_owner_id", "applications", ["owner_id"])
    op.create_index("ix_applications_updated_at", "applications", ["updated_at"])
    op.create_index(
        "ix_applications_one_draft",
        "applications",
        ["owner_id", "call"],
        unique=True,
        sqlite_where=DRAFT_OF_A_CALL,
        postgresql_where=DRAFT_OF_A_CALL,
    )
    op.create_table(
        "reference_counters",
        _text("prefix"),
        _count("year"),
        _count("last"),
        sa.PrimaryKeyConstraint("prefix", "year"),
    )


def _members() -> None:
    op.create_table(
        "application_members",
        _application(),
        _person("person_id"),
        _instant("joined_at"),
        sa.PrimaryKeyConstraint("application_id", "person_id"),
    )
    op.create_index("ix_application_members_person_id", "application_members", ["person_id"])


def _versions() -> None:
    op.create_table(
        "application_versions",
        _application(),
        _count("number"),
        _text("reference"),
        _instant("submitted_at"),
        _text("lang"),
        _text("sha256"),
        _text("pdf_sha256", nullable=True),
        _text("correction_fields", nullable=True),
        _text("correction_words", nullable=True),
        _text("answers"),
        sa.PrimaryKeyConstraint("application_id", "number"),
    )
    op.create_index("ix_application_versions_pdf_sha256", "application_versions", ["pdf_sha256"])
    triggers = ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL
    for statement in triggers:
        op.execute(statement)


def _invitations() -> None:
    op.create_table(
        "invitations",
        _text("code_sha256"),
        _application(),
        _person("made_by", stays=True),
        _instant("made_at"),
        _instant("expires_at"),
        _person("used_by", stays=True),
        _instant("used_at", nullable=True),
        sa.PrimaryKeyConstraint("code_sha256"),
    )
    for column in ("application_id", "made_by", "used_by"):
        op.create_index(f"ix_invitations_{column}", "invitations", [column])


def _offers() -> None:
    op.create_table(
        "offers",
        _text("id"),
        _person("person_id"),
        _text("region", nullable=True),
        _instant("created_at"),
        _text("answers"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("person_id", "created_at"):
        op.create_index(f"ix_offers_{column}", "offers", [column])
