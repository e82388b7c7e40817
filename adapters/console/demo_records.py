"""The demo's databases for `mastery ask` and `mastery try`: made once for a persona and a day, then copied."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from itertools import count
from pathlib import Path

from adapters.console import demo
from bot.core.dispatcher import Core
from bot.db.store import Store


class DemoRecords:
    """Databases in a folder that the caller deletes. Each question has a copy, so that it changes no other's."""

    def __init__(self, core: Core, folder: Path) -> None:
        self._core, self._folder, self._copies = core, folder, count(1)
        self._made: dict[tuple[bool, date], Path] = {}

    @asynccontextmanager
    async def copy_for(self, persona: str, now: datetime) -> AsyncIterator[Core]:
        """A core over a copy of the persona's records as they are on that day; the copy is deleted at the end."""
        store = await self.opened(now, whole=persona == demo.LEADS)
        try:
            yield self._core.over(store)
        finally:
            await self.close(store)

    async def opened(self, now: datetime, *, whole: bool = True) -> Store:
        """A copy of the demo as it is on that day; `close` it. whole: with all twelve specialists."""
        file = self._made.get((whole, now.date())) or await self._make(whole, now)
        copy = self._folder / f"copy-{next(self._copies)}.db"
        shutil.copy(file, copy)
        return await Store.open(_url(copy))

    async def close(self, store: Store) -> None:
        """Close a copy and delete it."""
        await store.close()
        for left in self._folder.glob(f"{Path(store.url).name}*"):
            left.unlink()

    async def _make(self, whole: bool, now: datetime) -> Path:
        empty, file = self._folder / "empty.db", self._folder / f"{'whole' if whole else 'one'}-{now.date()}.db"
        if not empty.exists():
            await (await Store.open(_url(empty))).close()
        shutil.copy(empty, file)
        store = await Store.open(_url(file))
        try:
            await demo.fill(self._core.over(store), store, now, whole=whole)
        finally:
            await store.close()
        self._made[whole, now.date()] = file
        return file


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
