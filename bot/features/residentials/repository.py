"""Residentials of a hub's cohort, and who is coming. Every change is a new revision, on which reminders rest."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, select, update
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
    Residential,
    ResidentialCancelled,
    ResidentialInput,
    ResidentialState,
)
from bot.features.residentials.queries import (
    COLUMNS,
    HERE,
    by_number,
    changed,
    detail_of,
    existing,
    new_on,
    of_persons_hub,
    residential_of,
)
from bot.features.residentials.tables import (
    AttendanceDetailRow,
    AttendanceRow,
    ResidentialPlaceRow,
    ResidentialRow,
)

PLACE = tuple(col(getattr(ResidentialPlaceRow, name)) for name in ("times", "address", "link"))
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
                found = await by_number(connection, here, planned.number)
                if found is None:
                    return await new_on(connection, here, planned, by, now)
                return await changed(connection, found, {**values, "state": planned.state}, by, now)
        except IntegrityError as error:
            if "residential" not in str(error.orig) or "foreign key" in str(error.orig).lower():
                raise
            return await self.set(here, planned, by, now)  # somebody set the same number in the same moment

    async def confirm(self, here: HubCohort, number: int, by: int | None, now: datetime) -> Residential:
        """Raises NoSuchResidential, ResidentialCancelled."""
        async with self._store.writing() as connection:
            found = await existing(connection, here, number)
            if found.state is ResidentialState.CANCELLED:
                raise ResidentialCancelled
            return await changed(connection, found, {"state": ResidentialState.CONFIRMED}, by, now)

    async def cancel(self, here: HubCohort, number: int, by: int | None, now: datetime) -> Residential:
        """Raises NoSuchResidential."""
        async with self._store.writing() as connection:
            found = await existing(connection, here, number)
            return await changed(connection, found, {"state": ResidentialState.CANCELLED}, by, now)

    async def attend(
        self, residential_id: int, person_id: int, answer: AttendanceAnswer, now: datetime, by: int | None = None
    ) -> Residential:
        """Note who is coming. Raises NoSuchResidential for one of another hub, ResidentialCancelled."""
        async with self._store.writing() as connection:
            found = await attend(connection, residential_id, person_id, answer, now, by)
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


def _with_answer(found: Residential, answer: AttendanceAnswer) -> Residential:
    return replace(found, answer=answer, answered_for=found.first_day)


async def attend(
    connection: AsyncConnection,
    residential_id: int,
    person_id: int,
    answer: AttendanceAnswer,
    now: datetime,
    by: int | None = None,
) -> Residential:
    """As `Residentials.attend`, within a transaction that is under way."""
    found = await of_persons_hub(connection, residential_id, person_id)
    if found.state is ResidentialState.CANCELLED:
        raise ResidentialCancelled
    this = (
        col(AttendanceRow.residential_id) == residential_id,
        col(AttendanceRow.person_id) == person_id,
    )
    before = select(col(AttendanceRow.answer), col(AttendanceRow.for_day), col(AttendanceRow.at)).where(*this)
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
    await note(connection, now, AuditNote("attendance.answered", by or person_id, person_id, found.hub_id, detail))
    return found
