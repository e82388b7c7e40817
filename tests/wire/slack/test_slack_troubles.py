"""What goes wrong on the way to somebody in Slack is said to them in words; they are never left to wonder."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from adapters.console import logs
from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.core.dispatcher import Core
from bot.core.form import Form, TextField
from bot.core.live_editions import LiveEditions
from bot.core.reply import Reply
from bot.core.routes import discover
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.fakes.slack import BROKEN, CUT_OFF, DROPPED, SlackFault, dm_with, refused, throttled
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import Rig, rigged
from tests.support.slack_talk import label
from tests.support.transcript import IN_MEMORY

SECRET = "asks somebody private"  # noqa: S105  a secret of theirs
MAY_BE_MISSING = "the file, so it may be missing"
EVERY_STEP = [
    ("files.getUploadURLExternal", BROKEN),
    ("files.getUploadURLExternal", throttled(3)),
    ("upload", BROKEN),
    ("upload", CUT_OFF),
    ("files.completeUploadExternal", refused("not_allowed_token_type")),
    ("files.completeUploadExternal", DROPPED),
]


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    """USAM is Sam, a specialist."""
    clock.moment = NOON
    g = await ground(store)
    code = await Codes(store).make((await g.enrol("Sam Patel")).id, None, NOON)
    await Codes(store).redeem(code.words, account("USAM"), NOON)
    async with rigged(core, store, clock) as rig:
        yield rig


@pytest.mark.parametrize(("step", "fault"), EVERY_STEP, ids=str)
async def test_a_file_that_slack_does_not_take_is_said_to_be_missing(
    rig: Rig, step: str, fault: SlackFault
) -> None:
    rig.slack.fail(step, fault)
    await rig.command("USAM", "/releaseday", "export", channel="C1")
    table, sorry = rig.slack.shown
    assert "as a file" in table.text
    assert MAY_BE_MISSING in sorry.text
    assert (sorry.way, sorry.args["response_type"]) == ("respond", "ephemeral")


async def test_a_file_that_got_there_is_not_said_to_be_missing(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday export")
    assert len(rig.slack.uploads) == 1
    assert not any(MAY_BE_MISSING in one.text for one in rig.slack.shown)


async def test_a_file_for_which_no_dm_can_be_opened_is_said_to_be_missing(rig: Rig) -> None:
    rig.slack.fail("conversations.open", refused("user_disabled"))
    await rig.command("USAM", "/releaseday", "export")
    assert MAY_BE_MISSING in rig.slack.shown[-1].text


@pytest.mark.parametrize("faults", [[throttled(4)], [BROKEN, DROPPED], [throttled(1), throttled(1)]], ids=str)
async def test_a_press_on_the_home_page_is_answered_though_the_dm_opens_late(
    rig: Rig, faults: list[SlackFault]
) -> None:
    await rig.event({"type": "app_home_opened", "user": "USAM", "channel": dm_with("USAM"), "tab": "home"})
    page = rig.slack.shown[-1]
    rig.slack.fail("conversations.open", *faults)
    await rig.press("USAM", page, next(one for one in page.elements if label(one) == "Reports"))
    assert rig.slack.shown[-1].args["channel"] == dm_with("USAM")
    assert len(rig.slept) == len(faults)


async def test_a_form_that_slack_puts_off_is_a_button_at_once(rig: Rig) -> None:
    """Later it could not be opened any more."""
    rig.slack.fail("views.open", throttled(5))
    await rig.command("USAM", "/releaseday", "log")
    assert rig.slack.shown[-1].elements[0]["action_id"].startswith("open_form:")
    assert rig.slept == []


@pytest.mark.parametrize("fault", [refused("expired_trigger_id"), throttled(5)], ids=str)
async def test_a_press_that_comes_too_late_to_open_its_form_is_told_so(rig: Rig, fault: SlackFault) -> None:
    await rig.dm("USAM", "releaseday log")
    shown = rig.slack.shown[-1]
    rig.slack.fail("views.open", fault)
    await rig.press("USAM", shown, shown.elements[0])
    assert "press it again" in rig.slack.shown[-1].text
    await rig.press("USAM", shown, shown.elements[0])
    assert rig.slack.shown[-1].way == "modal"


@pytest.fixture
async def odd(knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    """A bot with a command and a form whose answers cannot be drawn."""
    routes = discover(FEATURES)

    async def undrawable(_turn: Turn, _words: object) -> Reply:
        return Reply(("no block",), "odd")  # type: ignore[arg-type]

    async def form(_turn: Turn, _words: str) -> Reply:
        return Reply((Form("Odd", "odd_save", (TextField("text", "Text"),)),), "odd")

    routes.commands["odd answer"] = undrawable
    routes.commands["odd form"] = form
    routes.actions["odd_save"] = undrawable
    async with rigged(
        Core(LiveEditions.of_one(knowledge, search), routes, store, clock, who_is), store, clock
    ) as rig:
        yield rig


async def said_with_its_reference(rig: Rig, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown, log = rig.slack.shown[-1], "".join(capsys.readouterr())
    assert shown.way == way
    found = re.search(r"something went wrong on my side .* this reference: (\w+)\.", shown.text)
    assert found
    assert found[1] in log
    assert SECRET not in log


@pytest.fixture
def served_log(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What `mastery serve` logs: its own format says no more of an error than where it was raised."""
    structlog.configure(processors=logs.processors("text"))
    yield capsys
    structlog.reset_defaults()


async def test_an_unforeseen_error_becomes_words_with_a_reference(
    odd: Rig, served_log: pytest.CaptureFixture[str]
) -> None:
    await odd.dm("USAM", f"odd answer {SECRET}")
    await said_with_its_reference(odd, "post", served_log)
    await odd.command("USAM", "/mastery", f"odd answer {SECRET}")
    await said_with_its_reference(odd, "respond", served_log)


async def test_an_unforeseen_error_after_a_form_becomes_words_with_a_reference(
    odd: Rig, served_log: pytest.CaptureFixture[str]
) -> None:
    await odd.command("USAM", "/mastery", "odd form")
    answer = await odd.submit("USAM", odd.slack.shown[-1], {"text": SECRET})
    assert (answer.status, answer.body) == (200, "")
    await said_with_its_reference(odd, "respond", served_log)


@pytest.mark.parametrize("where", ["a file", "in memory"])
async def test_what_people_wrote_stays_out_of_the_log_when_the_store_fails(where: str, tmp_path: Path) -> None:
    """The core logs what was raised, and a database's errors like to quote what they were given."""
    store = await Store.open(IN_MEMORY if where == "in memory" else f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    with pytest.raises(OperationalError) as error:
        async with store.transaction() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": SECRET})
    await store.close()
    assert SECRET not in str(error.value)
