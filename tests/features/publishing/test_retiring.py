"""An administrator takes a cohort that is over out of service, and brings it back; no record changes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.support.audit_trail import Audit
from tests.support.ground import NOON, ground
from tests.support.publishing import ADA, Deployment, Process, administrators, second_cohort
from tests.support.stores import url_of_a_file as url

__all__ = ["url"]
RETIRE = "knowledge retire cohort 12"


@pytest.fixture
async def first(there: Deployment, url: str) -> AsyncIterator[Process]:
    process = await there.process(url)
    await administrators(process.store, NOON, ADA)
    yield process
    await process.close()


async def both_live(there: Deployment, first: Process) -> None:
    second_cohort(there)
    await first.say(ADA, "knowledge publish cohort 13")
    await first.say(ADA, "[Publish it]")
    await first.settled()


def live(process: Process) -> set[str]:
    return {one.folder for one in process.core.live.now.live}


async def test_a_cohort_is_retired_for_every_process_and_brought_back(
    there: Deployment, first: Process, url: str
) -> None:
    await both_live(there, first)
    said = await first.say(ADA, RETIRE)
    assert "Nobody has a place in Cohort 12 now" in said and "are Cohort 13's" in said
    assert live(first) == {"cohort_12", "cohort_13"}
    assert "Cohort 12 is out of service" in await first.say(ADA, "[Retire Cohort 12]")
    await first.settled()
    assert live(first) == {"cohort_13"}
    again = await there.process(url)
    assert live(again) == {"cohort_13"}
    await again.close()
    assert "Cohort 12, taken out of service on 2 Nov 2026" in await first.say(ADA, "knowledge history")
    assert "there is no draft" in await first.say(ADA, "knowledge publish")
    assert "Go back to Cohort 12, as it came" in await first.say(ADA, "knowledge back cohort 12")
    await first.say(ADA, "[Go back]")
    await first.settled()
    assert live(first) == {"cohort_12", "cohort_13"}
    noted = {one.what for one in await Audit(first.store).recent()}
    assert noted >= {"knowledge.retired", "knowledge.gone_back"}


async def test_whoever_has_a_place_in_it_is_counted_and_keeps_it(there: Deployment, first: Process) -> None:
    g = await ground(first.store)
    sam = await g.enrol("Sam Patel")
    await g.enrol("Fen Reed", g.other)
    await both_live(there, first)
    said = await first.say(ADA, RETIRE)
    assert "2 people at 2 hubs still have a place in Cohort 12" in said
    assert "Its year is not over: it runs until 31 August 2027." in said
    assert "Nobody is sent a message" in said
    await first.say(ADA, "[Retire Cohort 12]")
    assert await g.again(sam) == sam


async def test_an_open_window_and_a_year_that_is_over_are_told_apart(there: Deployment, first: Process) -> None:
    await both_live(there, first)
    there.clock.moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert "the window closes on 23 April 2026" in await first.say(ADA, RETIRE)
    there.clock.moment = datetime(2027, 11, 1, 12, tzinfo=UTC)
    assert "not over" not in await first.say(ADA, RETIRE)


async def test_the_only_cohort_stays(there: Deployment, first: Process) -> None:
    assert "answered from Cohort 12 alone" in await first.say(ADA, "knowledge retire")
    await both_live(there, first)
    assert (await first.say(ADA, "knowledge retire")).endswith("[cohort_12] [cohort_13]")
    await first.say(ADA, "[cohort_12]")
    old = first.last[ADA]
    await first.say(ADA, "[Retire Cohort 12]")
    await first.settled()
    first.last[ADA] = old
    assert "out of service" not in await first.say(ADA, "[Retire Cohort 12]")
    assert "answered from Cohort 13 alone" in await first.say(ADA, "knowledge retire cohort 13")


async def test_what_was_published_after_the_question_is_not_retired(there: Deployment, first: Process) -> None:
    await both_live(there, first)
    await first.say(ADA, RETIRE)
    asked = first.last[ADA]
    await first.say(ADA, "[Retire Cohort 12]")
    await first.settled()
    await first.say(ADA, "knowledge back cohort 12")
    await first.say(ADA, "[Go back]")
    await first.settled()
    first.last[ADA] = asked
    assert "published meanwhile" in await first.say(ADA, "[Retire Cohort 12]")
    assert live(first) == {"cohort_12", "cohort_13"}


async def test_nobody_else_may(first: Process) -> None:
    assert "Only programme administrators" in await first.say("teacher", "knowledge retire")
