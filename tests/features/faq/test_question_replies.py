"""How a finding is said: an answer, two together, a choice, an honest no; always within a phone's screen."""

from itertools import combinations

import pytest

from bot.core.activity import Message, Sender
from bot.core.fitting import fitted
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_REPLY
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.faq.commands import answer, choice, not_found, off_topic, question
from knowledge.model import EntryStatus, Knowledge
from knowledge.search import Finding, FindingKind, Hit
from tests.conftest import NOON


@pytest.fixture
def turn(knowledge: Knowledge, store: Store) -> Turn:
    return Turn(Message(Sender("console", "tests", "ann"), "here", "…"), NOON, knowledge, store)


def test_every_entry_answers_whole_with_its_source(turn: Turn, knowledge: Knowledge) -> None:
    for entry in knowledge.entries.values():
        reply = answer(turn, [entry], 0.9)
        assert knowledge.answer(entry, turn.today) in plain(reply)
        assert reply.sources == (knowledge.source(entry),)
        assert len(plain(reply)) <= LONGEST_REPLY


def test_any_two_long_answers_fit_one_reply(turn: Turn, knowledge: Knowledge) -> None:
    longest = sorted(knowledge.entries.values(), key=lambda entry: -len(knowledge.answer(entry, turn.today)))[:30]
    for pair in combinations(longest, 2):
        assert len(plain(answer(turn, pair, 0.9))) <= LONGEST_REPLY


def test_any_three_long_gists_fit_one_choice_with_a_button_each(turn: Turn, knowledge: Knowledge) -> None:
    partly = [entry for entry in knowledge.entries.values() if entry.status is EntryStatus.PARTLY]
    for trio in combinations(partly[:20], 3):
        reply = choice(turn, trio, 0.3)
        assert len(plain(reply)) <= LONGEST_REPLY
        assert [button.values["id"] for button in reply.buttons] == [entry.id for entry in trio]
        assert "Maths Hub" in plain(reply)


def test_an_honest_no_offers_what_is_near(turn: Turn, knowledge: Knowledge) -> None:
    near = [knowledge.entries["closing-date"]]
    reply = not_found(turn, near, 0.1)
    assert "won't guess" in plain(reply)
    assert [button.label for button in reply.buttons] == ["When applications close"]
    assert not not_found(turn, [], 0.0).buttons
    assert "Primary Mastery Specialist Programme" in plain(off_topic(turn, 0.9))


async def test_a_request_without_a_handler_is_a_mistake_of_ours(turn: Turn, knowledge: Knowledge) -> None:
    request = knowledge.requests["announce"]
    with pytest.raises(LookupError, match="announce"):
        await question(turn, Finding(FindingKind.REQUEST, (Hit(request, 1.0),)))


def test_the_longest_texts_give_way_first_and_the_last_goes_last() -> None:
    assert fitted(["One. Two.", "Three. Four is longer."], 40) == ["One. Two.", "Three. Four is longer."]
    assert fitted(["One. Two.", "Three. Four is longer."], 20) == ["One. Two.", "Three."]
    assert fitted(["One.", "Three."], 8) == ["One."]


@pytest.mark.parametrize(
    ("kind", "opening"),
    [
        (FindingKind.AGAIN, "That is what the sheet says: In the first year you lead one pilot workshop"),
        (FindingKind.RECALL, "Once more: In the first year you lead one pilot workshop"),
        (FindingKind.SIMPLY, "In short: In the first year you lead one pilot workshop"),
        (FindingKind.MORE, "Beside that, there is this:"),
    ],
)
async def test_words_about_the_last_answer_open_with_what_they_are(
    turn: Turn, knowledge: Knowledge, kind: FindingKind, opening: str
) -> None:
    reply = await question(turn, Finding(kind, (Hit(knowledge.entries["pilot-workshop"], 0.9),)))
    assert plain(reply).startswith(opening)
    assert reply.sources == (knowledge.source(knowledge.entries["pilot-workshop"]),)


async def test_where_nothing_stands_beside_it_that_is_said(turn: Turn) -> None:
    reply = await question(turn, Finding(FindingKind.MORE, ()))
    assert "That is all I have on it" in plain(reply)
