"""What an administrator has published, and who looks at a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0030_publishing"
down_revision = "0035_chooser"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_edition")),
        sa.UniqueConstraint("folder", "digest", name=op.f("uq_knowledge_edition_folder")),
    )
    op.create_table(
        "knowledge_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_knowledge_publication_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["knowledge_edition.id"],
            name=op.f("fk_knowledge_publication_edition_id_knowledge_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_publication")),
        sa.UniqueConstraint("folder", "after", name=op.f("uq_knowledge_publication_folder")),
    )
    op.create_table(
        "knowledge_preview",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["knowledge_edition.id"],
            name=op.f("fk_knowledge_preview_edition_id_knowledge_edition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_knowledge_preview_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", name=op.f("pk_knowledge_preview")),
    )
    op.create_index(op.f("ix_knowledge_preview_person_id"), "knowledge_preview", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("knowledge_preview")
    op.drop_table("knowledge_publication")
    op.drop_table("knowledge_edition")
