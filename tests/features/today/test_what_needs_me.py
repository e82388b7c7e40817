"""What needs a lead today: each line with its button, and a nudge that reaches exactly those whom it names."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.identity import Person
from bot.core.working_days import Hours
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import AttendanceAnswer, ResidentialInput, ResidentialState
from bot.features.residentials.repository import Residentials
from bot.features.today.jobs_mornings import tell_what_needs_leads
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from tests.support.announcing import ANN, FAY, LEE, SAM, weeks
from tests.support.ground import NOON, TODAY
from tests.support.reminding import Weeks
from tests.support.stores import counted, store, url

__all__ = ["store", "url", "weeks"]
FIRST = TODAY + timedelta(days=30)
HELD = ResidentialInput(1, FIRST, FIRST + timedelta(days=1), "The Grange", ResidentialState.CONFIRMED)
MORNING = datetime(2026, 11, 3, 8, tzinfo=UTC)  # a Tuesday


async def person(weeks: Weeks, name: str) -> Person:
    return next(one for one in await People(weeks.talk.ground.store).all() if one.name == name)


async def late_and_silent(weeks: Weeks) -> None:
    """A report was due, and Ann alone has sent it; a residential comes, and nobody has answered."""
    g = weeks.talk.ground
    report = await Reports(g.store).add(g.here, "Baseline", TODAY - timedelta(days=1), g.lead.id, NOON)
    await Reports(g.store).done(report.id, (await person(weeks, "Ann Jones")).id, NOON)
    await Residentials(g.store).set(g.here, HELD, g.lead.id, NOON)


@pytest.mark.parametrize(
    "words", ["cohort today", "what needs me today?", "What do I need to do today", "my to-do list"]
)
async def test_each_thing_has_its_line_and_its_button(weeks: Weeks, words: str) -> None:
    await late_and_silent(weeks)
    said = await weeks.talk.say(LEE, words)
    assert "2 people have a report late: Al Fox, Sam Patel." in said
    assert "3 people have not said whether they will come: residential 1 begins" in said
    assert "1 person has not joined yet: Al Fox." in said
    assert "2 people are behind an even pace with their days" in said
    assert weeks.talk.labels(LEE) == [
        "Nudge them about reports",
        "Nudge these 2 about residential 1",
        "Code for Al Fox",
        "Nudge these 2 about days",
        "Cohort status",
    ]


async def test_a_nudge_opens_the_announcement_for_exactly_those(weeks: Weeks) -> None:
    await late_and_silent(weeks)
    await weeks.talk.say(LEE, "cohort today")
    said = await weeks.talk.press(LEE, "Nudge them about reports")
    assert "“Baseline” was due" in said
    await weeks.talk.press(LEE, "Send it now (1 person)")
    sent = await weeks.tick("2026-11-02T12:02")
    assert [user for user, text in sent if "Please send it, then tell me" in text] == [SAM]


async def test_whoever_has_settled_it_meanwhile_is_not_nudged(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await late_and_silent(weeks)
    await weeks.talk.say(LEE, "cohort today")
    shown = weeks.talk.seen[LEE]
    (there,) = await Residentials(g.store).list(g.here)
    sam = await person(weeks, "Sam Patel")
    await Residentials(g.store).attend(there.id, sam.id, AttendanceAnswer.COMING, NOON)
    weeks.talk.seen[LEE] = shown
    await weeks.talk.press(LEE, "Nudge these 2 about residential 1")
    assert "Send it now (1 person)" in weeks.talk.labels(LEE)
    ann = await person(weeks, "Ann Jones")
    await Residentials(g.store).attend(there.id, ann.id, AttendanceAnswer.CANNOT, NOON)
    weeks.talk.seen[LEE] = shown
    assert "settled meanwhile" in await weeks.talk.press(LEE, "Nudge these 2 about residential 1")


async def test_after_a_move_an_answer_counts_for_nothing_anywhere(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await Residentials(g.store).set(g.here, HELD, g.lead.id, NOON)
    (there,) = await Residentials(g.store).list(g.here)
    sam = await person(weeks, "Sam Patel")
    await Residentials(g.store).attend(there.id, sam.id, AttendanceAnswer.COMING, NOON)
    assert "Residential 1: coming" in await weeks.talk.say(LEE, "cohort status Sam Patel")
    moved = ResidentialInput(1, FIRST + timedelta(days=7), FIRST + timedelta(days=8), "The Grange")
    await Residentials(g.store).set(g.here, moved, g.lead.id, NOON)
    assert "Residential 1: no answer" in await weeks.talk.say(LEE, "cohort status Sam Patel")
    await weeks.talk.say(LEE, "cohort export")
    (file,) = weeks.talk.seen[LEE].files
    assert b"coming" not in file.content
    await weeks.talk.say(LEE, "cohort today")
    assert "Sam Patel" in str(weeks.talk.seen[LEE])


async def test_provisional_dates_are_confirmed_from_there(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await Residentials(g.store).set(g.here, ResidentialInput(1, FIRST, FIRST), g.lead.id, NOON)
    assert "its date is provisional" in await weeks.talk.say(LEE, "what needs me")
    await weeks.talk.press(LEE, "Confirm residential 1")
    (there,) = await Residentials(g.store).list(g.here)
    assert there.state is ResidentialState.CONFIRMED


async def test_in_the_morning_only_what_is_new_and_once(weeks: Weeks) -> None:
    at = weeks.talk.ground.store
    await late_and_silent(weeks)
    assert await tell_what_needs_leads(at, MORNING.replace(hour=5), Hours()) == 0, "not before the day opens"
    assert await tell_what_needs_leads(at, MORNING, Hours()) == 2, (
        "Lee, and Fay of the other hub, where Kim has not joined"
    )
    assert await tell_what_needs_leads(at, MORNING + timedelta(hours=1), Hours()) == 0
    assert await tell_what_needs_leads(at, MORNING + timedelta(days=1), Hours()) == 0, "the same as yesterday"
    await Reports(at).add(weeks.talk.ground.here, "Second", date(2026, 11, 3), None, NOON)
    assert await tell_what_needs_leads(at, MORNING + timedelta(days=2), Hours()) == 1
    assert await tell_what_needs_leads(at, datetime(2026, 11, 7, 9, tzinfo=UTC), Hours()) == 0, "a Saturday"


async def test_it_can_be_turned_off_and_on(weeks: Weeks) -> None:
    at = weeks.talk.ground.store
    await late_and_silent(weeks)
    await weeks.talk.say(LEE, "cohort today off")
    await weeks.talk.say(FAY, "cohort today off")
    assert await tell_what_needs_leads(at, MORNING, Hours()) == 0
    await weeks.talk.say(LEE, "cohort today on")
    assert await tell_what_needs_leads(at, MORNING + timedelta(days=1), Hours()) == 1


async def test_another_hubs_lead_nudges_nobody_here(weeks: Weeks) -> None:
    await late_and_silent(weeks)
    await weeks.talk.say(LEE, "cohort today")
    button = next(one for one in weeks.talk.seen[LEE].buttons if one.action == "today_nudge")
    assert "belongs to another hub" in await weeks.talk.submit(FAY, button.action, dict(button.values))
    assert "Only hub leads" in await weeks.talk.submit(ANN, button.action, dict(button.values))
    assert "Only hub leads" in await weeks.talk.say(SAM, "cohort today")


async def test_it_takes_few_statements_whatever_the_size(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await late_and_silent(weeks)
    with counted(g.store) as few:
        await weeks.talk.say(LEE, "cohort today")
    for number in range(30):
        await g.enrol(f"Person {number:02}")
    with counted(g.store) as many:
        await weeks.talk.say(LEE, "cohort today")
    assert len(few) == len(many) <= 12
    assert await Cohorts(g.store).hubs()
