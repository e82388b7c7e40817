"""Who asked for no e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0036_email_stop"
down_revision = "0030_publishing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_stop",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_email_stop_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_email_stop")),
    )


def downgrade() -> None:
    op.drop_table("email_stop")
