"""Every path through the eligibility check, pressed through the real handler; back and change from every step."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.core.plain_text import plain
from bot.core.reply import LONGEST_LABEL, LONGEST_REPLY
from bot.features.eligibility.views import change_label
from bot.features.eligibility.views_result import result
from knowledge.dialog.model import AnswerEffect, Dialog, Position, longest, position
from knowledge.facts import Phase
from knowledge.model import Knowledge
from tests.support.dialog_paths import paths
from tests.support.walker import Walker, announce

LONGEST_RESULT = 1800  # characters: one message to forward, not a page
NEVER = ("rejected", "ineligible", "not eligible", "you will get in", "you are eligible")


def every_path(dialog: Dialog) -> Iterator[tuple[Position, list[str]]]:
    for end in paths(dialog):
        yield end, [step.chosen.label for step in end.steps]


@pytest.mark.everywhere
async def test_every_path_ends_in_an_outcome_that_names_the_right_things(
    walker: Walker, capsys: pytest.CaptureFixture[str]
) -> None:
    dialog, outcomes, walked = walker.knowledge.dialog, Counter[str](), 0
    for end, labels in every_path(dialog):
        await walker.say("eligibility")
        await walker.press(*labels, "See the result")
        outcomes[dialog.outcome(end.gravest).title] += 1
        walked += 1
        check_result(walker, end)
        assert await walker.here() is None, "the answers are gone once the result is shown"
    announce(capsys, f"{walked} paths walked: {dict(outcomes)}")
    assert walked == 3**5
    assert outcomes.keys() == {outcome.title for outcome in dialog.outcomes}


def check_result(walker: Walker, end: Position) -> None:
    text = walker.text
    for other in walker.knowledge.dialog.outcomes:
        first_lines = text.splitlines()[:2]
        assert (other.title in first_lines) == (other.when is end.gravest)
    for step in end.steps:
        line = next(line for line in text.splitlines() if step.question.short in line)
        assert step.chosen.label in line
        assert (step.chosen.noted is AnswerEffect.NOTHING) == (not line.startswith("•"))
        assert step.chosen.step in line
    assert ("To sort out" in text) == bool(end.left(AnswerEffect.SORT_OUT))
    assert ("To ask your Maths Hub" in text) == bool(end.left(AnswerEffect.ASK_HUB))
    for needed in (
        "Maths Hubs choose",
        "Think of an example of each",
        "Pluses",
        "23 April 2026",
        "ten days' release",
    ):
        assert needed in text
    assert len(text) <= LONGEST_RESULT
    assert not any(word in text.lower() for word in NEVER)


@pytest.mark.everywhere
async def test_back_leads_to_the_question_before_from_every_step(
    walker: Walker, capsys: pytest.CaptureFixture[str]
) -> None:
    await walker.say("eligibility")
    places = await walk_and_come_back(walker, {})
    announce(capsys, f"back from {places} places")
    assert places == sum(3**depth for depth in range(1, 6))


async def walk_and_come_back(walker: Walker, answers: dict[str, str]) -> int:
    """Press every option here, go on from there, come back: the same question is due, nothing before it lost."""
    here = position(walker.knowledge.dialog, answers)
    if here.due is None:
        return 0
    places = 0
    for option in here.due.options:
        await walker.press(option.label)
        places += 1 + await walk_and_come_back(walker, {**answers, here.due.id: option.id})
        await walker.press("Back")
        now = await walker.here()
        assert now is not None
        assert now.at.due == here.due
        assert dict(now.walk.answers) == answers
        check_reply(walker)
    return places


def check_reply(walker: Walker) -> None:
    assert len(walker.text) <= LONGEST_REPLY
    assert len(set(walker.labels)) == len(walker.labels)
    assert all(len(label) <= LONGEST_LABEL for label in walker.labels)
    assert not any(word in walker.text.lower() for word in NEVER)


@pytest.mark.parametrize("given", ["Yes", "No", "Not sure"])
async def test_each_answer_can_be_changed_from_the_summary_and_only_that_one(walker: Walker, given: str) -> None:
    for question in walker.knowledge.dialog.questions.values():
        for option in question.options:
            await walker.say("eligibility")
            await walker.press(*[given] * 5, "Change an answer", change_label(question))
            assert await walker.due() == question.id
            assert f"You answered {given}." in walker.text
            await walker.press("Back")
            assert await walker.due() == "summary"
            await walker.press("Change an answer", change_label(question), option.label)
            assert await walker.due() == "summary", "a change leads straight back to the summary"
            here = await walker.here()
            assert here is not None
            expected = {step.question.id: given for step in here.at.steps} | {question.id: option.label}
            assert {step.question.id: step.chosen.label for step in here.at.steps} == expected
            await walker.press("Stop")


async def test_an_answer_can_be_changed_in_the_middle_and_the_walk_goes_on_where_it_was(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.press("Yes", "Yes", "No")
    await walker.say("change my answer")
    assert "Your answers so far" in walker.text
    await walker.press("Qualified Teacher Status", "No")
    assert await walker.due() == "time"
    await walker.say("my answers")
    await walker.press("Carry on")
    assert await walker.due() == "time"


async def test_back_at_the_first_question_says_so(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.say("back")
    assert "first question" in walker.text
    assert await walker.due() == "qts"


async def test_why_names_the_section_and_asks_again_for_every_question(walker: Walker) -> None:
    await walker.say("eligibility")
    for question in walker.knowledge.dialog.questions.values():
        await walker.press("Why do you ask?")
        section = walker.knowledge.sections[question.section]
        assert section in walker.text
        assert question.ask in walker.text
        assert walker.last.sources == (section,)
        assert walker.last.kind == "eligibility_why"
        await walker.press("Yes")
    await walker.say("why?")
    assert "every question has its answer" in walker.text


async def test_each_question_shows_its_number(walker: Walker) -> None:
    await walker.say("eligibility")
    for number in range(1, 6):
        assert f"Question {number} of 5" in walker.text
        await walker.press("Yes")


PHASES = {"2025-12-15": Phase.BEFORE, "2025-12-16": Phase.OPEN, "2026-04-22": Phase.OPEN}
PHASES |= {"2026-04-23": Phase.LAST_DAY, "2026-04-24": Phase.CLOSED}


@pytest.mark.parametrize("day", PHASES)
async def test_the_result_says_what_is_still_true_that_day(walker: Walker, day: str) -> None:
    walker.now = datetime.fromisoformat(f"{day}T12:00+00:00")
    say, dialog, phase = walker.knowledge.say, walker.knowledge.dialog, PHASES[day]
    for answer in ("Yes", "No", "Not sure"):
        await walker.say("eligibility")
        assert say(dialog.dates[phase], walker.now.date()) in walker.text
        await walker.press(*[answer] * 5, "See the result")
        outcome = next(outcome for outcome in dialog.outcomes if outcome.title in walker.text)
        assert say(outcome.next[phase], walker.now.date()) in walker.text
        assert say(dialog.dates[phase], walker.now.date()) in walker.text
        if phase in (Phase.BEFORE, Phase.CLOSED):
            assert "left" not in walker.text


async def test_no_result_is_too_long_on_any_day(walker: Walker, capsys: pytest.CaptureFixture[str]) -> None:
    await walker.say("eligibility")
    here = await walker.here()
    assert here is not None
    lengths = []
    for day in PHASES:
        turn = type(here.turn)(
            here.turn.activity,
            datetime.fromisoformat(f"{day}T12:00+00:00"),
            walker.knowledge,
            walker.store,
        )
        lengths += [len(plain(result(turn, end))) for end in paths(walker.knowledge.dialog)]
    announce(capsys, f"{len(lengths)} results, {min(lengths)} to {max(lengths)} characters")
    assert max(lengths) <= LONGEST_RESULT


def test_what_is_left_to_ask_is_counted_along_the_longest_way(data: Knowledge) -> None:
    assert longest(data.dialog, data.dialog.first) == 5
    assert position(data.dialog, {"qts": "yes", "head": "no"}).number == 2
    assert position(data.dialog, {"qts": "an option that is no longer offered"}).number == 1
