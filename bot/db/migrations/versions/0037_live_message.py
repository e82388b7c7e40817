"""Which messages are changed once what they tell of is over."""

import sqlalchemy as sa
from alembic import op

revision = "0037_live_message"
down_revision = "0036_email_stop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_message")),
        sa.UniqueConstraint("platform", "tenant", "user", "message", name=op.f("uq_live_message_platform")),
    )
    op.create_index(op.f("ix_live_message_number"), "live_message", ["number"], unique=False)
    op.create_index(op.f("ix_live_message_shown_at"), "live_message", ["shown_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_live_message_shown_at"), "live_message")
    op.drop_index(op.f("ix_live_message_number"), "live_message")
    op.drop_table("live_message")
