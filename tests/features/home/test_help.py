"""Help fits a phone for every mixture of roles, and every section is a button away, complete."""

from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from bot.bootstrap import FEATURES
from bot.core.activity import Joined, Message, Sender, Submit
from bot.core.dispatcher import Core
from bot.core.identity import Cohort, Enrolment, Hub, Person
from bot.core.live_editions import LiveEditions
from bot.core.permissions import roles
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_REPLY, Reply
from bot.core.routes import discover
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.ground import NOON

CATALOGUE = discover(FEATURES).catalogue
HUB, COHORT = Hub(1, "One Maths Hub"), Cohort(1, "Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20)
PLACE = Enrolment(1, HUB, COHORT, "St Anne's", NOON)
PARTS = ("specialist", "lead", "administrator")
WHO = [mixture for size in range(len(PARTS) + 1) for mixture in combinations(PARTS, size)]
ANN = Sender("console", "tests", "ann")


def person(mixture: tuple[str, ...]) -> Person | None:
    if not mixture:
        return None
    enrolments = (PLACE,) if "specialist" in mixture else ()
    leads = (HUB,) if "lead" in mixture else ()
    return Person(1, "Ann Lee", admin="administrator" in mixture, enrolments=enrolments, leads=leads)


def core_of(who: Person | None, knowledge: Knowledge, search: Search, store: Store, at: datetime = NOON) -> Core:
    async def who_is(_store: Store, _sender: Sender) -> Person | None:
        return who

    return Core(LiveEditions.of_one(knowledge, search), discover(FEATURES), store, lambda: at, who_is)


@pytest.mark.parametrize("mixture", WHO, ids=lambda mixture: " and ".join(mixture) or "nobody")
async def test_help_fits_and_leads_to_every_command(
    mixture: tuple[str, ...], knowledge: Knowledge, search: Search, store: Store
) -> None:
    core = core_of(person(mixture), knowledge, search, store)
    theirs = [one for one in CATALOGUE.commands if one.role in roles(person(mixture))]

    async def press(reply: Reply, label: str) -> Reply:
        button = next(one for one in reply.buttons if one.label == label)
        return await core.handle(Submit(ANN, "C", button.action, button.values))

    first = await core.handle(Message(ANN, "C", "help"))
    assert len(plain(first)) <= LONGEST_REPLY
    everything = await press(first, "Everything I can type")
    seen = []
    for button in everything.buttons:
        section = await press(everything, button.label)
        assert len(plain(section)) <= LONGEST_REPLY
        seen += [line.removeprefix("• ") for line in plain(section).splitlines()[1:]]
    assert seen == [one.line for one in theirs]


@pytest.mark.parametrize("name", ["cohort", "knowledge", "releaseday"])
def test_no_list_of_commands_is_cut_short(name: str) -> None:
    everything = CATALOGUE.lines(name, [one.role for one in CATALOGUE.commands])
    assert "more" not in everything.splitlines()[-1]


async def test_a_section_that_is_not_there_is_said(core: Core) -> None:
    assert "no section of that name" in plain(await core.handle(Message(ANN, "C", "/help elephants")))


async def welcomed(knowledge: Knowledge, search: Search, store: Store, at: datetime) -> Reply:
    return await core_of(None, knowledge, search, store, at).handle(Joined(ANN, "dm"))


async def test_the_welcome_says_until_when_one_can_apply(
    knowledge: Knowledge, search: Search, store: Store
) -> None:
    reply = await welcomed(knowledge, search, store, datetime(2026, 2, 10, 12, tzinfo=UTC))
    assert "Applications are open until 23 April 2026" in plain(reply)
    assert (reply.buttons[0].label, reply.buttons[0].style) == ("Am I eligible?", "primary")


async def test_after_the_closing_date_the_check_is_not_the_first_thing_to_press(
    knowledge: Knowledge, search: Search, store: Store
) -> None:
    reply = await welcomed(knowledge, search, store, datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert "Applications closed on 23 April 2026" in plain(reply)
    check = next(one for one in reply.buttons if one.label == "Am I eligible?")
    assert check is not reply.buttons[0]
    assert check.style == ""
