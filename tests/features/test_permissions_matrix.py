"""Every command × role × hub × platform, and every button with another hub's numbers in it.

A new command needs a line in `LINES`; without one, `test_every_command_has_its_line` is red.
"""

from datetime import timedelta

import pytest
from sqlalchemy import or_, select

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.core.permissions import LEADS_DO_IT_FOR_SOMEBODY, WHO_CAN, Role
from bot.core.plain_text import plain
from bot.core.reply import File, Reply
from bot.core.routes import discover
from bot.db.base import TableModel
from bot.db.store import Store
from bot.features.announcements.domain import AnnouncementText, Audience
from bot.features.announcements.repository import Announcements
from bot.features.ask_hub.domain import Asker, NewQuestion
from bot.features.ask_hub.repository import Questions
from bot.features.people.domain import Entrant
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.domain import Purpose
from bot.features.release_days.repository import ReleaseDays
from bot.features.reports.repository import Reports
from bot.features.residential_sheet.domain import Place
from bot.features.residential_sheet.repository import ResidentialSheets
from bot.features.residentials.domain import AttendanceAnswer, AttendanceDetail, DaysThere, ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.features.residentials.repository_details import AttendanceDetails
from bot.hubs.holidays import Holidays
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, TODAY, Ground, account, asked, full, ground
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url"]
ROUTES = discover(FEATURES)
THEIRS = "Quilla Farr"  # of the other hub; whoever types the name may read it back, and nothing else of hers
SECRETS = (
    "quilla.farr@", "Hidden Primary", "NOTE-OF-QUILLA", "Secret Barn", "walnuts", "BECAUSE-OF-QUILLA",
    "Secret Lane",
    "Hidden report", "QUESTION-OF-QUILLA", "ANNOUNCED-TO-QUILLA", "Fen Lead",
)  # fmt: skip
"""What stands on record of the other hub, its people, days, dates, needs, questions and announcements."""
LINES = {
    "help": "all", "home": "", "deadline": "", "eligibility": "", "undo": "", "privacy": "", "accounts": "",
    "my questions": "", "calendar link": "", "calendar stop": "", "join": "K7QF-3M2P",
    "releaseday": "", "releaseday log": "2 November workshop", "releaseday balance": "",
    "releaseday change": "3 November to half", "releaseday delete": "3 November", "releaseday list": "",
    "releaseday export": "", "residentials": "", "residentials coming": "1", "residentials calendar": "",
    "residential needs": "1", "reports": "", "report done": "hidden", "report undo": "hidden", "reminders": "",
    "reminders stop": "reports", "reminders start": "reports", "reminders snooze": "3 days",
    "reminders at": "16:00", "reminders quiet": "1 to 12 March", "announcements": "",
    "cohort": "", "cohort status": "{person}", "cohort export": "{hub}", "cohort today": "{hub}",
    "cohort residential": "1 cancel, {hub}", "cohort report": "remove “Hidden report”, {hub}",
    "cohort announce": "to {person}: hello", "cohort announcements": "{act}", "cohort days": "{person}",
    "cohort log": "{person} 6 November workshop", "cohort claim": "november {hub}", "cohort import": "",
    "cohort enrol": "{person}, quilla.farr@school.example, Hidden Primary", "cohort code": "{person}",
    "cohort leave": "{person}", "cohort move": "{person}, North Mersey, Oak Primary", "cohort hub": "",
    "cohort lead": "New Lead, new@hub.example, Fenland", "cohort edit": "{person}",
    "cohort holidays": "remove 21 December, {hub}", "hub years": "", "hub figures": "{hub}",
    "hub history": "{hub}", "hub codes": "{hub}", "residential sheet": "1, {hub}",
    "residential details": "1, {hub}",
    "questions": "{question}", "questions week": "{hub}", "questions added": "{hub}", "questions channel": "off",
    "questions digest": "off", "knowledge": "", "knowledge proposed": "", "knowledge accept": "1",
    "knowledge withdraw": "1", "knowledge export": "",
    "knowledge preview": "off", "knowledge publish": "", "knowledge history": "", "knowledge back": "",
    "knowledge retire": "",
}  # fmt: skip
"""Each command with words that reach for the other hub: its people, its numbers, its name."""
OPEN_TO_ALL = ("asker_hub", "asked_question", "question_month")  # everybody may ask any hub something
OF_ONESELF = ("data_forget", "account_unlink_sure", "account_unlink", "undo")
MAY = {
    Role.ANYONE: {"teacher", "specialist", "lead", "admin"},
    Role.SPECIALIST: {"specialist"},
    Role.LEAD: {"lead", "admin"},
    Role.ADMIN: {"admin"},
}
PLATFORMS = ("slack", "teams")


class TwoHubs:
    """North Mersey, whose people act; Fenland, whose people, days and needs nobody of North Mersey may see."""

    def __init__(self, talk: Talk, people: tuple[int, ...], numbers: dict[str, str]) -> None:
        self.talk, self.people, self.numbers = talk, people, numbers

    def line(self, name: str) -> str:
        return f"/{name} {LINES[name]}".strip().format(**self.numbers)

    async def of_fenland(self) -> dict[str, list[str]]:
        """Every row of the other hub and its people, in whatever table."""
        found: dict[str, list[str]] = {}
        async with self.talk.ground.store.transaction() as connection:
            for table in TableModel.metadata.sorted_tables:
                columns = table.columns
                where = [columns["hub_id"] == int(self.numbers["hub_id"])] if "hub_id" in columns else []
                where += [columns["person_id"].in_(self.people)] if "person_id" in columns else []
                if where and table.name not in ("audit", "occasion"):
                    rows = await connection.execute(select(table).where(or_(*where)))
                    found[table.name] = sorted(map(repr, rows.all()))
        return found

    def shown(self, user: str) -> str:
        """All that the last reply holds: words, buttons with what they carry, forms, files."""
        return "\n".join(map(_everything, self.talk.seen[user].messages))


def _everything(reply: Reply) -> str:
    files = [block.content.decode("utf-8", "replace") for block in reply.blocks if isinstance(block, File)]
    forms = [str(form) for form in reply.forms]
    return "\n".join([plain(reply), *(str(button) for button in reply.buttons), *forms, *files])


@pytest.fixture
async def hubs(core: Core, store: Store, clock: SetClock) -> TwoHubs:
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    fen = await PeopleRegister(store).add("Fen Lead", "fen@hub.example", NOON)
    await HubRegister(store).make_lead(fen.id, g.other.id, None, NOON)
    entrant = Entrant(THEIRS, "quilla.farr@school.example", "Hidden Primary", g.other.id, g.cohort.id)
    quilla = (await Enrolments(store).enrol(entrant, fen.id, NOON)).person
    numbers = await _filled(g, quilla, fen)
    gone = await g.enrol("Al Gone")
    await Enrolments(store).leave(gone.id, g.cohort.id, "moved", g.lead.id, NOON)
    sam = await g.enrol("Sam Patel")
    admin = await g.administrator()
    for platform in PLATFORMS:
        for who, person in (
            ("lead", g.lead),
            ("specialist", sam),
            ("admin", admin),
            ("teacher", gone),
            ("fen", fen),
        ):
            await talk.joined(f"{platform}:{who}", person)
    return TwoHubs(talk, (quilla.id, fen.id), numbers)


async def _filled(g: Ground, quilla: Person, fen: Person) -> dict[str, str]:
    """Everything that the other hub has on record, and the numbers of it."""
    at = g.store
    await ReleaseDays(at).log(g.whose(quilla), [full(3, note="NOTE-OF-QUILLA", purpose=Purpose.WORKSHOP)], asked())
    first = TODAY + timedelta(days=30)
    there = await Residentials(at).set(g.there, ResidentialInput(1, first, first, "Secret Barn"), fen.id, NOON)
    detail = AttendanceDetail(DaysThere.ALL, "BECAUSE-OF-QUILLA", "no walnuts")
    await AttendanceDetails(at).answer(there, quilla.id, AttendanceAnswer.CANNOT, detail, NOON)
    await ResidentialSheets(at).set_place(there, Place("9 to 4", "1 Secret Lane", ""), fen.id, NOON)
    report = await Reports(at).add(g.there, "Hidden report", TODAY - timedelta(days=3), fen.id, NOON)
    await Holidays(at).add(g.other.id, TODAY + timedelta(days=49), TODAY + timedelta(days=59), fen.id, NOON)
    asker = Asker(account("ann", "T9", "teams"), "C", {"reach": "ann"}, quilla.id)
    question = await Questions(at).ask(asker, NewQuestion(g.other.id, "QUESTION-OF-QUILLA?"), lambda _: (), NOON)
    act = await Announcements(at).draft(
        [g.there], AnnouncementText("ANNOUNCED-TO-QUILLA", Audience()), fen.id, NOON
    )
    await Announcements(at).confirm(await Announcements(at).of_act(act, None), fen.id, NOON)
    return {
        "person": THEIRS, "hub": g.other.name, "act": str(act), "question": str(question.id),
        "hub_id": str(g.other.id), "person_id": str(quilla.id), "residential": str(there.id),
        "report": str(report.id), "first": first.isoformat(), "cohort": str(g.cohort.id), "own": str(g.hub.id),
    }  # fmt: skip


def test_every_command_has_its_line() -> None:
    declared = {one.name for one in ROUTES.catalogue.commands}
    assert set(LINES) == declared, "write what the new command may reach of another hub into LINES"


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("who", ["visitor", "teacher", "specialist"])
async def test_who_holds_no_role_for_it_is_refused_and_reads_nothing(
    hubs: TwoHubs, who: str, platform: str
) -> None:
    before = await hubs.of_fenland()
    for one in ROUTES.catalogue.commands:
        if one.role is Role.ANYONE or who in MAY[one.role]:
            continue
        said = await hubs.talk.say(f"{platform}:{who}", hubs.line(one.name))
        assert said == WHO_CAN[one.role], one.name
    assert await hubs.of_fenland() == before


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("who", ["visitor", "teacher", "specialist", "lead"])
async def test_no_command_shows_or_changes_anything_of_another_hub(hubs: TwoHubs, who: str, platform: str) -> None:
    user, before = f"{platform}:{who}", await hubs.of_fenland()
    for one in ROUTES.catalogue.commands:
        said = await hubs.talk.say(user, hubs.line(one.name))
        shown = hubs.shown(user)
        typed = hubs.line(one.name)
        assert not [secret for secret in SECRETS if secret in shown and secret not in typed], (one.name, shown)
        if who == "lead" and one.role is Role.SPECIALIST:
            instead = ROUTES.for_leads.get(one.name)
            assert instead or said == LEADS_DO_IT_FOR_SOMEBODY, one.name
        if who == "lead" and one.role is Role.ADMIN:
            assert said == WHO_CAN[Role.ADMIN], one.name
    assert await hubs.of_fenland() == before


@pytest.mark.parametrize("who", ["fen", "admin"])
async def test_the_lines_reach_what_they_are_meant_to_reach(hubs: TwoHubs, who: str) -> None:
    """Said by their own lead, and by an administrator, they are not refused; else all this proves nothing."""
    seen = set[str]()
    for one in ROUTES.catalogue.commands:
        if one.role is Role.LEAD or (one.role is Role.ADMIN and who == "admin"):
            said = await hubs.talk.say(f"slack:{who}", hubs.line(one.name))
            assert said not in (*WHO_CAN.values(), LEADS_DO_IT_FOR_SOMEBODY), one.name
            shown = hubs.shown(f"slack:{who}")
            seen |= {secret for secret in SECRETS if secret in shown}
    assert seen == set(SECRETS)


def forged(numbers: dict[str, str]) -> dict[str, str]:
    """Every value that a button may carry, pointing to the other hub's records."""
    return {
        "hub": numbers["hub_id"], "hubs": numbers["hub_id"], "person": numbers["person_id"],
        "people": numbers["person_id"], "id": numbers["residential"], "for": numbers["first"], "number": "1",
        "act": numbers["act"], "seen": "1", "question": numbers["question"], "entry": "1", "day": "1",
        "report": numbers["report"], "to": numbers["own"], "what": "late", "do": "releaseday_delete",
        "cohort": numbers["cohort"], "name": "Changed", "email": "changed@x.example", "school": "Changed",
        "because": "forged", "first": numbers["first"], "last": numbers["first"], "venue": "Forged",
        "state": "confirmed", "title": "Forged", "due": numbers["first"], "sure": "yes", "revision": "1",
        "text": "forged", "coming": "all", "why": "forged", "needs": "forged", "times": "forged",
        "address": "forged", "link": "", "kind": "reports", "part": "full", "purpose": "workshop",
        "note": "forged", "date": "2026-11-03",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "platform"),
    [
        ("lead", "slack"),
        ("specialist", "teams"),
        pytest.param("lead", "teams", marks=pytest.mark.slow),
        pytest.param("specialist", "slack", marks=pytest.mark.slow),
        pytest.param("teacher", "slack", marks=pytest.mark.slow),
        pytest.param("visitor", "teams", marks=pytest.mark.slow),
    ],
)
async def test_no_button_with_another_hubs_numbers_shows_or_changes_anything_of_it(
    hubs: TwoHubs, who: str, platform: str
) -> None:
    user, before = f"{platform}:{who}", await hubs.of_fenland()
    for name in sorted(ROUTES.actions, key=lambda one: (one in OF_ONESELF, one)):
        await hubs.talk.submit(user, name, forged(hubs.numbers))
        shown = hubs.shown(user)
        assert not [secret for secret in SECRETS if secret in shown], (name, shown)
    for table, rows in (await hubs.of_fenland()).items():
        if table in OPEN_TO_ALL:
            assert set(before[table]) <= set(rows), table
        else:
            assert rows == before[table], table
