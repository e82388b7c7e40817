"""A process that logs release days by talking to the bot: forked by the tests, which end it in the middle.

Each line that it hears is a turn: a half-day of its own, from the day `first` on, typed as a person would. What
was logged, by its note, and the half-days on record are said once the bot has answered.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from bot.bootstrap import FEATURES, who_is
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.reply import Progress
from bot.core.routes import discover
from bot.core.working_days import is_working_day
from bot.db.store import Store
from bot.language.dates import in_words
from knowledge.load import load
from knowledge.search import Search
from tests.support.ground import NOON, account
from tests.support.paths import COHORT
from tests.support.transcript import CACHE_DIR


def weekdays(first: date) -> list[date]:
    """Days on which nothing looks odd."""
    days = (first + timedelta(days=step) for step in range(300))
    return [day for day in days if is_working_day(day)]


def line(number: int, name: str, first: date) -> str:
    """A half-day that no other turn of this process logs."""
    day, part = weekdays(first)[number // 2], ("morning", "afternoon")[number % 2]
    return f"releaseday log {in_words(day)} {part} study with {name} {number}"


def log_turns(
    hears: Iterable[str], says: Callable[[str], None], url: str, user: str, name: str, first: date
) -> None:
    asyncio.run(_log_turns(hears, says, url, user, name, first))


async def _log_turns(
    hears: Iterable[str], says: Callable[[str], None], url: str, user: str, name: str, first: date
) -> None:
    store = await Store.open(url)
    knowledge = load(COHORT)
    core = Core(
        LiveEditions.of_one(knowledge, Search(knowledge, CACHE_DIR)),
        discover(FEATURES),
        store,
        lambda: NOON,
        who_is,
    )
    for number, _ in enumerate(hears):
        key = f"{name} {number}"
        reply = await core.handle(Message(account(user), "C", line(number, name, first), key=key))
        (bar,) = (block for block in reply.blocks if isinstance(block, Progress))
        says(f"with {key}: {bar.done + bar.planned}")
    await store.close()
