"""What people tell their hub for one residential, until the day after it; times, address and link of one."""

import sqlalchemy as sa
from alembic import op

revision = "0023_residential_sheets"
down_revision = "0015_said_last"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_detail",
        sa.Column("residential_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days IN ('all', 'first', 'last')", name=op.f("ck_attendance_detail_days_are_known")),
        sa.CheckConstraint("length(why) <= 200", name=op.f("ck_attendance_detail_why_is_short")),
        sa.CheckConstraint("length(needs) <= 200", name=op.f("ck_attendance_detail_needs_are_short")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_detail_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["residential_id"],
            ["residential.id"],
            name=op.f("fk_attendance_detail_residential_id_residential"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("residential_id", "person_id", name=op.f("pk_attendance_detail")),
    )
    op.create_index(op.f("ix_attendance_detail_person_id"), "attendance_detail", ["person_id"], unique=False)
    op.create_table(
        "residential_place",
        sa.Column("residential_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["residential_id"],
            ["residential.id"],
            name=op.f("fk_residential_place_residential_id_residential"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("residential_id", name=op.f("pk_residential_place")),
    )


def downgrade() -> None:
    op.drop_table("residential_place")
    op.drop_index(op.f("ix_attendance_detail_person_id"), "attendance_detail")
    op.drop_table("attendance_detail")
