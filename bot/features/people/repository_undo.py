"""Places as they were before an enrolment, a leaving or a move."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince
from bot.identity.tables import AccountRow, EnrolmentRow, LeadRow, PersonRow


async def name_of(connection: AsyncConnection, person_id: int | None) -> str:
    query = select(col(PersonRow.name)).where(col(PersonRow.id) == person_id)
    return str((await connection.execute(query)).scalar() or "somebody who is no longer on record")


async def has_joined(connection: AsyncConnection, person_id: int | None) -> bool:
    query = select(exists().where(col(AccountRow.person_id) == person_id))
    return bool((await connection.execute(query)).scalar_one())


async def reopened(connection: AsyncConnection, place_id: int, closed_at: datetime) -> None:
    """Raises ChangedSince when the place was not closed at that moment."""
    this = (col(EnrolmentRow.id) == place_id, col(EnrolmentRow.ended_at) == closed_at)
    change = update(EnrolmentRow).where(*this).values(ended_at=None, ended_because=None)
    if not (await connection.execute(change)).rowcount:
        raise ChangedSince


async def closed(connection: AsyncConnection, place_id: int, because: str, at: datetime) -> None:
    """Raises ChangedSince when the place is not open."""
    this = (col(EnrolmentRow.id) == place_id, col(EnrolmentRow.ended_at).is_(None))
    change = update(EnrolmentRow).where(*this).values(ended_at=at, ended_because=because)
    if not (await connection.execute(change)).rowcount:
        raise ChangedSince


async def removed(connection: AsyncConnection, place_id: int) -> None:
    """An open place that was a mistake: no history is kept of it. Raises ChangedSince when it is not open."""
    this = (col(EnrolmentRow.id) == place_id, col(EnrolmentRow.ended_at).is_(None))
    if not (await connection.execute(delete(EnrolmentRow).where(*this))).rowcount:
        raise ChangedSince


async def there_again(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(EnrolmentRow), dict(row))


async def forgotten_if_nothing_else(connection: AsyncConnection, person_id: int | None) -> None:
    """Delete somebody who was made by the enrolment and has no account, no place and no hub."""
    holds = or_(
        exists().where(col(AccountRow.person_id) == person_id),
        exists().where(col(EnrolmentRow.person_id) == person_id),
        exists().where(col(LeadRow.person_id) == person_id),
    )
    if not (await connection.execute(select(holds))).scalar_one():
        this = (col(PersonRow.id) == person_id, col(PersonRow.admin).is_(False))
        await connection.execute(delete(PersonRow).where(*this))
