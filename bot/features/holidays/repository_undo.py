"""A hub's school holidays as they were before a change."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince
from bot.hubs.tables import HubHolidayRow

Holiday = tuple[date, date]


async def replaced(
    connection: AsyncConnection, hub_id: int, stand: Sequence[Holiday], become: Sequence[Holiday]
) -> None:
    """These holidays go, those come. Raises ChangedSince when one to go is not there or one to come overlaps."""
    mine, first, last = (
        col(HubHolidayRow.hub_id) == hub_id,
        col(HubHolidayRow.first_day),
        col(HubHolidayRow.last_day),
    )
    for one in stand:
        this = and_(mine, first == one[0], last == one[1])
        if not (await connection.execute(delete(HubHolidayRow).where(this))).rowcount:
            raise ChangedSince
    for one in become:
        touching = select(first).where(mine, first <= one[1], last >= one[0])
        if (await connection.execute(touching)).first():
            raise ChangedSince
        row = {"hub_id": hub_id, "first_day": one[0], "last_day": one[1]}
        await connection.execute(insert(HubHolidayRow), row)
