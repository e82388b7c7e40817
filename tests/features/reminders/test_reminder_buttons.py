"""Every button of every reminder, pressed through the core when it has just come, and when it is old."""

from collections.abc import Mapping
from datetime import date

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reminder_rules import Rules
from bot.core.reply import Button
from bot.db.store import Store
from bot.features.release_days.domain import Part, Purpose, ReleaseDayInput
from bot.features.release_days.repository import ReleaseDays
from bot.features.reminders.repository import Reminders
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import AttendanceAnswer, ResidentialInput, ResidentialState
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, asked, ground, half
from tests.support.kept import kept
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url"]
SAM = "slack:sam"
BEFORE, AFTER, REPORT, LATE, NUDGE, PACE = (
    "2026-12-01T08:00",
    "2026-12-10T08:00",
    "2027-01-12T08:00",
    "2027-01-22T08:00",
    "2027-02-12T08:00",
    "2027-02-19T08:00",
)
RULES = Rules(residential=(7,), report=(3,), nudge_on=12, pace_on=19)
TEXTS = {
    BEFORE: "Residential 1 begins in 7 days: Tue 8 Dec and Wed 9 Dec, The Grange. Will you be",
    AFTER: "Residential 1 is over (Tue 8 Dec and Wed 9 Dec). Log your two days?",
    REPORT: "“Autumn report” is due in 3 days, on Fri 15 Jan.",
    LATE: "“Autumn report” is late: it was due 7 days ago, on Fri 15 Jan.",
    NUDGE: "You haven't logged a release day in the last month (½ of 10 used, 1 planned). Did you take any?",
    PACE: "You've used ½ of your 10 release days, with 1 more planned. At an even pace it would be",
}
SAID = {
    "I'll be there": "Noted: you'll be there. Residential 1",
    "I can't come": "Noted: you can't come. Residential 1",
    "Calendar file": "(residential",
    "Log both days": "full day, residential",
    "Other days": "Log a release day",
    "It's done": "Done: Autumn report",
    "Log a day": "Log a release day",
    "My balance": "8½ left",
    "Remind me in 3 days": "I'll remind you again on",
    "Stop residential reminders": "Stopped: you won't get any more reminders about residentials.",
    "Stop report reminders": "Stopped: you won't get any more reminders about reports.",
    "Stop release-day reminders": "Stopped: you won't get any more reminders about release days.",
}


@pytest.fixture
@kept
async def weeks(core: Core, store: Store, clock: SetClock) -> Weeks:
    """Sam is enrolled; a residential and a report are set."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    sam = await g.enrol("Sam Patel")
    await talk.joined(SAM, sam)
    residence = ResidentialInput(1, date(2026, 12, 8), date(2026, 12, 9), "The Grange", ResidentialState.CONFIRMED)
    await Residentials(store).set(g.here, residence, None, NOON)
    await Reports(store).add(g.here, "Autumn report", date(2027, 1, 15), None, NOON)
    return Weeks(talk, clock, RULES)


async def up_to(weeks: Weeks, moment: str) -> list[Button]:
    """The buttons of the reminder that comes at that moment."""
    ground = weeks.talk.ground
    if moment in (NUDGE, PACE):
        (sam,) = await People(ground.store).at([ground.hub.id])
        planned = ReleaseDayInput(date(2027, 7, 1), Part.FULL, Purpose.OTHER, None)
        await ReleaseDays(ground.store).log(ground.whose(sam), [half(9), planned], asked(now=NOON))
    await weeks.tick(NOON.replace(tzinfo=None).isoformat())
    await weeks.tick(moment)
    (reply,) = (reply for user, reply in weeks.told if user == SAM and TEXTS[moment] in plain(reply))
    return list(reply.buttons)


async def press(weeks: Weeks, button: Button) -> str:
    activity = Submit(weeks.talk.sender(SAM), "C", button.action, dict(button.values), {"user": SAM})
    return plain(await weeks.talk.core.handle(activity))


@pytest.mark.parametrize("moment", TEXTS)
async def test_every_button_of_a_reminder_does_what_it_says(weeks: Weeks, moment: str) -> None:
    buttons = await up_to(weeks, moment)
    assert {button.label for button in buttons} <= SAID.keys()
    for button in buttons:
        said = await press(weeks, button)
        assert SAID[button.label] in said, button


@pytest.mark.parametrize("moment", TEXTS)
async def test_the_buttons_of_an_old_reminder_still_say_what_holds(weeks: Weeks, moment: str) -> None:
    buttons = await up_to(weeks, moment)
    weeks.clock.moment = weeks.clock.moment.replace(year=2027, month=6, day=7)
    for button in buttons:
        said = await press(weeks, button)
        assert "went wrong" not in said
        assert "no longer does anything" not in said
        if button.label in ("I'll be there", "I can't come"):
            assert said == "That residential is over, so your answer stays as it was."
        elif button.action == "reminder_snooze":
            assert "so I can't pause it" in said
        else:
            assert SAID[button.label] in said, button


async def test_the_answer_is_on_record_and_the_two_days_and_the_report(weeks: Weeks) -> None:
    ground = weeks.talk.ground
    (sam,) = await People(ground.store).at([ground.hub.id])
    await up_to(weeks, BEFORE)
    await weeks.talk.press(SAM, "I'll be there")
    (residential,) = await Residentials(ground.store).list(ground.here, sam.id)
    assert residential.answer is AttendanceAnswer.COMING
    await weeks.tick(AFTER)
    await weeks.talk.press(SAM, "Log both days", key="one press")
    days = await ReleaseDays(ground.store).list(sam.id, ground.cohort.id)
    assert [(day.day.day, day.part, day.purpose) for day in days] == [
        (8, Part.FULL, Purpose.RESIDENTIAL),
        (9, Part.FULL, Purpose.RESIDENTIAL),
    ]
    await weeks.tick(LATE)
    await weeks.talk.press(SAM, "It's done")
    (report,) = await Reports(ground.store).list(ground.here, sam.id)
    assert report.done_at is not None
    assert not await weeks.tick("2027-01-29T08:00"), "done, so nothing more is said of it"


async def test_a_residential_that_has_moved_since_asks_again_from_the_old_button(weeks: Weeks) -> None:
    ground = weeks.talk.ground
    old = next(button for button in await up_to(weeks, BEFORE) if button.label == "I'll be there")
    await Residentials(ground.store).set(
        ground.here, ResidentialInput(1, date(2026, 12, 15), date(2026, 12, 16)), None, NOON
    )
    assert "Not noted yet: residential 1 has moved." in await press(weeks, old)
    ((user, said),) = await weeks.tick("2026-12-01T09:00")
    assert user == SAM
    assert "Residential 1 has moved from Tue 8 Dec to Tue 15 Dec and Wed 16" in said
    assert "provisional" in said


VALUES: Mapping[str, tuple[dict[str, str], ...]] = {
    "reminder_snooze": ({}, {"of": "x", "days": "3"}, {"of": "1", "days": "9" * 40}, {"of": "²", "days": "3"}),
    "reminder_stop": ({}, {"kind": "everything"}, {"kind": "reports,x"}, {"kind": "x" * 9_000}),
    "reminder_start": ({}, {"kind": "all"}),
}


@pytest.mark.parametrize("action", VALUES)
async def test_what_no_button_carries_is_refused_and_changes_nothing(weeks: Weeks, action: str) -> None:
    (sam,) = await People(weeks.talk.ground.store).at([weeks.talk.ground.hub.id])
    for values in VALUES[action]:
        assert "no longer does anything" in await weeks.talk.submit(SAM, action, values), values
    assert await Reminders(weeks.talk.ground.store).choices(sam.id, weeks.clock.moment) == {}
