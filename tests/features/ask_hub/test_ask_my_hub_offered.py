"""Where [Ask my hub] stands: under all that the sheet leaves open, once, and nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.faq.commands import entry_button, question
from knowledge.model import Entry, EntryStatus, Knowledge
from knowledge.search import Finding, FindingKind, Hit

OPEN, CLOSED = datetime(2026, 2, 10, 12, tzinfo=UTC), datetime(2026, 5, 10, 12, tzinfo=UTC)
ANN = Sender("console", "tests", "ann")


@pytest.fixture
def turn(knowledge: Knowledge, store: Store) -> Turn:
    return Turn(Message(ANN, "here", "whatever I asked"), OPEN, knowledge, store)


def offered(reply: Reply) -> int:
    return [button.label for button in reply.buttons].count("Ask my hub")


async def found(turn: Turn, *entries: Entry, kind: FindingKind = FindingKind.ANSWER) -> Reply:
    return await question(turn, Finding(kind, tuple(Hit(entry, 0.8) for entry in entries)))


@pytest.mark.parametrize("now", [OPEN, CLOSED])
async def test_it_is_offered_under_every_answer_that_leaves_something_open(turn: Turn, now: datetime) -> None:
    turn = replace(turn, now=now)
    for entry in turn.knowledge.entries.values():
        said = turn.knowledge.answer(entry, turn.today)
        leaves_open = entry.status is not EntryStatus.ANSWERED or any(
            words in said for words in ("ask your Maths Hub", "our Maths Hub can")
        )
        assert offered(await found(turn, entry)) == leaves_open, entry.id
        assert offered(await entry_button(turn, {"id": entry.id})) == leaves_open, entry.id


async def test_it_is_offered_once_where_one_of_two_answers_leaves_something_open(turn: Turn) -> None:
    entries = turn.knowledge.entries
    whole = next(one for one in entries.values() if one.status is EntryStatus.ANSWERED)
    for status in (EntryStatus.PARTLY, EntryStatus.NOT_IN_SHEET):
        for entry in (one for one in entries.values() if one.status is status):
            assert offered(await found(turn, whole, entry)) == 1, entry.id


async def test_it_is_offered_under_a_choice_and_where_nothing_was_found(turn: Turn) -> None:
    two = [one for one in turn.knowledge.entries.values() if one.status is EntryStatus.ANSWERED][:2]
    assert offered(await found(turn, *two, kind=FindingKind.CHOICE)) == 1
    assert offered(await found(turn, kind=FindingKind.ABSTAIN)) == 1
    assert offered(await found(turn, two[0], kind=FindingKind.REASON)) == 1


@pytest.mark.parametrize("text", ["hello", "thanks a lot", "who won the football", "tell me a joke", "🙂", "ok"])
async def test_nobody_is_offered_to_send_small_talk_to_their_hub(text: str, core: Core) -> None:
    reply = await core.handle(Message(ANN, "here", text))
    assert reply.kind in ("smalltalk", "offtopic"), plain(reply)
    assert offered(reply) == 0
