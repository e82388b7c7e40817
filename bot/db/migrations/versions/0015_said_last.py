"""What was said last in a conversation, so that any process can answer "and where?"."""

import sqlalchemy as sa
from alembic import op

revision = "0015_said_last"
down_revision = "0022_import_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversation_state", schema=None) as batch_op:
        batch_op.drop_column("said_at")
        batch_op.drop_column("said")
