"""What Slack was told is taken in gets its answer, also when the process is killed in between; then it is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.console.ask import SetClock
from adapters.inbox import MOST_TRIES
from adapters.undelivered import GIVEN_UP
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.direct_messages import messages_to_send
from tests.support.fakes.slack import BOT_USER, BROKEN, GATED, HANGS, dm_with
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import Rig, rigged, until
from tests.support.slack_talk import label
from tests.support.stores import store, url

__all__ = ["store", "url"]

QUESTION = "when is the deadline?"


@pytest.fixture
async def sam(store: Store, clock: SetClock) -> str:
    """A specialist's account."""
    clock.moment = NOON
    g = await ground(store)
    code = await Codes(store).make((await g.enrol("Sam Patel")).id, g.lead, NOON)
    await Codes(store).redeem(code.words, account("USAM"), NOON)
    return "USAM"


def killed(rig: Rig) -> None:
    """As if by a power cut: what is under way ends here, and nothing is tidied up."""
    for task in rig.platform.queue._tasks:
        task.cancel()
    rig.clock.moment += timedelta(minutes=2)


async def kept(store: Store) -> int:
    async with store.transaction() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM pending_event"))).scalar_one())


async def test_an_answer_that_a_kill_prevented_comes_after_the_restart(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        assert (await rig.dm("UA", QUESTION)).status == 200
        await rig.mention("UA", f"<@{BOT_USER}> {QUESTION}")
        await rig.command("UA", "/mastery", QUESTION)
        await until(lambda: len(rig.platform.queue._tasks) == 3)
        killed(rig)
        assert rig.slack.shown == []
    assert await kept(store) == 3
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        ways = sorted((one.way, one.args["channel"]) for one in rig.slack.shown)
        assert ways == [("ephemeral", "C1"), ("post", "C1"), ("post", dm_with("UA"))]
        assert all("23 April 2026" in one.text for one in rig.slack.shown)
    assert await kept(store) == 0


async def test_a_press_that_a_kill_interrupted_is_done_after_the_restart(
    core: Core, store: Store, clock: SetClock, sam: str
) -> None:
    async with rigged(core, store, clock) as rig:
        await rig.dm(sam, "releaseday log 30 october workshop")
        logged = rig.slack.shown[-1]
        rig.waits = False
        rig.platform.people._known.clear()
        rig.slack.fail("users.info", GATED)
        await rig.press(sam, logged, next(one for one in logged.elements if label(one) == "Undo"))
        killed(rig)
    assert await kept(store) == 1
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        await rig.dm(sam, "releaseday balance")
        assert "0 days used" in rig.slack.shown[-1].text


async def test_a_day_that_was_logged_before_the_kill_is_logged_once(
    core: Core, store: Store, clock: SetClock, sam: str
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("chat.postMessage", GATED)
        await rig.dm(sam, "releaseday log 30 october workshop")
        await until(lambda: bool(rig.slack.called("chat.postMessage")))
        killed(rig)
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        assert "30 Oct" in rig.slack.shown[-1].text
        await rig.dm(sam, "releaseday balance")
        assert "1 day used" in rig.slack.shown[-1].text


@pytest.mark.parametrize("kills", [2, 3])
async def test_further_kills_lose_nothing(core: Core, store: Store, clock: SetClock, kills: int) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        await rig.dm("UA", QUESTION)
        killed(rig)
    for _ in range(kills - 1):
        async with rigged(core, store, clock) as rig:
            killed(rig)
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        assert ["23 April 2026" in one.text for one in rig.slack.shown] == [True]
    assert await kept(store) == 0


async def test_an_answer_that_was_given_before_the_kill_is_found_and_not_given_twice(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.began = int(NOON.timestamp())
        rig.slack.fail("chat.postMessage", HANGS)  # taken, and the process is killed before Slack says so
        await rig.dm("UA", QUESTION)
        await until(lambda: bool(rig.slack.shown))
        killed(rig)
        rig.platform._inbox._in_hand.clear()  # as a new process begins
        await rig.platform._dispatcher.resume()
        await rig.platform.queue.wait_until_idle()
        assert ["23 April 2026" in one.text for one in rig.slack.shown] == [True]
        await rig.platform._inbox.close()
    assert await kept(store) == 0


async def test_it_is_not_tried_for_ever_and_whoever_wrote_is_told(
    core: Core, store: Store, clock: SetClock
) -> None:
    """Or a message that brings the process down would do so at every start."""
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        await rig.dm("UA", QUESTION)
        killed(rig)
    for _ in range(MOST_TRIES):
        async with rigged(core, store, clock) as rig:
            killed(rig)
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        assert [one.text for one in rig.slack.shown] == [GIVEN_UP]
    assert await kept(store) == 0


async def test_what_another_version_kept_and_nobody_can_read_stops_no_start(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        for text_ in (f"{QUESTION} please", QUESTION):
            await rig.dm("UA", text_)
        async with store.transaction() as connection:
            odd = '{"type": "event_callback", "team_id": "T1"}'
            await connection.execute(
                text("UPDATE pending_event SET body = :odd WHERE body LIKE '%please%'"), {"odd": odd}
            )
        killed(rig)
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        assert ["23 April 2026" in one.text for one in rig.slack.shown] == [True]


async def test_of_what_is_too_old_to_be_answered_whoever_wrote_is_told(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        await rig.dm("UA", QUESTION)
        killed(rig)
    clock.moment += timedelta(minutes=11)
    async with rigged(core, store, clock) as rig:
        await rig.platform.queue.wait_until_idle()
        assert [one.text for one in rig.slack.shown] == [GIVEN_UP]


async def test_what_somebody_wrote_is_kept_no_longer_than_until_its_answer(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        await rig.dm("UA", "when is the deadline, asks Alexandra")
        async with store.transaction() as connection:
            (body,) = (await connection.execute(text("SELECT body FROM pending_event"))).scalars()
        assert "Alexandra" in body
        assert "api_app_id" not in body, "what no answer needs is not kept"
        rig.slack.opened.set()
        await rig.platform.queue.wait_until_idle()
    assert await kept(store) == 0


async def test_an_answer_that_slack_did_not_take_is_spoken_of_later(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        rig.slack.fail("chat.postMessage", BROKEN)
        await rig.dm("UA", QUESTION)
    assert await kept(store) == 0
    (waiting,) = await messages_to_send(store)
    (said,) = waiting.post.reply.blocks
    assert "Slack did not take my answer" in str(said)
    assert waiting.post.to.user == "UA"
