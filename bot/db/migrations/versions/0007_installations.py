"""Workspaces that installed the bot; events kept until they are answered; who was welcomed."""

import sqlalchemy as sa
from alembic import op

revision = "0007_installations"
down_revision = "0006_outbox_targets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_installation")),
    )
    op.create_table(
        "pending_event",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "key", name=op.f("pk_pending_event")),
    )
    with op.batch_alter_table("pending_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_event_at"), ["at"], unique=False)

    op.create_table(
        "welcome",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", name=op.f("pk_welcome")),
    )


def downgrade() -> None:
    op.drop_table("welcome")
    with op.batch_alter_table("pending_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pending_event_at"))

    op.drop_table("pending_event")
    op.drop_table("installation")
