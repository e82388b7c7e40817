"""That a hub was told of its year's end has a table of its own; it stood among the scheduler's heartbeats."""

import sqlalchemy as sa
from alembic import op

revision = "0039_year_end_told"
down_revision = "0038_cleaned_wordings"
branch_labels = None
depends_on = None

MOVED = """
    INSERT INTO year_end_told (hub_id, cohort_id, at)
    SELECT hub.id, cohort.id, heartbeat.at FROM heartbeat, hub, cohort
    WHERE heartbeat.name = 'year over:' || hub.id || ':' || cohort.id
"""
BACK = "INSERT INTO heartbeat (name, at) SELECT 'year over:' || hub_id || ':' || cohort_id, at FROM year_end_told"


def upgrade() -> None:
    op.create_table(
        "year_end_told",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_year_end_told_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_year_end_told_hub_id_hub")),
        sa.PrimaryKeyConstraint("hub_id", "cohort_id", name=op.f("pk_year_end_told")),
    )
    op.execute(MOVED)
    op.execute("DELETE FROM heartbeat WHERE name LIKE 'year over:%'")


def downgrade() -> None:
    op.execute(BACK)
    op.drop_table("year_end_told")
