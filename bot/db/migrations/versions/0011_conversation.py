"""What a conversation has open, and in which one each change was asked for: for the answers and the undo."""

import sqlalchemy as sa
from alembic import op

revision = "0011_conversation"
down_revision = "0010_no_account_in_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation_state",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overtaken", sa.Boolean(), nullable=False),
        sa.Column("spoken_of", sa.String(), nullable=True),
        sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", "conversation", name=op.f("pk_conversation_state")),
    )
    op.create_index(op.f("ix_conversation_state_updated_at"), "conversation_state", ["updated_at"], unique=False)
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conversation", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("turn", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_audit_conversation"), ["conversation"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_turn"), ["turn"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_turn"))
        batch_op.drop_index(batch_op.f("ix_audit_conversation"))
        batch_op.drop_column("turn")
        batch_op.drop_column("conversation")
    op.drop_index(op.f("ix_conversation_state_updated_at"), "conversation_state")
    op.drop_table("conversation_state")
