"""A lead's process that answers every waiting question, sends what is to be sent, and says which it answered.

The tests fork it and kill it midway.
"""

import asyncio
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import bot.bootstrap  # noqa: F401  it names the tables and the kinds of notification
from bot.core.activity import Address
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.ask_hub.domain import AskedState, ChangedMeanwhile
from bot.features.ask_hub.notifications import answered
from bot.features.ask_hub.repository import Questions
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.ports import Found, NotThere, Outcome, Sent
from tests.support.ground import NOON


@dataclass
class PlatformInAFile:
    """One line for each message that was taken: its token and to whom."""

    file: Path
    says: Callable[[str], None]
    platform: str = "slack"
    can_look: bool = True
    settle: float = 1.5

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002  as the port has it
        with self.file.open("a") as kept:
            kept.write(f"{token} {to['reach']}\n")
            kept.flush()
            os.fsync(kept.fileno())
        self.says(f"sent {token}")
        return Sent(token)

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002  as the port has it
        there = self.file.read_text().splitlines() if self.file.exists() else []
        return Sent(token) if any(line.split()[0] == token for line in there) else NotThere()

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:  # noqa: ARG002  as the port has it
        return Sent(message)

    async def delete(self, to: Address, message: str) -> Outcome:  # noqa: ARG002  as the port has it
        return Sent(message)


def answer_all(
    _hears: Iterable[str],
    says: Callable[[str], None],
    url: str,
    lead: int,
    arrived: Path | None = None,
    minutes: int = 0,
) -> None:
    """arrived: a file that stands for the platform: it keeps what was taken, whatever becomes of the process.

    minutes: how long after noon.
    """
    asyncio.run(_answer_all(says, url, lead, arrived, NOON + timedelta(minutes=minutes)))


async def _answer_all(
    says: Callable[[str], None], url: str, lead: int, arrived: Path | None, now: datetime
) -> None:
    store = await Store.open(url)
    senders = {"slack": PlatformInAFile(arrived, says)} if arrived else {}
    desk = DeliveryContext(store, senders, lambda: now, Random(1))
    for question in await Questions(store).at(None, AskedState.WAITING):
        try:
            await Questions(store).answer(question, f"answer {question.id}", (), lead, answered, now)
        except ChangedMeanwhile:
            continue
        says(str(question.id))
        if arrived:
            await local_engine.drain(desk)
    if arrived:
        await local_engine.drain(desk)
    await store.close()
