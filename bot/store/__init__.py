"""The records. `Store` opens them; nothing heavy is imported before it does, and only this package knows SQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

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

    @asynccontextmanager
    async def transaction(self) -> "AsyncIterator[AsyncConnection]":
        """A connection whose work is kept when the block ends well, and undone when it raises."""
        engine = await self._ready()
        async with engine.begin() as connection:
            yield connection

    async def _ready(self) -> "AsyncEngine":
        async with self._opening:
            if self._engine is None:
                from bot.store.engine import opened  # noqa: PLC0415

                self._engine = await opened(self.url, in_memory=self.url in THROW_AWAY)
            return self._engine
