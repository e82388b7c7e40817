"""Enrolments: coming onto the programme, leaving it, moving hub. A place that is over is closed, never deleted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import Enrolment, Person
from bot.core.visible_text import visible
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.features.people.domain import AlreadyEnrolled, Enrolled, Entrant, NotEnrolled, OthersPerson
from bot.features.people.repository import tidy
from bot.features.people.repository_codes import new_code
from bot.hubs.repository import NoSuchHub
from bot.identity.queries import ENROLMENT, enrolment_of, people_of
from bot.identity.repository import BY_ID, called_among
from bot.identity.tables import AccountRow, CohortRow, EnrolmentRow, HubRow, LeadRow, PersonRow

THEIR_PLACE = and_(
    col(EnrolmentRow.person_id) == bindparam("of_person"),
    col(EnrolmentRow.cohort_id) == bindparam("in_cohort"),
    col(EnrolmentRow.ended_at).is_(None),
)
HOLD = cached_statement(
    select(col(EnrolmentRow.id), col(EnrolmentRow.hub_id), col(EnrolmentRow.school))
    .where(THEIR_PLACE)
    .with_for_update()
)
PLACES = (
    select(*ENROLMENT)
    .join(HubRow, col(HubRow.id) == col(EnrolmentRow.hub_id))
    .join(CohortRow, col(CohortRow.id) == col(EnrolmentRow.cohort_id))
    .order_by(col(EnrolmentRow.id))
)


async def hold(connection: AsyncConnection, person_id: int, cohort_id: int) -> Any:
    """The person's open place in the cohort, kept from everybody else until the transaction ends.

    Whatever changes a person's records holds it first, so that such changes come one after the other, in every
    process. On SQLite the write lock does that already. Raises NotEnrolled.
    """
    place = (await connection.execute(HOLD, {"of_person": person_id, "in_cohort": cohort_id})).first()
    if place is None:
        raise NotEnrolled
    return place


class Enrolments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def enrol(self, entrant: Entrant, by: int | None, now: datetime) -> Enrolled:
        """A place in the cohort, for somebody new or known by e-mail.

        Raises AlreadyEnrolled, NameMissing, OthersPerson.
        """
        try:
            async with self._store.writing() as connection:
                return await enrol_on(connection, entrant, by, now)
        except IntegrityError as error:
            if "foreign key" in str(error.orig).lower():
                raise NoSuchHub from None
            raise AlreadyEnrolled from None  # somebody enrolled them in the same moment

    async def leave(self, person_id: int, cohort_id: int, because: str, by: int | None, now: datetime) -> None:
        """Close the place; everything on record stays. Raises NotEnrolled."""
        async with self._store.writing() as connection:
            place = await hold(connection, person_id, cohort_id)
            await _close(connection, place.id, because, now)
            detail = {"cohort": cohort_id, "because": because, "place": place.id}
            await note(connection, now, AuditNote("enrolment.left", by, person_id, place.hub_id, detail))

    async def move(self, person_id: int, to: Entrant, by: int | None, now: datetime) -> Enrolment:
        """Go on at another hub or school (`to.hub_id`, `to.school`) in the same cohort. Raises NotEnrolled."""
        async with self._store.writing() as connection:
            place = await hold(connection, person_id, to.cohort_id)
            await _close(connection, place.id, "moved", now)
            opened = await _open(connection, person_id, to, now)
            detail = {"cohort": to.cohort_id, "from_hub": place.hub_id, "from_school": place.school}
            detail |= {"closed": place.id, "opened": opened, "school": tidy(to.school)}
            await note(connection, now, AuditNote("enrolment.moved", by, person_id, to.hub_id, detail))
            row = (await connection.execute(PLACES.where(col(EnrolmentRow.id) == opened))).one()
        return enrolment_of(row)

    async def left(
        self, hub_ids: Collection[int], cohort_id: int, words: str
    ) -> tuple[tuple[Person, Enrolment], ...]:
        """Who of that name left the cohort at these hubs and has no place in it now, with the place they had."""
        open_now = select(col(EnrolmentRow.person_id)).where(
            col(EnrolmentRow.cohort_id) == cohort_id, col(EnrolmentRow.ended_at).is_(None)
        )
        query = (
            PLACES.add_columns(col(PersonRow.id).label("person_id"), col(PersonRow.name), col(PersonRow.email))
            .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person_id))
            .where(col(EnrolmentRow.hub_id).in_(hub_ids), col(EnrolmentRow.cohort_id) == cohort_id)
            .where(col(EnrolmentRow.ended_at).is_not(None), col(PersonRow.id).not_in(open_now))
        )
        async with self._store.reading() as connection:
            rows = (await connection.execute(query)).all()
        last = {row.person_id: row for row in rows}  # by the newest place
        people = {one: Person(one, row.name, row.email) for one, row in last.items()}
        called = called_among(tuple(people.values()), words)
        return tuple((one, enrolment_of(last[one.id])) for one in called)

    async def history(self, person_id: int) -> tuple[Enrolment, ...]:
        """Every place that the person has or had, oldest first."""
        async with self._store.transaction() as connection:
            rows = (await connection.execute(PLACES.where(col(EnrolmentRow.person_id) == person_id))).all()
        return tuple(map(enrolment_of, rows))


async def enrol_on(connection: AsyncConnection, entrant: Entrant, by: int | None, now: datetime) -> Enrolled:
    """Enrol within a transaction that is under way: an import enrols everybody in one."""
    name, school = tidy(entrant.name), tidy(entrant.school)
    email = visible(entrant.email or "").lower() or None
    known = await _known(connection, email)
    if by is not None and known is not None:
        await _may_enrol(connection, by, known, entrant.hub_id)
    if await _is_there(connection, entrant, name, email):
        raise AlreadyEnrolled
    person_id = known or await _new(connection, name, email, now)
    place = await _open(connection, person_id, entrant, now)
    detail = {"cohort": entrant.cohort_id, "school": school, "place": place, "new_person": known is None}
    await note(connection, now, AuditNote("enrolment.opened", by, person_id, entrant.hub_id, detail))
    (person,) = people_of((await connection.execute(BY_ID, {"person": person_id})).all())
    code = await new_code(connection, person_id, by, now) if await _needs_code(connection, person) else None
    return Enrolled(person, code)


async def is_enrolled(connection: AsyncConnection, entrant: Entrant) -> bool:
    """Whether somebody of that name, for whom no e-mail address is known, is in the cohort at that hub."""
    return await _is_there(connection, entrant, tidy(entrant.name), None)


async def _is_there(connection: AsyncConnection, entrant: Entrant, name: str, email: str | None) -> bool:
    """The same e-mail address is in the cohort; or, where none was given, the same name at the hub."""
    same: ColumnElement[bool] = col(PersonRow.email) == email
    if email is None:
        same = and_(
            func.lower(col(PersonRow.name)) == func.lower(name), col(EnrolmentRow.hub_id) == entrant.hub_id
        )
    query = select(col(PersonRow.id)).join(EnrolmentRow, col(EnrolmentRow.person_id) == col(PersonRow.id))
    still = (col(EnrolmentRow.cohort_id) == entrant.cohort_id, col(EnrolmentRow.ended_at).is_(None))
    return (await connection.execute(query.where(same, *still))).first() is not None


async def _known(connection: AsyncConnection, email: str | None) -> int | None:
    if email is None:
        return None
    found = await connection.execute(select(col(PersonRow.id)).where(col(PersonRow.email) == email))
    return found.scalar_one_or_none()


async def _may_enrol(connection: AsyncConnection, by: int, person_id: int, hub_id: int) -> None:
    """Nothing, for an administrator, and for a lead who enrols somebody without a role and without another hub.

    Raises OthersPerson: the person would be taken from where they are, and their questions would go elsewhere.
    """
    found = {one: people_of((await connection.execute(BY_ID, {"person": one})).all()) for one in {by, person_id}}
    if any(lead.admin for lead in found[by]):
        return
    for person in found[person_id]:
        if person.admin or person.leads or any(place.hub.id != hub_id for place in person.enrolments):
            raise OthersPerson


async def _new(connection: AsyncConnection, name: str, email: str | None, now: datetime) -> int:
    row = {"name": name, "email": email, "admin": False, "created_at": now}
    return await added(connection, PersonRow, row)


async def _needs_code(connection: AsyncConnection, person: Person) -> bool:
    """Not for somebody with a role or a linked account: whoever types a code takes on the role and the records,
    and a lead who enrols them again must not come by one.
    """
    holds = or_(
        exists().where(col(AccountRow.person_id) == person.id),
        exists().where(col(LeadRow.person_id) == person.id),
    )
    return not person.admin and not (await connection.execute(select(holds))).scalar_one()


async def _open(connection: AsyncConnection, person_id: int, entrant: Entrant, now: datetime) -> int:
    row = {
        "person_id": person_id,
        "hub_id": entrant.hub_id,
        "cohort_id": entrant.cohort_id,
        "school": tidy(entrant.school),
        "started_at": now,
    }
    return await added(connection, EnrolmentRow, row)


async def _close(connection: AsyncConnection, enrolment_id: int, because: str, now: datetime) -> None:
    over = update(EnrolmentRow).where(col(EnrolmentRow.id) == enrolment_id)
    await connection.execute(over.values(ended_at=now, ended_because=because))
