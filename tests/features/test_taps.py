"""How many taps the things that people do most take; a message that is typed counts as none."""

from dataclasses import dataclass
from datetime import date

from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from tests.support.announcing import LEE, SAM, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url", "weeks"]
NEW = "slack:new"  # whom nobody has enrolled


@dataclass
class Counting:
    """Presses for one person, and counts."""

    weeks: Weeks
    user: str
    taps: int = 0

    async def tap(self, label: str, **fields: str) -> str:
        self.taps += 1
        return await self.weeks.talk.press(self.user, label, **fields)


async def test_yesterdays_workshop_is_logged_without_a_tap(weeks: Weeks) -> None:
    sam = Counting(weeks, SAM)
    weeks.clock.moment = weeks.clock.moment.replace(day=6)
    assert "Logged: Thu 5 Nov, full day, workshop." in await weeks.talk.say(SAM, "log yesterday's workshop")
    assert sam.taps <= 2


async def test_from_the_form_yesterdays_workshop_takes_two_taps(weeks: Weeks) -> None:
    sam = Counting(weeks, SAM)
    await weeks.talk.say(SAM, "releaseday balance")
    await sam.tap("Log a day")
    assert "Logged" in await sam.tap("Save", day="2026-10-30", purpose="workshop")
    assert sam.taps <= 2


async def test_a_residential_is_answered_with_one_tap(weeks: Weeks) -> None:
    wanted = ResidentialInput(1, date(2026, 11, 12), date(2026, 11, 13), "The Grange")
    g = weeks.talk.ground
    await Residentials(g.store).set(g.here, wanted, g.lead.id, NOON)
    sam = Counting(weeks, SAM)
    assert "Will you be there?" in await weeks.talk.say(SAM, "residentials")
    assert "Noted: you'll be there." in await sam.tap("I'll be at residential 1")
    assert sam.taps == 1


async def test_one_answer_is_changed_after_the_result_with_three_taps(weeks: Weeks) -> None:
    new = Counting(weeks, NEW)
    await weeks.talk.say(NEW, "eligibility")
    for answer in (*["Yes"] * 5, "See the result"):
        await weeks.talk.press(NEW, answer)
    await new.tap("Change an answer")
    await new.tap("Headteacher's understanding")
    assert "Headteacher's understanding (Not sure)" in await new.tap("Not sure")
    assert new.taps <= 3


async def test_those_who_are_late_are_nudged_with_two_taps(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await Reports(g.store).add(g.here, "Baseline", date(2026, 10, 1), g.lead.id, NOON)
    lee = Counting(weeks, LEE)
    await weeks.talk.say(LEE, "cohort status")
    await lee.tap("Nudge those late")
    assert "on its way" in await lee.tap("Send it now (2 people)")
    assert lee.taps <= 3


async def test_an_announcement_takes_one_tap_when_typed_and_three_from_home(weeks: Weeks) -> None:
    lee = Counting(weeks, LEE)
    await weeks.talk.say(LEE, "cohort announce Bring your folders.")
    assert "on its way" in await lee.tap("Send it now (2 people)")
    assert lee.taps == 1
    lee = Counting(weeks, LEE)
    await weeks.talk.say(LEE, "help")
    await lee.tap("Announce")
    (form,) = weeks.talk.seen[LEE].forms
    await lee.tap(form.send, text="The room has changed.")
    assert "on its way" in await lee.tap("Send it now (2 people)")
    assert lee.taps <= 3
