"""A person's name, e-mail address and school, corrected by the hub; written down, told, and undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import Enrolment, Person
from bot.core.undoing import ChangedSince
from bot.db.audit import note, nothing_noted
from bot.db.audit_domain import AuditNote
from bot.db.store import Store
from bot.features.people import notices
from bot.features.people.domain import EmailTaken, NotYoursToEdit
from bot.features.people.repository_notices import accounts_on, name_of_actor, tell_on
from bot.identity.queries import people_of
from bot.identity.repository import BY_ID
from bot.identity.tables import EnrolmentRow, PersonRow

DETAILS = ("name", "email", "school")


class PeopleEdits:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def edit(
        self, person_id: int, place: Enrolment, new: Mapping[str, str | None], by: Person, now: datetime
    ) -> bool:
        """Whether anything changed. new: all of DETAILS. Raises EmailTaken, NotYoursToEdit.

        A lead changes nobody who holds a role or is at another hub: an address may link an account.
        """
        try:
            async with self._store.writing() as connection:
                was = await details_of(connection, person_id, place.id)
                if was == dict(new):
                    return False
                await _may_edit(connection, person_id, place, by)
                detail = {"place": place.id, "was": was, "now": dict(new)}
                edited = AuditNote("person.edited", by.id, person_id, place.hub.id, detail)
                change = await note(connection, now, edited)
                await put(connection, person_id, place.id, new)
                await tell_edited(connection, person_id, by.id, (was, new), change, now)
        except IntegrityError as error:
            nothing_noted()
            if "email" not in str(error.orig):
                raise
            raise EmailTaken from None
        return True


async def details_of(connection: AsyncConnection, person_id: int, place_id: int) -> dict[str, str | None]:
    """Raises ChangedSince for who is not there any more."""
    query = (
        select(col(PersonRow.name), col(PersonRow.email), col(EnrolmentRow.school))
        .join(EnrolmentRow, col(EnrolmentRow.person_id) == col(PersonRow.id))
        .where(col(PersonRow.id) == person_id, col(EnrolmentRow.id) == place_id)
        .with_for_update()
    )
    row = (await connection.execute(query)).first()
    if row is None:
        raise ChangedSince
    return {"name": row.name, "email": row.email, "school": row.school}


async def put(connection: AsyncConnection, person_id: int, place_id: int, new: Mapping[str, Any]) -> None:
    person = update(PersonRow).where(col(PersonRow.id) == person_id)
    await connection.execute(person.values(name=new["name"], email=new["email"]))
    place = update(EnrolmentRow).where(col(EnrolmentRow.id) == place_id)
    await connection.execute(place.values(school=new["school"]))


async def tell_edited(
    connection: AsyncConnection,
    person_id: int,
    by: int,
    details: tuple[Mapping[str, Any], Mapping[str, Any]],
    change: int,
    now: datetime,
) -> None:
    """In each of their accounts. details: as they were and as they are."""
    reply = notices.details_changed(await name_of_actor(connection, by), *details)
    accounts = await accounts_on(connection, person_id)
    await tell_on(connection, accounts, f"edited:{change}", lambda _: reply, now)


async def _may_edit(connection: AsyncConnection, person_id: int, place: Enrolment, by: Person) -> None:
    if by.admin:
        return
    (person,) = people_of((await connection.execute(BY_ID, {"person": person_id})).all())
    elsewhere = any(one.hub.id != place.hub.id for one in person.enrolments)
    if person.admin or person.leads or elsewhere:
        raise NotYoursToEdit
