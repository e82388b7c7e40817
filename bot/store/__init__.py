"""The records. `Store` opens them; nothing heavy is imported before it does, and only this package knows SQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from bot.errors import SettingsError
from bot.store.counting import Counting

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.store.announced import Announced
    from bot.store.announcements import Announcements
    from bot.store.arrivals import Arrivals
    from bot.store.asked import Questions
    from bot.store.audit import Audit
    from bot.store.codes import Codes
    from bot.store.cohorts import Cohorts
    from bot.store.desk import Desk
    from bot.store.enrolments import Enrolments
    from bot.store.events import Events
    from bot.store.holidays import Holidays
    from bot.store.hub_entries import HubEntries
    from bot.store.installations import Installations
    from bot.store.outbox import Outbox
    from bot.store.people import People
    from bot.store.relays import Relays
    from bot.store.release_days import ReleaseDays
    from bot.store.reminders import Reminders
    from bot.store.reports import Reports
    from bot.store.residentials import Residentials
    from bot.store.sending import Sending
    from bot.store.sqlite_file import Reading, SqliteFile
    from bot.store.upkeep import Upkeep
    from bot.store.walks import Walks

THROW_AWAY = frozenset({"sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"})


class StoreError(SettingsError):
    """The database cannot be used as it stands; the message says what to do. For operators."""


class Store:
    """One database. Build it with `await Store.open(url)`, and `await store.close()` when done.

    A database in memory is made when the first record is written: a conversation that writes none pays nothing.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine: AsyncEngine | None = None
        self._reader: SqliteFile | None = None
        self._writer: SqliteFile | None = None
        self._opening = asyncio.Lock()
        self._writing = asyncio.Lock()
        self.counting = Counting(self)

    @classmethod
    async def open(cls, url: str) -> "Store":
        """The store at `url`, its tables brought up to date. Raises StoreError in words."""
        store = cls(url)
        if url not in THROW_AWAY:
            await store._ready()
        return store

    async def close(self) -> None:
        await self.counting.close()
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None
        for file in (self._reader, self._writer):
            if file is not None:
                file.close()
        self._reader = self._writer = None

    @property
    def untouched(self) -> bool:
        """Nothing was ever written here, so there is nothing to look up."""
        return self._engine is None

    @property
    def walks(self) -> "Walks":
        from bot.store.walks import Walks  # noqa: PLC0415  SQL is imported when somebody asks for records

        return Walks(self)

    @property
    def people(self) -> "People":
        from bot.store.people import People  # noqa: PLC0415

        return People(self)

    @property
    def enrolments(self) -> "Enrolments":
        from bot.store.enrolments import Enrolments  # noqa: PLC0415

        return Enrolments(self)

    @property
    def arrivals(self) -> "Arrivals":
        from bot.store.arrivals import Arrivals  # noqa: PLC0415

        return Arrivals(self)

    @property
    def codes(self) -> "Codes":
        from bot.store.codes import Codes  # noqa: PLC0415

        return Codes(self)

    @property
    def cohorts(self) -> "Cohorts":
        from bot.store.cohorts import Cohorts  # noqa: PLC0415

        return Cohorts(self)

    @property
    def release_days(self) -> "ReleaseDays":
        from bot.store.release_days import ReleaseDays  # noqa: PLC0415

        return ReleaseDays(self)

    @property
    def residentials(self) -> "Residentials":
        from bot.store.residentials import Residentials  # noqa: PLC0415

        return Residentials(self)

    @property
    def reports(self) -> "Reports":
        from bot.store.reports import Reports  # noqa: PLC0415

        return Reports(self)

    @property
    def audit(self) -> "Audit":
        from bot.store.audit import Audit  # noqa: PLC0415

        return Audit(self)

    @property
    def events(self) -> "Events":
        from bot.store.events import Events  # noqa: PLC0415

        return Events(self)

    @property
    def installations(self) -> "Installations":
        from bot.store.installations import Installations  # noqa: PLC0415

        return Installations(self)

    @property
    def questions(self) -> "Questions":
        from bot.store.asked import Questions  # noqa: PLC0415

        return Questions(self)

    @property
    def desk(self) -> "Desk":
        from bot.store.desk import Desk  # noqa: PLC0415

        return Desk(self)

    @property
    def relays(self) -> "Relays":
        from bot.store.relays import Relays  # noqa: PLC0415

        return Relays(self)

    @property
    def upkeep(self) -> "Upkeep":
        from bot.store.upkeep import Upkeep  # noqa: PLC0415

        return Upkeep(self)

    @property
    def hub_entries(self) -> "HubEntries":
        from bot.store.hub_entries import HubEntries  # noqa: PLC0415

        return HubEntries(self)

    @property
    def outbox(self) -> "Outbox":
        from bot.store.outbox import Outbox  # noqa: PLC0415

        return Outbox(self)

    @property
    def sending(self) -> "Sending":
        from bot.store.sending import Sending  # noqa: PLC0415

        return Sending(self)

    @property
    def reminders(self) -> "Reminders":
        from bot.store.reminders import Reminders  # noqa: PLC0415

        return Reminders(self)

    @property
    def holidays(self) -> "Holidays":
        from bot.store.holidays import Holidays  # noqa: PLC0415

        return Holidays(self)

    @property
    def announcements(self) -> "Announcements":
        from bot.store.announcements import Announcements  # noqa: PLC0415

        return Announcements(self)

    @property
    def announced(self) -> "Announced":
        from bot.store.announced import Announced  # noqa: PLC0415

        return Announced(self)

    @asynccontextmanager
    async def transaction(self) -> "AsyncIterator[AsyncConnection]":
        """A connection whose work is kept when the block ends well, and undone when it raises."""
        engine = await self._ready()
        async with engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, *, durable: bool = True) -> "AsyncIterator[AsyncConnection]":
        """A transaction that reads before it writes, and in which what was read still holds.

        durable: False for what a power cut may take back without harm; a kill never does.

        SQLite has one writer: the lock is taken at the start, or a second one would find its reading out of date
        at its first write, and fail. PostgreSQL has many: there, whoever writes locks the row that it depends on.
        """
        if not self.is_sqlite:
            async with self.transaction() as connection:
                yield connection
            return
        await self._ready()
        async with self._writing:  # in line here, not busy waiting in SQLite
            if self._writer is not None:
                async with self._writer.transaction(durable=durable) as file:
                    yield cast("AsyncConnection", file)
                return
            async with self.transaction() as connection:
                yield connection

    def reading(self) -> "_Reads":
        """`async with` it, for one short query that changes nothing; the quickest way that the database has."""
        return _Reads(self)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    async def _ready(self) -> "AsyncEngine":
        if self._engine is not None:
            return self._engine
        async with self._opening:
            if self._engine is None:
                from bot.store.engine import opened, sqlite_file  # noqa: PLC0415

                in_memory = self.url in THROW_AWAY
                engine = await opened(self.url, in_memory=in_memory)
                if self.is_sqlite and not in_memory:
                    self._reader = sqlite_file(self.url, changes=False)
                    self._writer = sqlite_file(self.url, changes=True)
                self._engine = engine
            return self._engine


class _Reads:
    """A class, for every turn reads several times: a generator in its place takes three times as long."""

    __slots__ = ("_store", "_transaction")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._transaction: AbstractAsyncContextManager[AsyncConnection] | None = None

    async def __aenter__(self) -> "Reading":
        await self._store._ready()
        if self._store._reader is not None:
            return self._store._reader
        self._transaction = self._store.transaction()
        return await self._transaction.__aenter__()

    async def __aexit__(self, *raised: Any) -> bool | None:
        return None if self._transaction is None else await self._transaction.__aexit__(*raised)
