"""Every command and button, and what may be typed, tried on another hub's records: nothing is read or changed."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES
from bot.core.activity import Channel, Message, Submit
from bot.core.dispatcher import Core
from bot.core.routes import discover
from bot.db.base import TableModel
from bot.db.store import Store
from bot.features.ask_hub.domain import Asker, EntryState, HubChannel, NewQuestion, Proposed
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_channels import HubChannels
from bot.features.ask_hub.repository_entries import HubEntries
from bot.features.people.repository_codes import Codes
from bot.features.release_days.repository import ReleaseDays
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from tests.support.ground import NOON, TODAY, Ground, account, asked, full, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]
KIM, MAIL, NOTE = "Kim Verborgen", "kim.verborgen@school.example", "a note that is Kim's"
QUESTION, ANSWER, VENUE, REPORT = (
    "May Rufus come along?",
    "Rufus is welcome.",
    "Windsock Hall",
    "Windsock report",
)
OF_PEOPLE = ("Verborgen", MAIL, NOTE, "Rufus")
OF_THE_HUB = ("Windsock",)
SAID = (
    "may rufus come along",
    "question 1",
    "Question #2?",
    "/questions 1",
    "/questions added",
    "how is Kim Verborgen doing",
    "cohort status Kim Verborgen",
    "what has my hub answered",
    "where is Windsock Hall",
    "when is the Windsock report due",
    "my questions",
    "can I talk to a person?",
    "who asks my hub what",
)
OUTSIDE = ("nobody", "fen", "fay")  # a stranger, a specialist and a lead of another hub
WORDS = (
    "",
    "1",
    "1 can Kim Verborgen come",
    KIM,
    "North Mersey",
    f"{KIM}, North Mersey Maths Hub",
    f"remove “{REPORT}”, North Mersey Maths Hub",
    f"change “{REPORT}” due 18 December 2026, North Mersey Maths Hub",
    "1 at Elsewhere, North Mersey Maths Hub",
    "here North Mersey Maths Hub",
    "off North Mersey Maths Hub",
    "by name North Mersey",
)


@pytest.fixture
@kept
async def g(store: Store, clock: SetClock) -> Ground:
    """North Mersey: Lee, who leads, Sam and Kim, and something of each kind; Fenland Fay, who leads, and Fen."""
    clock.moment = NOON
    g = await ground(store)
    fay = await g.lead_elsewhere()
    sam, kim, fen = await g.enrol("Sam Patel"), await g.enrol(KIM), await g.enrol("Fen Reed", g.other)
    for person, user in ((g.lead, "lee"), (fay, "fay"), (sam, "sam"), (kim, "kim"), (fen, "fen")):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON, {"user": user})
    await ReleaseDays(store).log(g.whose(kim), [full(2, note=NOTE)], asked())
    await Residentials(store).set(g.here, ResidentialInput(1, TODAY, TODAY, VENUE), g.lead.id, NOON)
    await Reports(store).add(g.here, REPORT, TODAY, g.lead.id, NOON)
    asker = Asker(account("kim"), "C", {"user": "kim"}, kim.id)
    for _ in range(2):
        await Questions(store).ask(asker, NewQuestion(g.hub.id, QUESTION, named=True), lambda _asked: (), NOON)
    question = await Questions(store).one(1)
    await Questions(store).answer(question, ANSWER, (), g.lead.id, lambda _asked: (), NOON)
    entry = Proposed(0, g.hub.id, g.hub.name, QUESTION, (), ANSWER, EntryState.PROPOSED, g.lead.id, NOON)
    await HubEntries(store).propose(entry, 1, NOON)
    await HubChannels(store).set(HubChannel(g.hub.id, "slack", "T1", "C1", {"channel": "C1"}), g.lead.id, NOON)
    return g


def forged(g: Ground, kim: int) -> dict[str, str]:
    """A value for every name that any button carries, each pointing at what is North Mersey's."""
    hub = str(g.hub.id)
    ids = dict.fromkeys(
        ("id", "report", "residential", "number", "other", "of", "day_id", "entry", "announcement"), "1"
    )
    return ids | {
        "hub": hub,
        "person": str(kim),
        "also": "2",
        "revision": "1",
        "seen": "1",
        "page": "0",
        "sure": "yes",
        "text": "forged",
        "answer": "forged",
        "question": "forged?",
        "title": "forged",
        "name": "forged",
        "email": "forged@school.example",
        "school": "forged",
        "venue": "forged",
        "due": "2026-12-18",
        "first": "2026-12-18",
        "last": "2026-12-19",
        "day": "2026-11-02",
        "at": NOON.isoformat(),
        "kind": "all",
        "days": "3",
        "way": "helpful",
    }


async def everything(store: Store) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table."""
    async with store.transaction() as connection:
        return {
            table.name: {tuple(row) for row in (await connection.execute(select(table))).all()}
            for table in TableModel.metadata.sorted_tables
        }


def lost(
    before: dict[str, set[tuple[Any, ...]]], after: dict[str, set[tuple[Any, ...]]]
) -> dict[str, set[tuple[Any, ...]]]:
    """What was there before and is not there any more, or not as it was."""
    return {name: rows - after[name] for name, rows in before.items() if rows - after[name]}


OWN_DRAFT = re.compile(r"Your draft \d+ hasn't been sent yet: “[^”]*”")  # holds what they typed


async def tried(core: Core, g: Ground, user: str, secrets: Sequence[str]) -> list[str]:
    """What somebody saw of these, door by door, but for what they had typed themselves."""
    routes, kim = (
        discover(FEATURES),
        next(one.id for one in await People(g.store).at([g.hub.id]) if one.name == KIM),
    )
    doors: list[tuple[str, Message | Submit]] = [
        (text, Message(account(user), f"with {user}", text, {"user": user})) for text in SAID
    ]
    where = Channel("C9", {"channel": "C9"})
    # Those that enrol come last: a lead sees whom they enrolled themselves.
    for name in sorted(routes.commands, key=lambda one: "enrol" in one):
        for words in WORDS:
            text = f"/mastery {name} {words}".strip()
            said = Message(account(user), "C9", text, {"user": user}, None, where if "channel" in name else None)
            doors.append((text, said))
    values = forged(g, kim)
    doors += [
        (name, Submit(account(user), f"with {user}", name, values, {"user": user})) for name in routes.actions
    ]
    seen = []
    for name, activity in doors:
        reply = await core.handle(activity)
        assert "went wrong" not in str(reply), name
        echo = name if isinstance(activity, Message) else str(dict(activity.values))
        shown = str(reply)
        for own in (echo, *SAID):  # what they typed before goes along with a question, if they agree
            shown = shown.replace(own, "")
        shown = OWN_DRAFT.sub("", shown)
        seen += [f"{name}: {secret}" for secret in secrets if secret in shown and secret not in echo]
    return seen


@pytest.mark.parametrize("user", OUTSIDE)
async def test_nobody_of_another_hub_reads_or_changes_anything_of_this_one(
    core: Core, g: Ground, user: str
) -> None:
    before = await everything(g.store)
    assert await tried(core, g, user, (*OF_PEOPLE, *OF_THE_HUB)) == []
    gone = lost(before, await everything(g.store))
    theirs = {name: rows for name, rows in gone.items() if any(user in str(row) for row in rows)}
    assert {name for name in gone if name not in theirs} <= {"heartbeat"}, gone


async def test_a_specialist_reads_and_changes_nothing_of_a_colleague(core: Core, g: Ground) -> None:
    before = await everything(g.store)
    hub_answers = ["may rufus come along: Rufus"]  # what the hub has added is for its people to read
    assert await tried(core, g, "sam", OF_PEOPLE) == hub_answers
    assert not lost(before, await everything(g.store)).keys() - {"reminder_choice"}


async def test_the_walk_would_see_what_is_there_to_be_seen(core: Core, g: Ground) -> None:
    seen = await tried(core, g, "lee", (*OF_PEOPLE, *OF_THE_HUB))
    doors = ("/mastery cohort status", "/mastery questions", "/mastery cohort residential", "question_open")
    for door in (*doors, "may rufus come along", "question 1"):
        assert any(one.startswith(f"{door}: ") for one in seen), door
