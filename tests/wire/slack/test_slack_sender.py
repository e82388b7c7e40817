"""Sending unasked through Slack: every end that a send can have, looked up, changed, taken back, in time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from adapters.slack.pace import ChannelPace
from adapters.slack.sender import SlackSender, outcome
from adapters.slack.web_api import SlackRefused, WebApiClient
from adapters.slack.workspaces import Workspace, Workspaces
from bot.core import clock
from bot.core.reply import File, Reply, Text
from bot.db.store import Store
from scheduler.ports import Ambiguous, CannotTell, NotThere, Refused, Sent, Throttled
from tests.support.fakes.slack import (
    BROKEN,
    CUT_OFF,
    DROPPED,
    HANGS,
    TEAM,
    TOKEN,
    FakeSlack,
    dm_with,
    refused,
    throttled,
)
from tests.support.transcript import IN_MEMORY

TO = {"user": "USAM"}
REMINDER = Reply((Text("The autumn report is due on Friday."),), "reminder")
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass
class Time:
    """A clock that only sleeping moves."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class SentPost:
    slack: FakeSlack
    client: WebApiClient
    sender: SlackSender
    time: Time


def installed() -> Workspaces:
    workspaces = Workspaces(Store(IN_MEMORY), clock.system)
    workspaces.own = Workspace(TEAM, TOKEN)
    return workspaces


@pytest.fixture
async def post() -> AsyncIterator[SentPost]:
    async with FakeSlack().running() as slack:
        client, time = WebApiClient(f"{slack.url}/api/"), Time()
        yield SentPost(slack, client, SlackSender(client, installed(), ChannelPace(time, time.sleep)), time)
        await client.close()
    assert slack.broken == []


async def test_it_is_sent_into_the_persons_dm_and_found_by_its_token(post: SentPost) -> None:
    sent = await post.sender.send(TO, REMINDER, "delivery-1")
    assert isinstance(sent, Sent)
    (message,) = post.slack.history[dm_with("USAM")]
    assert message["ts"] == sent.message
    assert await post.sender.find(TO, "delivery-1", LONG_AGO) == sent
    assert await post.sender.find(TO, "delivery-2", LONG_AGO) == NotThere()


async def test_what_was_accepted_before_the_connection_dropped_is_found_and_there_once(post: SentPost) -> None:
    post.slack.fail("chat.postMessage", DROPPED)
    assert isinstance(await post.sender.send(TO, REMINDER, "delivery-1"), Ambiguous)
    assert isinstance(await post.sender.find(TO, "delivery-1", LONG_AGO), Sent)
    assert len(post.slack.history[dm_with("USAM")]) == 1


async def test_what_was_not_accepted_before_the_connection_dropped_is_not_found(post: SentPost) -> None:
    post.slack.fail("chat.postMessage", CUT_OFF)
    assert isinstance(await post.sender.send(TO, REMINDER, "delivery-1"), Ambiguous)
    assert await post.sender.find(TO, "delivery-1", LONG_AGO) == NotThere()
    assert len(post.slack.called("chat.postMessage")) == 1


async def test_a_slow_slack_is_ambiguous(post: SentPost) -> None:
    client = WebApiClient(f"{post.slack.url}/api/", patience=0.05)
    post.slack.fail("chat.postMessage", HANGS)
    sender = SlackSender(client, installed(), ChannelPace(post.time, post.time.sleep))
    sent = await sender.send({"channel": "D1"}, REMINDER, "delivery-1")
    await client.close()
    assert isinstance(sent, Ambiguous)


async def test_an_error_of_slacks_own_is_ambiguous(post: SentPost) -> None:
    post.slack.fail("chat.postMessage", BROKEN, refused("internal_error"))
    for _ in range(2):
        assert isinstance(await post.sender.send(TO, REMINDER, "t"), Ambiguous)


async def test_a_429_says_how_long_to_wait(post: SentPost) -> None:
    post.slack.fail("chat.postMessage", throttled(30), refused("ratelimited"))
    assert await post.sender.send(TO, REMINDER, "t") == Throttled(30)
    assert isinstance(await post.sender.send(TO, REMINDER, "t"), Throttled)


async def test_nobody_is_waited_for_longer_than_an_hour(post: SentPost) -> None:
    post.slack.fail("chat.postMessage", throttled(10**15))
    assert await post.sender.send(TO, REMINDER, "t") == Throttled(3600)


@pytest.mark.parametrize(
    ("code", "why", "for_good"),
    [
        ("channel_not_found", "no such conversation, or the bot is not in it", True),
        ("user_disabled", "switched off", True),
        ("missing_scope", "lacks a permission", False),
        ("something_new", "Slack refused it (something_new)", True),
    ],
)
async def test_a_refusal_is_said_in_words(post: SentPost, code: str, why: str, for_good: bool) -> None:
    post.slack.fail("chat.postMessage", refused(code))
    found = await post.sender.send(TO, REMINDER, "t")
    assert isinstance(found, Refused)
    assert why in found.why
    assert found.for_good is for_good


@pytest.mark.parametrize("code", ["account_inactive", "invalid_auth", "token_revoked"])
async def test_a_token_that_is_withdrawn_is_said_and_what_waits_goes_when_there_is_another(
    post: SentPost, code: str
) -> None:
    post.client.own = TOKEN
    post.slack.fail("chat.postMessage", refused(code))
    waits = Refused("Slack does not accept the bot's token; it has to be renewed", for_good=False)
    assert await post.sender.send(TO, REMINDER, "t") == waits
    assert post.client.health.problem() == f"Slack does not take the bot's token ({code}); renew SLACK_BOT_TOKEN"
    assert isinstance(await post.sender.send(TO, REMINDER, "t"), Sent)
    assert post.client.health.problem() == ""


async def test_a_workspace_that_removed_the_bot_is_no_trouble_with_slack(post: SentPost) -> None:
    post.client.own = "xoxb-of-another"
    post.slack.fail("chat.postMessage", refused("account_inactive"))
    with pytest.raises(SlackRefused) as gone:
        await post.client.call("chat.postMessage", TOKEN, {"channel": "D1", "text": "Hello"})
    assert outcome(gone.value) == Refused("the bot was removed from this Slack workspace")
    assert post.client.health.problem() == ""


async def test_a_dm_that_could_not_be_opened_sent_nothing(post: SentPost) -> None:
    post.slack.fail("conversations.open", BROKEN, refused("user_not_found"), throttled(9))
    assert await post.sender.send(TO, REMINDER, "t") == Refused(
        "Slack had an error of its own (500)", for_good=False
    )
    assert await post.sender.send(TO, REMINDER, "t") == Refused("Slack does not know this person")
    assert await post.sender.send(TO, REMINDER, "t") == Throttled(9)
    assert post.slack.called("chat.postMessage") == []


async def test_a_slack_that_cannot_be_reached_sent_nothing() -> None:
    client, time = WebApiClient("http://127.0.0.1:9/api/"), Time()
    found = await SlackSender(client, installed(), ChannelPace(time, time.sleep)).send(
        {"channel": "D1"}, REMINDER, "t"
    )
    await client.close()
    assert found == Refused("Slack could not be reached", for_good=False)


async def test_a_channel_gets_a_message_a_second_and_others_do_not_wait(post: SentPost) -> None:
    for _ in range(3):
        await post.sender.send({"channel": "D1"}, REMINDER, "t")
    assert post.time.slept == [1.0, 1.0]
    await post.sender.send({"channel": "D2"}, REMINDER, "t")
    assert post.time.slept == [1.0, 1.0]


async def test_it_is_looked_for_page_by_page_and_not_for_ever(post: SentPost) -> None:
    await post.sender.send({"channel": "D1"}, REMINDER, "the first")
    there = post.slack.history["D1"]
    there += [{"ts": f"{1_770_000_000 + number}.0", "text": "x"} for number in range(900)]
    assert isinstance(await post.sender.find({"channel": "D1"}, "the first", LONG_AGO), Sent)
    there += [{"ts": f"{1_780_000_000 + number}.0", "text": "x"} for number in range(900)]
    assert isinstance(await post.sender.find({"channel": "D1"}, "the first", LONG_AGO), CannotTell)


async def test_only_what_was_sent_since_is_looked_at(post: SentPost) -> None:
    await post.sender.send(TO, REMINDER, "t")
    assert await post.sender.find(TO, "t", datetime(2030, 1, 1, tzinfo=UTC)) == NotThere()


async def test_when_slack_does_not_answer_nobody_can_tell(post: SentPost) -> None:
    post.slack.fail("conversations.history", BROKEN, throttled(5), refused("missing_scope"))
    for _ in range(3):
        found = await post.sender.find(TO, "t", LONG_AGO)
        assert isinstance(found, CannotTell)
        assert found.why


async def test_a_message_is_changed_and_taken_back(post: SentPost) -> None:
    sent = await post.sender.send(TO, REMINDER, "t")
    assert isinstance(sent, Sent)
    assert await post.sender.update(TO, sent.message, Reply((Text("Done."),), "reminder")) == sent
    assert post.slack.history[dm_with("USAM")][0]["text"] == "Done."
    assert await post.sender.delete(TO, sent.message) == sent
    assert post.slack.history[dm_with("USAM")] == []
    assert await post.sender.delete(TO, sent.message) == Refused("the message is no longer there", gone=True)
    assert await post.sender.update(TO, sent.message, REMINDER) == Refused(
        "the message is no longer there", gone=True
    )


async def test_a_file_goes_along_and_its_failure_takes_nothing_else(post: SentPost) -> None:
    with_file = Reply((*REMINDER.blocks, File("day.ics", b"BEGIN:VCALENDAR", "text/calendar", "The day")), "x")
    assert isinstance(await post.sender.send(TO, with_file, "t"), Sent)
    (upload,) = post.slack.uploads.values()
    assert (upload.name, upload.content, upload.channel) == ("day.ics", b"BEGIN:VCALENDAR", dm_with("USAM"))
    post.slack.fail("files.getUploadURLExternal", BROKEN)
    assert isinstance(await post.sender.send(TO, with_file, "t2"), Sent)
