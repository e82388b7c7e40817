"""What each lead was last told in the morning."""

import sqlalchemy as sa
from alembic import op

revision = "0021_mornings_of_leads"
down_revision = "0020_calendar_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_morning",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_lead_morning_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lead_morning_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "hub_id", name=op.f("pk_lead_morning")),
    )


def downgrade() -> None:
    op.drop_table("lead_morning")
