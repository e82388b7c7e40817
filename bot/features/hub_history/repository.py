"""The trail of a hub with the names of who did what about whom, in one query."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.db.audit import entry_of
from bot.db.audit_domain import PUT_BACK, UNDONE
from bot.db.audit_tables import AuditRow
from bot.db.store import Store
from bot.features.hub_history.domain import CO_LEADS_HEAR, WORDS, HubChange
from bot.identity.tables import HubRow, PersonRow

BY, ABOUT = aliased(PersonRow), aliased(PersonRow)
COLUMNS = tuple(
    col(getattr(AuditRow, name))
    for name in ("id", "at", "by", "person_id", "hub_id", "what", "detail", "undone_by", "turn")
)
CHANGES: Any = (
    select(
        *COLUMNS,
        col(BY.name).label("by_name"),
        col(ABOUT.name).label("about_name"),
        col(HubRow.name).label("hub_name"),
    )
    .outerjoin(BY, col(BY.id) == col(AuditRow.by))
    .outerjoin(ABOUT, col(ABOUT.id) == col(AuditRow.person_id))
    .outerjoin(HubRow, col(HubRow.id) == col(AuditRow.hub_id))
)
LATEST = 5_000  # changes among which what is told at once is looked for


class HubHistory:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, hub_id: int, most: int, before: int = 0) -> tuple[HubChange, ...]:
        """The newest first, those before the change of that id. What people said of themselves is theirs."""
        by_another = or_(col(AuditRow.person_id).is_(None), col(AuditRow.person_id) != col(AuditRow.by))
        shown = (col(AuditRow.hub_id) == hub_id, by_another, col(AuditRow.what).in_([*WORDS, UNDONE, PUT_BACK]))
        earlier = (col(AuditRow.id) < before,) if before else ()
        return await self._read(CHANGES.where(*shown, *earlier), most)

    async def by_id(self, ids: Collection[int]) -> dict[int, HubChange]:
        found = await self._read(CHANGES.where(col(AuditRow.id).in_(ids)), len(ids)) if ids else ()
        return {one.entry.id: one for one in found}

    async def last_of(self, hub_id: int, what: str, most: int = 60) -> tuple[HubChange, ...]:
        """The newest changes of a kind at a hub that stand."""
        these = (col(AuditRow.hub_id) == hub_id, col(AuditRow.what) == what, col(AuditRow.undone_by).is_(None))
        return await self._read(CHANGES.where(*these), most)

    async def to_tell(self, since: datetime) -> tuple[HubChange, ...]:
        """What a hub's other leads are to hear of, and what was taken back of it."""
        newest = select(func.max(col(AuditRow.id)) - LATEST).scalar_subquery()
        kinds = (*CO_LEADS_HEAR, UNDONE)
        lately = (col(AuditRow.id) > newest, col(AuditRow.at) >= since, col(AuditRow.what).in_(kinds))
        return await self._read(CHANGES.where(*lately, col(AuditRow.by).is_not(None)), LATEST)

    async def _read(self, query: Any, most: int) -> tuple[HubChange, ...]:
        async with self._store.reading() as connection:
            rows: Sequence[Any] = (
                await connection.execute(query.order_by(col(AuditRow.id).desc()).limit(most))
            ).all()
        return tuple(
            HubChange(entry_of(row), row.by_name or "", row.about_name or "", row.hub_name or "") for row in rows
        )
