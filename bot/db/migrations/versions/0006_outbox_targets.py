"""Deliveries to an account or a channel as well as to a person; what goes first; a hub's channels."""

import sqlalchemy as sa
from alembic import op

revision = "0006_outbox_targets"
down_revision = "0005_scheduler"
branch_labels = None
depends_on = None

WAITING_RELAYS = """
INSERT INTO occasion (rule, subject, revision, day, due_at, expires_at, state)
SELECT 'relay', 'relay:' || CAST(id AS VARCHAR), 1, '2026-11-25', made_at, '2027-11-25', 'fanned'
FROM relay WHERE sent_at IS NULL
"""
THEIR_DELIVERIES = """
INSERT INTO delivery (occasion_id, target, rank, platform, tenant, address, status, attempts, first_at, next_at)
SELECT o.id, 'account:' || r.platform || ':' || r.tenant || ':' || r."user", 0,
       r.platform, r.tenant, r.address, 'ready', 0, r.made_at, r.made_at
FROM relay r JOIN occasion o ON o.subject = 'relay:' || CAST(r.id AS VARCHAR)
"""


def upgrade() -> None:
    op.create_table(
        "hub_channel",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_hub_channel_by_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_channel_hub_id_hub")),
        sa.PrimaryKeyConstraint("hub_id", "platform", name=op.f("pk_hub_channel")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("target", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch_op.alter_column("person_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_index(batch_op.f("ix_delivery_status_next_at"))
        batch_op.drop_constraint(batch_op.f("uq_delivery_occasion_id"), type_="unique")
    op.execute("UPDATE delivery SET target = 'person:' || CAST(person_id AS VARCHAR), rank = 1")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("target", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("rank", existing_type=sa.INTEGER(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_delivery_occasion_id"), ["occasion_id", "target"])
        batch_op.create_index("ix_delivery_status_rank_next_at", ["status", "rank", "next_at"], unique=False)
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.alter_column("hub_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("cohort_id", existing_type=sa.INTEGER(), nullable=True)
    op.execute(WAITING_RELAYS)
    op.execute(THEIR_DELIVERIES)


def downgrade() -> None:
    op.execute("DELETE FROM delivery WHERE person_id IS NULL")
    op.execute("DELETE FROM occasion WHERE cohort_id IS NULL")
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.alter_column("cohort_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("hub_id", existing_type=sa.INTEGER(), nullable=False)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_status_rank_next_at")
        batch_op.drop_constraint(batch_op.f("uq_delivery_occasion_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_delivery_occasion_id"), ["occasion_id", "person_id"])
        batch_op.create_index(batch_op.f("ix_delivery_status_next_at"), ["status", "next_at"], unique=False)
        batch_op.alter_column("person_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("rank")
        batch_op.drop_column("target")
    op.drop_table("hub_channel")
