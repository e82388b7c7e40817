"""Deleting what is past its time, in every table, as the tables declare it; no table is named here."""

from datetime import datetime

from sqlalchemy import ColumnElement, Date, Table, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.declared import Model, models, table_of
from bot.db.personal_data import KeptFor, NewestOnly
from bot.db.removal import remove
from bot.db.store import Store


class Retention:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def purge(self, now: datetime) -> int:
        """Delete every row that is past its time; returns how many, without those that went along with others."""
        if self._store.is_empty:
            return 0
        gone = 0
        for model in models():
            rules = [rule for rule in model.__retention__ if isinstance(rule, KeptFor | NewestOnly)]
            if rules:
                async with self._store.writing() as connection:  # a table at a time, so that nobody waits for all
                    for rule in rules:
                        gone += await _purge(connection, model, rule, now)
        if gone:
            await self._store.empty_write_ahead_log()
        return gone


async def _purge(connection: AsyncConnection, model: Model, rule: KeptFor | NewestOnly, now: datetime) -> int:
    table = table_of(model)
    if isinstance(rule, KeptFor):
        return await remove(connection, model, past(rule, table, now))
    groups = (await connection.execute(select(table.columns[rule.per]).distinct())).scalars().all()
    return sum([await remove(connection, model, _beyond(rule, table, group)) for group in groups])


def past(rule: KeptFor, table: Table, now: datetime) -> ColumnElement[bool]:
    """The rows whose time is over. A day counts from its beginning, in UTC."""
    since = [table.columns[name] for name in ((rule.since,) if isinstance(rule.since, str) else rule.since)]
    began = func.coalesce(*since) if len(since) > 1 else since[0]
    before = now - rule.period
    old = began <= (before.date() if isinstance(since[0].type, Date) else before)
    return and_(old, table.columns[rule.unless].is_(None)) if rule.unless else old


def _beyond(rule: NewestOnly, table: Table, group: object) -> ColumnElement[bool]:
    """Of the rows that belong together, all but the newest."""
    own = table.columns[rule.per] == group
    (key,) = (column for column in table.primary_key.columns if column.name != rule.per)
    newest = select(key).where(own).order_by(*(table.columns[name].desc() for name in rule.by)).limit(rule.most)
    return and_(own, key.not_in(newest))
