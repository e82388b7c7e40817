"""Walks under way and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001_walks"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "walk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step >= 0", name=op.f("ck_walk_step_counts_up")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk")),
        sa.UniqueConstraint("platform", "tenant", "user", "conversation", name=op.f("uq_walk_platform")),
    )
    with op.batch_alter_table("walk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_walk_started_at"), ["started_at"], unique=False)

    op.create_table(
        "walk_answer",
        sa.Column("walk_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("place >= 0", name=op.f("ck_walk_answer_place_counts_up")),
        sa.ForeignKeyConstraint(
            ["walk_id"], ["walk.id"], name=op.f("fk_walk_answer_walk_id_walk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("walk_id", "question", name=op.f("pk_walk_answer")),
        sa.UniqueConstraint("walk_id", "place", name=op.f("uq_walk_answer_walk_id")),
    )


def downgrade() -> None:
    op.drop_table("walk_answer")
    with op.batch_alter_table("walk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_walk_started_at"))

    op.drop_table("walk")
