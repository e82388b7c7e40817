"""People: who an account belongs to, who is at a hub, and where they can be reached."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, literal, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.core.activity import Address, Sender
from bot.core.identity import Account, Person
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.tables import DeliveryRow
from bot.features.ask_hub.queries import of_account, target_of
from bot.features.ask_hub.tables import AskedRow
from bot.features.people.domain import LONGEST_NAME, EmailTaken, NameMissing
from bot.identity.queries import PEOPLE, people_of
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow

THIS_ACCOUNT = and_(
    col(AccountRow.platform) == bindparam("at_platform"),
    col(AccountRow.tenant) == bindparam("at_tenant"),
    col(AccountRow.user) == bindparam("at_user"),
)
BEHIND_ACCOUNT = cached_statement(
    PEOPLE.join(AccountRow, col(AccountRow.person_id) == col(PersonRow.id)).where(THIS_ACCOUNT)
)
ASKED_FROM_IT = and_(
    col(AskedRow.platform) == bindparam("at_platform"),
    col(AskedRow.tenant) == bindparam("at_tenant"),
    col(AskedRow.user) == bindparam("at_user"),
)
ADDRESSES: Any = union_all(
    select(literal(True).label("is_account"), col(AccountRow.address)).where(THIS_ACCOUNT),
    select(literal(False), col(AskedRow.address)).where(ASKED_FROM_IT).distinct(),
)
BY_ID = PEOPLE.where(col(PersonRow.id) == bindparam("person"))
BY_EMAIL = PEOPLE.where(col(PersonRow.email) == bindparam("address"))


class People:
    """Reads people; enrolments and codes are changed in classes of their own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, sender: Sender) -> Person | None:
        """Who the account belongs to, with roles and open enrolments: one query."""
        if self._store.untouched:
            return None
        return next(iter(await self._read(BEHIND_ACCOUNT, at_account(sender))), None)

    async def by_id(self, person_id: int) -> Person | None:
        return next(iter(await self._read(BY_ID, {"person": person_id})), None)

    async def by_email(self, email: str) -> Person | None:
        return next(iter(await self._read(BY_EMAIL, {"address": email.strip().lower()})), None)

    async def all(self) -> tuple[Person, ...]:
        """Everybody by name: for `mastery people list`."""
        return await self._read(PEOPLE)

    async def at(self, hub_ids: Collection[int], cohort_id: int | None = None) -> tuple[Person, ...]:
        """Who is enrolled at these hubs now, by name."""
        query = PEOPLE.where(col(EnrolmentRow.hub_id).in_(hub_ids))
        if cohort_id is not None:
            query = query.where(col(EnrolmentRow.cohort_id) == cohort_id)
        return await self._read(query)

    async def named(self, words: str, hub_ids: Collection[int]) -> tuple[Person, ...]:
        """Who at these hubs is called that: by the whole name or e-mail address, or else by words of the name."""
        people, wanted = await self.at(hub_ids), " ".join(words.casefold().split())
        if exact := tuple(p for p in people if wanted in (p.name.casefold(), p.email)):
            return exact
        parts = wanted.split()
        return tuple(p for p in people if parts and set(parts) <= set(p.name.casefold().split()))

    async def add(self, name: str, email: str | None, now: datetime, *, admin: bool = False) -> Person:
        """Somebody without a place in a cohort: a hub lead or an administrator. Raises EmailTaken."""
        name, address = tidy(name), (email or "").strip().lower() or None
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

    async def accounts(self, person_id: int) -> tuple[Account, ...]:
        """The accounts of a person, in the order in which they were linked."""
        columns = (
            AccountRow.platform,
            AccountRow.tenant,
            AccountRow.user,
            AccountRow.address,
            AccountRow.linked_at,
        )
        query = (
            select(*map(col, columns)).where(col(AccountRow.person_id) == person_id).order_by(col(AccountRow.id))
        )
        async with self._store.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(map(account_of, rows))

    async def remember_address(self, sender: Sender, address: Address) -> bool:
        """Keep where an account can be reached; False when nobody has that account.

        What it asked is answered there from now on, and what waits to be sent to it goes there.
        """
        if self._store.untouched:
            return False
        there = {"address": json.dumps(dict(address))}
        async with self._store.reading() as connection:
            kept = (await connection.execute(ADDRESSES, at_account(sender))).all()
        known = any(row.is_account for row in kept)
        if all(row.address == there["address"] for row in kept):
            return known
        waits = and_(
            col(DeliveryRow.status) == DeliveryStatus.READY.value, col(DeliveryRow.target) == target_of(sender)
        )
        async with self._store.writing(durable=False) as connection:  # whoever writes again tells it again
            await connection.execute(update(AskedRow).where(of_account(AskedRow, sender)).values(**there))
            await connection.execute(update(DeliveryRow).where(waits).values(**there))
            await connection.execute(update(AccountRow).where(THIS_ACCOUNT).values(**there), at_account(sender))
        return known

    async def forget(self, person_id: int, now: datetime) -> bool:
        """Delete a person and every record of theirs; the trail keeps that it happened, and no longer of whom."""
        async with self._store.writing() as connection:
            gone = await connection.execute(delete(PersonRow).where(col(PersonRow.id) == person_id))
            if gone.rowcount:
                await note(connection, now, AuditNote("person.forgotten"))
            return bool(gone.rowcount)

    async def _read(self, query: Any, values: dict[str, Any] | None = None) -> tuple[Person, ...]:
        if self._store.untouched:
            return ()
        async with self._store.reading() as connection:
            return people_of((await connection.execute(query, values or {})).all())


def account_of(row: Any) -> Account:
    return Account(row.platform, row.tenant, row.user, json.loads(row.address or "{}"), row.linked_at)


def at_account(sender: Sender) -> dict[str, str]:
    """The values that THIS_ACCOUNT compares with."""
    return {"at_platform": sender.platform, "at_tenant": sender.tenant, "at_user": sender.user}


def tidy(name: str) -> str:
    """A name or a school with single spaces. Raises NameMissing when nothing is left, or far too much."""
    tidied = " ".join(name.split())
    if not 0 < len(tidied) <= LONGEST_NAME:
        raise NameMissing
    return tidied
