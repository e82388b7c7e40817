"""Who is written to by e-mail, and who asked for none: by a press on the page behind the link in each of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, literal, select
from sqlmodel import col

from bot.db.audit import note
from bot.db.audit_domain import AuditNote, declare_changes
from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.identity.tables import EmailStopRow, PersonRow

PLATFORM = "email"  # what a delivery by e-mail has for its platform
declare_changes("email.stopped", "email.started", undoable=False)


@dataclass(frozen=True, slots=True)
class EmailOfPerson:
    """Where somebody is written to, and whether they asked for none."""

    person_id: int
    email: str
    stopped: bool


def stopped() -> ColumnElement[bool]:
    """That a person asked for no e-mail, as SQL."""
    return exists().where(col(EmailStopRow.person_id) == col(PersonRow.id)).correlate(PersonRow)


def by_email() -> ColumnElement[bool]:
    """That a person can be written to by e-mail, as SQL."""
    return and_(col(PersonRow.email).is_not(None), ~stopped())


def email_address() -> Any:
    """The address of a delivery by e-mail, as SQL: whose it is. The e-mail address itself is read when it goes."""
    return literal('{"person": ').concat(cast(col(PersonRow.id), String)).concat("}")


class EmailChoices:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def address_of(self, person_id: int) -> EmailOfPerson | None:
        """None for somebody who is not on record, or has no address there."""
        query = select(col(PersonRow.email), stopped().label("stopped")).where(col(PersonRow.id) == person_id)
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).first()
        return EmailOfPerson(person_id, row.email, bool(row.stopped)) if row and row.email else None

    async def has_stopped(self, person_id: int) -> bool:
        found = await self.address_of(person_id)
        return found is not None and found.stopped

    async def set(self, person_id: int, now: datetime, *, wants: bool) -> bool:
        """Whether they want e-mail from now on; False for somebody who is not on record. Twice does no harm."""
        known = select(col(PersonRow.id)).where(col(PersonRow.id) == person_id)
        async with self._store.writing() as connection:
            if (await connection.execute(known)).first() is None:
                return False
            if wants:
                gone = delete(EmailStopRow).where(col(EmailStopRow.person_id) == person_id)
                changed = (await connection.execute(gone)).rowcount
            else:
                put = insert_on_conflict(EmailStopRow, is_sqlite=self._store.is_sqlite)
                row = put.values(person_id=person_id, stopped_at=now).on_conflict_do_nothing()
                changed = (await connection.execute(row)).rowcount
            if changed:
                what = "email.started" if wants else "email.stopped"
                await note(connection, now, AuditNote(what, person_id, person_id=person_id))
        return True
