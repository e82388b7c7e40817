"""A residential's sheet: read in two queries, and the place that a lead puts on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.features.residential_sheet.domain import Place, ResidentialSheet, SheetLine
from bot.features.residentials.domain import AttendanceAnswer, DaysThere, Residential
from bot.features.residentials.tables import AttendanceDetailRow, AttendanceRow, ResidentialPlaceRow
from bot.identity.queries import at_hub
from bot.identity.tables import EnrolmentRow, PersonRow


class ResidentialSheets:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def place(self, residential_id: int) -> Place:
        async with self._store.reading() as connection:
            return await _place(connection, residential_id)

    async def sheet(self, one: Residential) -> ResidentialSheet:
        """Everybody who is enrolled now. What was said for another date is left out."""
        said = and_(
            col(AttendanceRow.person_id) == col(PersonRow.id),
            col(AttendanceRow.residential_id) == one.id,
            col(AttendanceRow.for_day) == one.first_day,
        )
        more = and_(
            col(AttendanceDetailRow.person_id) == col(PersonRow.id),
            col(AttendanceDetailRow.residential_id) == one.id,
            col(AttendanceDetailRow.for_day) == one.first_day,
        )
        detail = (AttendanceDetailRow.days, AttendanceDetailRow.why, AttendanceDetailRow.needs)
        query: Any = (
            select(
                *map(col, (PersonRow.name, PersonRow.email, EnrolmentRow.school, AttendanceRow.answer)),
                *map(col, detail),
            )
            .join(EnrolmentRow, col(EnrolmentRow.person_id) == col(PersonRow.id))
            .outerjoin(AttendanceRow, said)
            .outerjoin(AttendanceDetailRow, more)
            .where(at_hub(HubCohort(one.hub_id, one.cohort_id)))
            .order_by(col(PersonRow.name), col(PersonRow.id))
        )
        async with self._store.reading() as connection:
            place = await _place(connection, one.id)
            rows = (await connection.execute(query)).all()
        return ResidentialSheet(one, place, tuple(map(_line, rows)))

    async def set_place(self, one: Residential, place: Place, by: int, now: datetime) -> None:
        new = {"times": place.times, "address": place.address, "link": place.link}
        put = insert_on_conflict(ResidentialPlaceRow, is_sqlite=self._store.is_sqlite)
        put = put.values({"residential_id": one.id, **new})
        async with self._store.writing() as connection:
            await connection.execute(put.on_conflict_do_update(index_elements=["residential_id"], set_=new))
            detail = {"residential": one.id, **new}
            await note(connection, now, AuditNote("residential.place", by, hub_id=one.hub_id, detail=detail))


async def _place(connection: Any, residential_id: int) -> Place:
    columns = (ResidentialPlaceRow.times, ResidentialPlaceRow.address, ResidentialPlaceRow.link)
    query = select(*map(col, columns)).where(col(ResidentialPlaceRow.residential_id) == residential_id)
    row = (await connection.execute(query)).first()
    return Place(row.times, row.address, row.link) if row else Place()


def _line(row: Any) -> SheetLine:
    answer = AttendanceAnswer(row.answer) if row.answer else None
    days = DaysThere(row.days) if row.days else DaysThere.ALL
    return SheetLine(row.name, row.school, row.email or "", answer, days, row.why or "", row.needs or "")
