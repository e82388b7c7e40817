"""What strangers typed as specialists: half of a thing is not the whole of it, and what was done is said truly."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    "words",
    [
        "ben has done the autumn report",
        "ive done the autumn report for ben",
        "i've finished the autumn report for ben",
        "ben hasn't done the autumn report",
    ],
)
async def test_the_report_of_another_is_not_ones_own(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "I keep only your own reports here, so nothing was noted." in said
    await hub.say(SAM, "yes")
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("autumn report done except the last page", "except the last page"),
        ("autumn report done by friday", "by friday"),
        ("autumn report is done on friday", "friday"),
        ("autumn report done in draft", "draft"),
        ("mostly done with the autumn report", "mostly"),
        ("autumn report done bar the conclusion", "bar the conclusion"),
        ("autumn report done apart from the figures", "apart from the figures"),
    ],
)
async def test_a_report_that_is_done_but_for_something_is_asked_about(hub: Hub, words: str, odd: str) -> None:
    before = await hub.records()
    assert f"I can't tell what “{odd}” says" in await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before
    assert "Done: Autumn report" in await hub.say(SAM, "[Done: Autumn report]")


@pytest.mark.parametrize(
    "words",
    [
        "autumn report done",
        "i've just finished and sent the autumn report to lee, thanks",
        "my autumn report went in this morning, it's done",
        "autumn report is finally done and dusted!",
    ],
)
async def test_a_report_that_is_wholly_done_is_noted_at_once(hub: Hub, words: str) -> None:
    assert "Done: Autumn report" in await hub.say(SAM, words)


async def test_a_yes_does_not_answer_a_guess_at_a_report_that_nobody_spoke_of(hub: Hub) -> None:
    await hub.say(SAM, "ben and i were both out today at the hub, full day")
    before = await hub.records()
    await hub.say(SAM, "log it for both")
    said = await hub.say(SAM, "yes")
    assert "Autumn report, due" not in said
    assert (await hub.records())["report_submission"] == before["report_submission"]


@pytest.mark.parametrize(
    "first", ["remind me about my autumn report", "ive done my autumn report", "untick the autumn report"]
)
async def test_when_is_it_due_is_about_the_report_just_spoken_of(hub: Hub, first: str) -> None:
    await hub.say(SAM, first)
    said = await hub.say(SAM, "when is it due")
    assert "Autumn report" in said
    assert "11 Dec" in said


async def test_tick_it_after_it_was_unticked_ticks_it(hub: Hub) -> None:
    await hub.say(SAM, "autumn report done")
    await hub.say(SAM, "untick the autumn report")
    assert "Done: Autumn report" in await hub.say(SAM, "tick it")
    assert "ticked off already" in await hub.say(SAM, "tick it again")


async def test_log_it_again_after_an_undo_offers_to_put_it_back(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october workshop")
    await hub.say(SAM, "[Undo]")
    before = await hub.records()
    assert "shall I put it back" in await hub.say(SAM, "log it again")
    assert await hub.records() == before
    assert "29 Oct" in await hub.say(SAM, "yes")
    assert await hub.records() != before


@pytest.mark.parametrize(
    "words",
    [
        "im coming to the meeting tomorrow",
        "ill be there in spirit for residential 1",
        "cant come to residential 1 on the wednesday",
        "half of residential 1 i cant come",
        "i can't do the second day of residential 1",
        "i will miss dinner at residential 1",
        "i'm coming to residential 1 from 2pm",
        "i can't make residential 1, my sister's wedding is on that wednesday",
    ],
)
async def test_an_answer_for_a_part_or_for_another_thing_notes_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before


async def test_a_part_of_a_residential_is_quoted_and_can_be_told_to_the_hub(hub: Hub) -> None:
    said = await hub.say(SAM, "cant come to residential 1 on the wednesday")
    assert "I can't tell what “wednesday” says, so nothing was changed." in said
    assert "[Tell my hub more]" in said


@pytest.mark.parametrize(
    ("words", "noted"),
    [
        ("i can't make residential 1 because my son's birthday is on the tuesday", "you can't come"),
        ("sorry i cant come to the residential on 12 and 13 january", "you can't come"),
        ("i'll be there for both days of residential 1", "you'll be there"),
        ("i'm coming to the grange in january for the residential", "you'll be there"),
    ],
)
async def test_the_whole_of_it_is_noted_whatever_the_reason(hub: Hub, words: str, noted: str) -> None:
    assert f"Noted: {noted}." in await hub.say(SAM, words)


@pytest.mark.parametrize(
    "words",
    [
        "log 29 october full workshop and im not coming to residential 1",
        "im not coming to residential 1, log 29 october full workshop",
        "log 6 november full workshop and i can't make the residential",
    ],
)
async def test_a_day_and_an_answer_are_asked_one_after_the_other(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "First: residential 1, Tue 12 Jan and Wed 13 Jan 2027: you can't come. Shall I note it?" in said
    assert await hub.records() == before
    said = await hub.say(SAM, "yes")
    assert "Noted: you can't come." in said
    assert "shall I log it?" in said
    assert "Logged" in await hub.say(SAM, "[Log it]")


async def test_whether_it_went_to_the_lead_is_answered(hub: Hub) -> None:
    await hub.say(SAM, "cant make residential 1")
    said = await hub.say(SAM, "did that go to my lead?")
    assert "can see it here" in said
    assert "I sent nobody a message about it" in said


@pytest.mark.parametrize(
    "words",
    [
        "stop messaging me about reports after friday",
        "stop the reports from friday",
        "stop reports starting friday",
    ],
)
async def test_stop_after_a_day_is_not_until_that_day(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "I can't begin to stop on a later day. Which is it?" in await hub.say(SAM, words)
    assert await hub.records() == before
    assert "Stopped: you won't get any more reminders about reports." in await hub.say(SAM, "[Stop them now]")


@pytest.mark.parametrize("words", ["stop", "STOP", "pause", "Stop please", "ok stop"])
async def test_stop_and_no_more_stops_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "which reminders? Nothing was stopped." in await hub.say(SAM, words)
    assert await hub.records() == before
    assert "any more reminders about residentials, reports and release days" in await hub.say(SAM, "[Stop all]")


async def test_words_are_quoted_as_they_were_typed(hub: Hub) -> None:
    said = await hub.say(SAM, "remind me tomorrow about residential 2")
    assert "I don't understand “tomorrow about residential 2” there." in said


@pytest.mark.parametrize("words", ["deleted?", "removed?", "is it gone?", "is it deleted", "done?"])
async def test_whether_it_was_deleted_is_answered_from_the_last_change(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 29 october workshop")
    await hub.say(SAM, "delete 29 october")
    before = await hub.records()
    assert "Yes: you deleted Thu 29 Oct, full day, workshop." in await hub.say(SAM, words)
    assert await hub.records() == before


async def test_whether_somebody_was_removed_is_answered_for_a_lead(hub: Hub) -> None:
    await hub.say(LEE, "remove Ben Okoro")
    await hub.say(LEE, "yes")
    said = await hub.say(LEE, "removed?")
    assert "Yes: you" in said
    assert "Ben Okoro" in said


@pytest.mark.parametrize("words", ["is that right?", "done?", "logged?", "did that work?", "is it in?"])
async def test_whether_a_day_was_logged_is_answered_from_the_record(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 29 october workshop")
    assert "Yes: you logged Thu 29 Oct, full day, workshop." in await hub.say(SAM, words)


async def test_deleted_after_something_was_logged_is_not_answered_with_yes(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october workshop")
    assert "Your last change here is another one: you logged Thu 29 Oct" in await hub.say(SAM, "deleted?")


async def test_who_stayed_in_class_has_nothing_to_put_right(hub: Hub) -> None:
    before = await hub.records()
    said = await hub.say(SAM, "i was meant to be out today but my TA is off sick so i stayed in class")
    assert "Nothing is on record for Mon 2 Nov" in said or "Nothing is on record for" in said
    assert "I have logged nothing for that" in await hub.say(SAM, "so dont log it")
    assert await hub.records() == before


async def test_undo_everything_undoes_nothing_at_once(hub: Hub) -> None:
    assert "there's nothing to undo here" in await hub.say(SAM, "pls undo everything i did today")
    assert "there's nothing to undo here" in await hub.say(SAM, "everything")
    await hub.say(SAM, "log 29 october workshop")
    before = await hub.records()
    assert "you logged Thu 29 Oct, full day, workshop. Undo that?" in await hub.say(
        SAM, "undo everything i did today"
    )
    assert await hub.records() == before


async def test_a_file_for_somebody_else_is_not_said_to_be_sent(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october workshop")
    said = await hub.say(SAM, "send my balance to my head pls")
    assert "nothing was sent. Here it is, to pass on to your head." in said


@pytest.mark.parametrize("words", ["hi", "hello there", "good morning"])
async def test_who_is_enrolled_is_not_offered_to_apply(hub: Hub, words: str) -> None:
    said = await hub.say(SAM, words)
    assert "Hello Sam. 0 of your 10 release days used, 10 left." in said
    assert "apply" not in said


@pytest.mark.parametrize("words", ["ok yes do it", "what about me then", "start again"])
async def test_who_is_enrolled_is_not_put_into_the_applicants_check(hub: Hub, words: str) -> None:
    await hub.say(SAM, "might need to log tomorrow morning, not sure yet")
    said = await hub.say(SAM, words)
    assert "Do you have Qualified Teacher Status" not in said


async def test_who_is_enrolled_may_still_ask_for_the_check(hub: Hub) -> None:
    assert "Do you have Qualified Teacher Status" in await hub.say(SAM, "start the eligibility check")


@pytest.mark.parametrize("words", ["whats the result", "so im rejected", "did i pass?"])
async def test_the_result_asked_for_inside_the_check_is_that_checks(hub: Hub, words: str) -> None:
    await hub.say("somebody", "am i eligible")
    said = await hub.say("somebody", words)
    assert "The result comes after question" in said
    assert "Nobody is rejected here" in said
    assert "question 1 of" in said


@pytest.mark.parametrize("words", ["whats the announcement", "any announcements?", "what did lee announce"])
async def test_the_announcement_is_what_the_hub_told_them(hub: Hub, words: str) -> None:
    assert "Your hub hasn't announced anything to you yet." in await hub.say(SAM, words)
