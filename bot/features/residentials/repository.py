"""Residentials of a hub's cohort, and who is coming. Every change is a new revision, on which reminders rest."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.delivery.told import ARRIVED
from bot.features.residentials.domain import (
    AttendanceAnswer,
    DatesTheWrongWay,
    DaysThere,
    KnownTo,
    NoSuchResidential,
    Residential,
    ResidentialCancelled,
    ResidentialInput,
    ResidentialState,
)
from bot.features.residentials.tables import (
    AttendanceDetailRow,
    AttendanceRow,
    ResidentialPlaceRow,
    ResidentialRow,
)
from bot.identity.tables import EnrolmentRow

KEPT = ("number", "first_day", "last_day", "venue", "state", "revision")
COLUMNS = tuple(col(getattr(ResidentialRow, name)) for name in ("id", "hub_id", "cohort_id", *KEPT))
PLACE = tuple(col(getattr(ResidentialPlaceRow, name)) for name in ("times", "address", "link"))
HERE = and_(
    col(ResidentialRow.hub_id) == bindparam("at_hub"), col(ResidentialRow.cohort_id) == bindparam("in_cohort")
)
THEIR_ANSWER = and_(
    col(AttendanceRow.residential_id) == col(ResidentialRow.id),
    col(AttendanceRow.person_id) == bindparam("person"),
)
RESIDENTIALS = cached_statement(
    select(*COLUMNS, col(AttendanceRow.answer), col(AttendanceRow.for_day).label("answered_for"), *PLACE)
    .outerjoin(AttendanceRow, THEIR_ANSWER)
    .outerjoin(ResidentialPlaceRow, col(ResidentialPlaceRow.residential_id) == col(ResidentialRow.id))
    .where(HERE)
    .order_by(col(ResidentialRow.number))
)
THIS = select(*COLUMNS).where(HERE, col(ResidentialRow.number) == bindparam("of_number")).with_for_update()


class Residentials:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def set(self, here: HubCohort, planned: ResidentialInput, by: int | None, now: datetime) -> Residential:
        """Set or move a residential: dates, venue and state as given. Raises DatesTheWrongWay."""
        if planned.last_day < planned.first_day:
            raise DatesTheWrongWay
        values = {name: getattr(planned, name) for name in ("first_day", "last_day", "venue")}
        try:
            async with self._store.writing() as connection:
                found = await _this(connection, here, planned.number)
                if found is None:
                    return await new_on(connection, here, planned, by, now)
                return await _changed(connection, found, {**values, "state": planned.state}, by, now)
        except IntegrityError as error:
            if "residential" not in str(error.orig) or "foreign key" in str(error.orig).lower():
                raise
            return await self.set(here, planned, by, now)  # somebody set the same number in the same moment

    async def confirm(self, here: HubCohort, number: int, by: int | None, now: datetime) -> Residential:
        """Raises NoSuchResidential, ResidentialCancelled."""
        async with self._store.writing() as connection:
            found = await _there(connection, here, number)
            if found.state is ResidentialState.CANCELLED:
                raise ResidentialCancelled
            return await _changed(connection, found, {"state": ResidentialState.CONFIRMED}, by, now)

    async def cancel(self, here: HubCohort, number: int, by: int | None, now: datetime) -> Residential:
        """Raises NoSuchResidential."""
        async with self._store.writing() as connection:
            found = await _there(connection, here, number)
            return await _changed(connection, found, {"state": ResidentialState.CANCELLED}, by, now)

    async def attend(
        self, residential_id: int, person_id: int, answer: AttendanceAnswer, now: datetime, by: int | None = None
    ) -> Residential:
        """Note who is coming. Raises NoSuchResidential for one of another hub, ResidentialCancelled."""
        async with self._store.writing() as connection:
            found = await _theirs(connection, residential_id, person_id)
            if found.state is ResidentialState.CANCELLED:
                raise ResidentialCancelled
            this = (
                col(AttendanceRow.residential_id) == residential_id,
                col(AttendanceRow.person_id) == person_id,
            )
            before = select(col(AttendanceRow.answer), col(AttendanceRow.for_day), col(AttendanceRow.at)).where(
                *this
            )
            was = (await connection.execute(before)).first()
            await connection.execute(delete(AttendanceRow).where(*this))
            row = {"residential_id": residential_id, "person_id": person_id, "answer": answer.value}
            await connection.execute(insert(AttendanceRow), {**row, "for_day": found.first_day, "at": now})
            # A new answer is for every day, and for the dates of now; what is needed there stays.
            anew = {"days": DaysThere.ALL.value, "why": "", "for_day": found.first_day}
            await connection.execute(
                update(AttendanceDetailRow).where(*detail_of(residential_id, person_id)).values(**anew)
            )
            stood = {"answer": was.answer, "for_day": was.for_day, "at": was.at} if was else None
            detail = {"residential": residential_id, "answer": answer, "for_day": found.first_day, "was": stood}
            await note(
                connection, now, AuditNote("attendance.answered", by or person_id, person_id, found.hub_id, detail)
            )
        return _with_answer(found, answer)

    async def known_to(self, one: Residential) -> KnownTo:
        """Who answered for the date that it has now, and who was told of it: two queries."""
        answers: Any = (
            select(col(AttendanceRow.answer), func.count().label("n"))
            .where(col(AttendanceRow.residential_id) == one.id, col(AttendanceRow.for_day) == one.first_day)
            .group_by(col(AttendanceRow.answer))
        )
        told = (
            select(func.count(col(DeliveryRow.person_id).distinct()))
            .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
            .where(col(OccasionRow.subject) == f"residential:{one.id}", col(OccasionRow.day) == one.first_day)
            .where(col(DeliveryRow.status).in_(ARRIVED))
        )
        async with self._store.reading() as connection:
            found = {row.answer: row.n for row in (await connection.execute(answers)).all()}
            number = (await connection.execute(told)).scalar_one()
        return KnownTo(
            found.get(AttendanceAnswer.COMING.value, 0), found.get(AttendanceAnswer.CANNOT.value, 0), number
        )

    async def list(self, here: HubCohort, person_id: int = 0) -> tuple[Residential, ...]:
        """By number, cancelled ones too; with the person's answers, when a person is named."""
        if self._store.is_empty:
            return ()
        values = {"at_hub": here.hub_id, "in_cohort": here.cohort_id, "person": person_id}
        async with self._store.reading() as connection:
            return tuple(map(residential_of, (await connection.execute(RESIDENTIALS, values)).all()))


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


def _with_answer(found: Residential, answer: AttendanceAnswer) -> Residential:
    return replace(found, answer=answer, answered_for=found.first_day)


async def _this(connection: AsyncConnection, here: HubCohort, number: int) -> Residential | None:
    """Held until the transaction ends."""
    values = {"at_hub": here.hub_id, "in_cohort": here.cohort_id, "of_number": number}
    row = (await connection.execute(THIS, values)).first()
    return residential_of(row) if row else None


async def _there(connection: AsyncConnection, here: HubCohort, number: int) -> Residential:
    found = await _this(connection, here, number)
    if found is None:
        raise NoSuchResidential
    return found


async def _theirs(connection: AsyncConnection, residential_id: int, person_id: int) -> Residential:
    """One of the hub and cohort that the person is enrolled in; held."""
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
    await _note(connection, made, None, by, now)
    return made


async def _changed(
    connection: AsyncConnection, found: Residential, values: dict[str, Any], by: int | None, now: datetime
) -> Residential:
    """A new revision, unless the residential is like that already."""
    new = {name: value for name, value in values.items() if getattr(found, name) != value}
    if not new:
        return found
    change = update(ResidentialRow).where(col(ResidentialRow.id) == found.id)
    made = (await connection.execute(change.values(revision=found.revision + 1, **new).returning(*COLUMNS))).one()
    await _note(connection, residential_of(made), found, by, now)
    await keep_until_over(connection, found.id, made.last_day)
    return residential_of(made)


async def keep_until_over(connection: AsyncConnection, residential_id: int, last_day: date) -> None:
    """What people told their hub for it goes the day after its last day, wherever that has moved."""
    theirs = update(AttendanceDetailRow).where(col(AttendanceDetailRow.residential_id) == residential_id)
    await connection.execute(theirs.values(until=over_at(last_day)))


def over_at(last_day: date) -> datetime:
    """When nothing that was told for an event is needed any more; in UTC."""
    return datetime.combine(last_day + timedelta(days=1), time(), UTC)


async def _note(
    connection: AsyncConnection, made: Residential, was: Residential | None, by: int | None, now: datetime
) -> None:
    stood = {name: getattr(was, name) for name in KEPT} if was else None
    now_is = {name: getattr(made, name) for name in KEPT}
    detail = {"cohort": made.cohort_id, "residential": made.id, **now_is, "was": stood}
    await note(connection, now, AuditNote("residential.set", by, hub_id=made.hub_id, detail=detail))
