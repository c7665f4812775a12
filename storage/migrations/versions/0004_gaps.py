"""What the assistant could not answer, counted by day, without whoever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = ("day", "kind", "lang", "region", "entry", "words")


def upgrade() -> None:
    op.create_table(
        "gaps",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEY[1:]),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY),
        sa.CheckConstraint("kind IN ('unanswered', 'not_chosen', 'disliked')", name="kind"),
    )
