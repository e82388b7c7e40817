"""How many questions went to a chooser on a day, and which workspaces were told."""

import sqlalchemy as sa
from alembic import op

revision = "0035_chooser"
down_revision = "0025_reminder_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chooser_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_chooser_day")),
    )
    op.create_table(
        "chooser_told",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_chooser_told")),
    )


def downgrade() -> None:
    op.drop_table("chooser_told")
    op.drop_table("chooser_day")
