"""`mastery ask` of what the sheet alone answers: without SQL, and in the words of the whole program."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from adapters.console.ask import SetClock
from adapters.console.conversation import transcript
from adapters.console.quick import BEGIN_COMMANDS, reply_to
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.routes import discover
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.paths import ROOT
from tests.support.scoring import QUESTIONS, read

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
HEAVY = (
    "sqlalchemy",
    "pydantic",
    "structlog",
    "aiohttp",
    "slack_bolt",
    "botbuilder",
    "holidays",
    "bot.features.cohort",
)
ASKED = f"""
import sys
from adapters.start import main
assert main(["ask", "how many residentials are there"]) == 0
print([name for name in {HEAVY} if name in sys.modules])
"""


async def test_it_says_what_the_whole_program_says(
    core: Core, knowledge: Knowledge, search: Search, clock: SetClock
) -> None:
    clock.moment, quick = NOON, 0
    for number, one in enumerate(read(QUESTIONS / "open.jsonl")):
        reply = await reply_to(one.q, knowledge, search, NOON, "Europe/London")
        if reply is None:
            continue
        quick += 1
        whole = await core.handle(Message(Sender("console", "ask", f"teacher-{number}"), "ask", one.q))
        assert list(transcript(reply)) == list(transcript(whole)), one.q
    assert quick > 50


@pytest.mark.parametrize(
    "text",
    ["help", "my questions please", "remind me on friday", "log a day for me today", "hello", "/mastery help"],
)
async def test_all_else_is_for_the_whole_program(knowledge: Knowledge, search: Search, text: str) -> None:
    assert await reply_to(text, knowledge, search, NOON, "Europe/London") is None


def test_no_command_begins_with_a_word_that_is_taken_for_a_question() -> None:
    commands = discover("bot.features").commands
    assert {name.split()[0] for name in commands} <= BEGIN_COMMANDS


def test_sql_and_the_platforms_are_not_imported_for_it() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
