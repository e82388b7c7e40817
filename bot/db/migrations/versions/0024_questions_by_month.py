"""How many questions a hub's people asked in a month, how many were answered and passed on; nothing of who."""

import sqlalchemy as sa
from alembic import op

revision = "0024_questions_by_month"
down_revision = "0023_residential_sheets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("passed_on", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "asked >= 0 AND answered >= 0 AND passed_on >= 0", name=op.f("ck_question_month_counts_up")
        ),
        sa.PrimaryKeyConstraint("month", "hub_id", name=op.f("pk_question_month")),
    )


def downgrade() -> None:
    op.drop_table("question_month")
