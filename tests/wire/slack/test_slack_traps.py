"""Slack's traps, each by its name: a test that fails when its guard is removed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientConnectorError
from sqlalchemy import text

from adapters.console.ask import SetClock
from adapters.inbox_repository import InboxRepository
from adapters.slack.inbound import SlackPlace
from bot.core.dispatcher import Core
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.fakes.slack import BOT, BOT_USER, BROKEN, DROPPED, GATED, TEAM, dm_with, refused, throttled
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import SOME_TIME, Rig, rigged

QUESTION = "when is the deadline?"


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    async with rigged(core, store, clock) as rig:
        yield rig


async def enrolled(store: Store, clock: SetClock, user: str = "USAM") -> None:
    clock.moment = NOON
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    code = await Codes(store).make(sam.id, g.lead, NOON)
    await Codes(store).redeem(code.words, account(user), NOON)


async def test_an_exception_after_the_acknowledgement_does_not_erase_it(rig: Rig) -> None:
    for method in ("chat.postEphemeral", "conversations.open", "response_url"):
        rig.slack.fail(method, *[BROKEN] * 9)
    answer = await rig.command("USAM", "/mastery", QUESTION)
    assert answer.status == 200
    assert rig.slack.shown == []


async def test_words_that_are_changed_in_the_dm_are_answered_anew(rig: Rig) -> None:
    changed = {
        "subtype": "message_changed",
        "message": {"text": QUESTION, "user": "USAM", "ts": "1.1", "edited": {"user": "USAM", "ts": "2.1"}},
        "previous_message": {"text": "when is the dedline", "user": "USAM", "ts": "1.1"},
    }
    await rig.dm("USAM", "", **changed)
    assert "23 April 2026" in rig.slack.shown[-1].text
    unfolded = {**changed, "previous_message": changed["message"]}
    await rig.dm("USAM", "", **unfolded)
    assert len(rig.slack.shown) == 1, "a link that was unfolded is nobody's words"


async def test_an_acknowledgement_does_not_wait_for_the_work(rig: Rig) -> None:
    rig.slack.fail("users.info", GATED)
    rig.waits = False
    async with asyncio.timeout(SOME_TIME):
        assert (await rig.command("USAM", "/mastery", QUESTION)).status == 200
    assert rig.slack.shown == []
    rig.slack.opened.set()
    await rig.platform.queue.wait_until_idle()
    assert "23 April 2026" in rig.slack.shown[0].text


async def test_a_form_is_acknowledged_in_time_and_its_answer_follows(
    core: Core, store: Store, clock: SetClock
) -> None:
    await enrolled(store, clock)
    async with rigged(core, store, clock, form_patience=0.01) as rig:
        await rig.command("USAM", "/releaseday", "log")
        modal = rig.slack.shown[-1]
        rig.platform.people._known.clear()
        rig.slack.fail("users.info", GATED)
        rig.waits = False
        async with asyncio.timeout(
            SOME_TIME
        ):  # the call to Slack that it would wait for takes as long as this test
            answer = await rig.submit("USAM", modal, {"day": "2026-10-30", "purpose": "workshop"})
        assert (answer.status, answer.body) == (200, "")
        rig.slack.opened.set()
        await rig.platform.queue.wait_until_idle()
        assert "Logged" in rig.slack.shown[-1].text


async def test_a_dropped_connection_does_not_post_twice(rig: Rig) -> None:
    rig.slack.fail("chat.postMessage", DROPPED)
    await rig.dm("USAM", QUESTION)
    assert len(rig.slack.history[dm_with("USAM")]) == 1


async def test_a_file_whose_answer_is_lost_is_not_handed_over_twice(
    rig: Rig, store: Store, clock: SetClock
) -> None:
    """The SDK's own client would try again."""
    await enrolled(store, clock)
    rig.slack.fail("files.completeUploadExternal", DROPPED)
    await rig.dm("USAM", "releaseday export")
    assert len(rig.slack.called("files.completeUploadExternal")) == 1


async def test_a_429_is_waited_for_and_the_answer_comes(rig: Rig) -> None:
    rig.slack.fail("chat.postMessage", throttled(7), throttled(3))
    await rig.dm("USAM", QUESTION)
    assert rig.slept == [7, 3]
    assert len(rig.slack.history[dm_with("USAM")]) == 1


async def test_a_duplicated_delivery_is_answered_once(rig: Rig) -> None:
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert (await rig.dm("USAM", QUESTION, around={"event_id": "EvSame"})).status == 200
    answer = await rig.dm("USAM", QUESTION, around={"event_id": "EvSame", "headers": again})
    assert answer.status == 200
    assert len(rig.slack.shown) == 1


async def test_a_duplicated_delivery_is_answered_once_after_a_restart(
    core: Core, store: Store, clock: SetClock
) -> None:
    counts = []
    for _ in range(2):
        async with rigged(core, store, clock) as rig:
            await rig.dm("USAM", QUESTION, around={"event_id": "EvSame"})
            counts.append(len(rig.slack.shown))
    assert counts == [1, 0]


async def test_two_deliveries_at_once_are_answered_once(rig: Rig) -> None:
    await asyncio.gather(*(rig.dm("USAM", QUESTION, around={"event_id": "EvSame"}) for _ in range(5)))
    assert len(rig.slack.shown) == 1


async def test_an_event_that_the_store_cannot_keep_is_answered_all_the_same(rig: Rig, store: Store) -> None:
    """Asking Slack for it again would leave whoever wrote without a word for a minute (decision 026)."""
    await InboxRepository(store).claim("slack", {"another": ""}, (), NOON)
    async with store.transaction() as connection:
        await connection.execute(text("DROP TABLE seen_event"))
    assert (await rig.dm("USAM", QUESTION)).status == 200
    assert len(rig.slack.shown) == 1


async def test_the_sixth_use_of_a_response_url_falls_back(rig: Rig) -> None:
    url = rig.slack.response_url()
    for _ in range(6):
        await rig.command("USAM", "/mastery", QUESTION, response_url=url)
    assert [one.way for one in rig.slack.shown] == ["respond"] * 5 + ["ephemeral"]


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_changed", "message": {"text": QUESTION, "user": "USAM"}},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message", "bot_id": "B9"},
        {"bot_id": "B9"},
        {"subtype": "channel_join"},
        {"subtype": "assistant_app_thread"},
        {"bot_id": BOT},
        {"app_id": "A9"},
        {"hidden": True},
        {"channel_type": "channel", "channel": "C1"},
    ],
    ids=str,
)
async def test_what_no_person_has_just_said_to_the_bot_is_not_answered(rig: Rig, event: dict[str, Any]) -> None:
    assert (await rig.dm("USAM", QUESTION, **event)).status == 200
    assert rig.slack.shown == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
async def test_what_a_person_says_beside_a_file_or_to_the_channel_too_is_answered(rig: Rig, subtype: str) -> None:
    await rig.dm("USAM", QUESTION, subtype=subtype, files=[{"id": "F1"}])
    assert ["23 April 2026" in one.text for one in rig.slack.shown] == [True]


async def test_a_file_without_words_is_not_met_with_silence(rig: Rig) -> None:
    await rig.dm("USAM", "", subtype="file_share", files=[{"id": "F1"}])
    assert "didn't get any words" in rig.slack.shown[-1].text


async def test_the_bots_own_files_are_not_answered(rig: Rig) -> None:
    await rig.dm(BOT_USER, "", subtype="file_share", files=[{"id": "F1"}])
    assert rig.slack.shown == []


async def test_a_mention_that_is_edited_is_answered_once(rig: Rig) -> None:
    """Slack sends an edited mention anew, as another event."""
    edited = {"user": "USAM", "ts": "6.1"}
    await rig.mention("USAM", f"<@{BOT_USER}> {QUESTION}", ts="5.5")
    await rig.mention("USAM", f"<@{BOT_USER}> {QUESTION}!", ts="5.5", edited=edited)
    assert len(rig.slack.shown) == 1
    await rig.mention("USAM", f"<@{BOT_USER}> whom the edit added: {QUESTION}", ts="7.7", edited=edited)
    assert [one.args["thread_ts"] for one in rig.slack.shown] == ["5.5", "7.7"]


async def test_the_bot_does_not_answer_itself(rig: Rig) -> None:
    assert (await rig.dm(BOT_USER, QUESTION)).status == 200
    assert rig.slack.shown == []


async def test_an_event_that_nobody_handles_is_taken_so_that_it_does_not_come_again(rig: Rig) -> None:
    assert (await rig.event({"type": "reaction_added", "user": "USAM", "item": {}})).status == 200


async def test_nothing_that_is_posted_unfurls(rig: Rig) -> None:
    await rig.dm("USAM", QUESTION)
    await rig.platform.sender.send({"channel": "D1"}, Reply((Text("see https://x.example"),), "x"), "t")
    for args in rig.slack.called("chat.postMessage"):
        assert (args["unfurl_links"], args["unfurl_media"]) == (False, False)


async def test_a_persons_text_cannot_mention_everybody(rig: Rig, store: Store, clock: SetClock) -> None:
    await enrolled(store, clock)
    await rig.dm("USAM", "releaseday log 30 october workshop with &lt;!channel&gt; &amp; friends")
    everything = str([one.args for one in rig.slack.shown])
    assert "<!channel>" not in everything
    await rig.dm("USAM", "releaseday list")
    assert "&lt;!channel&gt;" in rig.slack.shown[-1].text
    assert "<!channel>" not in str([one.args for one in rig.slack.shown])


async def test_a_slash_command_without_words_gives_the_usage(rig: Rig) -> None:
    for words in ("", "help", "  "):
        await rig.command("USAM", "/mastery", words)
    assert all("Hello! I answer questions" in one.text for one in rig.slack.shown)
    assert len(rig.slack.shown) == 3


async def test_every_message_has_text_beside_its_blocks(rig: Rig) -> None:
    await rig.dm("USAM", QUESTION)
    await rig.command("USAM", "/mastery", "eligibility")
    await rig.mention("USAM", f"<@{BOT_USER}> {QUESTION}")
    assert len(rig.slack.shown) == 4
    assert all(one.text and one.blocks for one in rig.slack.shown)


async def test_a_trigger_that_is_too_old_leaves_the_form_as_a_button(
    rig: Rig, store: Store, clock: SetClock
) -> None:
    await enrolled(store, clock)
    await rig.command("USAM", "/releaseday", "log", trigger_id="too-late")
    (shown,) = rig.slack.shown
    assert shown.way == "respond"
    assert shown.elements[0]["action_id"].startswith("open_form:")


async def test_a_message_that_may_have_been_accepted_is_not_sent_again_elsewhere(rig: Rig) -> None:
    """An update whose answer is lost must not become a second message."""
    await rig.dm("USAM", "eligibility")
    shown = rig.slack.shown[-1]
    rig.slack.fail("chat.update", DROPPED)
    await rig.press("USAM", shown, shown.elements[0])
    assert len(rig.slack.history[dm_with("USAM")]) == 1


async def test_the_server_is_bound_where_it_is_told_to_be(rig: Rig) -> None:
    """A library's own server would bind every interface; then another loopback address would answer, too."""
    elsewhere = rig.url.replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(ClientConnectorError):
        await rig.session.get(elsewhere)


async def test_an_answer_is_not_lost_when_the_server_stops(core: Core, store: Store, clock: SetClock) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        await rig.dm("USAM", QUESTION)
        slack = rig.slack
    assert len(slack.shown) == 1


async def zone_of(rig: Rig, user: str) -> str:
    return (await rig.platform.people.sender(SlackPlace(TEAM, dm_with(user), user))).zone


async def test_a_time_zone_is_asked_for_once_a_day_and_missed_without_harm(rig: Rig) -> None:
    rig.slack.zones["UFAR"] = "Pacific/Auckland"
    rig.slack.zones["UODD"] = "Not/AZone"
    rig.slack.fail("users.info", refused("missing_scope"), BROKEN)
    assert await zone_of(rig, "UFAR") == "Europe/London"
    rig.clock.moment += timedelta(minutes=6)
    assert await zone_of(rig, "UFAR") == "Europe/London"
    rig.clock.moment += timedelta(minutes=6)
    assert await zone_of(rig, "UFAR") == "Pacific/Auckland"
    assert await zone_of(rig, "UFAR") == "Pacific/Auckland"
    assert await zone_of(rig, "UODD") == "Europe/London"
    assert len(rig.slack.called("users.info")) == 4
    rig.clock.moment += timedelta(days=1, minutes=1)
    await zone_of(rig, "UFAR")
    assert len(rig.slack.called("users.info")) == 5


async def test_an_answer_waits_no_longer_than_a_person_would(rig: Rig) -> None:
    rig.slack.fail("chat.postMessage", throttled(600))
    await rig.dm("USAM", QUESTION)
    assert rig.slept == []


async def test_the_team_is_the_tenant(rig: Rig, store: Store, clock: SetClock) -> None:
    await enrolled(store, clock)
    await rig.command("USAM", "/releaseday", "balance")
    assert account("USAM").tenant == TEAM
    assert "0 days used" in rig.slack.shown[-1].text
