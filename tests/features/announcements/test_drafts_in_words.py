"""A draft is looked at, and the lead goes on in words: whom, when, what. Only a yes or the button sends it."""

import pytest

from bot.features.announcements.domain import AnnouncementStage, AnnouncementText
from bot.features.announcements.repository import Announcements
from tests.support.announcing import ANN, LEE, SAM, announced, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
TO_ALL = "tell everyone well done"


async def nothing_went(weeks: Weeks) -> bool:
    there = await Announcements(weeks.talk.ground.store).of_act(1, None)
    return all(one.stage is AnnouncementStage.DRAFT for one in there)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hang on, only sam", "to Sam Patel"),
        ("just to Sam", "to Sam Patel"),
        ("no, only to sam and ann", "to Sam Patel and Ann Jones"),
        ("not ann", "to Al Fox and Sam Patel"),
        ("everyone except Sam", "to Al Fox and Ann Jones"),
        ("make it go to those with late reports", "with a late report"),
        ("tomorrow at 8", "On Tue 3 Nov at 08:00 it will be sent."),
        ("and tomorrow at 8", "On Tue 3 Nov at 08:00 it will be sent."),
        ("send it at 9am on friday", "On Fri 6 Nov at 09:00 it will be sent."),
        ("make it say well done, all of you", "well done, all of you"),
        ("change the text to Thank you!", "Thank you!"),
    ],
)
async def test_whom_when_and_what_change_by_words_and_nothing_goes(weeks: Weeks, words: str, said: str) -> None:
    assert "Not sent yet. This will go to everybody" in await weeks.talk.say(LEE, TO_ALL)
    answer = await weeks.talk.say(LEE, words)
    assert "Not sent yet." in answer
    assert said in answer
    assert await nothing_went(weeks)


async def test_one_change_after_the_other_is_kept_until_it_is_sent(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "tell sam well done")
    assert "to Sam Patel and Ann Jones" in await weeks.talk.say(LEE, "and ann too")
    assert "On Tue 3 Nov at 08:00 it will be sent." in await weeks.talk.say(LEE, "and tomorrow at 8")
    said = await weeks.talk.say(LEE, "not sam")
    assert "to Ann Jones" in said
    assert "On Tue 3 Nov at 08:00 it will be sent." in said, "the time stays"
    sent = await weeks.talk.say(LEE, "send it")
    assert "will be sent on Tue 3 Nov at 08:00" in sent
    assert "to Ann Jones at" in sent
    assert [user for user, _ in await weeks.tick("2026-11-03T08:01")] == [ANN]


@pytest.mark.parametrize("words", ["only zara", "just to zara and sam", "only those who are behind"])
async def test_somebody_who_is_not_there_is_named_and_the_draft_stays(weeks: Weeks, words: str) -> None:
    await weeks.talk.say(LEE, TO_ALL)
    assert "othing was sent" in await weeks.talk.say(LEE, words)
    assert await nothing_went(weeks)


@pytest.mark.parametrize(
    "words", ["how many release days are there?", "tell sam: bring the cubes", "for how long?"]
)
async def test_other_words_go_their_own_way_and_change_no_draft(weeks: Weeks, words: str) -> None:
    await weeks.talk.say(LEE, TO_ALL)
    await weeks.talk.say(LEE, words)
    (draft,) = await Announcements(weeks.talk.ground.store).of_act(1, None)
    assert (draft.text, draft.audience.people, draft.stage) == ("Well done", (), AnnouncementStage.DRAFT)


async def test_what_was_sent_is_changed_by_no_word(weeks: Weeks) -> None:
    await announced(weeks, "Bring your folders.")
    await weeks.talk.say(LEE, "only sam")
    assert [user for user, _ in await weeks.tick("2026-11-02T12:01")] == [SAM, ANN]


async def test_words_beside_a_draft_that_changed_elsewhere_go_their_own_way(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, TO_ALL)
    store = weeks.talk.ground.store
    drafts = await Announcements(store).of_act(1, None)
    await Announcements(store).change(drafts, AnnouncementText("Thank you"), weeks.talk.ground.lead.id, NOON)
    assert "ten days" in await weeks.talk.say(LEE, "I wonder about the ten release days")
    assert "changed" in (await weeks.talk.say(LEE, "only sam")).lower()
    assert [one.text for one in await Announcements(store).of_act(1, None)] == ["Thank you"]
