"""The SQL of residentials: read, added and changed, within a transaction that is under way."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.features.residentials.domain import (
    AttendanceAnswer,
    NoSuchResidential,
    Residential,
    ResidentialInput,
    ResidentialState,
)
from bot.features.residentials.tables import AttendanceDetailRow, ResidentialRow
from bot.identity.tables import EnrolmentRow

KEPT = ("number", "first_day", "last_day", "venue", "state", "revision")
COLUMNS = tuple(col(getattr(ResidentialRow, name)) for name in ("id", "hub_id", "cohort_id", *KEPT))
HERE = and_(
    col(ResidentialRow.hub_id) == bindparam("at_hub"), col(ResidentialRow.cohort_id) == bindparam("in_cohort")
)
THIS = select(*COLUMNS).where(HERE, col(ResidentialRow.number) == bindparam("of_number")).with_for_update()


def detail_of(residential_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    """What this person told their hub for this residential."""
    one, theirs = col(AttendanceDetailRow.residential_id), col(AttendanceDetailRow.person_id)
    return one == residential_id, theirs == person_id


def residential_of(row: Any) -> Residential:
    answer = getattr(row, "answer", None)
    return Residential(
        row.id,
        row.hub_id,
        row.cohort_id,
        row.number,
        row.first_day,
        row.last_day,
        row.venue,
        ResidentialState(row.state),
        row.revision,
        AttendanceAnswer(answer) if answer else None,
        getattr(row, "answered_for", None),
        *(getattr(row, name, None) or "" for name in ("times", "address", "link")),
    )


async def by_number(connection: AsyncConnection, here: HubCohort, number: int) -> Residential | None:
    """The row is locked until the transaction ends."""
    values = {"at_hub": here.hub_id, "in_cohort": here.cohort_id, "of_number": number}
    row = (await connection.execute(THIS, values)).first()
    return residential_of(row) if row else None


async def existing(connection: AsyncConnection, here: HubCohort, number: int) -> Residential:
    """As `by_number`. Raises NoSuchResidential."""
    found = await by_number(connection, here, number)
    if found is None:
        raise NoSuchResidential
    return found


async def of_persons_hub(connection: AsyncConnection, residential_id: int, person_id: int) -> Residential:
    """One of the hub and cohort that the person is enrolled in; its row is locked. Raises NoSuchResidential."""
    enrolled = exists().where(
        col(EnrolmentRow.hub_id) == col(ResidentialRow.hub_id),
        col(EnrolmentRow.cohort_id) == col(ResidentialRow.cohort_id),
        col(EnrolmentRow.person_id) == person_id,
        col(EnrolmentRow.ended_at).is_(None),
    )
    query = select(*COLUMNS).where(col(ResidentialRow.id) == residential_id, enrolled).with_for_update()
    row = (await connection.execute(query)).first()
    if row is None:
        raise NoSuchResidential
    return residential_of(row)


async def new_on(
    connection: AsyncConnection, here: HubCohort, planned: ResidentialInput, by: int | None, now: datetime
) -> Residential:
    """A residential that is not set yet, within a transaction that is under way."""
    row = {
        "hub_id": here.hub_id,
        "cohort_id": here.cohort_id,
        "number": planned.number,
        "first_day": planned.first_day,
        "last_day": planned.last_day,
        "venue": planned.venue,
        "state": planned.state.value,
        "revision": 1,
    }
    made = residential_of((await connection.execute(insert(ResidentialRow).returning(*COLUMNS), row)).one())
    await note_set(connection, made, None, by, now)
    return made


async def changed(
    connection: AsyncConnection, found: Residential, values: dict[str, Any], by: int | None, now: datetime
) -> Residential:
    """A new revision, unless the residential is like that already."""
    new = {name: value for name, value in values.items() if getattr(found, name) != value}
    if not new:
        return found
    change = update(ResidentialRow).where(col(ResidentialRow.id) == found.id)
    made = (await connection.execute(change.values(revision=found.revision + 1, **new).returning(*COLUMNS))).one()
    await note_set(connection, residential_of(made), found, by, now)
    await keep_until_over(connection, found.id, made.last_day)
    return residential_of(made)


async def keep_until_over(connection: AsyncConnection, residential_id: int, last_day: date) -> None:
    """What people told their hub for it goes the day after its last day, wherever that has moved."""
    theirs = update(AttendanceDetailRow).where(col(AttendanceDetailRow.residential_id) == residential_id)
    await connection.execute(theirs.values(until=over_at(last_day)))


def over_at(last_day: date) -> datetime:
    """When nothing that was told for an event is needed any more; in UTC."""
    return datetime.combine(last_day + timedelta(days=1), time(), UTC)


async def note_set(
    connection: AsyncConnection, made: Residential, was: Residential | None, by: int | None, now: datetime
) -> None:
    stood = {name: getattr(was, name) for name in KEPT} if was else None
    now_is = {name: getattr(made, name) for name in KEPT}
    detail = {"cohort": made.cohort_id, "residential": made.id, **now_is, "was": stood}
    await note(connection, now, AuditNote("residential.set", by, hub_id=made.hub_id, detail=detail))
