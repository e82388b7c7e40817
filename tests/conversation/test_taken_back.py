"""“Log Friday, workshop. No, don't”: words that take themselves back do nothing. Neither do somebody else's."""

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.language.retractions import taken_back
from tests.support.ground import NOON
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub, talking

__all__ = ["store", "url"]


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    clock.moment = NOON
    return await talking(core.over(store), store)


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
