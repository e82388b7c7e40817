"""Figures by month: what they count, that they say nothing of who, and that they take the same few statements."""

from datetime import date, timedelta

import pytest

from bot.features.ask_hub.usage_counts import UsageCounts
from bot.features.figures.domain import HIDDEN, WITHHELD, Count, HubFigure, shown
from bot.features.people.repository_enrolments import Enrolments
from bot.features.release_days.repository import ReleaseDays
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import AttendanceAnswer, ResidentialInput
from bot.features.residentials.repository import Residentials
from tests.support.announcing import ADA, ANN, FAY, LEE, SAM, weeks
from tests.support.ground import NOON, TODAY, asked, full, half
from tests.support.reminding import Weeks
from tests.support.stores import counted, store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
HELD = ResidentialInput(1, date(2026, 11, 12), date(2026, 11, 13))


async def six(weeks: Weeks) -> None:
    """Six more people: each logs, sends the report, answers for the residential; then one moves."""
    g = weeks.talk.ground
    report = await Reports(g.store).add(g.here, "Baseline", TODAY, g.lead.id, NOON)
    residential = await Residentials(g.store).set(g.here, HELD, g.lead.id, NOON)
    for number in range(6):
        person = await g.enrol(f"Person {number}")
        await ReleaseDays(g.store).log(g.whose(person), [full(2), half(1, month=10)], asked())
        await Reports(g.store).done(report.id, person.id, NOON)
        await Residentials(g.store).attend(residential.id, person.id, AttendanceAnswer.COMING, NOON)
    to = g.entrant("Person 0", g.other)
    await Enrolments(g.store).move(person.id, to, g.lead.id, NOON + timedelta(days=1))


def rows(weeks: Weeks, user: str) -> list[list[str]]:
    (file,) = weeks.talk.seen[user].files
    return [line.split(",") for line in file.content.decode("utf-8-sig").splitlines()]


@pytest.mark.parametrize("words", ["hub figures", "Monthly figures please", "show me the figures by month"])
async def test_a_lead_has_the_hubs_months(weeks: Weeks, words: str) -> None:
    await six(weeks)
    words = words.removesuffix(" please")
    said = await weeks.talk.say(LEE, words)
    assert "North Mersey Maths Hub, Cohort 12: figures by month" in said
    found = rows(weeks, LEE)
    assert found[0] == ["Month", "Hub", *HubFigure]
    assert [row[0] for row in found[1:]] == [
        "September 2026",
        "October 2026",
        "November 2026",
        "Whole year so far",
    ]
    november = dict(zip(found[0], found[3], strict=True))
    assert november["Specialists"] == "8", "nine, of whom one has moved"
    assert november["Release days"] == "6"
    assert november["Coming to a residential"] == "6"
    assert november["Reports done"] == "6"
    assert "release days: 6" in said, "the picture says it in words"


async def test_nobody_can_be_recognised(weeks: Weeks) -> None:
    g = weeks.talk.ground
    sam = await g.enrol("Sam Two")
    await ReleaseDays(g.store).log(g.whose(sam), [full(2)], asked())
    said = await weeks.talk.say(LEE, "hub figures")
    november = dict(zip(rows(weeks, LEE)[0], rows(weeks, LEE)[3], strict=True))
    assert november["Specialists"] == HIDDEN
    assert november["Release days"] == HIDDEN
    assert rows(weeks, LEE)[4][6] == WITHHELD, "the year would give it away"
    assert "umbers under 5 are hidden, so that nobody can be recognised" in said
    assert "Sam" not in weeks.talk.seen[LEE].files[0].content.decode()


async def test_questions_are_counted_by_month_without_who(weeks: Weeks) -> None:
    for _ in range(5):
        await weeks.talk.say(SAM, "how many release days are there?")
        await weeks.talk.say(ANN, "Is there somewhere to park my car at the residential?")
    await weeks.talk.press(ANN, "Ask my hub")
    await weeks.talk.press(ANN, "Send")
    await weeks.talk.ground.store.companion(UsageCounts).write()
    await weeks.talk.say(LEE, "hub figures")
    november = dict(zip(rows(weeks, LEE)[0], rows(weeks, LEE)[3], strict=True))
    assert november["Questions asked"] == "10"
    assert november["Answered"] == "5"
    assert november["Passed on to the hub"] == HIDDEN


@pytest.mark.parametrize("words", ["hub figures all", "monthly figures for the programme"])
async def test_the_programme_has_every_hub(weeks: Weeks, words: str) -> None:
    await six(weeks)
    await weeks.talk.say(ADA, words)
    found = rows(weeks, ADA)
    assert [row[1] for row in found[1:4]] == ["Fenland Maths Hub", "North Mersey Maths Hub", "All hubs"]
    november = [dict(zip(found[0], row, strict=True)) for row in found[-3:]]
    assert [one["Release days"] for one in november] == ["0", "6", "6"], "a day counts where its person was"
    assert [one["Specialists"] for one in november] == [HIDDEN, WITHHELD, "10"]


async def test_only_for_the_hubs_leads_and_for_administrators(weeks: Weeks) -> None:
    hub = {"hub": str(weeks.talk.ground.hub.id)}
    assert "Only hub leads" in await weeks.talk.say(SAM, "hub figures")
    assert "another hub" in await weeks.talk.submit(FAY, "hub_figures", hub)
    for user in (SAM, LEE):
        assert "Only programme administrators" in await weeks.talk.submit(user, "programme_figures", {})
    assert "Only programme administrators" in await weeks.talk.say(LEE, "hub figures all")


async def test_as_many_statements_for_forty_as_for_ten(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "hub figures")
    with counted(weeks.talk.ground.store) as few:
        await weeks.talk.say(LEE, "hub figures")
    for number in range(30):
        await weeks.talk.ground.enrol(f"More {number:02}")
    with counted(weeks.talk.ground.store) as many:
        await weeks.talk.say(LEE, "hub figures")
    assert len(few) == len(many) <= 12


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([7, 8], [7, 8, 15]),
        ([0, 9], [0, 9, 9]),
        ([3, 8, 20], [HIDDEN, WITHHELD, 20, 31]),
        ([3, 2, 20], [HIDDEN, HIDDEN, 20, 25]),
        ([3, 0], [HIDDEN, 0, WITHHELD]),
        ([], [0]),
    ],
)
def test_a_small_number_cannot_be_worked_out(counts: list[int], said: list[int | str]) -> None:
    assert shown([Count(one, one) for one in counts], HubFigure.ASKED) == said


def test_days_are_said_in_days_and_hidden_by_people() -> None:
    assert shown([Count(13, 5), Count(20, 4), Count(24, 12)], HubFigure.DAYS) == [WITHHELD, HIDDEN, 12, 28.5]
