"""“Log Friday, workshop. No, don't”: words that take themselves back do nothing. Neither do somebody else's."""

import pytest

from bot.language.retractions import taken_back
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (SAM, "log yesterday workshop. no dont"),
        (SAM, "releaseday log 30 october workshop, actually no"),
        (SAM, "mark the autumn report done. actually not yet"),
        (SAM, "I can't make residential 1 - forget it"),
        (SAM, "stop reminders. No, don't"),
        (LEE, "tell everyone well done. no don't"),
        (LEE, "cohort residential 1 14-15 January 2027. oh wait"),
        (LEE, "cohort announce Bring your folders\nnever mind"),
        (LEE, "half term is 15 to 19 february. scrap that"),
    ],
)
async def test_the_last_words_take_back_the_rest(hub: Hub, who: str, words: str) -> None:
    before = await hub.records()
    assert "I did nothing" in await hub.say(who, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    [
        "no, don't",
        "never mind",
        "please bring it. don't forget",
        "is it full, or not yet?",
        "it's in year one, not now",
        "whose is it? don't know",
        "tell ben: the meeting is not now",
        "log friday workshop no dont",
        "hello. stop",
    ],
)
def test_other_endings_take_nothing_back(words: str) -> None:
    assert not taken_back(words)


@pytest.mark.parametrize(
    "words",
    [
        "sarah had a full day on 29 october for a workshop",
        "Sarah Dean took Friday for the pilot workshop",
        "my colleague was out on friday for the pilot workshop",
        "she was off on friday for a workshop",
        "sarah did hers on the 22nd",
    ],
)
async def test_somebody_elses_day_is_neither_logged_nor_offered(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "somebody else's day" in said
    assert "[Log it]" not in said
    await hub.say(SAM, "yes")
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    ["had a full day on 29 october for a workshop", "Friday was a workshop", "training took the whole of friday"],
)
async def test_ones_own_day_is_still_read(hub: Hub, words: str) -> None:
    assert "logged" in (await hub.say(SAM, words)).lower()
    assert "somebody else's" not in await hub.say(SAM, words)


@pytest.mark.parametrize(
    "words", ["i cant make residential 1. oh wait i can", "I'll be there. sorry, no, I can't"]
)
async def test_an_answer_that_turns_round_is_asked_about(hub: Hub, words: str) -> None:
    await hub.say(SAM, "residentials")
    before = await hub.records()
    await hub.say(SAM, words)
    assert await hub.records() == before


async def test_thinking_of_a_day_takes_none_off(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    before = await hub.records()
    for words in (
        "thinking about taking friday off",
        "I'm thinking of deleting friday",
        "considering moving friday",
    ):
        await hub.say(SAM, words)
        assert await hub.records() == before, words


async def test_a_date_with_nothing_of_a_release_day_is_no_day_to_log(hub: Hub) -> None:
    before = await hub.records()
    said = await hub.say(SAM, "I need a lift on friday")
    assert "what was it for" not in said
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ben can't come to residential 1", "Ben Okoro has not answered yet. Everybody answers for themselves"),
        ("ben okoro is coming after all", "Ben Okoro has not answered yet"),
        ("sam says he can't make the residential", "Sam Patel has not answered yet"),
        ("is Ben coming to residential 1?", "Ben Okoro has not answered yet"),
        ("ben hasnt joined, what should i do", "Ben Okoro has not joined yet"),
        ("how would i get ben a new joining code", "[Make a new code]"),
        ("half term is 15 to 19 feb i think", "Shall I note them?"),
        ("the residential might move to 18-19 jan", "nothing was changed"),
    ],
)
async def test_what_a_lead_says_of_others_or_in_doubt_is_shown_and_changes_nothing(
    hub: Hub, words: str, said: str
) -> None:
    before = await hub.records()
    assert said in await hub.say(LEE, words)
    assert await hub.records() == before


async def test_a_new_code_that_is_ordered_is_made(hub: Hub) -> None:
    assert "Joining code" in await hub.say(LEE, "new code for ben")


async def test_days_alone_are_ones_own(hub: Hub) -> None:
    assert "your release days" in await hub.say(SAM, "days")


@pytest.mark.parametrize("words", ["i think ive done the autumn report", "pretty sure the autumn report is in"])
async def test_a_guess_about_oneself_notes_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words", ["tell my lead ill be late on monday", "can you let my hub know that ill be late on monday"]
)
async def test_what_is_for_ones_hub_is_shown_as_it_would_be_sent(hub: Hub, words: str) -> None:
    said = await hub.say(SAM, words)
    assert "ill be late on monday" in said
    assert "[Send" in said


@pytest.mark.parametrize("words", ["yeah right", "right", "ok thanks", "fine, cheers", "oh right"])
@pytest.mark.parametrize(
    ("who", "asked"),
    [(LEE, "tell sam well done"), (LEE, "delete the autumn report"), (SAM, "workshop on friday was rubbish")],
)
async def test_a_word_that_may_be_no_yes_carries_nothing_out(hub: Hub, who: str, asked: str, words: str) -> None:
    await hub.say(who, asked)
    before = await hub.records()
    await hub.say(who, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (SAM, "I can't make residential 1. joke, see you there"),
        (SAM, "i cant come to residential 1. haha no i can"),
        (SAM, "count me out of residential 1 then, says my husband"),
        (SAM, "I've done my autumn report. Just kidding"),
        (SAM, "I've done my autumn report. In my dreams."),
        (SAM, "log friday full day workshop. joke, i was in class"),
        (SAM, "log friday full day workshop - once my head confirms"),
        (LEE, "enrol Priya Nair, priya@hill.example, Hill Primary - once her head signs"),
        (LEE, "cohort enrol Priya Nair, priya@hill.example, Hill Primary. Not until January though"),
        (LEE, "enrol Priya Nair, priya@hill.example, Hill Primary (joke)"),
        (LEE, "enrol Priya Nair, priya@hill.example, Hill Primary or maybe Elm Tree"),
        (LEE, "new code for ben once he asks"),
    ],
)
async def test_what_is_said_in_jest_or_under_a_condition_changes_nothing(hub: Hub, who: str, words: str) -> None:
    before = await hub.records()
    said = await hub.say(who, words)
    assert "Joining code" not in said
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("who", "done", "regret"),
    [
        (SAM, "log friday workshop", "oops"),
        (SAM, "log friday workshop", "hm"),
        (SAM, "log friday workshop", "well, nearly"),
        (SAM, "I can't come to residential 1", "well, nearly"),
        (SAM, "stop reminders", "ugh, no wait"),
        (SAM, "stop reminders", "lol dont"),
        (SAM, "stop reminders", "i take that back"),
        (SAM, "mark the autumn report done", "no, take that off, it's not done"),
        (LEE, "cohort enrol Jo Bell, jo@x.example, Hill Primary", "argh wrong"),
    ],
)
async def test_regret_right_after_a_change_shows_it_and_a_yes_undoes_it(
    hub: Hub, who: str, done: str, regret: str
) -> None:
    before = await hub.records()
    await hub.say(who, done)
    changed = await hub.records()
    assert changed != before
    assert "Your last change here: you" in await hub.say(who, regret)
    assert await hub.records() == changed
    await hub.say(who, "yes")
    assert await hub.records() != changed


@pytest.mark.parametrize("regret", ["oops", "hm", "no", "wait"])
async def test_regret_after_nothing_asks_about_no_change(hub: Hub, regret: str) -> None:
    assert "Your last change" not in await hub.say(SAM, regret)


@pytest.mark.parametrize("words", ["fine", "good", "perfect", "great", "Lovely!"])
async def test_praise_is_no_yes(hub: Hub, words: str) -> None:
    await hub.say(LEE, "tell everyone: bring your folders")
    before = await hub.records()
    assert "[Send it now" in await hub.say(LEE, words)
    assert await hub.records() == before


async def test_a_yes_after_a_comment_on_a_draft_sends_nothing(hub: Hub) -> None:
    await hub.say(LEE, "tell everyone: bring your folders")
    before = await hub.records()
    for words in ("that sounds a bit bossy", "yes", "yes"):
        assert "Nothing was changed or sent" in await hub.say(LEE, words), words
    assert await hub.records() == before


async def test_a_laugh_before_a_no_is_a_no(hub: Hub) -> None:
    await hub.say(LEE, "tell everyone: bring your folders")
    assert "nothing was sent" in await hub.say(LEE, "lol dont")


async def test_who_is_not_to_be_enrolled_is_not_offered(hub: Hub) -> None:
    said = await hub.say(LEE, "dont enrol Jo Bell, jo@x.example, Hill Primary yet")
    assert said == "All right, nobody was enrolled."


async def test_what_is_told_to_a_lead_by_name_is_shown_as_it_would_be_sent(hub: Hub) -> None:
    said = await hub.say(SAM, "tell Lee I'm running late")
    assert "“I'm running late”" in said
    assert "Your name will be sent" in said
    assert "[Send]" in said


async def test_one_day_of_a_residential_is_chosen_in_the_form_and_not_noted(hub: Hub) -> None:
    before = await hub.records()
    assert "Nothing is noted yet" in await hub.say(SAM, "residential 1 - I'm only coming on the first day")
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("took last wednesday for the workshop, only the morning though", "morning, workshop."),
        ("put me down for friday workshop, am only", "morning, workshop."),
    ],
)
async def test_only_the_morning_is_the_morning(hub: Hub, words: str, said: str) -> None:
    assert said in await hub.say(SAM, words)


async def test_only_says_something_else_where_no_part_of_a_day_stands_beside_it(hub: Hub) -> None:
    before = await hub.records()
    await hub.say(SAM, "log friday workshop, not only the morning")
    await hub.say(SAM, "log friday only workshop")
    assert await hub.records() == before


async def test_a_note_is_added_to_the_day_that_is_named(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    assert "(we saw year 4)" in await hub.say(SAM, "add to 30 october's note that we saw year 4")


@pytest.mark.parametrize(
    "words",
    [
        "ben's sent his autumn report in",
        "has Ben sent his autumn report",
        "Ben Okoro told me he's done the autumn report",
        "tick off the autumn report for ben",
    ],
)
async def test_a_report_of_one_of_a_leads_people_is_shown_and_not_ticked(hub: Hub, words: str) -> None:
    await hub.say(LEE, "cohort report add “Autumn report” due 11 December 2026")
    before = await hub.records()
    said = await hub.say(LEE, words)
    assert "Everybody ticks off their own reports" in said
    assert "Ben Okoro" in said
    assert await hub.records() == before


async def test_a_report_that_is_set_for_all_is_still_set(hub: Hub) -> None:
    assert "Added" in await hub.say(LEE, "cohort report add “Report for Ben” due 11 December 2026")


@pytest.mark.parametrize("words", ["delete my answer for residential 1", "take my answer for residential 1 back"])
async def test_an_answer_that_is_to_go_is_asked_about(hub: Hub, words: str) -> None:
    await hub.say(SAM, "I'll be there for residential 1")
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "Which is it?" in said
    assert "I can't come to residential 1" in said
    assert await hub.records() == before


@pytest.mark.parametrize("part", ["in the morning", "afternoon only", "am"])
async def test_a_part_of_the_day_is_not_left_out_of_a_residentials_dates(hub: Hub, part: str) -> None:
    before = await hub.records()
    assert "whole days of a residential" in await hub.say(LEE, f"cohort residential 1 14-15 january 2027 {part}")
    assert await hub.records() == before
