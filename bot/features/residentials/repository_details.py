"""What a specialist says beside whether they come: written together with the answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.features.residentials.domain import AttendanceAnswer, AttendanceDetail, Residential
from bot.features.residentials.queries import over_at
from bot.features.residentials.repository import attend
from bot.features.residentials.tables import AttendanceDetailRow


class AttendanceDetails:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def answer(
        self, one: Residential, person_id: int, answer: AttendanceAnswer, detail: AttendanceDetail, now: datetime
    ) -> None:
        """Whether somebody comes and what they say beside it, kept together. Raises as `Residentials.attend`."""
        async with self._store.writing() as connection:
            await attend(connection, one.id, person_id, answer, now)
            await self._add(connection, one, person_id, detail, now)

    async def _add(
        self,
        connection: AsyncConnection,
        one: Residential,
        person_id: int,
        detail: AttendanceDetail,
        now: datetime,
    ) -> None:
        """What is said beside the answer; the trail notes only that it was."""
        row = {
            "residential_id": one.id,
            "person_id": person_id,
            "for_day": one.first_day,
            "days": detail.days.value,
            "why": detail.why,
            "needs": detail.needs or "",
            "until": over_at(one.last_day),
        }
        kept = {name for name in ("needs",) if detail.needs is None}
        new = {name: value for name, value in row.items() if name not in {"residential_id", "person_id", *kept}}
        put = insert_on_conflict(AttendanceDetailRow, is_sqlite=self._store.is_sqlite).values(row)
        theirs = ["residential_id", "person_id"]
        await connection.execute(put.on_conflict_do_update(index_elements=theirs, set_=new))
        what = AuditNote("attendance.detail", person_id, person_id, one.hub_id, {"residential": one.id})
        await note(connection, now, what)
