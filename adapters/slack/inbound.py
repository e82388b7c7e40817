"""Slack's payloads → activities, and the places where their replies go."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from adapters.slack.emoji import SIGN, sign
from bot.core.activity import Address, Channel, Joined, Message, Sender, Submit
from bot.core.dropped_file import DroppedFile

Payload = Mapping[str, Any]
"""One of Slack's JSON objects, as it came."""

DM = "D"  # how the ids of conversations of two begin
# Subtypes of what a person types; all others tell of something.
TYPED = {"", "file_share", "me_message", "thread_broadcast"}
LONGEST_TEXT = 12_000  # characters taken over from one event; the core reads fewer
MENTION = re.compile(r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>]*)?>")
LINK = re.compile(r"<(?:mailto:|tel:)?([^>|]*)\|([^>]*)>|<((?:https?|mailto|tel):[^>]*)>")
WRITTEN = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
ENTITY = re.compile("|".join(WRITTEN))

RETRIED = "mastery_retried"  # among a payload's names: Slack delivers it again, for nobody acknowledged it in time
IDS = {"type", "team_id", "team", "user_id", "user", "event_id", "callback_id", "channel_id", "channel"}
WHOLE = IDS | {"command", "text", "trigger_id", "response_url", "container", "actions"}
EVENT = {"type", "channel", "channel_type", "user", "text", "ts", "thread_ts"}
MESSAGE = {"text", "ts", "thread_ts"}
FILE = ("name", "url_private_download", "url_private")


@dataclass(frozen=True, slots=True)
class SlackPlace:
    """Where one answer goes.

    team: the workspace, whose token the answer is sent with.
    private: the bot's own DM with the person, where nothing need be hidden. Commands and shortcuts come out of DMs
    between people, too, which look the same and in which the bot cannot write: theirs never counts as private.
    answer_at: a `response_url`; trigger: allows a form to be opened for three seconds.
    message, ephemeral: the message whose button was pressed, and whether only its reader has it.
    """

    team: str
    channel: str
    user: str
    thread: str = ""
    private: bool = False
    answer_at: str = ""
    trigger: str = ""
    message: str = ""
    ephemeral: bool = False

    @property
    def conversation(self) -> str:
        """A thread in a channel is a conversation of its own; a DM is one, with its threads."""
        return f"{self.channel}:{self.thread}" if self.thread and not self.private else self.channel


def who(team: str, user: str, zone: str = "") -> Sender:
    return Sender("slack", team, user, zone)


def address(place: SlackPlace) -> Address:
    """Where the person can be written to later: their DM, never the channel in which they asked."""
    return {"team": place.team, "user": place.user, **({"channel": place.channel} if place.private else {})}


def channel(place: SlackPlace) -> Channel | None:
    """The channel itself, without the thread; a DM is none, whoever's it is."""
    if place.private or place.channel.startswith(DM):
        return None
    return Channel(place.channel, {"team": place.team, "channel": place.channel})


def plain_text(text: str) -> str:
    """Slack's markup as the person typed it: a link with its label, `:tada:` as 🎉, `&lt;` as `<`."""
    cut = text[:LONGEST_TEXT]
    pieces, at = [], 0
    for link in LINK.finditer(cut):
        pieces += [SIGN.sub(sign, cut[at : link.start()]), _as_typed(link)]
        at = link.end()
    bare = "".join((*pieces, SIGN.sub(sign, cut[at:])))
    return ENTITY.sub(lambda entity: WRITTEN[entity[0]], bare).strip()


def _as_typed(link: re.Match[str]) -> str:
    """The address, or its label where that says the same; both where the label is a word of its own."""
    to, label = link[1] or (link[3] or "").removeprefix("mailto:").removeprefix("tel:"), link[2] or ""
    if not label or not to:
        return label or to
    return label if to.startswith(("#", "@", "!")) or label.rstrip("/") in to else f"{label} ({to})"


def team_of(payload: Payload) -> str:
    """The workspace in which the bot is installed; empty when it is not said, or not in so many words.

    In a channel that is shared with another organisation an event's `team_id` may be theirs: what counts is whom
    Slack has authorized, as bolt reads it, too.
    """
    installed = (payload.get("view") or {}).get("app_installed_team_id") or _authorized(payload)
    team = payload.get("team_id") or payload.get("team")
    found = installed or (team.get("id") if isinstance(team, dict) else team)
    return found if isinstance(found, str) else ""


def _authorized(payload: Payload) -> object:
    """The team of the first authorization, if there is one."""
    given = payload.get("authorizations")
    first = given[0] if isinstance(given, list) and given else None
    return first.get("team_id") if isinstance(first, dict) else None


def removal(payload: Payload) -> datetime | None:
    """When the bot was removed from the workspace, if that is what the event says."""
    event = payload.get("event") or {}
    kind = event.get("type") if isinstance(event, dict) else ""
    revoked = kind == "tokens_revoked" and (event.get("tokens") or {}).get("bot")  # else somebody's own token
    if kind != "app_uninstalled" and not revoked:
        return None
    return datetime.fromtimestamp(int(payload["event_time"]), UTC)


def with_edit(payload: Payload) -> Payload:
    """Words that somebody has changed in the DM, as an event of their own; anything else as it came.

    Slack reports a change also when it has unfolded a link, or the bot has changed its own: nobody typed then.
    """
    event = payload.get("event")
    if not isinstance(event, dict) or event.get("subtype") != "message_changed":
        return payload
    message, before = event.get("message"), event.get("previous_message")
    if not (isinstance(message, dict) and message.get("edited") and event.get("channel_type") == "im"):
        return payload
    if isinstance(before, dict) and before.get("text") == message.get("text"):
        return payload
    known = ("user", "text", "ts", "thread_ts", "subtype", "bot_id", "app_id")
    words = {name: message[name] for name in known if name in message}
    return {**payload, "event": {"type": "message", "channel": event["channel"], "channel_type": "im", **words}}


def needed_to_answer(payload: Payload) -> Payload:
    """The parts of a payload that a later run needs to answer it, and nothing else: they are stored until then."""
    slim = {name: payload[name] for name in WHOLE & payload.keys()}
    if isinstance(event := payload.get("event"), dict):
        slim["event"] = {name: event[name] for name in EVENT & event.keys()}
        if files := first_file(event):
            slim["event"]["files"] = files
    if team := _authorized(payload):
        slim["authorizations"] = [{"team_id": team}]
    if isinstance(message := payload.get("message"), dict):
        slim["message"] = {name: message[name] for name in MESSAGE & message.keys()}
    return slim


def first_file(event: Payload) -> list[dict[str, Any]]:
    """What is needed of the first file that was sent along."""
    files = event.get("files")
    first = files[0] if isinstance(files, list) and files else None
    return [{name: first[name] for name in FILE if name in first}] if isinstance(first, Mapping) else []


def is_for_us(event: Payload, bot_user: str) -> bool:
    """Words that a person has just typed to the bot: not a bot's, not somebody joining."""
    spoken_to = event["type"] == "app_mention" or event.get("channel_type") == "im"
    machine = event.get("bot_id") or event.get("hidden") or event.get("app_id")
    typed = not machine and (event.get("subtype") or "") in TYPED
    return spoken_to and typed and event.get("user") not in (None, "", bot_user)


def name_of(event: Payload, team: str, event_id: str) -> str:
    """The key to claim an event by. A mention's is its message: an edit of it comes as another event."""
    if event["type"] == "app_mention":
        return f"mention:{team}:{event['channel']}:{event['ts']}"
    return event_id


def of_event(event: Payload, team: str) -> SlackPlace:
    """A DM is answered where it was written, a mention in its thread."""
    private = event.get("channel_type") == "im" or str(event["channel"]).startswith(DM)
    thread = str(event.get("thread_ts") or ("" if private else event["ts"]))
    return SlackPlace(team, str(event["channel"]), str(event["user"]), thread, private)


def said(event: Payload, place: SlackPlace, sender: Sender, key: str, file: DroppedFile | None = None) -> Message:
    text = plain_text(MENTION.sub(" ", str(event.get("text") or "")))
    return Message(sender, place.conversation, text, address(place), key, channel(place), file)


def of_command(body: Payload, team: str) -> SlackPlace:
    answer_at, trigger = str(body.get("response_url") or ""), str(body.get("trigger_id") or "")
    return SlackPlace(team, str(body["channel_id"]), str(body["user_id"]), answer_at=answer_at, trigger=trigger)


def typed(body: Payload) -> tuple[str, str]:
    """A slash command with and without its name: the core knows which of them it can read."""
    words = plain_text(str(body.get("text") or ""))
    return f"{body['command']} {words}".strip(), words


def of_press(body: Payload, team: str) -> SlackPlace:
    """The message whose button was pressed; on the home page there is none."""
    container: Payload = body.get("container") or {}
    message: Payload = body.get("message") or {}
    channel = str(container.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    ephemeral = bool(container.get("is_ephemeral"))
    thread = str(container.get("thread_ts") or message.get("thread_ts") or "")
    ours = bool(container.get("message_ts")) and not ephemeral  # a message that the bot posted itself
    return SlackPlace(
        team,
        channel,
        str(body["user"]["id"]),
        thread,
        ours and channel.startswith(DM),
        str(body.get("response_url") or ""),
        str(body.get("trigger_id") or ""),
        str(container.get("message_ts") or message.get("ts") or ""),
        ephemeral,
    )


def of_shortcut(body: Payload, team: str) -> SlackPlace:
    """Where somebody chose a message, which may be anybody's: it is never changed, and the place never private."""
    return replace(of_press(body, team), message="", private=False)


def pressed(action: Payload, values: Payload, place: SlackPlace, sender: Sender) -> Submit:
    """`values`: what the button carries, {"a": action, "v": values}; what is not text in it is left out."""
    key = f"{place.message}:{action.get('action_ts', '')}:{place.user}"
    name, said = str(values.get("a") or ""), texts(values.get("v"))
    return Submit(sender, place.conversation, name, said, address(place), key, channel(place))


def sent(view: Payload, name: str, values: Mapping[str, str], place: SlackPlace, sender: Sender) -> Submit:
    """A form that was sent. A form that is corrected and sent again is another event."""
    key = f"{view.get('id', '')}:{view.get('hash', '')}"
    return Submit(sender, place.conversation, name, values, address(place), key, channel(place))


def joined(place: SlackPlace, sender: Sender, key: str) -> Joined:
    return Joined(sender, place.conversation, address(place), key)


def texts(given: object) -> dict[str, str]:
    """The texts of an object that came over the wire; anything else in it is forged or broken."""
    if not isinstance(given, Mapping):
        return {}
    return {str(name): text for name, text in given.items() if isinstance(text, str)}
