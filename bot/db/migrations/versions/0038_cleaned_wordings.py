"""Words of unsure questions are kept without names from now on; those that were kept before go."""

from alembic import op

revision = "0038_cleaned_wordings"
down_revision = "0037_live_message"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM unsure_wording")


def downgrade() -> None:
    """What was deleted is not brought back."""
