"""Erasing somebody from every table, as the tables declare it, in one transaction; no table is named here."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.declared import ACCOUNT, models, table_of
from bot.db.personal_data import ByAccount, ByName, ByPerson, ByText, Cleared, IsPerson, Naming
from bot.db.removal import remove
from bot.db.store import Store


class AccountName(Protocol):
    """What names an account on a platform."""

    @property
    def platform(self) -> str: ...
    @property
    def tenant(self) -> str: ...
    @property
    def user(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, in words for the person.

    told: what was deleted. stays: what is still there, and no longer refers to them.
    """

    told: tuple[str, ...]
    stays: tuple[str, ...]


Names = frozenset[tuple[str, str, str]]


class Erasures:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def erase(self, person_id: int | None, accounts: Collection[AccountName], now: datetime) -> Erased:
        """Delete and clear whatever is of this person and of these accounts; theirs on record are found here.

        person_id: None for somebody who is known by an account alone. Nothing of it stays in SQLite's log.
        """
        if self._store.is_empty:
            return Erased((), ())
        named = frozenset((one.platform, one.tenant, one.user) for one in accounts)
        async with self._store.writing() as connection:
            if person_id is not None:
                named |= await _accounts_of(connection, person_id)
            told = await _delete(connection, person_id, named)
            stays = dict[str, None]()
            if person_id is not None:
                stays = await _clear(connection, person_id)
                told |= await _delete_person(connection, person_id, now)
        await self._store.empty_write_ahead_log()
        return Erased(tuple(filter(None, told)), tuple(filter(None, stays)))


async def _accounts_of(connection: AsyncConnection, person_id: int) -> Names:
    found = set[tuple[str, str, str]]()
    for table, rule in _rules(ByPerson):
        if rule.tells_accounts:
            query = select(*(table.c[name] for name in ACCOUNT)).where(table.c[rule.column] == person_id)
            found.update((row.platform, row.tenant, row.user) for row in (await connection.execute(query)).all())
    return frozenset(found)


async def _delete(connection: AsyncConnection, person_id: int | None, accounts: Names) -> dict[str, None]:
    """Rows of the person or of an account. Those that refer go first: who changes a person's records holds one of
    them, so on PostgreSQL such a change is waited for before the person is held.
    """
    told = dict[str, None]()
    for model in models():
        for rule in model.__erasure__:
            which = _of(rule, table_of(model), person_id, accounts)
            if which is not None and await remove(connection, model, which):
                told[getattr(rule, "told", "")] = None
    return told


def _of(rule: object, table: Any, person_id: int | None, accounts: Names) -> ColumnElement[bool] | None:
    """The rows that a rule deletes; None for a rule that deletes none."""
    if isinstance(rule, ByPerson) and person_id is not None:
        return table.c[rule.column] == person_id  # type: ignore[no-any-return]
    if isinstance(rule, ByAccount) and accounts:
        each = (
            and_(*(table.c[name] == value for name, value in zip(ACCOUNT, one, strict=True))) for one in accounts
        )
        return or_(*each)
    if isinstance(rule, ByText) and accounts:
        return or_(*(_by_text(rule, table, one) for one in accounts))
    return None


def _by_text(rule: ByText, table: Any, account: tuple[str, str, str]) -> ColumnElement[bool]:
    text = rule.text
    for name, value in zip(ACCOUNT, account, strict=True):
        text = text.replace(f"{{{name}}}", value)
    column: ColumnElement[str] = table.c[rule.column]
    return (
        and_(column.contains(text, autoescape=True), table.c.platform == account[0])
        if rule.within
        else column == text
    )


async def _clear(connection: AsyncConnection, person_id: int) -> dict[str, None]:
    """What stays no longer refers to the person, by their number or by name."""
    stays, names = dict[str, None](), await _names_of(connection, person_id)
    for table, cleared in _rules(Cleared):
        values = {cleared.column: None, **cleared.also}
        change = update(table).where(table.c[cleared.column] == person_id).values(values)
        if (await connection.execute(change)).rowcount:
            stays[cleared.stays] = None
    for table, rule in _rules(Naming | ByName) if names else ():
        column = table.c[rule.column]
        said = or_(*(column.icontains(name, autoescape=True) for name in names))
        if isinstance(rule, Naming):
            await connection.execute(update(table).where(said).values({rule.column: rule.replacement}))
        else:
            await connection.execute(delete(table).where(said))
    return stays


async def _names_of(connection: AsyncConnection, person_id: int) -> list[str]:
    """What the person is called. Held from now on, so that nothing new refers to them."""
    for table, rule in _rules(IsPerson):
        columns = [table.c[name] for name in rule.named_in]
        query = select(*columns).where(table.c.id == person_id).with_for_update()
        row = (await connection.execute(query)).first()
        return [str(name) for name in row or () if name]
    return []


async def _delete_person(connection: AsyncConnection, person_id: int, now: datetime) -> dict[str, None]:
    told = dict[str, None]()
    for model in models():
        for rule in model.__erasure__:
            if isinstance(rule, IsPerson) and await remove(connection, model, table_of(model).c.id == person_id):
                told[rule.told] = None
                await note(connection, now, AuditNote("person.forgotten"))
    return told


def _rules(kind: Any) -> Iterator[tuple[Any, Any]]:
    """Every rule of that kind, with its table."""
    for model in models():
        for rule in model.__erasure__:
            if isinstance(rule, kind):
                yield table_of(model), rule
