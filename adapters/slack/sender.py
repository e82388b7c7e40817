"""Writing to somebody in Slack unasked: once, at Slack's pace, and so that an uncertain end can be looked up."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.files import upload
from bot.activity import Address
from bot.reply import Reply
from scheduler.ports import Ambiguous, CannotTell, Found, NotThere, Outcome, Refused, Sent, Throttled

log = structlog.get_logger(__name__)

EVENT = "mastery_delivery"
A_CHANNEL = 1.0  # seconds between two messages into one channel; Slack's own figure
MOST_CHANNELS = 10_000  # whose pace is kept in mind
PAGES, PAGE = 5, 200  # of a DM's history that are looked through for a message
UNCERTAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
LATER = {"ratelimited", "rate_limited", "message_limit_exceeded"}
WHY = {
    "account_inactive": "the bot was removed from this Slack workspace",
    "cannot_dm_bot": "this account is a bot",
    "channel_not_found": "Slack no longer has a conversation with this person",
    "edit_window_closed": "Slack does not let this message be changed any more",
    "cant_update_message": "Slack does not let this message be changed",
    "cant_delete_message": "Slack does not let this message be deleted",
    "invalid_auth": "Slack does not accept the bot's token; it has to be renewed",
    "is_archived": "the channel is archived",
    "message_not_found": "the message is no longer there",
    "missing_scope": "the bot lacks a permission in Slack; the app has to be installed again",
    "not_in_channel": "the bot is not in that channel",
    "restricted_action": "a rule of this Slack workspace does not let the bot write there",
    "token_revoked": "the bot was removed from this Slack workspace",
    "user_disabled": "this Slack account is switched off",
    "user_not_found": "Slack does not know this person",
    "user_not_visible": "Slack does not let the bot see this person",
}
PASSES = {"invalid_auth", "missing_scope", "not_in_channel"}  # somebody can put it right, and then it works

Sleep = Callable[[float], Awaitable[None]]
Seconds = Callable[[], float]
"""A clock that only runs forward, in seconds."""


class Pace:
    """When the next message into a channel may go: a second after the one before."""

    def __init__(self, seconds: Seconds, sleep: Sleep) -> None:
        self._seconds, self._sleep = seconds, sleep
        self._next: OrderedDict[str, float] = OrderedDict()

    async def turn(self, channel: str) -> None:
        now = self._seconds()
        mine = max(now, self._next.pop(channel, now))
        self._next[channel] = mine + A_CHANNEL
        while len(self._next) > MOST_CHANNELS:
            self._next.popitem(last=False)
        if mine > now:
            await self._sleep(mine - now)


class SlackSender:
    """scheduler.ports.Sender for one workspace. `client` must retry nothing by itself."""

    platform = "slack"
    can_look = True
    settle = 1.5

    def __init__(self, client: AsyncWebClient, seconds: Seconds, sleep: Sleep = asyncio.sleep) -> None:
        if client.retry_handlers:
            raise ValueError("a client that retries by itself can send a message twice")
        self._client = client
        self._pace = Pace(seconds, sleep)

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        shown = render.message(reply)
        try:
            channel = await self._channel(to)
        except Exception as error:
            return _nothing_sent(error)
        await self._pace.turn(channel)
        try:
            answer = await self._client.chat_postMessage(
                channel=channel,
                text=shown.text,
                blocks=shown.blocks,
                metadata={"event_type": EVENT, "event_payload": {"token": token}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except Exception as error:
            return outcome(error)
        await upload(self._client, shown.files, channel)
        return Sent(str(answer["ts"]))

    async def find(self, to: Address, token: str, since: datetime) -> Found:
        try:
            return await self._look(await self._channel(to), token, since)
        except Exception as error:
            return CannotTell(_said(outcome(error)))

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:
        shown = render.message(reply)
        try:
            channel = await self._channel(to)
            await self._client.chat_update(channel=channel, ts=message, text=shown.text, blocks=shown.blocks)
        except Exception as error:
            return outcome(error)
        return Sent(message)

    async def delete(self, to: Address, message: str) -> Outcome:
        try:
            await self._client.chat_delete(channel=await self._channel(to), ts=message)
        except Exception as error:
            return outcome(error)
        return Sent(message)

    async def _channel(self, to: Address) -> str:
        """The DM with a person: opened as often as one likes, it stays the same."""
        if known := str(to.get("channel") or ""):
            return known
        answer = await self._client.conversations_open(users=str(to.get("user") or ""))
        return str(answer["channel"]["id"])

    async def _look(self, channel: str, token: str, since: datetime) -> Found:
        cursor = ""
        for _ in range(PAGES):
            answer = await self._client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                inclusive=True,
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor or None,
            )
            for message in answer.get("messages") or []:
                if _token(message) == token:
                    return Sent(str(message["ts"]))
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return NotThere()
        return CannotTell("the conversation has too many messages since then to look through")


def _token(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    ours = metadata.get("event_type") == EVENT
    return str((metadata.get("event_payload") or {}).get("token") or "") if ours else ""


def outcome(error: Exception) -> Outcome:
    """What Slack's refusal, or its silence, means for a message that went out. Raises what is our own mistake."""
    match error:
        case SlackApiError():
            return _refused(error)
        case ClientConnectorError():
            return Refused("Slack could not be reached", for_good=False)
        case ClientError() | OSError():
            return Ambiguous(f"Slack did not answer ({type(error).__name__})")
        case _:
            raise error


def _refused(error: SlackApiError) -> Outcome:
    answer: Any = error.response
    status = int(getattr(answer, "status_code", 0) or 0)
    data: Any = getattr(answer, "data", answer)
    code = str(data.get("error") or "") if isinstance(data, Mapping) else ""
    if status == 429 or code in LATER:
        return Throttled(_seconds(getattr(answer, "headers", {})))
    if status >= 500 or code in UNCERTAIN or not code:
        return Ambiguous(f"Slack had an error of its own ({code or status})")
    return Refused(WHY.get(code, f"Slack refused it ({code})"), for_good=code not in PASSES)


def _seconds(headers: Mapping[str, str]) -> float:
    """Retry-After; a second when Slack does not say."""
    for name, value in headers.items():
        if name.lower() == "retry-after" and value.isdecimal():
            return float(value)
    return A_CHANNEL


def _nothing_sent(error: Exception) -> Outcome:
    """The same before anything went out: what was uncertain only came to nothing."""
    found = outcome(error)
    return Refused(found.why, for_good=False) if isinstance(found, Ambiguous) else found


def _said(found: Outcome) -> str:
    match found:
        case Refused(why) | Ambiguous(why):
            return why
        case Throttled(after):
            return f"Slack asks to wait {after:.0f} seconds"
        case Sent():
            return ""
