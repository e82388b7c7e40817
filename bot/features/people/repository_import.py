"""Everybody in a spreadsheet, their hubs and cohorts included, in one transaction: all of them or nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.errors import BotError
from bot.core.identity import Hub, Person
from bot.core.permissions import Role
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.store import Store
from bot.features.people.domain import AlreadyEnrolled, Enrolled, Entrant, NewCohort
from bot.features.people.import_domain import Arrival, ImportResult, ImportRole, RowError, RowsRefused
from bot.features.people.repository_codes import end_codes, linked_by_code, new_code
from bot.features.people.repository_enrolments import enrol_on, is_enrolled
from bot.features.people.repository_hubs import cohort_on, hub_on, lead_on
from bot.features.people.repository_notices import tell_role_given
from bot.identity.queries import people_of
from bot.identity.repository import BY_EMAIL, BY_ID
from bot.identity.tables import CohortRow, HubRow, PersonRow


class PeopleImport:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def bring_in(
        self, arrivals: Sequence[Arrival], cohorts: Mapping[str, NewCohort], now: datetime
    ) -> ImportResult:
        """`cohorts`: what each cohort is that a row names, should it be new. Raises RowsRefused: every bad row."""
        new: list[Enrolled] = []
        already: list[str] = []
        slips: list[RowError] = []
        async with self._store.writing() as connection:
            before = await _names(connection)
            for one in sorted(
                arrivals, key=lambda one: one.role is ImportRole.SPECIALIST
            ):  # roles first, for codes
                try:
                    done = await _arrive(connection, one, cohorts, now)
                except BotError as error:
                    slips.append(RowError(one.line, str(error).rstrip(".")))
                    continue
                if done:
                    new.append(done)
                else:
                    already.append(one.name)
            if slips:
                raise RowsRefused(slips)  # in here, so that nothing stays
            hubs, made = (
                sorted(set(after) - set(was)) for after, was in zip(await _names(connection), before, strict=True)
            )
        return ImportResult(_once_each(new), tuple(already), tuple(hubs), tuple(made))


def _once_each(new: Sequence[Enrolled]) -> tuple[Enrolled, ...]:
    """Somebody with several rows once, as they are after the last, with the code that works."""
    codes = {one.person.id: one.code for one in new if one.code}
    last = {one.person.id: one for one in new}
    return tuple(Enrolled(one.person, codes.get(number)) for number, one in last.items())


async def _names(connection: AsyncConnection) -> tuple[list[str], list[str]]:
    """The hubs and the cohorts that there are."""
    hubs = (await connection.execute(select(col(HubRow.name)))).scalars().all()
    return list(hubs), list((await connection.execute(select(col(CohortRow.name)))).scalars().all())


async def _arrive(
    connection: AsyncConnection, one: Arrival, cohorts: Mapping[str, NewCohort], now: datetime
) -> Enrolled | None:
    """Bring in one row; None when they have that place or role already."""
    hub = await hub_on(connection, one.hub, now, None) if one.hub else None
    if one.role is not ImportRole.SPECIALIST:
        return await _with_role(connection, one, hub, now)
    if hub is None:
        raise ValueError("a specialist without a hub has been read as a good row")
    cohort = await cohort_on(connection, cohorts[one.cohort], now, None)
    entrant = Entrant(one.name, one.email or None, one.school, hub.id, cohort.id)
    if not one.email:
        if await is_enrolled(connection, entrant):
            return None
        raise BotError("the e-mail address is missing")
    try:
        return await enrol_on(connection, entrant, None, now)
    except AlreadyEnrolled:
        person = await _known(connection, one.email)
        places = [place.hub for place in person.enrolments if place.cohort.id == cohort.id] if person else []
        if hub in places:
            return None
        raise BotError(
            f"{one.name} is in {cohort.name} already, at {places[0].name if places else hub.name}"
        ) from None


async def _with_role(connection: AsyncConnection, one: Arrival, hub: Hub | None, now: datetime) -> Enrolled | None:
    """A hub lead or an administrator, new or known; with a code, unless an account of theirs was linked by one."""
    known = await _known(connection, one.email)
    if known and (hub in known.leads if one.role is ImportRole.LEAD else known.admin):
        return None
    if known is None:
        row = {"name": one.name, "email": one.email, "admin": False, "created_at": now}
        person_id = await added(connection, PersonRow, row)
        await note(connection, now, AuditNote("person.added", person_id=person_id))
    else:
        person_id = known.id
    if one.role is ImportRole.ADMIN:
        await connection.execute(update(PersonRow).where(col(PersonRow.id) == person_id).values(admin=True))
        await end_codes(connection, person_id, now)
        change = await note(connection, now, AuditNote("admin.made", person_id=person_id))
        await tell_role_given(connection, person_id, f"a {Role.ADMIN.value}", None, change, now)
    elif hub is not None:
        await lead_on(connection, person_id, hub.id, None, now)
    (person,) = people_of((await connection.execute(BY_ID, {"person": person_id})).all())
    joined = known is not None and await linked_by_code(connection, person_id)
    return Enrolled(person, None if joined else await new_code(connection, person_id, None, now))


async def _known(connection: AsyncConnection, email: str) -> Person | None:
    found = people_of((await connection.execute(BY_EMAIL, {"address": email})).all())
    return found[0] if found else None
