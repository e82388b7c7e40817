"""The trail of changes, as tests look at it; the program reads it by what it needs of it."""

from sqlalchemy import or_, select
from sqlmodel import col

from bot.db.audit import entry_of
from bot.db.audit_domain import AuditEntry
from bot.db.audit_tables import AuditRow
from bot.db.store import Store


class Audit:
    """What was changed, the latest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def recent(
        self, *, person_id: int | None = None, hub_id: int | None = None, most: int = 100
    ) -> tuple[AuditEntry, ...]:
        """The latest changes first: about or by this person, or at this hub; all of them when neither is named."""
        if self._store.is_empty:
            return ()
        query = select(AuditRow.__table__).order_by(col(AuditRow.id).desc()).limit(most)  # type: ignore[attr-defined]
        if person_id is not None:
            query = query.where(or_(col(AuditRow.person_id) == person_id, col(AuditRow.by) == person_id))
        if hub_id is not None:
            query = query.where(col(AuditRow.hub_id) == hub_id)
        async with self._store.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(map(entry_of, rows))
