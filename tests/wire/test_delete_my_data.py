"""Somebody uses the bot in every way, on both platforms, says “delete my data”, and is found nowhere any more."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply, Text
from bot.db import schema
from bot.db.declared import ACCOUNT
from bot.db.erasure import Erasures
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People
from tests.support.direct_messages import messages_to_send
from tests.support.ground import NOON, Ground, account, ground
from tests.support.stores import store, url
from tests.support.wires import Wires, wired

__all__ = ["store", "url"]

SLACK, TEAMS, STRANGER = "USPATEL77", "patelteams", "USTRANGER88"
ON = {SLACK: "slack", STRANGER: "slack", TEAMS: "teams", "lee": "slack"}
NAMES = ("Sam Patel", "sam.patel", SLACK, TEAMS)


@pytest.fixture
def log() -> Iterator[list[object]]:
    """Every line that is logged."""
    with structlog.testing.capture_logs() as lines:
        yield lines  # type: ignore[misc]


async def in_tables(store: Store, *names: str) -> set[str]:
    """The tables in which one of these stands, in any column."""
    found = set[str]()
    async with store.transaction() as connection:
        for table in schema.metadata().sorted_tables:
            rows = (await connection.execute(text(f'SELECT * FROM "{table.name}"'))).all()  # noqa: S608
            found |= {table.name for row in rows for value in row if any(name in str(value) for name in names)}
    return found


def in_files(store: Store, *names: str) -> list[str]:
    """The database's files in which one of these stands; none for PostgreSQL."""
    if not store.is_sqlite:
        return []
    file = Path(store.url.partition(":///")[2])
    files = [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))]
    found = [(one.name, one.read_bytes()) for one in files if one.exists()]
    return [f"{name}: {needle}" for name, content in found for needle in names if needle.encode() in content]


async def code_for(store: Store, person_id: int) -> str:
    return (await Codes(store).make(person_id, None, NOON)).words


async def joined(wires: Wires, g: Ground) -> None:
    """Lee leads in Slack; Sam mistypes a code, then joins in Slack and in Teams."""
    await Codes(wires.store).redeem(
        await code_for(wires.store, g.lead.id), wires.sender("lee"), NOON, {"user": "lee"}
    )
    await wires.say("lee", "hello")
    sam = await g.enrol("Sam Patel")
    for who in (TEAMS, SLACK):
        await wires.say(who, "join 2222-2222")
        assert "Welcome" in "".join(await wires.say(who, f"join {await code_for(wires.store, sam.id)}"))
    assert len(await People(wires.store).accounts(sam.id)) == 2


async def busy(wires: Wires) -> None:
    """A hub's autumn with Sam in it."""
    for line in (
        "cohort residential 1 12-13 November 2026 at The Grange, Manchester",
        'cohort report add "Autumn report" due 3 November 2026',
    ):
        await wires.say("lee", line)
    for line in (
        "log friday workshop",
        "log half yesterday planning",
        "undo",
        "change friday to half",
        "residentials",
        "[I'll be at residential 1]",
        "reports",
        "my autumn report is done",
        "reminders stop report",
    ):
        await wires.say(SLACK, line)
    await wires.say(TEAMS, "log thursday workshop")
    for who, words in ((SLACK, "Where can I park?"), (TEAMS, "Who cooks at the residential?")):
        await wires.say(who, "put me through to my hub")
        await wires.say(who, f"[Show me what will be sent] text={json.dumps(words)}")
        await wires.say(who, "[Send]")
    await wires.relayed()
    await wires.say("lee", "tell everyone the workshop on Friday starts at 2pm")
    for line in ("[Change]", "[Show me] also=read", "[Send it now (1 person)]"):
        await wires.say("lee", line)
    await wires.tick()
    await wires.relayed()
    await wires.say(SLACK, "[I've read this]")
    await wires.say("lee", "questions")
    await wires.say("lee", "[Answer 1]")
    await wires.say("lee", '[Send the answer] text="Behind the hall."')
    wires.clock.moment = NOON + timedelta(days=7)
    for _ in range(2):
        await wires.tick()
        await wires.relayed()
    await wires.say(TEAMS, "join 3333-3333")
    await wires.say(SLACK, "eligibility")
    await wires.say(SLACK, "[Yes]")
    await wires.rig.mention(SLACK, "eligibility")


async def test_nothing_of_somebody_is_left(core: Core, store: Store, clock: SetClock, log: list[object]) -> None:
    clock.moment = NOON
    g = await ground(store)
    async with wired(core, store, clock, ON) as wires:
        await joined(wires, g)
        await busy(wires)
        before = await in_tables(store, *NAMES)
        assert before >= {"person", "account", "walk", "asked_question", "relay", "join_attempt"}, before
        sure = await wires.say(SLACK, "delete my data")
        assert "can't be undone" in "".join(sure)
        done = " ".join(await wires.say(SLACK, "[Delete everything]"))
        assert "your record is deleted" in done
        for what in (
            "your release days",
            "your attempts at a joining code",
            "your answers to the eligibility check",
            "the questions you sent your Maths Hub through me",
            "which announcements you have read",
            "the reports that you ticked off",
            "your answers for residentials",
            "which reminders you stopped or put off",
        ):
            assert what in done
        assert await in_tables(store, *NAMES) == set()
        assert in_files(store, *NAMES) == []
    assert not [line for line in log if any(name in str(line) for name in NAMES)]
    assert in_files(store, *NAMES) == []


async def test_a_stranger_who_mistyped_a_code_is_told_what_was_deleted(
    core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment = NOON
    await ground(store)
    async with wired(core, store, clock, ON) as wires:
        await wires.say(STRANGER, "join 2222-2222")
        await wires.rig.mention(STRANGER, "eligibility")
        assert await in_tables(store, STRANGER) >= {"join_attempt", "walk"}
        done = " ".join(await wires.say(STRANGER, "delete my data"))
        assert "your attempts at a joining code" in done
        assert "your answers to the eligibility check" in done
        assert "I store nothing else about this account" in done
        assert await in_tables(store, STRANGER) == set()
        assert "nothing of yours to delete" in " ".join(await wires.say(STRANGER, "delete my data"))


async def test_an_event_that_comes_again_changes_nothing_twice_and_names_nobody(
    core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment = NOON
    g = await ground(store)
    async with wired(core, store, clock, ON) as wires:
        await joined(wires, g)
        await wires.say(SLACK, "log friday workshop")
        await wires.say(SLACK, "[Undo]")
        async with store.transaction() as connection:
            keys = (await connection.execute(text("SELECT request_key FROM audit"))).scalars().all()
        assert any(keys)
        assert not [key for key in keys if key and (SLACK in key or ":" in key)]


async def test_what_a_lead_wrote_stays_and_no_longer_says_who(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    erased = await Erasures(store).erase(g.lead.id, (), NOON)
    assert "that something was changed, and when" in erased.stays
    assert await in_tables(store, "Lee Lead", "lee@hub.example") == set()
    assert await People(store).by_id(sam.id)
    assert ACCOUNT == ("platform", "tenant", "user")


async def test_a_message_to_somebody_else_that_names_them_is_replaced(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    for key, said in (("digest:1", "Behind: Sam Patel"), ("digest:2", "Nobody is behind")):
        post = OutgoingMessage(key, account("lee"), {}, Reply((Text(said),), "digest"))
        await DirectMessages(store).leave([post], NOON)
    await Erasures(store).erase(sam.id, (), NOON)
    named, other = (plain(one.post.reply) for one in await messages_to_send(store))
    assert named == "This message named somebody who has deleted their data since, so it is gone."
    assert other == "Nobody is behind"
