"""What Teams sends → what the core reads: who, where, which words without the mention, which button."""

import html
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from adapters.teams.activity_codec import InboundActivity, Json
from adapters.teams.dropped_files import files_in
from bot.core.activity import Address, Channel, Joined, Message, Sender, Submit

PLATFORM = "teams"
PERSONAL, EMULATOR = "personal", "emulator"
OURS = "mastery"  # the key in a card's data under which our own lies
FIELD = "field."  # what stands before a form's field among the inputs that Teams sends
MOST_VALUES = 50
LONGEST_VALUE = 4_000  # characters of one value; the core bounds words by the same
AT = re.compile(r"</?at\b[^>]*>")
NEEDED = (
    "type", "id", "name", "text", "channelId", "serviceUrl", "replyToId", "locale", "localTimezone", "from",
    "recipient", "conversation", "value", "timestamp",
)  # fmt: skip
LINK = re.compile(r'<a\b[^>]{0,500}?\bhref="(https?://[^"]{1,2000})"[^>]{0,500}>(.{1,500}?)</a>', re.I | re.S)
TAG = re.compile(r"<[^>]{0,500}>")
MOST_LINKS = 10  # of one message
LONGEST_HTML = 40_000  # characters; Teams takes at most 28 KB of a message
REPLY, HTML = "schema.skype.com/Reply", "text/html"
QUOTED = re.compile(r"<quoted\b[^>]*/>|<quoted\b[^>]*>.*?</quoted>", re.S)
MERGED = re.compile(r"<blockquote\b[^>]*schema\.skype\.com/Reply[^>]*>.*?</blockquote>", re.S)
AT_SPAN = re.compile(r"<span\b[^>]*schema\.skype\.com/Mention[^>]*>(.*?)</span>", re.S)
BREAK = re.compile(r"<br\s*/?>|</p>|</div>")
MARKUP = re.compile(r"<(?!/?at\b)[^>]*>")


def sender_of(activity: InboundActivity) -> Sender:
    """Tenant and directory id: what Microsoft vouches for. A name or an e-mail address is only a claim."""
    who = activity.from_property
    user = (who.aad_object_id or who.id or "") if who else ""
    return Sender(PLATFORM, tenant_of(activity), user, _zone(activity))


def tenant_of(activity: InboundActivity) -> str:
    data = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    named = data.get("tenant")
    there = activity.conversation.tenant_id if activity.conversation else ""
    return str(there or (named.get("id") if isinstance(named, dict) else "") or "")


def _zone(activity: InboundActivity) -> str:
    zone = activity.local_timezone
    return zone if zone in _zones() else "Europe/London"


@cache
def _zones() -> frozenset[str]:
    """Read from the disk once."""
    return frozenset(available_timezones())


def is_personal(activity: InboundActivity) -> bool:
    """Only a chat that says so. The Emulator's, which is let in only in development, says nothing of its kind."""
    kind = activity.conversation.conversation_type
    return bool(kind == PERSONAL or (not kind and activity.channel_id == EMULATOR))


def address_of(activity: InboundActivity) -> Address:
    """Where the sender is reached alone: this chat, or one that has to be opened first; never a channel."""
    here = reference_of(activity)
    return here if is_personal(activity) else {**here, "conversation": {"tenantId": tenant_of(activity)}}


def reference_of(activity: InboundActivity) -> Address:
    """The whole conversation reference as Teams gave it, for messages later on."""
    raw = activity.raw
    return {
        "channelId": activity.channel_id,
        "serviceUrl": activity.service_url,
        "conversation": {**raw["conversation"], "tenantId": tenant_of(activity)},
        "bot": raw.get("recipient") or {},
        "user": raw.get("from") or {},
        "locale": activity.locale or "",
    }


def needed_to_answer(activity: InboundActivity) -> Json:
    """What a later run needs of an activity to answer it, and nothing else: it is stored until then."""
    raw = activity.raw
    slim = {name: raw[name] for name in NEEDED if name in raw}
    entities = raw.get("entities")
    mentions = [one for one in entities if _is_mention(one)] if isinstance(entities, list) else []
    kept = {"entities": mentions, "attachments": [*_quotations(activity), *files_in(raw)]}
    return {**slim, "channelData": {"tenant": {"id": tenant_of(activity)}}, **kept}


def _is_mention(entity: object) -> bool:
    return isinstance(entity, dict) and entity.get("type") == "mention"


def key_of(activity: InboundActivity) -> str | None:
    """Teams' name for the event. Its ids are moments, so they are only unique within a conversation.

    An edited message keeps its id, so the moment of the edit goes along.
    """
    edited = f"|{activity.raw.get('timestamp', '')}" if activity.type == "messageUpdate" else ""
    return f"{activity.conversation.id}|{activity.id}{edited}" if activity.id else None


def is_edited(activity: InboundActivity) -> bool:
    """Whether somebody has changed the words of their message; a deletion that was undone comes the same way."""
    data = activity.channel_data
    return isinstance(data, dict) and data.get("eventType") == "editMessage" and bool(activity.text)


def message_of(activity: InboundActivity) -> Message | Submit:
    """The core's activity for a message: words, or a button pressed in a client that knows no Action.Execute."""
    sender, where = sender_of(activity), activity.conversation.id
    address = address_of(activity)
    if isinstance(activity.value, dict) and isinstance(activity.value.get(OURS), dict):
        action, values = pressed(activity.value)
        return Submit(sender, where, action, values, address, key_of(activity), channel_of(activity))
    return Message(sender, where, words_of(activity), address, key_of(activity), channel_of(activity))


def channel_of(activity: InboundActivity) -> Channel | None:
    """The channel or group itself, without the thread, so that what is sent there begins one of its own."""
    if is_personal(activity):
        return None
    name = activity.conversation.id.partition(";messageid=")[0]
    reference = {part: value for part, value in reference_of(activity).items() if part != "user"}
    return Channel(name, {**reference, "conversation": {**reference["conversation"], "id": name}})


def submit_of(activity: InboundActivity) -> Submit | None:
    """The button behind an `adaptiveCard/action`; None when the card is none of ours."""
    action = activity.value.get("action") if isinstance(activity.value, dict) else None
    data = action.get("data") if isinstance(action, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get(OURS), dict):
        return None
    name, values = pressed(data)
    where, key, channel = activity.conversation.id, key_of(activity), channel_of(activity)
    return Submit(sender_of(activity), where, name, values, address_of(activity), key, channel)


def is_form(data: Mapping[str, Any]) -> bool:
    """Whether what was pressed has sent a form."""
    ours = data.get(OURS)
    return isinstance(ours, dict) and "form" in ours


def joined_of(activity: InboundActivity) -> Joined:
    """Where others listen, nobody in particular has joined: whoever adds the bot is not greeted by name there."""
    nobody = Sender(PLATFORM, tenant_of(activity), "")
    who = sender_of(activity) if is_personal(activity) else nobody
    where, key, channel = activity.conversation.id, key_of(activity), channel_of(activity)
    return Joined(who, where, address_of(activity), key, channel)


def pressed(data: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The action's name and its values, with what was typed into the fields of its own form."""
    ours = data[OURS]
    given = ours.get("values")
    values = dict(given) if isinstance(given, dict) else {}
    typed = {name.removeprefix(FIELD): said for name, said in data.items() if name.startswith(FIELD)}
    mine = {
        name.partition(".")[2]: said for name, said in typed.items() if name.startswith(f"{ours.get('form')}.")
    }
    kept = list({**mine, **values}.items())[:MOST_VALUES]
    return str(ours.get("action", "")), {str(name): str(value)[:LONGEST_VALUE] for name, value in kept}


def words_of(activity: InboundActivity) -> str:
    """The text without the bot's own mention and what it quotes; Teams escapes what people type as HTML."""
    text, entities = _answer_alone(activity), activity.raw.get("entities")
    for entity in entities if isinstance(entities, list) else []:
        if not _is_mention(entity) or activity.recipient is None:
            continue
        mentioned, words = entity.get("mentioned"), entity.get("text")
        if isinstance(mentioned, dict) and mentioned.get("id") == activity.recipient.id and isinstance(words, str):
            text = text.replace(words, " ") if words else text
    said = html.unescape(AT.sub("", text)).replace("\xa0", " ").strip()
    for label, address in _labelled_links(activity):
        said = said.replace(label, f"{label} ({address})", 1)
    return said


def _labelled_links(activity: InboundActivity) -> list[tuple[str, str]]:
    """Links whose label is not their address: the text has only the label, and the HTML beside it both."""
    attached = activity.raw.get("attachments")
    found: list[tuple[str, str]] = []
    for one in attached if isinstance(attached, list) else []:
        if isinstance(one, dict) and one.get("contentType") == "text/html" and isinstance(one.get("content"), str):
            there = LINK.findall(one["content"])
            found += [(html.unescape(TAG.sub("", label)).strip(), html.unescape(at)) for at, label in there]
    return [(label, at) for label, at in found if label and label.rstrip("/") not in at][:MOST_LINKS]


def _answer_alone(activity: InboundActivity) -> str:
    """What was typed under a quotation. Words that are quoted are somebody else's, or older.

    Teams marks a quotation with a sign and an entity; older clients merge it with the answer, and only the HTML
    that comes beside the text tells the two apart.
    """
    text = QUOTED.sub(" ", activity.text or "")
    for one in _quotations(activity):
        answer = MERGED.sub(" ", one["content"][:LONGEST_HTML])
        if REPLY in answer:  # cut off, or not closed: whose words these are cannot be told
            return ""
        return MARKUP.sub("", BREAK.sub("\n", AT_SPAN.sub(r"<at>\1</at>", answer))).strip()
    return text


def _quotations(activity: InboundActivity) -> list[dict[str, Any]]:
    """The HTML beside the text, where it holds a quotation."""
    there = activity.raw.get("attachments")
    return [
        {"contentType": HTML, "content": content}
        for one in (there if isinstance(there, list) else [])
        if isinstance(one, dict) and one.get("contentType") == HTML
        if isinstance(content := one.get("content"), str) and REPLY in content
    ][:1]


def added_us(activity: InboundActivity) -> bool:
    """Whether this says that the bot was installed, in either of the two ways in which Teams says it."""
    if activity.type == "installationUpdate":
        return str(activity.action or "").startswith("add")
    return activity.recipient is not None and any(
        member.id == activity.recipient.id for member in activity.members_added or []
    )


def removed_us(activity: InboundActivity) -> bool:
    if activity.type == "installationUpdate":
        return str(activity.action or "").startswith("remove")
    return activity.recipient is not None and any(
        member.id == activity.recipient.id for member in activity.members_removed or []
    )
