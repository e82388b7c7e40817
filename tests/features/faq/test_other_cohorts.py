"""A question about a cohort without a sheet is answered honestly, with what this sheet says as a button."""

from dataclasses import replace

import pytest

from bot.core.activity import Message, Sender
from bot.core.plain_text import plain
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.faq.commands import question
from knowledge.cohorts import LiveCohorts
from knowledge.cohorts_named import meant
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, Hit
from tests.conftest import NOON


def asking(text: str, knowledge: Knowledge, store: Store) -> Turn:
    turn = Turn(Message(Sender("console", "tests", "ann"), "here", text), NOON, knowledge, store)
    return replace(turn, named=meant(text, LiveCohorts([knowledge]), knowledge))


def found(entry: str, knowledge: Knowledge) -> Finding:
    return Finding(FindingKind.ANSWER, (Hit(knowledge.entries[entry], 0.99),))


@pytest.mark.parametrize(
    ("text", "entry"), [("cohort 14 closing date", "closing-date"), ("days in 2029/30", "release-days-year-one")]
)
async def test_nothing_is_said_for_another_cohort(
    text: str, entry: str, knowledge: Knowledge, store: Store
) -> None:
    reply = await question(asking(text, knowledge, store), found(entry, knowledge))
    assert "I have the information sheet for Cohort 12 only" in plain(reply)
    assert knowledge.answer(knowledge.entries[entry], NOON.date()) not in plain(reply)
    assert knowledge.entries[entry].title in [button.label for button in reply.buttons]


@pytest.mark.parametrize(
    "text", ["cohort 12 closing date", "closing date", "I didn't get on cohort 11, closing date?"]
)
async def test_its_own_cohort_is_answered(text: str, knowledge: Knowledge, store: Store) -> None:
    reply = await question(asking(text, knowledge, store), found("closing-date", knowledge))
    assert "23 April 2026" in plain(reply)


async def test_what_says_itself_which_cohort_it_is_stays(knowledge: Knowledge, store: Store) -> None:
    reply = await question(asking("is it cohort 14", knowledge, store), found("cohort-number", knowledge))
    assert "This is Cohort 12" in plain(reply)
