"""What changes people: added, forgotten, and where their accounts can be reached. Reads are in bot.identity."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.core.activity import Address, Sender
from bot.core.identity import Person
from bot.core.permissions import Role
from bot.core.visible_text import visible
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.store import Store
from bot.features.people.domain import LONGEST_NAME, EmailTaken, NameMissing
from bot.features.people.repository_notices import tell_role_taken
from bot.identity.addresses import Addresses
from bot.identity.tables import PersonRow


class PeopleRegister:
    """Adds and forgets people; enrolments and codes are changed in classes of their own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, name: str, email: str | None, now: datetime, *, admin: bool = False) -> Person:
        """Somebody without a place in a cohort: a hub lead or an administrator. Raises EmailTaken."""
        name, address = tidy(name), visible(email or "").lower() or None
        try:
            async with self._store.writing() as connection:
                row = {"name": name, "email": address, "admin": admin, "created_at": now}
                person = Person(await added(connection, PersonRow, row), name, address, admin)
                await note(
                    connection, now, AuditNote("person.added", person_id=person.id, detail={"admin": admin})
                )
        except IntegrityError:
            raise EmailTaken from None
        return person

    async def unmake_administrator(self, person_id: int, now: datetime) -> bool:
        """Take the role back; False when they were none. Only the operator can: no command leads here."""
        is_one = (col(PersonRow.id) == person_id, col(PersonRow.admin).is_(True))
        async with self._store.writing() as connection:
            gone = await connection.execute(update(PersonRow).where(*is_one).values(admin=False))
            if gone.rowcount:
                change = await note(connection, now, AuditNote("admin.unmade", person_id=person_id))
                no_longer = f"You are no longer a {Role.ADMIN.value}"
                await tell_role_taken(connection, person_id, no_longer, None, change, now)
            return bool(gone.rowcount)

    async def remember_address(self, sender: Sender, address: Address) -> bool:
        """Keep where an account can be reached; False when nobody has that account.

        What it asked is answered there from now on, and what waits to be sent to it goes there.
        """
        return await Addresses(self._store).remember(sender, address)


def tidy(name: str) -> str:
    """A name or a school as one sees it, with single spaces. Raises NameMissing for nothing, or far too much."""
    tidied = visible(name)
    if not 0 < len(tidied) <= LONGEST_NAME:
        raise NameMissing
    return tidied
