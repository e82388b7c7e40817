"""After the result: for a day one answer can be changed, and the result is a page to print."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import StaleButton
from bot.db.store import Store
from bot.features.eligibility.commands_result import ResultTooOld
from knowledge.dialog.model import Criteria
from knowledge.model import Knowledge
from tests.support.transcript import IN_MEMORY
from tests.support.walker import Walker


@pytest.fixture
async def walker(knowledge: Knowledge) -> AsyncIterator[Walker]:
    store = await Store.open(IN_MEMORY)
    walker = Walker(knowledge, store)
    await walker.say("eligibility")
    await walker.press(*["Yes"] * 5, "See the result")
    yield walker
    await store.close()


async def test_a_sheet_that_asks_for_no_evidence_shows_no_list_of_it(knowledge: Knowledge) -> None:
    nothing = Criteria("", ())
    dialog = replace(knowledge.dialog, evidence=nothing, pluses=nothing)
    store = await Store.open(IN_MEMORY)
    walker = Walker(replace(knowledge, dialog=dialog), store)
    await walker.say("eligibility")
    await walker.press(*["Yes"] * 5, "See the result")
    assert "What the form asks" not in walker.text
    assert "Good to know" in walker.text
    await store.close()


async def test_one_answer_is_changed_in_three_taps(walker: Walker) -> None:
    taps = ("Change an answer", "Qualified Teacher Status", "Not sure")
    await walker.press(*taps)
    assert len(taps) <= 3
    assert "Qualified Teacher Status (Not sure)" in walker.text
    assert await walker.here() is None, "no walk is left open"
    await walker.press("Change an answer", "Qualified Teacher Status", "Yes")
    assert "Qualified Teacher Status (Not sure)" not in walker.text


async def test_the_result_can_be_changed_for_a_day_and_no_longer(walker: Walker) -> None:
    change, page = walker.button("Change an answer"), walker.button("Print version")
    walker.later(timedelta(hours=23))
    await walker.send(change)
    walker.later(timedelta(hours=2))
    for button in (change, page):
        with pytest.raises(ResultTooOld):
            await walker.send(button)


@pytest.mark.parametrize(
    "answers", ["", "qts", "qts:yes:no", "qts:perhaps", "nothing:yes", "qts:yes", "x" * 5_000, "\0:\0"]
)
async def test_a_result_that_was_not_made_here_is_refused(walker: Walker, answers: str) -> None:
    at = walker.now.isoformat()
    for action in ("eligibility_result_change", "eligibility_result_file"):
        with pytest.raises(StaleButton):
            await walker.submit(action, {"answers": answers, "at": at})
        with pytest.raises(StaleButton):
            await walker.submit(action, {"answers": answers, "at": "yesterday"})


async def test_the_page_is_one_and_its_text_is_text(walker: Walker) -> None:
    await walker.press("Print version")
    (file,) = walker.last.files
    assert file.name == "eligibility-check-2026-02-10.pdf"
    assert file.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", file.content)) == 1
    assert len(file.content) < 100_000
    assert not re.search(rb"/Subtype /Image", file.content), "words, and no picture of words"
    assert b"/ToUnicode" in file.content, "a screen reader and a search find the words"
