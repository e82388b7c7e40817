"""Which message shows the newest step of a walk, so that older ones are retired."""

import sqlalchemy as sa
from alembic import op

revision = "0014_newest_message"
down_revision = "0013_who_may_do_what"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "newest_message",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", "name", name=op.f("pk_newest_message")),
    )
    op.create_index(op.f("ix_newest_message_at"), "newest_message", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_newest_message_at"), "newest_message")
    op.drop_table("newest_message")
