"""What goes on after Slack has its acknowledgement: a person's turns in order, none lost when the server stops."""

import asyncio
import secrets
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog

from bot.core.activity import Sender
from bot.core.dispatcher import Queues

log = structlog.get_logger(__name__)

PATIENCE = 20.0  # seconds that turns in hand have to end when the server stops


Turn = Callable[[], Coroutine[Any, Any, None]]
Done = Callable[[], None]


def nothing() -> None:
    """For a turn whose end nobody waits for."""


class TurnQueue:
    def __init__(self) -> None:
        self._tasks = set[asyncio.Task[Any]]()
        self._queues = Queues()

    @property
    def idle(self) -> bool:
        return not self._tasks

    def begin(self, person: Sender, turn: Turn, done: Done = nothing) -> None:
        """Do it after what the same person began before. It never raises into Slack's request.

        done: called once the turn has ended, well or not; never when the server stops in the middle of it.
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

    async def settled(self) -> None:
        """Wait until nothing is in hand."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def finish(self) -> None:
        """The same when the server stops, for as long as PATIENCE."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=PATIENCE)
        for task in self._tasks:
            task.cancel()


def note(error: Exception, what: str) -> str:
    """Log where it went wrong, without the words that were on the way; the reference that the line has."""
    reference = secrets.token_hex(4)
    last = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(last.filename).name}:{last.lineno}"
    log.error(what, reference=reference, error=type(error).__name__, at=at)
    return reference
