"""At what time of day somebody is reminded, and a time in which they are not."""

import sqlalchemy as sa
from alembic import op

revision = "0025_reminder_settings"
down_revision = "0024_questions_by_month"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 450 AND 1080", name=op.f("ck_reminder_setting_in_the_day")),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_reminder_setting_quiet_has_an_end")
        ),
        sa.CheckConstraint("quiet_from < quiet_until", name=op.f("ck_reminder_setting_quiet_begins_first")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_setting_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_setting")),
    )


def downgrade() -> None:
    op.drop_table("reminder_setting")
