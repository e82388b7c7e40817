"""Writing to somebody in Slack unasked: once, at Slack's pace, and so that an uncertain end can be looked up."""

from datetime import datetime

from aiohttp import ClientConnectorError, ClientError

from adapters.slack import render
from adapters.slack.files import upload
from adapters.slack.history import look, metadata
from adapters.slack.pace import ChannelPace
from adapters.slack.web_api import NOT_LET_IN, SlackRefused, WebApiClient
from adapters.slack.workspaces import Workspaces
from bot.core.activity import Address
from bot.core.reply import Reply
from scheduler.ports import Ambiguous, CannotTell, Found, Outcome, Refused, Sent, Throttled

UNCERTAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
LATER = {"ratelimited", "rate_limited", "message_limit_exceeded"}
WHY = {
    "account_inactive": "the bot was removed from this Slack workspace",
    "cannot_dm_bot": "this account is a bot",
    "channel_not_found": "Slack has no such conversation, or the bot is not in it",
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
GONE = "the bot is not installed in this Slack workspace any more"
UNFOLDED = {"unfurl_links": False, "unfurl_media": False}  # nothing grows under what the bot says
PASSES = {"invalid_auth", "missing_scope", "not_in_channel"}  # somebody can put it right, and then it works


class NotInstalled(Exception):
    """The bot has no token for the workspace that an address names."""


class SlackSender:
    """scheduler.ports.Sender for every workspace that the bot is installed in; an address names its own."""

    platform = "slack"
    can_look = True
    settle = 1.5

    def __init__(self, client: WebApiClient, workspaces: Workspaces, pace: ChannelPace) -> None:
        self._client = client
        self._workspaces = workspaces
        self._pace = pace

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        shown = render.message(reply)
        key = ""
        try:
            key = await self._token(to)
            channel = await self._channel(to)
        except Exception as error:
            return _nothing_sent(error, own=self._is_own(key))
        await self._pace.turn(str(to.get("team") or ""), channel)
        said = {"text": shown.text, "blocks": shown.blocks}
        message = {"channel": channel, **said, "metadata": metadata(token)}
        try:
            answer = await self._client.call("chat.postMessage", key, {**message, **UNFOLDED})
        except Exception as error:
            return outcome(error, own=self._is_own(key))
        await upload(self._client, key, shown.files, channel)
        return Sent(str(answer["ts"]))

    async def find(self, to: Address, token: str, since: datetime) -> Found:
        try:
            channel = await self._channel(to)
            return await look(self._client, await self._token(to), channel, token, since)
        except Exception as error:
            return CannotTell(_said(outcome(error)))

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:
        shown = render.message(reply)
        try:
            channel = await self._channel(to)
            change = {"channel": channel, "ts": message, "text": shown.text, "blocks": shown.blocks}
            await self._client.call("chat.update", await self._token(to), change)
        except Exception as error:
            return outcome(error)
        return Sent(message)

    async def delete(self, to: Address, message: str) -> Outcome:
        try:
            gone = {"channel": await self._channel(to), "ts": message}
            await self._client.call("chat.delete", await self._token(to), gone)
        except Exception as error:
            return outcome(error)
        return Sent(message)

    def _is_own(self, key: str) -> bool:
        """Whether a token is the environment's, which somebody renews when Slack does not take it any more."""
        return self._workspaces.own is not None and key == self._workspaces.own.token

    async def _token(self, to: Address) -> str:
        """Raises NotInstalled."""
        workspace = await self._workspaces.of(str(to.get("team") or ""))
        if workspace is None:
            raise NotInstalled
        return workspace.token

    async def _channel(self, to: Address) -> str:
        """The DM with a person: opened as often as one likes, it stays the same."""
        if known := str(to.get("channel") or ""):
            return known
        who = {"users": str(to.get("user") or "")}
        answer = await self._client.call("conversations.open", await self._token(to), who)
        return str(answer["channel"]["id"])


def outcome(error: Exception, *, own: bool = False) -> Outcome:
    """What Slack's refusal, or its silence, means for a message that went out. Raises what is our own mistake.

    own: it went out with the environment's token.
    """
    match error:
        case SlackRefused(code=code) if own and code in NOT_LET_IN:
            return Refused(WHY["invalid_auth"], for_good=False)
        case SlackRefused():
            return _refused(error)
        case NotInstalled():
            return Refused(GONE)
        case ClientConnectorError():
            return Refused("Slack could not be reached", for_good=False)
        case ClientError() | OSError():
            return Ambiguous(f"Slack did not answer ({type(error).__name__})")
        case _:
            raise error


def _refused(error: SlackRefused) -> Outcome:
    if error.status == 429 or error.code in LATER:
        return Throttled(error.after)
    if error.status >= 500 or error.code in UNCERTAIN or not error.code:
        return Ambiguous(f"Slack had an error of its own ({error.code or error.status})")
    why, gone = WHY.get(error.code, f"Slack refused it ({error.code})"), error.code == "message_not_found"
    return Refused(why, for_good=error.code not in PASSES, gone=gone)


def _nothing_sent(error: Exception, *, own: bool) -> Outcome:
    """The same before anything went out: what was uncertain only came to nothing."""
    found = outcome(error, own=own)
    return Refused(found.why, for_good=False) if isinstance(found, Ambiguous) else found


def _said(found: Outcome) -> str:
    match found:
        case Refused(why) | Ambiguous(why):
            return why
        case Throttled(after):
            return f"Slack asks to wait {after:.0f} seconds"
        case Sent():
            return ""
