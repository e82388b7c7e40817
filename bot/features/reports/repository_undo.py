"""A report as it was before a change, and a tick that was set or taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince
from bot.features.reports.domain import Report
from bot.features.reports.repository import COLUMNS, report_of
from bot.features.reports.tables import ReportRow, ReportSubmissionRow


async def restored(connection: AsyncConnection, report_id: int, revision: int, **values: Any) -> Report:
    """Give the report these values, as a new revision. Raises ChangedSince for any but that revision."""
    this = (col(ReportRow.id) == report_id, col(ReportRow.revision) == revision)
    change = update(ReportRow).where(*this).values(revision=revision + 1, **values).returning(*COLUMNS)
    row = (await connection.execute(change)).first()
    if row is None:
        raise ChangedSince
    return report_of(row)


async def report_named(connection: AsyncConnection, report_id: int) -> Report | None:
    row = (await connection.execute(select(*COLUMNS).where(col(ReportRow.id) == report_id))).first()
    return report_of(row) if row else None


async def ticked(connection: AsyncConnection, this: Mapping[str, int], done_at: datetime) -> None:
    """Raises ChangedSince when it is ticked off already."""
    found = select(col(ReportSubmissionRow.done_at)).where(*_tick(this))
    if (await connection.execute(found)).first():
        raise ChangedSince
    await connection.execute(insert(ReportSubmissionRow), {**this, "done_at": done_at})


async def unticked(connection: AsyncConnection, this: Mapping[str, int], done_at: datetime) -> None:
    """Raises ChangedSince when it is not the tick of that moment."""
    tick = delete(ReportSubmissionRow).where(*_tick(this), col(ReportSubmissionRow.done_at) == done_at)
    if not (await connection.execute(tick)).rowcount:
        raise ChangedSince


def _tick(this: Mapping[str, int]) -> tuple[Any, Any]:
    return (
        col(ReportSubmissionRow.report_id) == this["report_id"],
        col(ReportSubmissionRow.person_id) == this["person_id"],
    )
