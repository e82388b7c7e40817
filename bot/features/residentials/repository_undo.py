"""A residential as it was before a change, and an answer as it was before another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince
from bot.delivery.domain import NotificationState
from bot.delivery.tables import OccasionRow
from bot.features.residentials.domain import Residential, ResidentialState
from bot.features.residentials.queries import COLUMNS, keep_until_over, residential_of
from bot.features.residentials.tables import AttendanceDetailRow, AttendanceRow, ResidentialRow


async def restored(
    connection: AsyncConnection, residential_id: int, revision: int, values: Mapping[str, Any]
) -> Residential:
    """Give it these values, as a new revision. Raises ChangedSince for any but that revision."""
    this = (col(ResidentialRow.id) == residential_id, col(ResidentialRow.revision) == revision)
    kept = {**values, "revision": revision + 1}
    row = (
        await connection.execute(update(ResidentialRow).where(*this).values(**kept).returning(*COLUMNS))
    ).first()
    if row is None:
        raise ChangedSince
    await keep_until_over(connection, residential_id, row.last_day)
    return residential_of(row)


async def taken_off(connection: AsyncConnection, residential_id: int, revision: int) -> Residential:
    """Delete a residential that was new; cancel it instead once somebody may have been told of it.

    Raises ChangedSince when somebody has answered for it, or it is not that revision.
    """
    answered = exists().where(col(AttendanceRow.residential_id) == residential_id)
    if (await connection.execute(select(answered))).scalar_one():
        raise ChangedSince
    about = col(OccasionRow.subject) == f"residential:{residential_id}"
    told = exists().where(about, col(OccasionRow.state) == NotificationState.ENQUEUED.value)
    if (await connection.execute(select(told))).scalar_one():
        return await restored(connection, residential_id, revision, {"state": ResidentialState.CANCELLED.value})
    this = (col(ResidentialRow.id) == residential_id, col(ResidentialRow.revision) == revision)
    row = (await connection.execute(delete(ResidentialRow).where(*this).returning(*COLUMNS))).first()
    if row is None:
        raise ChangedSince
    await connection.execute(delete(OccasionRow).where(about))  # or a later one of the same id would inherit them
    return residential_of(row)


async def there_again(connection: AsyncConnection, row: Mapping[str, Any]) -> Residential:
    made = (await connection.execute(insert(ResidentialRow).returning(*COLUMNS), dict(row))).one()
    return residential_of(made)


async def residential_named(connection: AsyncConnection, residential_id: int) -> Residential | None:
    row = (await connection.execute(select(*COLUMNS).where(col(ResidentialRow.id) == residential_id))).first()
    return residential_of(row) if row else None


async def answer_is(
    connection: AsyncConnection,
    residential_id: int,
    person_id: int,
    stands: Mapping[str, Any] | None,
    becomes: Mapping[str, Any] | None,
) -> None:
    """Put one answer in the place of another; None for none. Raises ChangedSince when another one stands."""
    this = (col(AttendanceRow.residential_id) == residential_id, col(AttendanceRow.person_id) == person_id)
    query = select(col(AttendanceRow.answer), col(AttendanceRow.at)).where(*this)
    row = (await connection.execute(query)).first()
    there = (row.answer, row.at) if row else None
    if there != ((stands["answer"], _moment(stands["at"])) if stands else None):
        raise ChangedSince
    await connection.execute(delete(AttendanceRow).where(*this))
    told = (
        col(AttendanceDetailRow.residential_id) == residential_id,
        col(AttendanceDetailRow.person_id) == person_id,
    )
    await connection.execute(delete(AttendanceDetailRow).where(*told))  # it was said with the answer
    if becomes:
        new = {"residential_id": residential_id, "person_id": person_id, "answer": becomes["answer"]}
        days = {"for_day": date.fromisoformat(becomes["for_day"]), "at": _moment(becomes["at"])}
        await connection.execute(insert(AttendanceRow), {**new, **days})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
