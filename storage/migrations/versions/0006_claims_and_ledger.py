"""Claims and the ledger: receipts, expenses, terms of a mission, gifts, bank accounts, and the book.

The book only grows: triggers refuse to change, remove, replace or leave out an entry, whatever code asks, and to move
the head anywhere but to the last entry. On SQLite a later step that rebuilds `ledger` or `ledger_head` has to drop
these triggers first, and make them again.
"""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
RECEIPT_STATES = "state IN ('waiting_fetch', 'fetched', 'read', 'lost', 'refused')"
CLAIM_STATES = "state IN ('draft', 'confirmed', 'approved', 'part', 'asked', 'refused')"
PAYERS = "paid_by IN ('volunteer', 'network', 'association', 'employer')"
NEXT = "NEW.number = (SELECT coalesce(max(number), 0) + 1 FROM ledger)"
LAST = """NEW.count > OLD.count AND NEW.count = (SELECT max(number) FROM ledger)
            AND NEW.sha256 = (SELECT sha256 FROM ledger WHERE number = NEW.count)"""
BEGINNING = sa.text("INSERT INTO ledger_head (id, count, sha256) VALUES (1, 0, :start)").bindparams(start="0" * 64)

ON_SQLITE = (
    """CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON ledger
        BEGIN SELECT RAISE(ABORT, 'an entry of the ledger never changes'); END""",
    """CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
        BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END""",
    # INSERT OR REPLACE deletes without asking the trigger above; it never bears the next number.
    f"""CREATE TRIGGER ledger_goes_on BEFORE INSERT ON ledger WHEN NOT ({NEXT})
        BEGIN SELECT RAISE(ABORT, 'an entry of the ledger comes after the last one'); END""",
    f"""CREATE TRIGGER ledger_head_follows BEFORE UPDATE ON ledger_head WHEN NOT coalesce({LAST}, 0)
        BEGIN SELECT RAISE(ABORT, 'the head of the ledger is its last entry'); END""",
    """CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
        BEGIN SELECT RAISE(ABORT, 'the head of the ledger stays'); END""",
    """CREATE TRIGGER ledger_head_is_one BEFORE INSERT ON ledger_head WHEN EXISTS (SELECT 1 FROM ledger_head)
        BEGIN SELECT RAISE(ABORT, 'the ledger has one head'); END""",
)
ON_POSTGRESQL = (
    """CREATE FUNCTION ledger_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'an entry of the ledger never changes and is never removed'; END $$""",
    f"""CREATE FUNCTION ledger_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT ({NEXT}) THEN RAISE EXCEPTION 'an entry of the ledger comes after the last one'; END IF;
            RETURN NEW;
        END $$""",
    f"""CREATE FUNCTION ledger_head_follows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT coalesce({LAST}, FALSE) THEN RAISE EXCEPTION 'the head of the ledger is its last entry'; END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER ledger_never_changes BEFORE UPDATE OR DELETE ON ledger
        FOR EACH ROW EXECUTE FUNCTION ledger_never_changes()""",
    """CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON ledger
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_never_changes()""",
    """CREATE TRIGGER ledger_goes_on BEFORE INSERT ON ledger
        FOR EACH ROW EXECUTE FUNCTION ledger_goes_on()""",
    """CREATE TRIGGER ledger_head_follows BEFORE UPDATE ON ledger_head
        FOR EACH ROW EXECUTE FUNCTION ledger_head_follows()""",
    """CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
        FOR EACH ROW EXECUTE FUNCTION ledger_never_changes()""",
    """CREATE TRIGGER ledger_head_is_not_emptied BEFORE TRUNCATE ON ledger_head
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_never_changes()""",
)


def upgrade() -> None:
    _receipts()
    _claims()
    _proofs()
    _terms()
    _waivers()
    _bank_accounts()
    _ledger()


def _receipts() -> None:
    op.create_table(
        "receipts",
        _text("id"),
        _mission(),
        _text("place"),
        _count("number"),
        _instant("sent_at"),
        _text("state"),
        _text("why", nullable=True),
        _text("channel"),
        _text("vendor_file_id", nullable=True),
        _text("media_group", nullable=True),
        _text("mime", nullable=True),
        _serial("size", nullable=True),
        _text("kept_sha256", nullable=True),
        _text("original_sha256", nullable=True),
        _instant("fetched_at", nullable=True),
        _instant("read_at", nullable=True),
        sa.Column("insisted", sa.Boolean(), nullable=False),
        _text("reading", nullable=True),
        _text("duplicates", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(RECEIPT_STATES, name="state"),
        sa.UniqueConstraint("place", "number"),
    )
    _index("receipts", "mission_id", "sent_at", "kept_sha256", "original_sha256")


def _claims() -> None:
    op.create_table(
        "claims",
        _text("id"),
        _mission(),
        _text("place", nullable=True),
        _count("number"),
        _text("state"),
        _text("category", nullable=True),
        _text("service", nullable=True),
        _day("day", nullable=True),
        _text("supplier", nullable=True),
        _serial("minor", nullable=True),
        _text("currency", nullable=True),
        _count("exponent"),
        _text("paid_by"),
        _count("days", nullable=True),
        _count("nights", nullable=True),
        _instant("created_at"),
        _instant("updated_at"),
        _instant("confirmed_at", nullable=True),
        _text("entered_by", nullable=True),
        _text("decided_by", nullable=True),
        _instant("decided_at", nullable=True),
        _serial("decided_minor", nullable=True),
        _text("decision_words", nullable=True),
        _text("sworn", nullable=True),
        _text("as_read", nullable=True),
        _text("as_confirmed", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(CLAIM_STATES, name="state"),
        sa.CheckConstraint(PAYERS, name="paid_by"),
        sa.CheckConstraint("minor >= 0 AND decided_minor >= 0 AND decided_minor <= minor", name="amounts"),
        sa.CheckConstraint("days >= 0 AND nights >= 0 AND exponent BETWEEN 0 AND 4", name="counts"),
        sa.UniqueConstraint("mission_id", "number"),
    )
    _index("claims", "place")


def _proofs() -> None:
    op.create_table(
        "claim_receipts",
        _pointer("claim_id", "claims"),
        _pointer("receipt_id", "receipts"),
        sa.PrimaryKeyConstraint("claim_id", "receipt_id"),
    )
    _index("claim_receipts", "receipt_id")


def _terms() -> None:
    op.create_table(
        "mission_terms",
        _pointer("mission_id", "missions"),
        _instant("set_at"),
        _text("set_by"),
        _text("terms"),
        sa.PrimaryKeyConstraint("mission_id"),
    )


def _waivers() -> None:
    op.create_table(
        "waivers",
        _text("place"),
        _mission(),
        _instant("at"),
        _text("by"),
        sa.PrimaryKeyConstraint("place"),
    )
    _index("waivers", "mission_id")


def _bank_accounts() -> None:
    op.create_table(
        "bank_accounts",
        _pointer("place", "mission_people"),
        _text("holder"),
        _text("iban"),
        _instant("given_at"),
        _instant("paid_at", nullable=True),
        sa.PrimaryKeyConstraint("place"),
    )
    _index("bank_accounts", "given_at")


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("number", SERIAL, autoincrement=False, nullable=False),
        _instant("at"),
        _day("day"),
        _text("region"),
        _text("mission"),
        _text("kind"),
        _text("debit"),
        _text("credit"),
        _serial("cents"),
        _text("who"),
        _text("why"),
        _text("claim", nullable=True),
        _serial("reverses", nullable=True),
        _text("rule", nullable=True),
        _text("rate", nullable=True),
        _text("previous"),
        _text("sha256"),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("cents > 0 AND debit != credit", name="moves"),
        sa.UniqueConstraint("reverses"),
    )
    _index("ledger", "mission", "claim")
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _serial("count"),
        _text("sha256"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1", name="one"),
    )
    op.execute(BEGINNING)
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _count(name: str, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _serial(name: str, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, SERIAL, nullable=nullable)


def _day(name: str, nullable: bool = False) -> "sa.Column[date]":
    return sa.Column(name, sa.Date(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, INSTANT, nullable=nullable)


def _mission() -> "sa.Column[str]":
    """A column that points at a mission, and forgets it: what is in the book outlives it."""
    return sa.Column("mission_id", sa.Text(), sa.ForeignKey("missions.id", ondelete="SET NULL"), nullable=True)


def _pointer(name: str, table: str) -> "sa.Column[str]":
    """A column that points at a row, and the row of which goes with it."""
    return sa.Column(name, sa.Text(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)
