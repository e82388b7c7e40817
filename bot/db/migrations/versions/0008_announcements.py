"""Announcements that are drafts until somebody confirms them, to several hubs in one act, and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0008_announcements"
down_revision = "0007_installations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("act", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_announcement_act"), ["act"], unique=False)
    op.execute("UPDATE announcement SET act = id, confirmed_at = created_at")


def downgrade() -> None:
    op.execute("DELETE FROM announcement WHERE confirmed_at IS NULL")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_act"))
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("act")
