"""An administrator previews a draft, publishes it, and goes back; every process follows, and nobody waits."""

import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.db.erasure import Erasures
from bot.db.retention import Retention
from bot.identity.repository import People
from knowledge.model import Knowledge
from knowledge.search import Search
from knowledge.snapshot import Snapshot, read_snapshot, taken
from tests.support.audit_trail import Audit
from tests.support.ground import NOON, account
from tests.support.publishing import ADA, BEA, Deployment, Process, administrators, second_cohort
from tests.support.stores import url_of_a_file as url

__all__ = ["url"]
QUESTION = "how many days release do I get?"
OLD, NEW = "You get {release_days} days' teacher release", "All of {release_days} days' teacher release"
REVIEWED = "  title: Release days in the first year"
WAITS = f"  review: to review\n{REVIEWED}"


@pytest.fixture
async def first(there: Deployment, url: str) -> AsyncIterator[Process]:
    process = await there.process(url)
    await administrators(process.store, NOON, ADA, BEA)
    yield process
    await process.close()


async def published(first: Process) -> None:
    assert "[Publish it]" in await first.say(ADA, "knowledge publish")
    assert "is published" in await first.say(ADA, "[Publish it]")
    await first.settled()


async def test_what_is_published_is_said_by_every_process_and_after_a_restart(
    there: Deployment, first: Process, url: str
) -> None:
    second = await there.process(url)
    assert not await second.follows()
    there.edit(OLD, NEW)
    assert "All of ten days" not in await first.say("teacher", QUESTION)
    said = await first.say(ADA, "knowledge publish")
    assert "changed (“" in said and "Every answer is reviewed" in said
    assert "All of" not in await first.say("teacher", QUESTION), "shown, and nothing is published yet"
    await first.say(ADA, "yes")
    await first.settled()
    assert "All of ten days" in await first.say("teacher", QUESTION)
    assert "All of" not in await second.say("teacher", QUESTION)
    assert await second.follows()
    assert "All of ten days" in await second.say("teacher", QUESTION)
    third = await there.process(url)
    assert "All of ten days" in await third.say("teacher", QUESTION)
    for process in (second, third):
        await process.close()


async def test_one_goes_back_to_what_was_live_before_and_forth_again(there: Deployment, first: Process) -> None:
    there.edit(OLD, NEW)
    await published(first)
    said = await first.say(ADA, "knowledge back")
    assert "Live now: Cohort 12, published on 2 Nov 2026, 12:00 by Ada Admin" in said
    assert "Go back to Cohort 12, as it came with the program" in said
    await first.say(ADA, "[Go back]")
    await first.settled()
    assert "All of" not in await first.say("teacher", QUESTION)
    await first.say(BEA, "knowledge go back")
    await first.say(BEA, "[Go back]")
    await first.settled()
    assert "All of ten days" in await first.say("teacher", QUESTION)
    history = await first.say(ADA, "knowledge history")
    assert history.count("•") == 4
    assert "put live again on 2 Nov 2026, 12:00 by Bea Admin — live" in history
    assert [one.what for one in (await Audit(first.store).recent())[:3]] == [
        "knowledge.gone_back",
        "knowledge.gone_back",
        "knowledge.published",
    ]


async def test_an_older_one_of_the_history_is_put_live_again(there: Deployment, first: Process) -> None:
    for moment, (old, new) in enumerate(((OLD, NEW), (NEW, OLD.lower()))):
        there.clock.moment = NOON + timedelta(hours=moment)
        there.edit(old, new)
        await published(first)
    await first.say(ADA, "knowledge history")
    assert "Go back to Cohort 12, as it came" in await first.say(ADA, "[Back to Cohort 12 as it came]")


async def test_what_waits_for_review_is_not_published(there: Deployment, first: Process) -> None:
    there.edit(REVIEWED, WAITS)
    said = await first.say(ADA, "knowledge publish")
    assert "cannot be published yet" in said and "not reviewed: “Release days in the first year”" in said
    assert [one.label for one in first.last[ADA].buttons] == ["Preview it"]


async def test_what_the_sheet_does_not_say_is_not_published(there: Deployment, first: Process) -> None:
    there.edit(OLD, f"After {{experience_years}} years, {OLD}")
    said = await first.say(ADA, "knowledge publish")
    assert (
        "that “mastery sheet check” finds" in said and "says {experience_years} (4), which no sentence has" in said
    )
    assert "[Publish it]" not in said


async def test_a_draft_that_cannot_be_read_is_refused_with_its_line(there: Deployment, first: Process) -> None:
    there.edit("{release_days}", "{release_day}")
    said = await first.say(ADA, "knowledge publish")
    assert "cannot be read" in said and "uses {release_day}" in said


async def test_what_was_shown_is_what_is_published(there: Deployment, first: Process) -> None:
    there.edit(OLD, NEW)
    await first.say(ADA, "knowledge publish")
    there.edit(NEW, NEW.lower())
    await first.say(ADA, "[Publish it]")
    await first.settled()
    assert "All of ten days" in await first.say("teacher", QUESTION)


async def test_of_two_administrators_who_publish_at_once_the_second_is_told(
    there: Deployment, first: Process
) -> None:
    there.edit(OLD, NEW)
    await first.say(ADA, "knowledge publish")
    there.edit(NEW, NEW.lower())
    await first.say(BEA, "knowledge publish")
    await first.say(ADA, "[Publish it]")
    assert "published meanwhile" in await first.say(BEA, "[Publish it]")
    await first.settled()
    assert "All of ten days" in await first.say("teacher", QUESTION)


async def test_only_the_account_that_previews_is_answered_from_the_draft(
    there: Deployment, first: Process
) -> None:
    there.edit(OLD, NEW)
    there.edit(REVIEWED, WAITS)
    said = await first.say(ADA, "knowledge preview")
    assert "nobody else is" in said and "not reviewed" in said
    await first.settled()
    said = await first.say(ADA, QUESTION)
    assert said.startswith("Draft of the Cohort 12 information sheet, not published") and "All of ten days" in said
    assert first.last[ADA].personal
    assert "Draft" not in await first.say(ADA, "knowledge history")
    for who in (BEA, "teacher"):
        said = await first.say(who, QUESTION)
        assert "Draft" not in said and "All of" not in said
    assert "as everybody is again" in await first.say(ADA, "knowledge preview off")
    assert "All of" not in await first.say(ADA, QUESTION)


async def test_every_kind_of_answer_from_a_draft_says_so(there: Deployment, first: Process) -> None:
    there.edit(OLD, NEW)
    await first.say(ADA, "knowledge preview")
    await first.settled()
    for words in (
        "eligibility",
        "deadline",
        "thanks",
        "what about parking at school",
        "who pays and when do I apply",
    ):
        assert (await first.say(ADA, words)).startswith("Draft of the"), words
    assert not (await first.say(ADA, "help")).startswith("Draft of the")
    assert not (await first.say(ADA, "cohort hub")).startswith("Draft of the")


async def test_a_preview_ends_by_itself_and_with_a_publication(there: Deployment, first: Process) -> None:
    there.edit(OLD, NEW)
    await first.say(ADA, "knowledge preview")
    await first.settled()
    there.clock.moment = NOON + timedelta(hours=25)
    assert "Draft" not in await first.say(ADA, QUESTION)
    await first.say(ADA, "knowledge preview")
    await published(first)
    assert "Draft" not in await first.say(ADA, QUESTION)


async def test_a_preview_is_answered_by_another_process_too(there: Deployment, first: Process, url: str) -> None:
    there.edit(OLD, NEW.lower())
    await published(first)
    there.edit(NEW.lower(), NEW)
    await first.say(ADA, "knowledge preview")
    second = await there.process(url)
    assert "still being read" in await second.say(ADA, QUESTION)
    await second.settled()
    assert "All of ten days" in await second.say(ADA, QUESTION)
    await second.close()


async def test_people_are_answered_as_before_until_the_new_search_is_ready(
    there: Deployment, first: Process
) -> None:
    ready, learn = threading.Event(), there.learn

    def slowly(snapshot: Snapshot, knowledge: Knowledge) -> Search:
        assert ready.wait(30)
        return learn(snapshot, knowledge)

    first.core.live._learn = slowly
    there.edit(OLD, NEW)
    await first.say(ADA, "knowledge publish")
    await first.say(ADA, "[Publish it]")
    for _ in range(3):
        assert "All of" not in await first.say("teacher", QUESTION)
    ready.set()
    await first.settled()
    assert "All of ten days" in await first.say("teacher", QUESTION)


async def test_a_second_cohort_is_published_beside_the_first_and_taken_out_again(
    there: Deployment, first: Process
) -> None:
    second_cohort(there)
    assert "nothing of this cohort has been served before" in await first.say(ADA, "knowledge publish")
    await first.say(ADA, "[Publish it]")
    await first.settled()
    assert "Cohort 13 information sheet" in await first.say("teacher", "how many release days in cohort 13?")
    assert "Cohort 12 information sheet" in await first.say("teacher", "how many release days in cohort 12?")
    assert "Take it out again?" in await first.say(ADA, "knowledge back")
    await first.say(ADA, "yes")
    await first.settled()
    assert [one.folder for one in first.core.live.now.live] == ["cohort_12"]


async def test_which_draft_is_asked_where_several_differ(there: Deployment, first: Process) -> None:
    second_cohort(there)
    there.edit(OLD, NEW)
    said = await first.say(ADA, "knowledge publish")
    assert said.endswith("[cohort_12] [cohort_13]")
    assert "Cohort 13 information sheet" in await first.say(ADA, "[cohort_13]")
    assert "Cohort 12 information sheet" in await first.say(ADA, "knowledge publish cohort 12")


async def test_two_folders_of_one_cohort_are_never_live_together(there: Deployment, first: Process) -> None:
    second_cohort(there)
    (there.folder / "cohort_13").rename(there.folder / "cohort_12_new")
    there.edit("ohort 13", "ohort 12", ".", "cohort_12_new")
    assert "[Publish it]" not in await first.say(ADA, "knowledge publish")


@pytest.mark.parametrize(
    "words", ["knowledge preview", "knowledge publish", "knowledge history", "knowledge back"]
)
async def test_nobody_else_may(first: Process, words: str) -> None:
    assert "Only programme administrators" in await first.say("teacher", words)


async def test_what_is_served_need_not_be_published(first: Process) -> None:
    assert "there is no draft" in await first.say(ADA, "knowledge publish")
    assert "nothing to go back to" in await first.say(ADA, "knowledge back")
    assert "Nothing was published here yet" in await first.say(ADA, "knowledge history")


async def test_what_cannot_be_read_after_an_upgrade_is_served_from_its_folder(
    there: Deployment, first: Process, url: str
) -> None:
    there.edit(OLD, NEW)
    await published(first)
    async with first.store.transaction() as connection:
        await connection.execute(text("UPDATE knowledge_edition SET files = '{}'"))
    again = await there.process(url)
    assert "All of ten days" in await again.say("teacher", QUESTION)
    await again.close()


async def test_what_is_kept_names_no_reviewer(there: Deployment) -> None:
    signed = "{by: 'O''Neil, Una', 'on': '2026-11-29', of: x}"
    there.edit(REVIEWED, f"  review: reviewed\n  reviewed: {signed}\n{REVIEWED}")
    walk = there.cohort_12 / "eligibility.yaml"
    walk.write_text(f"review: reviewed by Una Officer on 2026-11-29\n{walk.read_text()}")
    kept = taken(there.cohort_12)
    assert "Una" not in str(kept.files)
    assert read_snapshot(kept).entries["release-days-year-one"].review.by == "somebody"


async def test_who_is_forgotten_stands_in_no_history(there: Deployment, first: Process) -> None:
    there.edit(OLD, NEW)
    await published(first)
    await first.say(ADA, "knowledge preview")
    ada = await People(first.store).of(account(ADA))
    assert ada is not None
    told = await Erasures(first.store).erase(ada.id, [account(ADA)], NOON)
    assert "which answers you published, without your name" in told.stays
    assert "by somebody no longer on record — live" in await first.say(BEA, "knowledge history")


async def test_a_draft_that_nobody_published_goes_and_what_was_live_stays(
    there: Deployment, first: Process
) -> None:
    there.edit(OLD, NEW)
    await published(first)
    there.edit(NEW, NEW.lower())
    await first.say(ADA, "knowledge preview")
    await Retention(first.store).purge(NOON + timedelta(days=31))
    async with first.store.transaction() as connection:
        counts = [
            (await connection.execute(text(f"SELECT count(*) FROM knowledge_{table}"))).scalar_one()  # noqa: S608
            for table in ("edition", "publication", "preview")
        ]
    assert counts == [2, 2, 0]
