"""One turn at a time for a person; what goes wrong is said in words, with a reference."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.core.activity import ConversationKey, Joined, Message, Sender, Submit
from bot.core.conversation import SAID_FOR
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.plain_text import plain
from bot.core.reply import Reply, Text
from bot.core.routes import Routes, discover
from bot.core.short_memory import MOST_CONVERSATIONS, ShortMemory
from bot.core.turn import Turn
from bot.core.turn_order import Queues
from bot.db.store import Store
from bot.features.home import commands_help as help_handlers
from knowledge.model import Knowledge
from knowledge.search import PastTurn, Search

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
ANN = Sender("console", "tests", "ann")
BOB = Sender("console", "tests", "bob")


async def test_somebody_who_joins_is_told_what_to_ask(core: Core) -> None:
    reply = await core.handle(Joined(ANN, "new"))
    assert plain(reply).startswith("Hello!")
    assert reply.buttons[0].label == "Am I eligible?"
    assert len(reply.buttons) == 5


async def test_an_unknown_button_says_that_it_is_old(core: Core) -> None:
    reply = await core.handle(Submit(ANN, "old", "no-such-action"))
    assert "belongs to an earlier message" in plain(reply)


async def test_the_unforeseen_becomes_an_apology_with_the_number_that_the_log_has(
    knowledge: Knowledge, search: Search, store: Store
) -> None:
    async def breaks(_turn: Turn, _words: str) -> Reply:
        raise ZeroDivisionError("a secret detail")

    broken = Core(
        LiveEditions.of_one(knowledge, search), Routes(commands={"break": breaks}), store, lambda: NOON, who_is
    )
    with structlog.testing.capture_logs() as logs:
        text = plain(await broken.handle(Message(ANN, "broken", "break")))
    assert logs[0]["reference"] in text
    assert "secret" not in text


async def test_a_persons_turns_go_in_order_and_others_do_not_wait() -> None:
    queues, order = Queues(), []

    async def turn(sender: Sender, name: str, before: asyncio.Event | None = None) -> None:
        async with queues.turn_of(sender):
            if before:
                await before.wait()
            order.append(name)

    gate = asyncio.Event()
    first = asyncio.create_task(turn(ANN, "ann 1", gate))
    second = asyncio.create_task(turn(ANN, "ann 2"))
    await asyncio.create_task(turn(BOB, "bob"))
    gate.set()
    await asyncio.gather(first, second)
    assert order == ["bob", "ann 1", "ann 2"]
    assert queues.idle


async def test_a_turn_that_is_called_off_while_it_waits_or_that_raises_holds_up_nobody() -> None:
    queues, gate = Queues(), asyncio.Event()

    async def breaks() -> None:
        async with queues.turn_of(ANN):
            await gate.wait()
            raise ZeroDivisionError

    async def waits() -> str:
        async with queues.turn_of(ANN):
            return "answered"

    first, called_off, third = (asyncio.create_task(one()) for one in (breaks, waits, waits))
    await asyncio.sleep(0)
    called_off.cancel()
    await asyncio.wait([called_off])
    gate.set()
    async with asyncio.timeout(60):
        assert await third == "answered"
    assert isinstance((await asyncio.gather(first, return_exceptions=True))[0], ZeroDivisionError)
    assert queues.idle


def test_two_handlers_for_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"declared twice, in (bot/features/home/commands_help\.py) and \1"):
        discover(FEATURES).include(help_handlers)


def test_every_request_in_the_data_has_a_handler(knowledge: Knowledge) -> None:
    assert set(knowledge.requests) <= set(discover(FEATURES).intents)


def seat(sender: Sender, conversation: str) -> ConversationKey:
    return ConversationKey.of(Message(sender, conversation, ""))


def test_what_was_said_is_forgotten_after_half_an_hour_and_never_grows() -> None:
    memory = ShortMemory()
    memory.add(seat(ANN, "a"), PastTurn("qts?", ("qts",)), NOON)
    assert memory.before(seat(ANN, "a"), NOON + SAID_FOR)
    assert not memory.before(seat(ANN, "a"), NOON + SAID_FOR + timedelta(seconds=1))
    assert not memory.before(seat(BOB, "a"), NOON)
    for number in range(MOST_CONVERSATIONS + 10):
        memory.add(seat(ANN, str(number)), PastTurn("hello", ()), NOON)
    assert not memory.before(seat(ANN, "a"), NOON)
    assert memory.before(seat(ANN, str(MOST_CONVERSATIONS + 9)), NOON)


async def test_why_after_a_button_is_about_what_it_showed(core: Core) -> None:
    await core.handle(Submit(ANN, "why", "entry", {"id": "same-class"}))
    reply = await core.handle(Message(ANN, "why", "why?"))
    assert (reply.kind, reply.entry) == ("partial", "same-class")
    neighbour = await core.handle(Message(BOB, "why", "why?"))
    assert neighbour.entry != "same-class"


async def test_the_day_is_the_senders_own(core: Core, clock: SetClock) -> None:
    clock.moment = datetime(2026, 4, 23, 23, 30, tzinfo=UTC)
    in_london = plain(await core.handle(Message(ANN, "late", "is the application window still open")))
    elsewhere = Sender("console", "tests", "far", "America/New_York")
    abroad = plain(await core.handle(Message(elsewhere, "far", "is the application window still open")))
    clock.moment = NOON
    assert in_london != abroad


def test_a_reply_is_blocks_and_nothing_else() -> None:
    assert plain(Reply((Text("one"), Text("two")), "help")) == "one\ntwo"
