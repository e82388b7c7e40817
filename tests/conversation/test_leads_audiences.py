"""To whom a lead writes: taking one out adds nobody, nobody is reproached untruly, and only a text is sent."""

from datetime import UTC, datetime

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.ground import account, ground
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, Hub

__all__ = ["store", "url"]

MONDAY = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
PEOPLE = ("Ann Jones", "Ben Okoro", "Chloe Wright", "Finn Murphy", "Kit Lane")


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    """Mon 14 Dec: the autumn report was due on Friday; Ann and Ben have sent it, the other three have not."""
    clock.moment = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    g = await ground(store)
    found = Hub(core.over(store), g)
    joining = [(g.lead, LEE), *[(await g.enrol(name), name.split()[0].lower()) for name in PEOPLE]]
    for person, who in joining:
        code = await Codes(store).make(person.id, None, clock.moment)
        await Codes(store).redeem(code.words, account(who), clock.moment, {"user": who})
    await found.say(LEE, "cohort residential 2 25-26 January 2027 in Leeds")
    await found.say(LEE, 'cohort report add "Autumn report" due 11 December 2026')
    await found.say(LEE, 'cohort report add "Spring report" due 26 March 2027')
    clock.moment = MONDAY
    for who in ("ann", "ben"):
        await found.say(who, "report done autumn report")
    await found.say("ann", "i can't come to residential 2")
    return found


async def unsent(hub: Hub, words: str, where: str = "") -> str:
    """What is said to words that write nothing."""
    before = await hub.records()
    said = await hub.say(LEE, words, where or f"where {words}")
    assert await hub.records() == before, words
    return said


@pytest.mark.parametrize("words", ["no not kit", "not kit", "and not kit either", "take kit off", "take off kit"])
async def test_whoever_is_taken_out_of_a_group_is_taken_out_of_that_group(hub: Hub, words: str) -> None:
    assert "[Send it now (3 people)]" in await hub.say(LEE, "chase the late reports")
    said = await hub.say(LEE, words)
    assert "to Chloe Wright and Finn Murphy" in said
    assert "[Send it now (2 people)]" in said
    assert "Announcement" in await hub.say(LEE, "yes")


async def test_one_more_joins_the_group_and_does_not_take_its_place(hub: Hub) -> None:
    await hub.say(LEE, "announce to those with late reports: please send them")
    said = await hub.say(LEE, "and ben")
    assert "[Send it now (4 people)]" in said
    assert "to everybody but Ann Jones" in said


async def test_who_was_not_meant_cannot_be_taken_out_and_nobody_is_added(hub: Hub) -> None:
    await hub.say(LEE, "announce to whoever can't come to residential 2: please call me")
    assert "It is not for Kit Lane anyway." in await hub.say(LEE, "not kit")
    assert "it is for 0 people" in await hub.say(LEE, "not ann")


async def test_the_names_are_told_before_it_goes(hub: Hub) -> None:
    await hub.say(LEE, "announce to those with late reports: please send them")
    for words in ("who would get that", "who is it going to?"):
        said = await hub.say(LEE, words)
        assert "It is for Chloe Wright, Finn Murphy, Kit Lane. Nothing was sent." in said
        assert "[Send it now (3 people)]" in said


async def test_a_name_taken_off_a_draft_leaves_the_draft_and_not_the_cohort(hub: Hub) -> None:
    await hub.say(LEE, "announce to chloe and finn: see me friday")
    said = await hub.say(LEE, "take off chloe")
    assert "to Finn Murphy" in said
    assert "Has Chloe" not in said


async def test_a_time_is_given_moved_and_taken_away(hub: Hub) -> None:
    await hub.say(LEE, "announce to chloe: see me")
    assert "On Thu 17 Dec at 15:00 it will be sent." in await hub.say(LEE, "at 3 on thursday")
    assert "On Fri 18 Dec at 15:00 it will be sent." in await hub.say(LEE, "send it friday")
    assert "It goes out at once when you press “Send it now”." in await hub.say(LEE, "send it now")
    assert "On Mon 21 Dec at 08:00 it will be sent." in await hub.say(LEE, "send it monday")
    assert "It goes out at once when you press “Send it now”." in await hub.say(LEE, "remove the time")


async def test_nobody_is_reminded_of_what_they_have_done(hub: Hub) -> None:
    said = await unsent(hub, "remind ben about his report")
    assert "Ben Okoro: not late with a report. The next one is Spring report, due Fri 26 Mar 2027." in said
    said = await unsent(hub, "remind ben and chloe about the autumn report")
    assert "[Only Chloe Wright]" in said
    assert "the answer is there already" in await unsent(hub, "remind ann about residential 2")
    assert "[Send it now (3 people)]" in await hub.say(LEE, "remind everyone about their reports")


NO_TEXT = {
    "email everyone the dates": "What shall I write to them?",
    "tell ben": "What shall I write to them?",
    "ask finn if he's coming to residential 2": "What shall I write to them?",
    "tell chloe i won't be there and log her a workshop on 6 nov": "Is “log her a workshop on 6 nov” for me",
    "announce to everyone: reports are due. also log a workshop for chloe on 6 nov": "for me, or a part",
}


@pytest.mark.parametrize(("words", "asked"), NO_TEXT.items())
async def test_what_is_no_text_alone_is_not_made_one(hub: Hub, words: str, asked: str) -> None:
    assert asked in await unsent(hub, words)


TEXTS = {
    "announce hi to chloe": ("to Chloe Wright", "Hi"),
    "announce hi to everyone": ("to everybody", "Hi"),
    "tell finn and not ben that reports are due": ("to Finn Murphy", "Reports are due"),
    "tell finn residential 2 is on, and kit too": ("to Finn Murphy and Kit Lane", "Residential 2 is on"),
    "tell chloe not to come": ("to Chloe Wright", "Please don’t come"),
    "tell chloe to bring her laptop": ("to Chloe Wright", "Please bring your laptop"),
    "tell finn he is doing great": ("to Finn Murphy", "You are doing great"),
    "tell everyone but ben reports are due friday": ("to everybody but Ben Okoro", "Reports are due friday"),
    "tell chloe and ben at 4pm that the room changed": (
        "to Chloe Wright and Ben Okoro",
        "On Mon 14 Dec at 16:00 it will be sent.",
    ),
    "message kit: are you ok?": ("to Kit Lane", "are you ok?"),
    "tell everyone reports are due, and log your days": ("to everybody", "Reports are due, and log your days"),
}


@pytest.mark.parametrize(("words", "shown"), TEXTS.items())
async def test_a_text_is_shown_for_those_who_are_named(hub: Hub, words: str, shown: tuple[str, str]) -> None:
    said = await hub.say(LEE, words)
    assert "Not sent yet." in said
    assert all(one in said for one in shown), said


async def test_a_new_text_to_others_is_no_correction_of_the_draft_above(hub: Hub) -> None:
    await hub.say(LEE, "announce to chloe: see me friday")
    assert "The room changed" in await hub.say(LEE, "tell finn the room changed")
