"""The trail keeps a hash of the event that asked for a change, for the event's name often held who sent it."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0010_no_account_in_audit"
down_revision = "0009_no_queue"
branch_labels = None
depends_on = None

AUDIT = sa.table("audit", sa.column("id"), sa.column("person_id"), sa.column("detail"), sa.column("request_key"))


def upgrade() -> None:
    """Of a person who is deleted already, nothing of what was changed stays either."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(AUDIT.c.id, AUDIT.c.request_key).where(AUDIT.c.request_key.is_not(None)))
    hashed = [{"this": row.id, "hash": _hash(row.request_key)} for row in rows.all()]
    change = AUDIT.update().where(AUDIT.c.id == sa.bindparam("this")).values(request_key=sa.bindparam("hash"))
    if hashed:
        connection.execute(change, hashed)
    nobodys = sa.and_(AUDIT.c.person_id.is_(None), AUDIT.c.request_key.is_not(None))
    connection.execute(AUDIT.update().where(nobodys).values(detail="{}", request_key=None))


def downgrade() -> None:
    """A hash cannot be turned back. It stays, and an event of before is no longer known as a repetition."""


def _hash(key: str) -> str:
    """As bot.db.audit does it at this revision."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
