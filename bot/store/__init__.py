"""The records. `Store` opens them; nothing heavy is imported before it does, and only this package knows SQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.store.arrivals import Arrivals
    from bot.store.audit import Audit
    from bot.store.codes import Codes
    from bot.store.cohorts import Cohorts
    from bot.store.enrolments import Enrolments
    from bot.store.events import Events
    from bot.store.outbox import Outbox
    from bot.store.people import People
    from bot.store.release_days import ReleaseDays
    from bot.store.reports import Reports
    from bot.store.residentials import Residentials
    from bot.store.sending import Sending
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
        self._opening = asyncio.Lock()
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str) -> "Store":
        """The store at `url`, its tables brought up to date. Raises StoreError in words."""
        store = cls(url)
        if url not in THROW_AWAY:
            await store._ready()
        return store

    async def close(self) -> None:
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

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
    def outbox(self) -> "Outbox":
        from bot.store.outbox import Outbox  # noqa: PLC0415

        return Outbox(self)

    @property
    def sending(self) -> "Sending":
        from bot.store.sending import Sending  # noqa: PLC0415

        return Sending(self)

    @asynccontextmanager
    async def transaction(self) -> "AsyncIterator[AsyncConnection]":
        """A connection whose work is kept when the block ends well, and undone when it raises."""
        engine = await self._ready()
        async with engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> "AsyncIterator[AsyncConnection]":
        """A transaction that reads before it writes, and in which what was read still holds.

        SQLite has one writer: the lock is taken at the start, or a second one would find its reading out of date
        at its first write, and fail. PostgreSQL has many: there, whoever writes locks the row that it depends on.
        """
        if not self.is_sqlite:
            async with self.transaction() as connection:
                yield connection
            return
        async with self._writing, self.transaction() as connection:  # in line here, not busy waiting in SQLite
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    async def _ready(self) -> "AsyncEngine":
        async with self._opening:
            if self._engine is None:
                from bot.store.engine import opened  # noqa: PLC0415

                self._engine = await opened(self.url, in_memory=self.url in THROW_AWAY)
            return self._engine
