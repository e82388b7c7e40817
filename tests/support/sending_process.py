"""A process that sends as `mastery serve` does, on a clock that runs fast: run by the tests, which kill it.

    python -m tests.support.sending_process URL RECEIVER STARTED

STARTED: the system's moment at which the fast clock showed DUE. Says “begun” once it is at work.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import aiohttp

from bot.core.clock import Clock, system
from bot.core.settings import ReminderSettings
from bot.db.store import Store
from scheduler.service import sending
from tests.support.fakes.receiver import ReceivedPost

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
FASTER = 20  # a lease of a minute is over in three seconds


def fast(started: datetime) -> Clock:
    return lambda: DUE + (system() - started) * FASTER


async def send(url: str, receiver: str, started: datetime) -> None:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        store = await Store.open(url)
        stack.push_async_callback(store.close)
        asked = ReceivedPost(session, receiver, "slack", can_look=True)
        blind = ReceivedPost(session, receiver, "teams", can_look=False)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        senders = {"slack": asked, "teams": blind}
        await stack.enter_async_context(sending(store, senders, ReminderSettings(residential=(7,)), fast(started)))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])))
