"""How often an event that waits for its answer was tried, and when it was last taken up."""

import sqlalchemy as sa
from alembic import op

revision = "0012_inbox_tries"
down_revision = "0011_conversation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pending_event", sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("pending_event", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("pending_event", "taken_at")
    op.drop_column("pending_event", "tries")
