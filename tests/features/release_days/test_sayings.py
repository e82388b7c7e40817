"""What is said of days, as data: what it changes, and nothing else; each in a conversation of its own."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.domain import Part, Purpose, ReleaseDayInput
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from tests.support.ground import NOON, Ground, account, asked, full, ground
from tests.support.kept import kept

FOLDER = Path(__file__).parent
SAYINGS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "sayings.yaml").read_text())
WORDINGS = [
    line.split("\t") for line in (FOLDER / "wordings_of_change.tsv").read_text().splitlines() if line[0] != "#"
]
EVERYTHING = "deletes everything on record about you"


@pytest.fixture
@kept
async def sam(store: Store, clock: SetClock) -> Ground:
    """Sam, who logged three days a fortnight ago."""
    clock.moment = NOON.replace(day=16)
    g = await ground(store)
    person = await g.enrol("Sam Patel")
    code = await Codes(store).make(person.id, None, NOON)
    await Codes(store).redeem(code.words, account("sam"), NOON)
    half = ReleaseDayInput(full(28, 10).day, Part.HALF, Purpose.PILOT_WORKSHOP)
    for number, one in enumerate((full(14, 10), half, full(2, 12, Purpose.HUB))):
        await ReleaseDays(store).log(g.whose(person), [one], asked(now=NOON.replace(minute=number)))
    return g


async def on_record(g: Ground) -> set[str]:
    (person,) = await People(g.store).at([g.hub.id])
    days = await ReleaseDays(g.store).list(person.id, g.cohort.id)
    return {
        f"{one.day} {one.part.value} {one.purpose.value}" + (f" | {one.note}" if one.note else "") for one in days
    }


async def say(core: Core, text: str) -> Reply:
    return await core.handle(Message(account("sam"), "C", text))


async def press(core: Core, reply: Reply, label: str) -> Reply:
    button = next(one for one in reply.buttons if one.label == label)
    return await core.handle(Submit(account("sam"), "C", button.action, button.values))


def named(one: dict[str, Any]) -> str:
    return " ⏎ ".join(str(one[key]) for key in ("before", "say", "press") if key in one)


@pytest.mark.parametrize("one", SAYINGS, ids=named)
async def test_only_what_is_understood_changes_the_record(one: dict[str, Any], core: Core, sam: Ground) -> None:
    for text in filter(None, one.get("before", "").split(" ⏎ ")):
        await say(core, text)
    before = await on_record(sam)
    reply = await say(core, one["say"])
    if "press" in one:
        assert await on_record(sam) == before, "shown, and not done"
        reply = await press(core, reply, one["press"])
    after = await on_record(sam)
    assert (after - before, before - after) == (set(one.get("added", [])), set(one.get("removed", []))), plain(
        reply
    )
    assert one.get("reply", "") in plain(reply)
    assert EVERYTHING not in plain(reply)


@pytest.mark.parametrize(("text", "does"), WORDINGS, ids=[text for text, _ in WORDINGS])
async def test_the_wordings_of_a_change_do_what_they_say(text: str, does: str, core: Core, sam: Ground) -> None:
    """Right after 12 November was logged. does: undo, nothing, or the record that is there instead."""
    await say(core, "log 12 november workshop")
    before = await on_record(sam)
    reply = await say(core, text)
    after = await on_record(sam)
    done = " ".join([*sorted(f"-{one}" for one in before - after), *sorted(f"+{one}" for one in after - before)])
    assert (done or "nothing") == does, plain(reply)
    assert EVERYTHING not in plain(reply)


def test_only_words_that_say_undo_or_take_off_do_so() -> None:
    taken = {text for text, does in WORDINGS if does.startswith("-") and "+" not in does}
    assert all(re.search(r"\b(?:undo|delete|remove|take|strike)\b", text) for text in taken)
