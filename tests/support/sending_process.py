"""A process that sends as `mastery serve` does, on a clock that runs fast: run by the tests, which kill it.

It is forked from a server that has imported everything already, so that it sends within a tenth of a second.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import aiohttp

import bot.bootstrap  # noqa: F401  every kind of message is declared there
from bot.core.clock import Clock, system
from bot.core.settings_sections import ReminderSettings
from bot.db.store import Store
from scheduler.service import sending
from tests.support.fakes.receiver import ReceivedPost
from tests.support.forked import FORKED

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
FASTER = 20  # a lease of a minute is over in three seconds


def fast(started: datetime) -> Clock:
    return lambda: DUE + (system() - started) * FASTER


@dataclass(frozen=True)
class SendingProcess:
    """One that is at work."""

    process: BaseProcess

    async def kill(self) -> None:
        """kill -9; returns when it is gone."""
        self.process.kill()
        await asyncio.to_thread(self.process.join)

    async def terminate(self) -> None:
        self.process.terminate()
        await asyncio.to_thread(self.process.join)


async def started(url: str, receiver: str, fast_since: datetime) -> SendingProcess:
    """Start one; returns when it is at work.

    fast_since: the system's moment at which the fast clock showed DUE.
    """
    ours, theirs = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=_run, args=(url, receiver, fast_since, theirs), daemon=True)
    await asyncio.to_thread(process.start)
    theirs.close()
    await asyncio.to_thread(ours.recv)  # raises EOFError when it ended before
    ours.close()
    return SendingProcess(process)


def _run(url: str, receiver: str, fast_since: datetime, begun: Connection) -> None:
    asyncio.run(_send(url, receiver, fast_since, begun))


async def _send(url: str, receiver: str, fast_since: datetime, begun: Connection) -> None:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        store = await Store.open(url)
        stack.push_async_callback(store.close)
        asked = ReceivedPost(session, receiver, "slack", can_look=True)
        blind = ReceivedPost(session, receiver, "teams", can_look=False)
        begun.send(True)
        senders = {"slack": asked, "teams": blind}
        rules = ReminderSettings(residential=(7,))
        await stack.enter_async_context(sending(store, senders, rules, fast(fast_since)))
        await asyncio.Event().wait()
