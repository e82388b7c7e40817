"""No delivery is `queued`: one that waits is ready until somebody takes it."""

from alembic import op

revision = "0009_no_queue"
down_revision = "0008_announcements"
branch_labels = None
depends_on = None

NAME = "ck_delivery_status_is_known"
BEFORE = "status IN ('ready', 'queued', 'sending', 'unknown', 'sent', 'failed', 'cancelled', 'skipped')"
AFTER = "status IN ('ready', 'sending', 'unknown', 'sent', 'failed', 'cancelled', 'skipped')"


def upgrade() -> None:
    op.execute("UPDATE delivery SET status = 'ready' WHERE status = 'queued'")
    _known(AFTER)


def downgrade() -> None:
    _known(BEFORE)


def _known(statuses: str) -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")
        batch_op.create_check_constraint(batch_op.f(NAME), statuses)
