"""The log says what went wrong and where, and nothing that people wrote."""

import asyncio
import gc
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog

from adapters.console import logs
from adapters.console.error_lines import lines
from bot.bootstrap import who_is
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.errors import BotError, SettingsError
from bot.core.live_editions import LiveEditions
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.db.errors import StoreError
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search

ANN = Sender("console", "tests", "ann")
WORDS = "Jane Smith of Elm Park"
NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    handlers = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers = handlers
    structlog.reset_defaults()


async def test_a_handler_that_fails_at_somebodys_words_leaves_none_of_them_in_the_log(
    knowledge: Knowledge, search: Search, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    async def breaks(_turn: Turn, _words: str) -> Reply:
        try:
            int(WORDS)
        except ValueError as error:
            raise KeyError(WORDS) from error
        raise AssertionError

    logs.quiet({})
    core = Core(
        LiveEditions.of_one(knowledge, search), Routes(commands={"break": breaks}), store, lambda: NOON, who_is
    )
    said = plain(await core.handle(Message(ANN, "broken", "break")))
    written = capsys.readouterr().err
    assert "reference" in said
    assert "turn failed" in written
    assert "ValueError" in written
    assert "KeyError" in written
    assert "test_error_lines.py" in written, "where it was raised"
    assert WORDS.casefold() not in written.casefold()


async def test_nor_does_an_error_that_nobody_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    async def breaks() -> None:
        raise ValueError(WORDS)

    logs.quiet({})
    task = asyncio.create_task(breaks())
    await asyncio.wait([task])
    del task
    gc.collect()
    written = capsys.readouterr().err
    assert "never retrieved" in written
    assert "ValueError" in written
    assert WORDS not in written


def test_what_is_written_for_operators_keeps_its_words() -> None:
    for error in (SettingsError("PORT is “x”"), StoreError("upgrade first")):
        assert str(error) in "\n".join(lines(error))
    assert list(lines(BotError(WORDS))) == ["bot.core.errors.BotError"]


def test_a_group_and_what_was_raised_meanwhile_are_said_too() -> None:
    inner = ValueError(WORDS)
    inner.__context__ = KeyError(WORDS)
    said = "\n".join(lines(ExceptionGroup(WORDS, [inner, TypeError(WORDS)])))
    assert all(name in said for name in ("ExceptionGroup", "KeyError", "ValueError", "TypeError"))
    assert WORDS not in said


def test_a_chain_that_bites_its_tail_ends() -> None:
    error = ValueError()
    other = KeyError()
    error.__context__, other.__context__ = other, error
    assert len(list(lines(error))) < 50
