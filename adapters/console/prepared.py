"""Demo records made once for a persona and a day, and copied for each question: one never changes the next."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

from adapters.console import demo
from bot.core.dispatcher import Core
from bot.db.store import Store


class PreparedConversations:
    """Databases in a folder that the caller throws away."""

    def __init__(self, core: Core, folder: Path) -> None:
        self._core, self._folder = core, folder
        self._made: dict[tuple[bool, date], Path] = {}

    @asynccontextmanager
    async def records(self, persona: str, now: datetime) -> AsyncIterator[Core]:
        """A core over a copy of the persona's records as they are on that day."""
        whole = persona == demo.LEADS
        file = self._made.get((whole, now.date())) or await self._make(whole, now)
        copy = self._folder / "asked.db"
        shutil.copy(file, copy)
        store = await Store.open(_url(copy))
        try:
            yield self._core.over(store)
        finally:
            await store.close()
            for left in self._folder.glob("asked.db*"):
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
