"""Who did what at a hub: shown, told to the other leads, and what is somebody else's draft stays theirs."""

from datetime import date, timedelta

import pytest

from bot.core.working_days import Hours
from bot.features.hub_history.jobs import tell_co_leads
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_hubs import HubRegister
from bot.features.residentials.domain import AttendanceAnswer, ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from tests.support.announcing import FAY, LEE, SAM, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
COE = "teams:coe"
HELD = ResidentialInput(1, date(2027, 1, 12), date(2027, 1, 13), "The Grange")


@pytest.fixture
async def two(weeks: Weeks) -> Weeks:
    """Lee and Coe lead the hub; Sam has said that they come to the residential."""
    g = weeks.talk.ground
    coe = await PeopleRegister(g.store).add("Coe Lead", "coe@hub.example", NOON)
    await HubRegister(g.store).make_lead(coe.id, g.hub.id, None, NOON)
    await weeks.talk.joined(COE, coe)
    one = await Residentials(g.store).set(g.here, HELD, g.lead.id, NOON)
    (sam,) = await People(g.store).named("Sam Patel", [g.hub.id])
    await Residentials(g.store).attend(one.id, sam.id, AttendanceAnswer.COMING, NOON)
    await weeks.talk.arrives()
    return weeks


async def told(weeks: Weeks) -> dict[str, str]:
    await tell_co_leads(weeks.talk.ground.store, weeks.clock.moment, Hours())
    return {one.to: one.text for one in await weeks.talk.arrives()}


async def test_a_move_says_first_whom_it_tells_and_is_undone(two: Weeks) -> None:
    said = await two.talk.say(LEE, "cohort residential 1 19-20 January 2027")
    assert "from 12 to 13 Jan" in said or "Move residential 1" in said
    assert "Nothing has been changed yet" in said
    assert "1 person said yes." in said
    here = two.talk.ground.here
    assert (await Residentials(two.talk.ground.store).list(here))[0].first_day == HELD.first_day
    await two.talk.press(LEE, "Move residential 1")
    assert (await Residentials(two.talk.ground.store).list(here))[0].first_day == date(2027, 1, 19)
    assert "Undone. Residential 1" in await two.talk.say(LEE, "undo")
    assert (await Residentials(two.talk.ground.store).list(here))[0].first_day == HELD.first_day


async def test_nobody_is_asked_about_where_nobody_knows_of_the_date(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort residential 1 12-13 January 2027")
    assert "It was" in await weeks.talk.say(LEE, "cohort residential 1 19-20 January 2027")


async def test_the_other_lead_hears_of_a_moved_date_and_of_its_undo(two: Weeks) -> None:
    await told(two)
    await two.talk.say(LEE, "cohort residential 1 19-20 January 2027")
    await two.talk.say(LEE, "yes")
    heard = await told(two)
    assert list(heard) == [COE], "not who did it, and no other hub's lead"
    assert heard[COE].startswith("Lee Lead moved residential 1 from")
    assert await told(two) == {}, "once"
    two.clock.moment += timedelta(minutes=1)
    await two.talk.say(LEE, "undo")
    assert "Lee Lead undid the move of residential 1. It is on" in (await told(two))[COE]
    assert "Lee Lead, who changed" not in await two.talk.press(COE, "Who changed what")


async def test_what_was_undone_before_anybody_heard_of_it_is_not_told(two: Weeks) -> None:
    await told(two)
    await two.talk.say(LEE, "cohort residential 1 19-20 January 2027")
    await two.talk.say(LEE, "yes")
    await two.talk.say(LEE, "undo")
    assert await told(two) == {}


async def test_the_other_lead_hears_of_a_leaver_and_of_who_moves_hub(two: Weeks) -> None:
    await told(two)
    await two.talk.say(COE, "cohort leave Ann Jones, new job")
    await two.talk.say(COE, "yes")
    assert (await told(two))[LEE] == "Coe Lead noted that Ann Jones has left."
    await two.talk.say(COE, "cohort move Sam Patel, Fenland Maths Hub, Fen Primary")
    await two.talk.say(COE, "yes")
    heard = await told(two)
    assert "Coe Lead moved Sam Patel to Fen Primary at Fenland Maths Hub." in heard[LEE]
    assert "Coe Lead moved Sam Patel to Fen Primary at Fenland Maths Hub." in heard[FAY]
    assert COE not in heard


@pytest.mark.parametrize("words", ["hub history", "who changed what?", "show me the hub's history"])
async def test_who_changed_what_and_when(two: Weeks, words: str) -> None:
    await two.talk.say(COE, "cohort leave Ann Jones, new job")
    await two.talk.say(COE, "yes")
    said = await two.talk.say(LEE, words)
    assert "Mon 2 Nov, 12:00: Coe Lead noted that Ann Jones has left." in said
    assert "Mon 2 Nov, 12:00: Lee Lead set residential 1 to" in said
    assert "Sam" not in said.split("set residential")[0].split("Ann Jones")[0], "what Sam answered is Sam's"
    await two.talk.say(COE, "undo")
    assert "has left. (undone since)" in await two.talk.say(LEE, words)


async def test_it_goes_back_page_by_page(two: Weeks) -> None:
    for number in range(14):
        await two.talk.ground.enrol(f"Person {number:02}")
    first = await two.talk.say(LEE, "hub history")
    second = await two.talk.press(LEE, "Earlier")
    assert "Person 13" in first
    assert "Person 13" not in second
    assert "enrolled Person" in second


async def test_a_date_says_who_set_it_and_an_announcement_who_wrote_it(two: Weeks) -> None:
    assert "Set by Lee Lead." in await two.talk.say(COE, "cohort residential")
    await two.talk.say(LEE, "cohort announce Bring your folders.")
    await two.talk.press(LEE, "Send it now (2 people)")
    assert "From Lee Lead to" in await two.talk.say(COE, "cohort announcements 1")


async def test_a_draft_belongs_to_who_wrote_it(two: Weeks) -> None:
    await two.talk.say(LEE, "cohort announce Bring your folders.")
    seen = {one.label: one for one in two.talk.seen[LEE].buttons}
    said = await two.talk.say(COE, "cohort announcements 1")
    assert said == "That is Lee Lead's draft, and has not been sent: only Lee Lead can see, change or send it."
    for button in seen.values():
        assert "Lee Lead's draft" in await two.talk.submit(COE, button.action, dict(button.values)), button.label
    await two.talk.say(LEE, "cohort announcements 1")
    assert "on its way" in await two.talk.press(LEE, "Send it now (2 people)")


async def test_only_the_hubs_leads(two: Weeks) -> None:
    hub = {"hub": str(two.talk.ground.hub.id)}
    assert "Only hub leads" in await two.talk.say(SAM, "hub history")
    assert "another hub" in await two.talk.submit(FAY, "hub_history", hub)
    assert "residential 1" not in await two.talk.say(FAY, "hub history")
