"""Who an account belongs to, who is at a hub, where they can be reached: reads only; the people feature writes."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlmodel import col

from bot.core.activity import Sender
from bot.core.identity import Account, LinkedBy, Person
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.identity.queries import PEOPLE, people_of
from bot.identity.tables import AccountRow, EnrolmentRow, LeadRow, PersonRow

THIS_ACCOUNT = and_(
    col(AccountRow.platform) == bindparam("at_platform"),
    col(AccountRow.tenant) == bindparam("at_tenant"),
    col(AccountRow.user) == bindparam("at_user"),
)
BEHIND_ACCOUNT = cached_statement(
    PEOPLE.join(AccountRow, col(AccountRow.person_id) == col(PersonRow.id))
    .add_columns(col(AccountRow.linked_by))
    .where(THIS_ACCOUNT)
)
BY_CODE = col(AccountRow.linked_by) == LinkedBy.CODE.value
"""Accounts that act in their person's roles; one that only an e-mail address has linked does not."""
BY_ID = PEOPLE.where(col(PersonRow.id) == bindparam("person"))
BY_EMAIL = PEOPLE.where(col(PersonRow.email) == bindparam("address"))
ACCOUNT: Any = tuple(
    col(getattr(AccountRow, name))
    for name in ("platform", "tenant", "user", "address", "linked_at", "linked_by", "id")
)


class People:
    """Reads people, with their roles and open enrolments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, sender: Sender) -> Person | None:
        """Who the account belongs to, with roles and open enrolments: one query."""
        if self._store.is_empty:
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

    async def leading(self, hub_id: int) -> tuple[Person, ...]:
        """Who leads that hub, by name. Of the hubs that they lead, only this one is read."""
        return await self._read(PEOPLE.where(col(LeadRow.hub_id) == hub_id))

    async def named(self, words: str, hub_ids: Collection[int]) -> tuple[Person, ...]:
        """Who at these hubs is called that: by the whole name or e-mail address, or else by words of the name."""
        return called_among(await self.at(hub_ids), words)

    async def called(self, words: str) -> tuple[Person, ...]:
        """Who on record is called that, wherever they are: as `named`."""
        return called_among(await self.all(), words)

    async def accounts(self, person_id: int) -> tuple[Account, ...]:
        """The accounts of a person, in the order in which they were linked."""
        query = select(*ACCOUNT).where(col(AccountRow.person_id) == person_id).order_by(col(AccountRow.id))
        async with self._store.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(map(account_of, rows))

    async def leads(self, hub_ids: Collection[int]) -> dict[int, tuple[tuple[int, Account], ...]]:
        """Hub id → the accounts in which its leads act as such, each with the id of the person whose it is."""
        query: Any = (
            select(col(LeadRow.hub_id), col(LeadRow.person_id), *ACCOUNT)
            .join(AccountRow, col(AccountRow.person_id) == col(LeadRow.person_id))
            .where(col(LeadRow.hub_id).in_(hub_ids), BY_CODE)
            .order_by(col(LeadRow.hub_id), col(AccountRow.id))
        )
        async with self._store.reading() as connection:
            found = (await connection.execute(query)).all()
        leads: dict[int, tuple[tuple[int, Account], ...]] = {}
        for row in found:
            leads[row.hub_id] = (*leads.get(row.hub_id, ()), (row.person_id, account_of(row)))
        return leads

    async def _read(self, query: Any, values: dict[str, Any] | None = None) -> tuple[Person, ...]:
        if self._store.is_empty:
            return ()
        async with self._store.reading() as connection:
            return people_of((await connection.execute(query, values or {})).all())


def called_among(people: tuple[Person, ...], words: str) -> tuple[Person, ...]:
    """Those who are called that: by the whole name or e-mail address, or else by words of the name."""
    wanted = " ".join(words.casefold().split())
    if exact := tuple(p for p in people if wanted in (p.name.casefold(), p.email)):
        return exact
    parts = wanted.split()
    return tuple(p for p in people if parts and set(parts) <= set(p.name.casefold().split()))


def account_of(row: Any) -> Account:
    address, by = json.loads(row.address or "{}"), LinkedBy(row.linked_by)
    return Account(row.platform, row.tenant, row.user, address, row.linked_at, by, row.id)


def at_account(sender: Sender) -> dict[str, str]:
    """The values that THIS_ACCOUNT compares with."""
    return {"at_platform": sender.platform, "at_tenant": sender.tenant, "at_user": sender.user}
