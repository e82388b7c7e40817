"""What a hub lead sees of a cohort: who needs a nudge, page by page, and never another hub's people."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.csv_file import BOM, Cell, csv_file
from bot.core.dispatcher import Core
from bot.core.identity import Cohort
from bot.core.plain_text import plain
from bot.core.reply import Item, Picture, Reply, Table
from bot.db.store import Store
from bot.features.cohort import status as cohort_status
from bot.features.cohort.status import Pace
from bot.features.people.domain import Entrant
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.views import in_days
from bot.features.reports.repository import Reports
from bot.hubs.pace import expected
from bot.identity.repository import People
from tests.support.ground import NOON, TODAY, Ground, account, asked, full, ground
from tests.support.kept import kept
from tests.support.stores import counted, store, url

__all__ = ["store", "url"]
LATE = TODAY.replace(day=1)


@dataclass
class LeadTalk:
    """A lead at work; `press` presses a button of the reply by its label."""

    core: Core
    ground: Ground

    async def reply(self, text: str, user: str = "lead") -> Reply:
        return await self.core.handle(Message(account(user), f"with {user}", text))

    async def say(self, text: str, user: str = "lead") -> str:
        return plain(await self.reply(text, user))

    async def press(self, reply: Reply, label: str, user: str = "lead") -> Reply:
        (button,) = (button for button in reply.buttons if button.label == label)
        return await self.submit(button.action, dict(button.values), user)

    async def submit(self, action: str, values: dict[str, str], user: str = "lead") -> Reply:
        return await self.core.handle(Submit(account(user), f"with {user}", action, values))


@pytest.fixture
@kept
async def desk(core: Core, store: Store, clock: SetClock) -> LeadTalk:
    clock.moment = NOON
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lead"), NOON)
    return LeadTalk(core.over(store), g)


def names(reply: Reply) -> list[str]:
    """Of the people shown: in a table, or one by one with what they need."""
    tables = [block for block in reply.blocks if isinstance(block, Table)]
    rows = [row[0].removesuffix(" (not joined)") for table in tables for row in table.rows]
    return rows or [block.title for block in reply.blocks if isinstance(block, Item)]


async def test_a_lead_who_asks_for_a_copy_of_the_days_gets_the_cohorts(desk: LeadTalk) -> None:
    await desk.ground.enrol("Sam Patel")
    for text in ("export", "can I see everyone's days as a spreadsheet"):
        assert (await desk.reply(text)).kind == "cohort_export", text


async def test_who_is_late_comes_first_then_who_has_not_joined(desk: LeadTalk) -> None:
    g = desk.ground
    al, bea, cy = [await g.enrol(name) for name in ("Al Fox", "Bea Ray", "Cy Orr")]
    code = await Codes(g.store).make(al.id, g.lead, NOON)
    await Codes(g.store).redeem(code.words, account("al"), NOON)
    report = await Reports(g.store).add(g.here, "Baseline", LATE, g.lead.id, NOON)
    for one in (al, bea):
        await Reports(g.store).done(report.id, one.id, NOON)
    await ReleaseDays(g.store).log(g.whose(al), [full(2)], asked())
    reply = await desk.reply("cohort status")
    assert names(reply) == ["Cy Orr", "Bea Ray"], "and not who needs nothing"
    assert isinstance(reply.blocks[1], Picture), "the picture first"
    assert "3 specialists. 1 with a report late; 2 not joined yet" in plain(reply)
    assert "The other 1 need nothing now." in plain(reply)
    by_name = await desk.press(reply, "By name")
    assert "Al Fox: Days 1 of 10 · on pace · Reports 1 done" in plain(by_name)
    assert names(by_name) == ["Al Fox", "Bea Ray", "Cy Orr"]
    assert names(await desk.reply("cohort status sort by days")) == ["Bea Ray", "Cy Orr", "Al Fox"]
    assert names(await desk.reply("who's behind on reports"))[0] == "Cy Orr"
    assert "by name, by days or by reports" in await desk.say("cohort status sort by height")
    said = await desk.say("cohort status cy")
    assert "Baseline: late, was due 1 Nov" in said
    assert "Joined: not yet" in said
    assert cy.email is not None
    assert cy.email in said


async def test_each_who_needs_something_has_the_action_for_it(desk: LeadTalk) -> None:
    g = desk.ground
    al, bea = await g.enrol("Al Fox"), await g.enrol("Bea Ray")
    code = await Codes(g.store).make(al.id, g.lead, NOON)
    await Codes(g.store).redeem(code.words, account("al"), NOON)
    await Reports(g.store).add(g.here, "Baseline", LATE, g.lead.id, NOON)
    status = await desk.reply("cohort status")
    assert "This will go to Al Fox at North Mersey Maths Hub:\nPlease send your report" in plain(
        await desk.press(status, "Nudge Al Fox")
    )
    assert "join" in plain(await desk.press(status, "New code, Bea Ray"))
    assert await People(g.store).by_id(bea.id)


async def test_who_is_behind_shows_nobody_else(desk: LeadTalk) -> None:
    g = desk.ground
    al, bea = await g.enrol("Al Fox"), await g.enrol("Bea Ray")
    await ReleaseDays(g.store).log(g.whose(al), [full(2), full(3)], asked())
    before = names(await desk.reply("who is behind?"))
    assert before in ([], ["Bea Ray"])
    assert names(await desk.reply("cohort status sort by behind")) == before
    assert bea


async def test_a_page_has_twelve_and_the_rest_is_a_button_away(desk: LeadTalk) -> None:
    for number in range(30):
        await desk.ground.enrol(f"Person {number:02}")
    first = await desk.reply("cohort status sort by name")
    assert (len(names(first)), "and 18 more" in plain(first)) == (12, True)
    second = await desk.press(first, "Show more")
    assert second.replaces
    third = await desk.press(second, "Show more")
    assert names(first) + names(second) + names(third) == [f"Person {number:02}" for number in range(30)]
    assert "Show more" not in [button.label for button in third.buttons]
    assert names(await desk.press(third, "Back")) == names(second)
    beyond = await desk.submit("cohort_show", {"hub": str(desk.ground.hub.id), "sort": "name", "page": "999999"})
    assert len(names(beyond)) == 6
    for page in ("-1", "x", "9" * 40):
        assert "no longer does anything" in plain(await desk.submit("cohort_show", {"page": page}))


async def test_another_hubs_people_are_nobodys_business(desk: LeadTalk) -> None:
    g = desk.ground
    them = await g.enrol("Zed Away", g.other)
    there = {"hub": str(g.other.id)}
    for action in ("cohort_show", "cohort_file", "cohort_picture", "cohort_person", "cohort_person_picture"):
        reply = await desk.submit(action, {**there, "person": str(them.id)})
        assert "belongs to another hub" in plain(reply)
        refused = await desk.submit(action, there, "a teacher")
        assert "Only hub leads" in plain(refused)
    mine = {"hub": str(g.hub.id), "person": str(them.id)}
    assert "nobody of that name" in plain(await desk.submit("cohort_person", mine))
    said = [await desk.say(f"cohort {rest}") for rest in ("status", "status Zed Away", "status Zed, Fenland")]
    said.append(await desk.say("cohort export Fenland"))
    assert not any("zed.away" in text or "St Anne's" in text for text in said)
    for text in ("cohort status", "cohort export", "who is behind"):
        assert "Only hub leads" in await desk.say(text, "a teacher")
    assert "This is Cohort 12" in await desk.say("cohort", "a teacher"), "a word alone is one for the sheet"


async def test_who_leads_two_hubs_chooses_one(desk: LeadTalk) -> None:
    g = desk.ground
    await HubRegister(g.store).make_lead(g.lead.id, g.other.id, None, NOON)
    await g.enrol("Zed Away", g.other)
    await g.enrol("Al Fox")
    which = await desk.reply("cohort status sort by name")
    assert names(await desk.press(which, "Fenland Maths Hub")) == ["Zed Away"]
    assert names(await desk.reply("cohort status north mersey")) == ["Al Fox"]
    assert "Zed Away, Fenland Maths Hub" in await desk.say("cohort status Zed")
    files = (await desk.press(await desk.reply("cohort export"), "Fenland Maths Hub")).files
    assert b"Zed Away" in files[0].content
    assert b"Al Fox" not in files[0].content


async def test_two_of_one_name_are_told_apart_by_a_button(desk: LeadTalk) -> None:
    g = desk.ground
    for number, school in enumerate(("Oakfield", "Upton")):
        entrant = Entrant("Sam Patel", f"sam{number}@school.example", school, g.hub.id, g.cohort.id)
        await Enrolments(g.store).enrol(entrant, g.lead.id, NOON)
    reply = await desk.reply("cohort status sam patel")
    assert "sam1@school.example" in plain(await desk.press(reply, "Sam Patel, Upton"))


async def test_a_name_that_is_a_formula_is_only_text_in_the_spreadsheet(desk: LeadTalk) -> None:
    g = desk.ground
    entrant = Entrant("=HYPERLINK(1)", "al@school.example", "@Oak, Field", g.hub.id, g.cohort.id)
    await Enrolments(g.store).enrol(entrant, g.lead.id, NOON)
    (file,) = (await desk.reply("cohort export")).files
    text = file.content.decode()
    assert text.startswith(f"{BOM}Name,E-mail,School,Hub,Cohort,Joined,Days used")
    assert f"'=HYPERLINK(1),al@school.example,\"'@Oak, Field\",{g.hub.name},{g.cohort.name},no,0,0,10,0,0" in text
    assert (file.name, file.media_type) == ("north-mersey-maths-hub-cohort-12-2026-11-02.csv", "text/csv")


def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_a_number_none() -> None:
    rows: list[list[Cell]] = [["=1"], ["+1"], ["-1"], ["@x"], ["\tx"], ["\rx"], [-1.5], ["a=1"]]
    lines = csv_file("x.csv", "x", ["="], rows).content.decode().removeprefix(BOM).split("\r\n")
    assert lines[:6] == ["'=", "'=1", "'+1", "'-1", "'@x", "'\tx"]
    assert lines[-3:] == ["-1.5", "a=1", ""]


async def test_the_number_of_queries_does_not_grow_with_the_cohort(desk: LeadTalk) -> None:
    await desk.ground.enrol("Al Fox")
    sent = []
    for more in (0, 40):
        for number in range(more):
            await desk.ground.enrol(f"Person {number:02}")
        with counted(desk.ground.store) as statements:
            await desk.reply("cohort status")
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_the_pace_is_even_over_the_months_with_school() -> None:
    cohort = Cohort(1, "Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20)
    assert expected(cohort, date(2026, 8, 31)) == 0
    assert expected(cohort, date(2027, 7, 31)) == 20 == expected(cohort, date(2027, 8, 20))
    assert expected(cohort, date(2027, 2, 14)) == 10
    day = date(2027, 2, 14)
    assert [cohort_status.pace(used, 10, cohort, day) for used in (7, 8, 12, 13)] == [
        Pace.BEHIND,
        Pace.ON_PACE,
        Pace.ON_PACE,
        Pace.AHEAD,
    ]
    assert cohort_status.pace(0, 0, replace(cohort, starts=date(2027, 3, 1)), day) is Pace.NOT_STARTED
    assert [in_days(half) for half in (0, 1, 2, 7, -3)] == ["0", "½", "1", "3½", "-1½"]


async def test_nobody_enrolled_and_what_a_lead_can_do(desk: LeadTalk) -> None:
    assert "Nobody is enrolled at North Mersey Maths Hub" in await desk.say("cohort status")
    assert "cohort export" in await desk.say("cohort")
