"""Codes know the roles that they were made for, accounts how they were linked; a deployment's name; files."""

import sqlalchemy as sa
from alembic import op

revision = "0013_who_may_do_what"
down_revision = "0012_inbox_tries"
branch_labels = None
depends_on = None

BY_EMAIL = """
UPDATE account SET linked_by = 'e-mail' WHERE EXISTS (
    SELECT 1 FROM audit WHERE audit.what = 'account.linked' AND audit.person_id = account.person_id
    AND audit.at = account.linked_at AND audit.detail LIKE '%"by": "e-mail"%'
)
"""


def upgrade() -> None:
    """A code of before is for no role: nobody knows whether its person had theirs when it was made."""
    with op.batch_alter_table("join_code", schema=None) as batch_op:
        batch_op.add_column(sa.Column("roles", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("linked_by", sa.String(), nullable=False, server_default="code"))
        batch_op.create_check_constraint(
            batch_op.f("ck_account_linked_by_is_known"), "linked_by IN ('code', 'e-mail')"
        )
    op.execute(BY_EMAIL)
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
    )
    op.create_table(
        "handed_file",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_handed_file")),
    )
    op.create_index(op.f("ix_handed_file_made_at"), "handed_file", ["made_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_handed_file_made_at"), "handed_file")
    op.drop_table("handed_file")
    op.drop_table("deployment")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_account_linked_by_is_known"), type_="check")
        batch_op.drop_column("linked_by")
    with op.batch_alter_table("join_code", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
        batch_op.drop_column("roles")
