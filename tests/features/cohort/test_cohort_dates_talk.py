"""A lead sets residentials and reports, and specialists see, answer and tick off; each hub by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core
from bot.core.errors import BotError
from bot.core.plain_text import plain
from bot.core.reply import Button, Reply
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.features.reports.parsing import ReportRequest
from bot.features.reports.parsing import report as owed_in
from bot.features.residentials import parsing
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.parsing import Residence, Wish
from bot.hubs.lead_calendar import LeadCalendar
from bot.language import Span
from tests.support.ground import NOON, TODAY, Ground, account, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]
CALENDAR = LeadCalendar(TODAY, Span(date(2026, 9, 1), date(2027, 8, 31)))
CONFIRMED, PROVISIONAL = ResidentialState.CONFIRMED, ResidentialState.PROVISIONAL


def nov(first: int, last: int) -> tuple[date, date]:
    return date(2026, 11, first), date(2026, 11, last)


RESIDENTIALS = [
    ("1 12-13 November 2026 at The Grange", Residence(1, Wish.SET, *nov(12, 13), "The Grange")),
    ("1 12-13 November at The Grange, Manchester", Residence(1, Wish.SET, *nov(12, 13), "The Grange, Manchester")),
    ("1 at The Grange 12-13 November", Residence(1, Wish.SET, *nov(12, 13), "The Grange")),
    ("1 12 and 13 Nov", Residence(1, Wish.SET, *nov(12, 13))),
    ("1 12th & 13th november 2026 confirmed", Residence(1, Wish.SET, *nov(12, 13), None, CONFIRMED)),
    ("1 12/11 to 13/11", Residence(1, Wish.SET, *nov(12, 13))),
    ("1 12/11/26 and 13/11/26 at York", Residence(1, Wish.SET, *nov(12, 13), "York")),
    ("1 2026-11-12 to 2026-11-13", Residence(1, Wish.SET, *nov(12, 13))),
    ("number 2 12-13 Nov provisional", Residence(2, Wish.SET, *nov(12, 13), None, PROVISIONAL)),
    ("second 12-13 november at the Hilton", Residence(2, Wish.SET, *nov(12, 13), "the Hilton")),
    ("#3 12-13 november", Residence(3, Wish.SET, *nov(12, 13))),
    ("1 move to 19-20 November", Residence(1, Wish.SET, *nov(19, 20))),
    (
        "1 moved to 19 and 20 november at Leeds, confirmed",
        Residence(1, Wish.SET, *nov(19, 20), "Leeds", CONFIRMED),
    ),
    ("1 at The Grange", Residence(1, Wish.SET, None, None, "The Grange")),
    ("1 venue The Grange", Residence(1, Wish.SET, None, None, "The Grange")),
    ("1 30 november to 1 december", Residence(1, Wish.SET, date(2026, 11, 30), date(2026, 12, 1))),
    ("2 14 and 15 january", Residence(2, Wish.SET, date(2027, 1, 14), date(2027, 1, 15))),
    ("1 confirm", Residence(1, Wish.CONFIRM)),
    ("1 is confirmed", Residence(1, Wish.CONFIRM)),
    ("1 cancel", Residence(1, Wish.CANCEL)),
    ("1 is cancelled", Residence(1, Wish.CANCEL)),
    ("1 called off", Residence(1, Wish.CANCEL)),
    ("cancel 2", Residence(2, Wish.CANCEL)),
    ("confirm the second", Residence(2, Wish.CONFIRM)),
    ("move 3 to 19-20 November", Residence(3, Wish.SET, *nov(19, 20))),
    ("change 1 to 19-20 November at York", Residence(1, Wish.SET, *nov(19, 20), "York")),
    ("the second is 12 and 13 November, provisional", Residence(2, Wish.SET, *nov(12, 13), None, PROVISIONAL)),
    ("1 12-13 November 2026 The Priory, York", Residence(1, Wish.SET, *nov(12, 13), "The Priory, York")),
    ("1 12-13 November, Hilton, confirmed", Residence(1, Wish.SET, *nov(12, 13), "Hilton", CONFIRMED)),
    ("1 12-13 November in Leeds", Residence(1, Wish.SET, *nov(12, 13), "Leeds")),
    ("1 12-13 November at The Grange confirmed", Residence(1, Wish.SET, *nov(12, 13), "The Grange", CONFIRMED)),
    ("1 12-13 November, venue to be confirmed", Residence(1, Wish.SET, *nov(12, 13))),
    ("1 12-13 November confirmed, venue tbc", Residence(1, Wish.SET, *nov(12, 13), None, CONFIRMED)),
    ("1 12-13 November (to be confirmed)", Residence(1, Wish.SET, *nov(12, 13), None, PROVISIONAL)),
    ("1 12-13 November, not confirmed yet", Residence(1, Wish.SET, *nov(12, 13), None, PROVISIONAL)),
    ("1 not confirmed", Residence(1, Wish.SET, None, None, None, PROVISIONAL)),
    ("1", Residence(1, Wish.SHOW)),
]
REPORTS = [
    ('"Autumn report" due 11 Dec 2026', ReportRequest("Autumn report", date(2026, 12, 11))),
    ("“Autumn report” due 11 December", ReportRequest("Autumn report", date(2026, 12, 11))),
    ("Autumn report due 11/12", ReportRequest("Autumn report", date(2026, 12, 11))),
    ("Autumn report by 11 December", ReportRequest("Autumn report", date(2026, 12, 11))),
    ("'Autumn report' on 2026-12-11", ReportRequest("Autumn report", date(2026, 12, 11))),
    ('"Report 2" 11 december', ReportRequest("Report 2", date(2026, 12, 11))),
    ('"Autumn report" to "Winter report"', ReportRequest("Autumn report", None, "Winter report")),
    (
        '"Autumn report" due 18 Dec to "Winter report"',
        ReportRequest("Autumn report", date(2026, 12, 18), "Winter report"),
    ),
    ('"Autumn report"', ReportRequest("Autumn report")),
    ("‘Autumn report’ due 11 Dec", ReportRequest("Autumn report", date(2026, 12, 11))),
    ('"Head\'s report" due 11 Dec', ReportRequest("Head's report", date(2026, 12, 11))),
    ("“Pupils’ work” due 11 Dec", ReportRequest("Pupils’ work", date(2026, 12, 11))),
    ("Pupils' and teachers' report due 11 Dec", ReportRequest("Pupils' and teachers' report", date(2026, 12, 11))),
    ("Report on fractions due 11 December", ReportRequest("Report on fractions", date(2026, 12, 11))),
    ("Case study for the hub by 11 December", ReportRequest("Case study for the hub", date(2026, 12, 11))),
    ("Autumn report due on Fri 11 Dec", ReportRequest("Autumn report", date(2026, 12, 11))),
    ("Autumn report: 11 December", ReportRequest("Autumn report", date(2026, 12, 11))),
    ("Report 2 11 december", ReportRequest("Report 2", date(2026, 12, 11))),
    ("due 11 December: Autumn report", ReportRequest("Autumn report", date(2026, 12, 11))),
]
CHANGES = [
    ("Autumn report to Winter report", ReportRequest("Autumn report", None, "Winter report")),
    ("Autumn report to 18 December", ReportRequest("Autumn report", date(2026, 12, 18))),
    ('"Autumn report" to 18 December', ReportRequest("Autumn report", date(2026, 12, 18))),
    ('"Autumn report" to Winter report', ReportRequest("Autumn report", None, "Winter report")),
    (
        '"Autumn report" to “Winter report” due 18 Dec',
        ReportRequest("Autumn report", date(2026, 12, 18), "Winter report"),
    ),
    (
        "Autumn report to Winter report due 18 December",
        ReportRequest("Autumn report", date(2026, 12, 18), "Winter report"),
    ),
]


@pytest.mark.parametrize(("words", "wanted"), RESIDENTIALS)
def test_a_residential_is_read_as_it_is_meant(words: str, wanted: Residence) -> None:
    assert parsing.residential(words, CALENDAR) == wanted


@pytest.mark.parametrize(("words", "wanted"), REPORTS)
def test_a_report_is_read_as_it_is_meant(words: str, wanted: ReportRequest) -> None:
    assert owed_in(words, CALENDAR) == wanted


@pytest.mark.parametrize(("words", "wanted"), CHANGES)
def test_a_change_of_a_report_is_read_as_it_is_meant(words: str, wanted: ReportRequest) -> None:
    assert owed_in(words, CALENDAR, changing=True) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "12-13 November",
        "",
        "the autumn one is 12-13 November",
        "1 maybe",
        "1 maybe 12-13 November",
        "1 12-13 November unless it snows",
        "1 is not cancelled",
        "1 move",
        "0 12-13 november",
        "1 31 november",
        "1 12 and 14 November",
        "1 12-13/99 november 32",
        f"1 12-13 november at {'x' * 121}",
    ],
)
def test_a_residential_that_cannot_be_read_is_refused_in_words(words: str) -> None:
    with pytest.raises(BotError, match=r"\."):
        parsing.residential(words, CALENDAR)


@pytest.mark.parametrize(
    "words", ["due 11 december", '"" due 11 december', f'"{"x" * 81}" due 1 may', '"A" due 1/13']
)
def test_a_report_that_cannot_be_read_is_refused_in_words(words: str) -> None:
    with pytest.raises(BotError, match=r"\."):
        owed_in(words, CALENDAR)


@dataclass
class DatesTalk:
    """Sam and Kim at one hub, Al at another, and the first hub's lead."""

    core: Core
    ground: Ground

    async def reply(self, who: str, text: str) -> Reply:
        return await self.core.handle(Message(account(who), f"with {who}", text))

    async def say(self, who: str, text: str) -> str:
        return plain(await self.reply(who, text))

    async def press(self, who: str, button: Button, **values: str) -> str:
        sent = Submit(account(who), f"with {who}", button.action, {**button.values, **values})
        return plain(await self.core.handle(sent))


@pytest.fixture
@kept
async def hub(core: Core, store: Store, clock: SetClock) -> DatesTalk:
    clock.moment = NOON
    g = await ground(store)
    people = {"sam": await g.enrol("Sam Patel"), "kim": await g.enrol("Kim Lee")}
    people |= {"al": await g.enrol("Al Fox", g.other), "lead": g.lead}
    for name, person in people.items():
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(name), NOON)
    return DatesTalk(core, g)


def button(reply: Reply, label: str) -> Button:
    return next(one for one in reply.buttons if one.label.startswith(label))


async def test_nothing_is_invented_before_a_lead_sets_it(hub: DatesTalk) -> None:
    assert "not set yet" in await hub.say("sam", "residentials")
    assert "not set yet" in await hub.say("sam", "residentials calendar")
    assert "No reports are set" in await hub.say("sam", "reports")
    assert "No residential is set yet" in await hub.say("lead", "cohort residential")


async def test_a_residential_that_moves_asks_again_and_one_that_is_cancelled_says_so(hub: DatesTalk) -> None:
    await hub.say("lead", "cohort residential 1 12-13 November 2026 at The Grange")
    shown = await hub.reply("sam", "residentials")
    assert "Thu 12 Nov and Fri 13 Nov, The Grange (provisional)" in plain(shown)
    assert "you'll be there" in await hub.press("sam", button(shown, "I'll be at"))
    asked = await hub.reply("lead", "cohort residential 1 move to 19-20 November")
    assert "1 person said yes" in plain(asked), "whom it concerns is said first"
    moved = await hub.press("lead", button(asked, "Move residential 1"))
    assert "The Grange" in moved, "the venue stays"
    assert "It was Thu 12 Nov and Fri 13 Nov" in moved
    again = await hub.reply("sam", "residentials")
    assert "It has moved since you said you'll be there: please answer again" in plain(again)
    assert "you can't come" in await hub.press("sam", button(again, "I can't come"))
    asked = await hub.reply("lead", "cohort residential 1 cancel")
    assert "provisional" in await hub.say("sam", "residentials"), "nothing is cancelled before that is confirmed"
    assert "cancelled" in await hub.press("lead", button(asked, "Cancel residential 1"))
    assert "cancelled (it was planned for" in await hub.say("sam", "residentials")
    assert "is cancelled" in await hub.press("sam", button(again, "I'll be at"))


async def test_what_looks_odd_is_asked_about_and_then_set(hub: DatesTalk) -> None:
    for words, odd in {
        "14-15 November 2026": "a weekend day",
        "12-14 November 2026": "two days each, and this is 3",
        "12 November 2026": "two days each, and this is one",
        "1-2 October 2026": "in the past",
        "25-26 March 2027": "bank holiday (Good Friday)",
        "1-2 December 2027": "more than a year away",
    }.items():
        asked = await hub.reply("lead", f"cohort residential 2 {words}")
        assert odd in plain(asked)
        assert "not set yet" in await hub.say("sam", "residentials")
    assert "residential 2: Wed 1 Dec and Thu 2 Dec 2027" in await hub.press("lead", button(asked, "Set it anyway"))


async def test_a_form_names_what_is_wrong_with_it(hub: DatesTalk) -> None:
    (form,) = (await hub.reply("lead", "cohort residential")).forms
    good = {"number": "1", "first": "2026-11-12", "last": "2026-11-13", "venue": "York", "state": "confirmed"}

    async def sent(**values: str) -> Reply:
        return await hub.core.handle(
            Submit(account("lead"), "with lead", form.action, {**form.values, **good, **values})
        )

    for name, wrong in {
        "number": "ten",
        "first": "",
        "last": "2026-11-11",
        "venue": "x" * 200,
        "state": "?",
    }.items():
        assert name in (await sent(**{name: wrong})).errors
    assert "York, confirmed" in plain(await sent())


async def test_another_hubs_dates_are_neither_seen_nor_changed(hub: DatesTalk) -> None:
    await hub.say("lead", "cohort residential 1 12-13 November 2026")
    await hub.say("lead", 'cohort report add "Autumn report" due 11 December 2026')
    assert "not set yet" in await hub.say("al", "residentials")
    assert "No reports are set" in await hub.say("al", "reports")
    answer = button(await hub.reply("sam", "residentials"), "I'll be at")
    assert "no residential with that number" in await hub.press("al", answer)
    done = button(await hub.reply("sam", "reports"), "Done")
    assert "no report of that name" in await hub.press("al", done)
    (form,) = (await hub.reply("lead", "cohort report")).forms
    other = {"hub": str(hub.ground.other.id), "title": "X", "due": "2026-12-11"}
    assert "belongs to another hub" in await hub.press("lead", Button("x", form.action, other))
    for who in ("sam", "a stranger"):
        assert "Only hub leads" in await hub.press(who, Button("x", form.action, other))
        assert "Only hub leads" in await hub.say(who, "cohort residential 1 cancel")


async def test_a_report_is_done_undone_changed_and_removed(hub: DatesTalk) -> None:
    for title in ("Autumn report", "Autumn case study"):
        await hub.say("lead", f'cohort report add "{title}" due 11 December 2026')
    assert "There is a report of that name already" in await hub.say(
        "lead", 'cohort report add "autumn report" due 1 December'
    )
    assert "When is Spring report due?" in await hub.say("lead", 'cohort report add "Spring report"')
    which = await hub.reply("sam", "report done autumn")
    assert "Which report do you mean?" in plain(which)
    pressed = button(which, "Done: Autumn case study")
    for _ in range(2):
        assert "Done: Autumn case study" in await hub.press("sam", pressed), "pressed twice, it is done once"
    assert "Done: Autumn report" in await hub.say("sam", "my autumn report is done")
    assert "Not done after all: Autumn report" in await hub.say("sam", "report undo autumn report")
    assert "no report of that name" in await hub.say("sam", "report done winter")
    asked = await hub.reply("lead", 'cohort report change "Autumn report" due 30 October 2026')
    assert "in the past" in plain(asked)
    assert "in 39 days" in await hub.say("sam", "reports"), "not before that is confirmed"
    change = button(asked, "Change it anyway")
    assert "Before: Autumn report, due Fri 11 Dec" in await hub.press("lead", change)
    assert "has changed since I asked" in await hub.press("lead", change), "pressed twice, it changes once"
    listed = await hub.say("sam", "reports")
    assert "Autumn report: late, it was due Fri 30 Oct (3 days ago)" in listed
    assert "✓ Autumn case study: done on Mon 2 Nov" in listed
    asked = await hub.reply("lead", 'cohort report remove "Autumn report"')
    assert "Autumn report" in await hub.say("sam", "reports")
    assert "Removed" in await hub.press("lead", button(asked, "Remove"))
    assert "Autumn report" not in await hub.say("sam", "reports")


async def test_a_calendar_file_says_the_same_and_a_moved_date_replaces_it(hub: DatesTalk) -> None:
    await hub.say("lead", "cohort residential 1 12-13 November 2026 at The Grange; Leeds, confirmed")
    first = entry(await hub.reply("sam", "residentials calendar 1"))
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2026, 11, 12), date(2026, 11, 14))
    assert (first["status"], first["location"]) == ("CONFIRMED", "The Grange; Leeds")
    await hub.say("lead", "cohort residential 1 19-20 November 2026")
    moved = entry(await hub.reply("sam", "residentials calendar"))
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]
    assert moved["dtstart"].dt == date(2026, 11, 19)
    assert "no residential with that number" in await hub.say("sam", "residentials calendar 3")


def entry(reply: Reply) -> Any:
    (file,) = reply.files
    assert file.media_type == "text/calendar"
    (found,) = Calendar.from_ical(file.content).walk("VEVENT")
    return found


async def test_coming_is_said_in_words_too(hub: DatesTalk) -> None:
    await hub.say("lead", "cohort residential 1 12-13 November 2026")
    await hub.say("lead", "cohort residential 2 14-15 January 2027")
    assert "you can't come. Residential 2" in await hub.say("sam", "residentials coming no 2")
    assert "you'll be there. Residential 1" in await hub.say("sam", "residentials coming 1")
    assert "Which residential?" in await hub.say("sam", "residentials coming")
    assert "no residential with that number" in await hub.say("sam", "residentials coming 3")
    assert "you can't come. Residential 1" in await hub.say("sam", "sorry, I can't make residential 1")
    assert "you'll be there. Residential 2" in await hub.say("sam", "I'll be at residential 2")
    assert "Noted" not in await hub.say("sam", "can I miss residential 2?")
    assert "Noted" not in await hub.say("a stranger", "I can't make residential 1")


async def test_a_lead_of_two_hubs_names_the_hub_last(hub: DatesTalk) -> None:
    g = hub.ground
    await HubRegister(g.store).make_lead(g.lead.id, g.other.id, None, NOON)
    assert "not sure which hub" in await hub.say("lead", "cohort residential 1 12-13 November 2026 at York")
    said = await hub.say("lead", "cohort residential 1 12-13 November 2026 at York, Fenland")
    assert said.startswith("Fenland Maths Hub, residential 1")
    assert "York" in await hub.say("al", "residentials")
    assert "not set yet" in await hub.say("sam", "residentials")
