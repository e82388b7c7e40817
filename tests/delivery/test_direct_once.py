"""An answer is there to be sent once, or not at all: processes killed in the middle, and two at once."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.db.store import Store
from bot.features.ask_hub.domain import AskedState, Asker, NewQuestion
from bot.features.ask_hub.repository import Questions
from tests.support.answering import answer_all
from tests.support.direct_messages import messages_to_send
from tests.support.forked import Forked
from tests.support.ground import NOON, Ground, account, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]
MANY = 60


async def asked(store: Store) -> Ground:
    g = await ground(store)
    for number in range(MANY):
        asker = Asker(account(f"U{number}"), "C", {"reach": number})
        await Questions(store).ask(asker, NewQuestion(g.hub.id, f"Question {number}?"), lambda _asked: (), NOON)
    return g


def started(url: str, g: Ground, *more: object) -> Forked:
    return Forked(answer_all, url, g.lead.id, *more)


def killed_after(process: Forked, lines: int) -> list[int]:
    """The questions that it said it had answered before, and while, it was killed."""
    said = process.hear(lines) + process.kill()
    assert process.process.exitcode == -signal.SIGKILL, "it was killed, and did not end"
    return [int(line) for line in said if line[0].isdigit()]


def to_the_end(*processes: Forked) -> None:
    for process in processes:
        process.end()


async def answers_waiting(store: Store) -> list[str]:
    """What is to be sent, by what it answers; each question is answered if, and only if, one is."""
    relays = [relay.post.key for relay in await messages_to_send(store, 10 * MANY)]
    done = await Questions(store).at(None, AskedState.ANSWERED)
    assert sorted(relays) == sorted(f"answer:{question.id}:1" for question in done)
    return relays


@pytest.mark.parametrize("after", [20, *(pytest.param(one, marks=pytest.mark.everywhere) for one in (1, 45))])
async def test_killed_in_the_middle_each_answer_is_there_once(store: Store, url: str, after: int) -> None:
    g = await asked(store)
    process = started(url, g)
    said = await asyncio.to_thread(killed_after, process, after)
    there = await answers_waiting(store)
    assert {f"answer:{number}:1" for number in said} <= set(there)
    assert len(there) <= len(said) + 1, "at most the one under way is there beside them"
    await asyncio.to_thread(to_the_end, started(url, g))
    assert len(await answers_waiting(store)) == MANY


async def test_two_leads_who_answer_everything_at_once_send_each_answer_once(store: Store, url: str) -> None:
    g = await asked(store)
    await asyncio.to_thread(to_the_end, started(url, g), started(url, g))
    assert len(await answers_waiting(store)) == MANY


@pytest.mark.everywhere
@pytest.mark.parametrize("after", [1, 41])
async def test_killed_while_it_answers_and_sends_each_answer_arrives_once(
    store: Store, url: str, tmp_path: Path, after: int
) -> None:
    """Killed three times at lines of its own: after an answer, after a message was taken, or between the two."""
    g, arrived = await asked(store), tmp_path / "arrived"
    for time in range(3):
        await asyncio.to_thread(killed_after, started(url, g, arrived, 5 * time), after)
    await asyncio.to_thread(to_the_end, started(url, g, arrived, 20))
    assert await messages_to_send(store) == ()
    reached = [int(line.split()[1]) for line in arrived.read_text().splitlines()]
    assert sorted(reached) == list(range(MANY))
