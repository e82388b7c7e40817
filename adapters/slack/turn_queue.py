"""Turns that run after Slack has its acknowledgement: one after the other for each person."""

import asyncio
import secrets
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog

from bot.core.activity import Sender
from bot.core.turn_order import Queues

log = structlog.get_logger(__name__)

PATIENCE = 20.0  # seconds that running turns have to end when the server stops


Turn = Callable[[], Coroutine[Any, Any, None]]
Done = Callable[[], None]


def nothing() -> None:
    """Called at the end of a turn that nobody waits for."""


class TurnQueue:
    def __init__(self) -> None:
        self._tasks = set[asyncio.Task[Any]]()
        self._queues = Queues()

    @property
    def idle(self) -> bool:
        return not self._tasks

    def begin(self, person: Sender, turn: Turn, done: Done = nothing) -> None:
        """Run the turn after the earlier ones of the same person; its errors are logged, not raised here.

        done: called when the turn has ended or failed, but not when the server stops in the middle of it.
        """
        task = asyncio.create_task(self._in_order(person, turn, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_order(self, person: Sender, turn: Turn, done: Done) -> None:
        async with self._queues.turn_of(person):
            try:
                await turn()
            except Exception as error:
                note(error, "answer not delivered")
            done()

    async def wait_until_idle(self) -> None:
        """Wait until no turn is running or queued."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def finish(self) -> None:
        """Wait until all turns have ended, PATIENCE at most; what is left is cancelled."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=PATIENCE)
        for task in self._tasks:
            task.cancel()


def note(error: Exception, what: str) -> str:
    """Log an error by its type and line, without anybody's words; returns the reference in that log line."""
    reference = secrets.token_hex(4)
    last = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(last.filename).name}:{last.lineno}"
    log.error(what, reference=reference, error=type(error).__name__, at=at)
    return reference
