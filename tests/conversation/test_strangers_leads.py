"""What strangers typed as leads, and of undo: half a word is never enough to send, to write or to take off."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


async def unchanged(hub: Hub, who: str, words: str, said: str, where: str = "") -> str:
    """The reply, which has these words in it; nothing on record is otherwise than before."""
    before = await hub.records()
    reply = await hub.say(who, words, where)
    assert said in reply
    assert await hub.records() == before
    return reply


async def test_put_it_back_puts_back_what_was_taken_off_and_never_takes_it_off(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "take 30 october off")
    said = await hub.say(SAM, "put it back")
    assert "Back on record: Fri 30 Oct" in said
    assert "[Put it back]" not in said
    assert "[Take it off again]" in said
    await unchanged(hub, SAM, "put it back", "It is back already")
    await unchanged(hub, SAM, "put that back", "It is back already")


async def test_put_it_back_after_an_undo_of_a_removal_means_the_same_twice(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "take 30 october off")
    await hub.say(SAM, "undo")
    await unchanged(hub, SAM, "put it back", "It is back already")
    await unchanged(hub, SAM, "put it back", "[Take it off again]")
    assert "Removed again: Fri 30 Oct" in await hub.say(SAM, "[Take it off again]")


async def test_a_change_that_was_undone_is_made_again_only_when_that_is_confirmed(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "releaseday change 30 october to half")
    await hub.say(SAM, "undo")
    await unchanged(hub, SAM, "put it back", "that was undone. Shall I do it again?")
    assert "half a day" in await hub.say(SAM, "yes")


async def test_a_day_that_an_undo_took_off_is_put_back(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "undo")
    assert "Back on record: Fri 30 Oct" in await hub.say(SAM, "put it back")


async def test_redo_does_once_more_what_was_undone(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "take 30 october off")
    await hub.say(SAM, "undo")
    assert "Removed again: Fri 30 Oct" in await hub.say(SAM, "redo")


async def test_undo_after_an_undo_says_that_it_was_undone(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop", where="another chat")
    await hub.say(SAM, "residentials coming 1")
    await hub.say(SAM, "undo")
    said = await unchanged(hub, SAM, "undo", "your last change was undone just now")
    assert "Nothing was changed" not in said


@pytest.mark.parametrize("words", ["undo", "undo that", "take it back"])
async def test_undo_with_nothing_done_here_offers_nothing_old(hub: Hub, words: str) -> None:
    said = await unchanged(hub, LEE, words, "nothing was changed in this conversation recently", "a new chat")
    assert "[Yes, undo it]" not in said
    await unchanged(hub, LEE, "yes", "", "a new chat")


async def test_an_old_change_is_offered_when_its_kind_is_named(hub: Hub) -> None:
    await hub.say(LEE, "cohort enrol Ella Jones, ella@school.example, Hill View")
    asked = "you last enrolled Ella Jones. Undo that?"
    await unchanged(hub, LEE, "undo the enrolment", asked, "a new chat")


DRAFT = "announce to everyone: bring your laptops on friday"


async def test_an_hour_alone_keeps_the_day_of_the_draft_and_a_day_alone_its_hour(hub: Hub) -> None:
    await hub.say(LEE, DRAFT)
    await hub.say(LEE, "ok but tomorrow at 8")
    assert "On Tue 3 Nov at 20:00 it will be sent." in await hub.say(LEE, "no 8pm")
    assert "On Thu 5 Nov at 20:00 it will be sent." in await hub.say(LEE, "only on thursday")
    assert "On Thu 5 Nov at 16:00 it will be sent." in await hub.say(LEE, "yes at 4")


@pytest.mark.parametrize(
    "words",
    [
        "announce to everyone: bring laptops, except ben",
        "announce: Reports due friday! everyone but Ben",
        "tell everyone to bring laptops but not ben",
        "announce: everyone but Ben please bring a charger",
    ],
)
async def test_an_exception_in_the_text_is_asked_about_before_it_can_be_sent(hub: Hub, words: str) -> None:
    said = await hub.say(LEE, words)
    assert "is that part of the text, or should Ben Okoro not get it?" in said
    assert "[Send it now" not in said
    before = await hub.records()
    for consent in ("yes", "send it", "yes send"):
        await hub.say(LEE, consent)
    assert await hub.records() == before


async def test_who_is_left_out_by_name_is_out_of_the_text_too(hub: Hub) -> None:
    await hub.say(LEE, "announce to everyone: bring laptops, except ben")
    said = await hub.say(LEE, "[Leave out Ben Okoro]")
    assert "Not sent yet. This will go to Sam Patel" in said
    assert "bring laptops\nIt goes out" in said


async def test_an_exception_that_is_a_part_of_the_text_stays_in_it(hub: Hub) -> None:
    await hub.say(LEE, "announce to everyone: bring laptops, except ben")
    said = await hub.say(LEE, "[It is part of the text]")
    assert "to everybody" in said
    assert "bring laptops, except ben" in said


async def test_after_words_that_were_not_understood_a_bare_send_it_shows_the_draft_again(hub: Hub) -> None:
    await hub.say(LEE, DRAFT)
    await hub.say(LEE, "what is the deadline")
    for consent in ("send it", "send it now", "yes send it"):
        await unchanged(hub, LEE, consent, "Not sent yet")
        await hub.say(LEE, "what is the deadline")


@pytest.mark.parametrize("words", ["send it", "yes send", "ok send it please", "send it now"])
async def test_send_it_right_below_the_draft_sends_it(hub: Hub, words: str) -> None:
    await hub.say(LEE, DRAFT)
    assert "on its way" in await hub.say(LEE, words)


@pytest.mark.parametrize("words", ["and not ben either", "take out ben as well", "leave ben out", "not to ben"])
async def test_one_more_is_left_out_and_then_it_is_sent(hub: Hub, words: str) -> None:
    await hub.say(LEE, DRAFT)
    assert "Not sent yet. This will go to Sam Patel" in await hub.say(LEE, words)
    assert "on its way" in await hub.say(LEE, "yes send")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("change it to 4 feb", "The residential is moved to 4 feb\nIt goes out"),
        ("it should say thursday 4 feb", "The residential is moved to thursday 4 feb\nIt goes out"),
        ("change 3 feb to 4 feb", "The residential is moved to 4 feb\nIt goes out"),
        ("not 3 feb, 4 feb", "The residential is moved to 4 feb\nIt goes out"),
        ("4 feb not 3 feb", "The residential is moved to 4 feb\nIt goes out"),
        ("send this instead: bring chromebooks on friday", "bring chromebooks on friday\nIt goes out"),
    ],
)
async def test_one_word_is_put_right_within_the_text(hub: Hub, words: str, text: str) -> None:
    await hub.say(LEE, "tell everyone the residential is moved to 3 feb")
    assert text in await hub.say(LEE, words)


@pytest.mark.parametrize("words", ["it should say thursday", "change it to 9am", "make it say hello"])
async def test_one_word_is_never_the_whole_text(hub: Hub, words: str) -> None:
    await hub.say(LEE, "tell everyone the residential is moved to 3 feb")
    said = await unchanged(hub, LEE, words, "the whole new text, or what should it stand for?")
    assert "The residential is moved to 3 feb" in said
    await unchanged(hub, LEE, "yes", "Not sent yet")


@pytest.mark.parametrize("words", ["ask my hub: is supply paid", "ask the hub if supply is paid"])
async def test_a_leads_question_to_her_own_hub_is_asked_about(hub: Hub, words: str) -> None:
    await unchanged(hub, LEE, words, "Who should get “")
    before = await hub.records()
    await hub.say(LEE, "yes")
    assert await hub.records() == before


async def test_a_draft_that_was_taken_back_is_listed_and_shown_to_be_sent(hub: Hub) -> None:
    await hub.say(LEE, DRAFT)
    await hub.say(LEE, "yes")
    await hub.say(LEE, "[Undo]")
    assert "hasn't been sent yet: “bring your laptops on friday”" in await hub.say(LEE, "announcements")
    await unchanged(hub, LEE, "send it", "[Send it now")
    assert "on its way" in await hub.say(LEE, "yes")


@pytest.mark.parametrize(
    "words", ["sent?", "did it go", "have you sent it yet?", "is it out?", "did everyone get it"]
)
async def test_whether_it_went_is_said_before_and_after(hub: Hub, words: str) -> None:
    await hub.say(LEE, DRAFT)
    await unchanged(hub, LEE, words, "Not sent yet")
    await hub.say(LEE, "yes")
    await unchanged(hub, LEE, words, "on its way")


async def test_what_have_i_sent_lists_the_announcements(hub: Hub) -> None:
    await hub.say(LEE, DRAFT)
    await hub.say(LEE, "yes")
    await unchanged(hub, LEE, "what have i sent", "on its way: “bring your laptops on friday”")


async def test_a_wrong_weekday_in_the_time_is_asked_about(hub: Hub) -> None:
    said = await unchanged(hub, LEE, "announce to everyone on fri 26 nov: bring laptops", "26 Nov is a Thursday")
    assert "2027" not in said


@pytest.mark.parametrize(
    "words", ["send it after lunch", "yes to all except ben and add bring a charger", "yes when they are back"]
)
async def test_what_is_half_read_under_a_draft_is_asked_about(hub: Hub, words: str) -> None:
    await hub.say(LEE, DRAFT)
    await unchanged(hub, LEE, words, "nothing was changed or sent")
    await unchanged(hub, LEE, "yes", "Not sent yet")


@pytest.mark.parametrize("words", ["add: and chargers", "add: chargers", "add that chargers help"])
async def test_a_line_more_is_added(hub: Hub, words: str) -> None:
    await hub.say(LEE, DRAFT)
    assert "bring your laptops on friday\nChargers" in await hub.say(LEE, words)


@pytest.mark.parametrize("words", ["cancel it", "cancel announcement {act}", "scrap the announcement please"])
async def test_one_that_waits_is_cancelled_after_a_press(hub: Hub, words: str) -> None:
    await hub.say(LEE, "announce to everyone tomorrow at 8: bring your laptops")
    act = (await hub.say(LEE, "yes")).split()[1].strip(",:")
    await unchanged(
        hub, LEE, words.format(act=act), f"Cancel announcement {act}? It will be sent on Tue 3 Nov at 08:00."
    )
    assert "cancelled (it was to be sent on" in await hub.say(LEE, "yes")


@pytest.mark.parametrize(
    ("words", "at"), [("make it 9", "Tue 3 Nov at 09:00"), ("not tuesday, thursday", "Thu 5 Nov at 08:00")]
)
async def test_one_that_waits_is_moved_after_a_press(hub: Hub, words: str, at: str) -> None:
    await hub.say(LEE, "announce to everyone tomorrow at 8: bring your laptops")
    await hub.say(LEE, "yes")
    await unchanged(hub, LEE, words, f"on {at}, and not on Tue 3 Nov at 08:00? Nothing has been changed yet.")
    assert f"will be sent on {at}" in await hub.say(LEE, "[Move it]")


@pytest.mark.parametrize(
    "tail",
    ["and tell her", "(starts jan)", "starting in january", "and also log a day", "hopefully", "from january"],
)
async def test_a_tail_behind_the_school_is_asked_about(hub: Hub, tail: str) -> None:
    await unchanged(hub, LEE, f"enrol Zoe Brown, zoe@oak.example, Oak School {tail}", "nobody is enrolled yet")


async def test_a_school_with_a_bracket_of_its_own_is_no_tail(hub: Hub) -> None:
    assert "Enrolled" in await hub.say(LEE, "enrol Zoe Brown, zoe@oak.example, Oak School (VA)")


async def test_a_person_in_other_punctuation_is_shown_before_enrolling(hub: Hub) -> None:
    asked = "Shall I enrol Zoe Brown, zoe@oak.example, Oak School?"
    await unchanged(hub, LEE, "enrol Zoe Brown <zoe@oak.example> at Oak School", asked)
    assert "Enrolled" in await hub.say(LEE, "yes")


async def test_a_person_field_by_field_is_asked_for_what_is_missing(hub: Hub) -> None:
    await unchanged(hub, LEE, "enrol Zoe Brown", "What is the e-mail address of Zoe Brown?")
    await unchanged(hub, LEE, "zoe@oak.example", "What is the school of Zoe Brown?")
    await unchanged(hub, LEE, "Oak School", "Shall I enrol Zoe Brown, zoe@oak.example, Oak School?")
    assert "Enrolled" in await hub.say(LEE, "yes")


async def test_two_people_at_once_are_asked_for_one_by_one(hub: Hub) -> None:
    two = "enrol Zoe Brown, zoe@oak.example, Oak School; Al Green, al@elm.example, Elm School"
    await unchanged(hub, LEE, two, "I enrol one at a time: nobody is enrolled yet")


@pytest.mark.parametrize("words", ["delete autumn report", "remove autumn report", "drop autumn report"])
async def test_a_report_is_nobodys_name(hub: Hub, words: str) -> None:
    assert "I don't find one person" not in await unchanged(hub, LEE, words, "")


async def test_a_lead_who_is_not_understood_hears_what_she_can_do(hub: Hub) -> None:
    said = await unchanged(hub, LEE, "what's the best pizza in town", "nothing was changed or sent")
    assert "I only answer questions" not in said
    assert "log a workshop for Sam on 6 November" in said


async def test_a_specialist_who_is_not_understood_hears_of_the_record(hub: Hub) -> None:
    await unchanged(hub, SAM, "what's the best pizza in town", "I keep your record")


@pytest.mark.parametrize("words", ["send bens days to me", "bens days", "show me bens release days"])
async def test_days_of_one_are_not_the_file_of_everybody(hub: Hub, words: str) -> None:
    said = await unchanged(hub, LEE, words, "Ben Okoro")
    assert "Sam Patel" not in said


@pytest.mark.parametrize("words", ["ben left?", "has ben left yet?", "is ben still here?"])
async def test_whether_somebody_left_is_said_in_a_line(hub: Hub, words: str) -> None:
    said = await unchanged(hub, LEE, words, "Ben Okoro is still enrolled")
    assert "Sam Patel" not in said


async def test_and_somebody_else_goes_on_with_the_last_question(hub: Hub) -> None:
    await hub.say(LEE, "hows sam doing")
    await unchanged(hub, LEE, "and ben", "Ben Okoro, North Mersey Maths Hub")
    await hub.say(LEE, "new code for sam")
    await unchanged(hub, LEE, "and ben", "[Make a new code]")
