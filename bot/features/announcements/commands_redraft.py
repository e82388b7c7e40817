"""Words under a draft: “only to Finn”, “tomorrow at 8”, “make it say …” change it, and nothing goes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import Fill
from bot.core.reply import Reply, Text
from bot.core.routing import answer
from bot.core.turn import Turn
from bot.features.announcements import service
from bot.features.announcements.domain import (
    Announcement,
    AnnouncementStage,
    AnnouncementText,
    Audience,
    NoSuchAnnouncement,
    Who,
)
from bot.features.announcements.head import HeadParts, HeadReader, HeadUnclear
from bot.features.announcements.parsing import checked
from bot.features.announcements.repository import Announcements
from bot.features.announcements.views_preview import REDRAFT
from bot.language.acts import act_in

LONGEST = 120  # characters of a word about whom or when; more is a text of its own
BUT = re.compile(
    r"^(?:but\s+)?(?:not|except(?:\s+for)?|without|apart\s+from|excluding|leave\s+out)\s+(?:to\s+|for\s+)?(?=\S)",
    re.I,
)
TOO = re.compile(r"^(?:and|also|plus|add)\s+(?:to\s+|for\s+)?(?P<who>\S.*?)(?:\s+(?:too|as\s+well|also))?$", re.I)
MOST_WORDS = 6  # of whom or when, where nothing of it is found: more is about something else
ADDRESSES = re.compile(r"^(?:(?:only|just|but)\b|to\b|for\b|everyone\b|everybody\b|those\b)", re.I)
SAYS = re.compile(
    r"^(?:(?:no|oh|wait|hang on|sorry|actually|please|can you)[\s,]+)*(?:(?:make\s+it|it\s+should|"
    r"have\s+it|let\s+it)\s+"
    r"(?:say|read)|change\s+(?:it|that|the\s+(?:text|wording|message))\s+to(?:\s+(?:say|read))?|"
    r"(?:say|write)(?=.*\binstead$))\s*:?\s+(?P<text>\S.*?)(?:\s+instead)?$",
    re.I | re.S,
)
ADDS = re.compile(
    r"^(?:(?:and|also|oh|please|(?P<asks>can you|could you))[\s,]+)*"
    r"(?:add\s+(?:(?:in\s+|on\s+)?that\s+|:\s*|(?=[“\"]))|"
    r"(?:also\s+say|say\s+also|mention|include)\s+(?:that\s+)?|(?<=also )say\s+(?:that\s+)?)"
    r"[“\"]?(?P<more>\S.*?)[”\"]?$",
    re.I | re.S,
)
"""“Add that lunch is provided”: a line more."""
AND = re.compile(r"^(?:and|then|so|ok|also)\s+(?=\S)", re.I)
SEND = re.compile(
    r"^(?:(?:send|make|post|do)\s+(?:it|that|this)\s+)?(?:go\s+|out\s+)?"
    r"(?=(?:only|just|to|for|at|on|tomorrow|next|in)\b)",
    re.I,
)
COMMENT = re.compile(
    r"^(?:(?:hm+|um+|er+m?|well|oh|ah|actually|maybe|perhaps|i think|not sure|no|it's|its|it is|that's|thats|"
    r"that is|that|it|this|is|sounds?|reads?|looks?|seems?|comes? (?:over|across)(?: as)?|feels?)[\s,.…]+)*"
    r"(?:(?:(?:way |far |much )?too|a bit|a little|bit|rather|quite|very|not (?:very|quite|so)|kind of|"
    r"sort of|needs?)"
    r"\s+(?:\S+\s*){1,4}|rude|harsh|cold|blunt|wrong|awful|terrible|cheesy|bossy)[\s.!]*$",
    re.I,
)
"""What somebody thinks of the wording: it changes nothing, and agrees to nothing."""


@answer(REDRAFT, of="cohort announce", writes=True)
async def redrafted(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """The same text for the people or the time that was named. None for whatever says anything else."""
    words = SEND.sub("", said.words).strip(" .!")
    typed = turn.as_written(turn.activity.text) if isinstance(turn.activity, Message) else ""
    if new := SAYS.match(typed):
        return await _changed(turn, values, text=checked(new["text"].strip('“”"')))
    if (more := ADDS.match(typed)) and not act_in(typed).asks:
        line = more["more"].strip()
        return await _changed(turn, values, more=line.rstrip("? ") if more["asks"] else line)
    if act_in(words).asks or ":" in re.sub(r"\d:\d", "", words) or len(words) > LONGEST:
        return None
    try:  # what is said beside a draft that has changed elsewhere goes its own way, without a word of that
        these = await service.act_of(turn, {"act": values.get("act", "")})
    except NoSuchAnnouncement:
        return None
    if these[0].stage is not AnnouncementStage.DRAFT:
        return None
    reader = await service.head_reader(turn, [one.hub for one in these])
    if parts := _parts(words, these[0], reader):
        return await _changed(turn, values, parts)
    return await _commented(turn, these) if COMMENT.match(typed) else None


async def _commented(turn: Turn, these: Sequence[Announcement]) -> Reply:
    """The draft once more, and how its words are changed."""
    drafted = await service.shown(turn, these)
    how = Text("Nothing was changed or sent. Press [Change], or say what it should read: “make it say …”.")
    asks = replace(drafted.asks, yes="") if drafted.asks else None  # a yes to that may agree with the comment
    return replace(drafted, blocks=(how, *drafted.blocks), asks=asks)


async def _changed(
    turn: Turn, values: Mapping[str, str], parts: HeadParts | None = None, text: str = "", more: str = ""
) -> Reply:
    these, parts = await service.as_seen(turn, values), parts or HeadParts()
    first = these[0]
    if more:
        text = checked(f"{first.text}\n{more[0].upper()}{more[1:]}")
    wording = AnnouncementText(
        text or first.text,
        parts.audience or first.audience,
        first.ask_read,
        parts.send_at or (None if first.at_once else first.send_at),
    )
    await Announcements(turn.store).change(these, wording, turn.me.id, turn.now)
    return await service.shown(turn, await service.act_of(turn, {"act": values["act"]}))


def _parts(words: str, before: Announcement, reader: HeadReader) -> HeadParts | None:
    """What the words change. Raises HeadUnclear for people or a time that are named and not found."""
    chosen = before.audience.people if before.audience.who is Who.PEOPLE else ()
    if but := BUT.match(words):
        if not chosen:
            return reader.parts(f"everyone except {words[but.end() :]}", addressed=True)
        named = reader.roll.all_of(words[but.end() :]).people
        kept = tuple(one for one in chosen if one not in named)
        return _of_people(kept) if named and kept and kept != chosen else None
    too = TOO.match(words) if chosen else None
    if too and (named := reader.roll.all_of(too["who"]).people):
        return _of_people((*chosen, *(one for one in named if one not in chosen)))
    words = AND.sub("", words)
    addressed = ADDRESSES.match(words) is not None and len(words.split()) <= MOST_WORDS
    try:
        return reader.parts(words, addressed=addressed)
    except HeadUnclear:
        if addressed:
            raise
        return None


def _of_people(people: tuple[int, ...]) -> HeadParts:
    return HeadParts(replace(Audience(), who=Who.PEOPLE, people=people))
