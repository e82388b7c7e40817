"""The records. `Store` opens them; nothing heavy is imported before, and only this package opens a database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import structlog

from bot.db.outage import Outage, StoreAway

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.db.sqlite_file import Reading, SqliteFile

log = structlog.get_logger(__name__)
THROW_AWAY = frozenset({"sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"})


class Companion(Protocol):
    """What lives beside a store for as long as it is open."""

    def __init__(self, store: "Store") -> None: ...

    async def close(self) -> None:
        """Finish what is under way; the store is still open."""


CompanionT = TypeVar("CompanionT", bound=Companion)


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
        self._companions: dict[type[Companion], Companion] = {}
        self.outage = Outage()
        self.by_email = False  # set while a mail server is connected

    @classmethod
    async def open(cls, url: str) -> "Store":
        """The store at `url`, its tables brought up to date. Raises StoreError in words."""
        store = cls(url)
        if url not in THROW_AWAY:
            await store._ready()
        return store

    async def close(self) -> None:
        for companion in self._companions.values():
            await companion.close()
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None
        for file in (self._reader, self._writer):
            if file is not None:
                file.close()
        self._reader = self._writer = None

    @property
    def is_empty(self) -> bool:
        """Nothing was ever written here, so there is nothing to look up."""
        return self._engine is None

    def companion(self, kind: type[CompanionT]) -> CompanionT:
        """The one object of this kind that lives as long as the store: made when first asked for, closed with it.

        kind: a class that is built over a store and has an async `close`; what it holds must outlive a turn, as
        counts that are written together do.
        """
        found = self._companions.get(kind)
        if found is None:
            found = self._companions[kind] = kind(self)
        return cast("CompanionT", found)

    @asynccontextmanager
    async def transaction(self, *, probing: bool = False) -> "AsyncIterator[AsyncConnection]":
        """A connection whose work is kept when the block ends well, and undone when it raises.

        probing: ask although the database is known to be away. Raises StoreAway at once while it is.
        """
        if self.outage.away and not probing:
            raise StoreAway
        engine = await self._ready()
        async with engine.begin() as connection:
            yield connection

    def writing(
        self, *, durable: bool = True, probing: bool = False
    ) -> "AbstractAsyncContextManager[AsyncConnection]":
        """`async with` it: a transaction that reads before it writes, and in which what was read still holds.

        durable: False for what a power cut may take back without harm; a kill never does.
        probing: see `transaction`.

        SQLite has one writer: the lock is taken at the start, or a second one would find its reading out of date
        at its first write, and fail. PostgreSQL has many: there, whoever writes locks the row that it depends on.
        """
        return _Writes(self, durable=durable, probing=probing)

    async def empty_write_ahead_log(self) -> bool:
        """Write SQLite's write-ahead log, which still has what was deleted, into the file, and empty it.

        Returns False when another process that reads prevented it for two seconds. PostgreSQL needs nothing done.
        """
        if self._writer is None:
            return True
        async with self._writing:
            done = await self._writer.empty_write_ahead_log()
        if not done:
            log.warning("the write-ahead log could not be emptied; the next purge does it")
        return done

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
                from bot.db.engine import opened, sqlite_file  # noqa: PLC0415

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
        if self._store._reader is None:
            await self._store._ready()
        if self._store._reader is not None:
            return self._store._reader
        self._transaction = self._store.transaction()
        return await self._transaction.__aenter__()

    async def __aexit__(self, *raised: Any) -> bool | None:
        return None if self._transaction is None else await self._transaction.__aexit__(*raised)


class _Writes:
    """A class, as `_Reads` is."""

    __slots__ = ("_durable", "_held", "_probing", "_store", "_transaction")

    def __init__(self, store: Store, *, durable: bool, probing: bool) -> None:
        self._store, self._durable, self._probing = store, durable, probing
        self._held = False
        self._transaction: AbstractAsyncContextManager[Any] | None = None

    async def __aenter__(self) -> "AsyncConnection":
        store = self._store
        if not store.is_sqlite:
            return await self._within(store.transaction(probing=self._probing))
        if store.outage.away and not self._probing:
            raise StoreAway
        await store._ready()
        await store._writing.acquire()  # in line here, not busy waiting in SQLite
        self._held = True
        writer = store._writer
        try:
            return await self._within(
                writer.transaction(durable=self._durable) if writer is not None else store.transaction()
            )
        except BaseException:
            store._writing.release()
            raise

    async def _within(self, transaction: AbstractAsyncContextManager[Any]) -> "AsyncConnection":
        self._transaction = transaction
        return cast("AsyncConnection", await transaction.__aenter__())

    async def __aexit__(self, *raised: Any) -> bool | None:
        try:
            return None if self._transaction is None else await self._transaction.__aexit__(*raised)
        finally:
            if self._held:
                self._store._writing.release()
