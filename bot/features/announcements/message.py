"""What an announcement looks like to whoever gets it. Nobody is pinged by what stands in its text. Pure."""

import re
from datetime import date

from bot.core.reply import Actions, Block, Button, Heading, Note, Reply, Text
from bot.features.announcements.domain import Announcement

KIND = "announcement"
JOINER = "\u2060"  # seen by nobody, and no platform takes what it parts for a mention
EVERYBODY = re.compile(r"@(?=(?:channel|here|everyone|everybody|all|team|group|subteam)\b)", re.I)
MARKUP = re.compile(r"<\s*(?:!|/?at\b|@|#)[^>]{0,200}>?", re.I)
NAMED = re.compile(r"[!|^]\s*(channel|here|everyone)\b", re.I)


def message(one: Announcement, *, to_channel: bool = False, read_on: date | None = None) -> Reply:
    """To a person, or into the hub's channel, where everybody in it is pinged if the lead said so.

    read_on: the day on which they said that they have read it; then that stands where the button was.
    """
    sender = f"{one.by}, {one.hub.name}" if one.by else one.hub.name
    blocks: list[Block] = [Heading(f"From {sender}"), Text(unpinged(one.text))]
    if read_on:
        blocks.append(Note(f"✓ You have read this ({read_on.day} {read_on:%b}). Your hub can see that."))
    elif one.ask_read:
        blocks.append(Actions((Button("I've read this", "announcement_read", {"id": str(one.id)}),)))
    return Reply(tuple(blocks), KIND, personal=not to_channel, pings=to_channel and one.audience.everyone)


def taken_back() -> Reply:
    """What stands in the place of one that was recalled, where the platform does not let us delete it."""
    return Reply((Text("Your hub has recalled this announcement."),), KIND)


def unpinged(text: str) -> str:
    """The text with every way to ping a whole channel made harmless, and still to be read."""
    return EVERYBODY.sub(f"@{JOINER}", MARKUP.sub(_in_words, text))


def _in_words(markup: re.Match[str]) -> str:
    """`<!channel>` → @channel; of a tag that names nobody, what lies between is left."""
    named = NAMED.search(markup.group(0))
    return f"@{named[1]}" if named else ""
