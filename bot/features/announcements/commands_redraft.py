"""Words under a draft: “only to Finn”, “tomorrow at 8”, “make it say …” change it, and nothing goes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.activity import Message
from bot.core.conversation import Fill
from bot.core.reply import Reply, Text
from bot.core.routing import answer
from bot.core.turn import Turn
from bot.features.announcements import service
from bot.features.announcements.commands_draft import confirmed
from bot.features.announcements.commands_excepted import shown_or_asked
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
from bot.features.announcements.rewording import replaced, swapped, too_little
from bot.features.announcements.views_preview import REDRAFT
from bot.language.acts import act_in

NOT_TO = ("not", "except", "but", "without", "apart", "excluding", "leave out")
LONGEST = 120  # characters of a word about whom or when; more is a text of its own
BUT = re.compile(
    r"^(?:(?:and|also|oh|ok|okay|yes|so|please|actually|then)\b[\s,]+)*(?:but\s+)?(?:not|except(?:\s+for)?|without|"
    r"apart\s+from|excluding|minus|(?:leave|take|drop|keep|cut)(?:\s+out)?)\s+(?:to\s+|for\s+)?(?=\S)",
    re.I,
)
"""“And not Ben either”, “take out Finn as well”."""
ALSO = re.compile(
    r"(?:\s+(?:out(?:\s+of\s+it)?|off|too|as\s+well|also|either|then|please|of\s+it))+[\s.!]*$", re.I
)
TOO = re.compile(r"^(?:and|also|plus|add)\s+(?:to\s+|for\s+)?(?P<who>\S.*?)(?:\s+(?:too|as\s+well|also))?$", re.I)
TOO_ALONE = re.compile(r"^(?P<who>\S.*?)\s+(?:too|as\s+well|also)(?:\s+then)?$", re.I)
SEND_IT = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|please|pls|now|just|go on|right|so)\b[\s,]*)*(?:send|post|announce|share)"
    r"(?:\s+(?:it|that|this|them))?(?:\s+(?:now|then|off|out|please|pls|to\s+(?:them|everyone|everybody|all)))*[\s.!]*$",
    re.I,
)
HOUR_ALONE = re.compile(r"^(?P<before>(?:at|for|by)\s+)?(?P<hour>[1-6])$")
ABOUT_IT = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|no|nope|and|but|fine|sure|so)\b[\s,]+)*(?:to|only|just|except|not|but|add|at|after|before|"
    r"later|when|without|tell|everyone|everybody|all|send\s+(?:it|that|this)|change\s+(?:it|that)|make\s+(?:it|that)|"
    r"take\s+out|leave\s+out)\b",
    re.I,
)
"""Words that are about the draft, whatever else they say: what of them is not read is asked about."""
MOST_WORDS = 6  # of whom or when, where nothing of it is found: more is about something else
ADDRESSES = re.compile(r"^(?:(?:only|just|but)\b|to\b|for\b|everyone\b|everybody\b|those\b)", re.I)
SAYS = re.compile(
    r"^(?:(?:no|oh|wait|hang on|sorry|actually|please|can you)[\s,]+)*(?:(?:make\s+it|it\s+should|"
    r"have\s+it|let\s+it)\s+"
    r"(?:say|read)|change\s+(?:it|that|the\s+(?:text|wording|message))\s+to(?:\s+(?:say|read))?|"
    r"(?:say|write)(?=.*\binstead$)|(?:send|use|post|write|say)\s+(?:this|that|the\s+following)(?:\s+instead)?(?=\s*:)|"
    r"(?:instead|new\s+text|the\s+text)(?=\s*:))\s*:?\s+(?P<text>\S.*?)(?:\s+instead)?$",
    re.I | re.S,
)
ADDS = re.compile(
    r"^(?:(?:and|also|oh|please|(?P<asks>can you|could you))[\s,]+)*"
    r"(?:add\s*:\s*(?:and\s+)?|add\s+(?:(?:in\s+|on\s+)?that\s+|(?=[“\"]))|"
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
CONDITIONAL = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|sure|fine|please|but|send\s+(?:it|that))\b[\s,]+)+"
    r"(?:when|once|if|unless|as\s+soon\s+as|after|before|until)\b",
    re.I,
)
"""“Yes, when they are back”: a time or a condition, and no question."""
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
    if SEND_IT.match(typed):
        return await _sent_or_shown(turn, values)
    if new := SAYS.match(typed):
        return await _reworded(turn, values, new["text"].strip('“”"'))
    if (more := ADDS.match(typed)) and not act_in(typed).asks:
        line = more["more"].strip()
        return await _changed(turn, values, more=line.rstrip("? ") if more["asks"] else line)
    waits = CONDITIONAL.match(typed) is not None and not typed.rstrip().endswith("?")
    if (act_in(words).asks and not waits) or ":" in re.sub(r"\d:\d", "", words) or len(words) > LONGEST:
        return None
    try:  # what is said beside a draft that has changed elsewhere goes its own way, without a word of that
        these = await service.act_of(turn, {"act": values.get("act", "")})
    except NoSuchAnnouncement:
        return None
    if these[0].stage is not AnnouncementStage.DRAFT:
        return None
    if (text := swapped(these[0].text, typed)) is not None:
        return await _changed(turn, values, text=checked(text))
    reader = of_draft(await service.head_reader(turn, [one.hub for one in these]), these[0])
    if (alone := TOO_ALONE.match(words)) and (who := reader.roll.all_of(alone["who"]).people):
        return await _too(turn, these, reader, who, values)
    if parts := _parts(in_the_afternoon(words), these[0], reader):
        return await _changed(turn, values, parts)
    if COMMENT.match(typed):
        return await _again(turn, these, HOW)
    half = waits or ABOUT_IT.match(typed) is not None
    return await _again(turn, these, UNREAD.format(said=typed[:80])) if half else None


HOW = "Nothing was changed or sent. Press [Change], or say what it should read: “make it say …”."
UNREAD = (
    "I can't read all of “{said}”, so nothing was changed or sent. Say one thing at a time: “not to Ben”, "
    "“at 4pm”, “add: bring a charger”."
)


async def _again(turn: Turn, these: Sequence[Announcement], how: str) -> Reply:
    """The draft once more, and how it is changed. A plain yes to that may agree with something else."""
    drafted = await service.shown(turn, these)
    asks = replace(drafted.asks, yes="") if drafted.asks else None
    return replace(drafted, blocks=(Text(how), *drafted.blocks), asks=asks)


async def _sent_or_shown(turn: Turn, values: Mapping[str, str]) -> Reply | None:
    """It goes when these words follow what would be sent; after anything else it is shown once more."""
    asked = turn.standing.asked
    if asked and asked.question.yes and not asked.overtaken:
        return await confirmed(turn, values)
    try:
        these = await service.act_of(turn, {"act": values.get("act", "")})
    except NoSuchAnnouncement:
        return None
    return await shown_or_asked(turn, these) if these[0].stage is AnnouncementStage.DRAFT else None


async def _reworded(turn: Turn, values: Mapping[str, str], new: str) -> Reply:
    """The whole text; of a date, a weekday or a time only the one that stands there. Else it is asked."""
    these = await service.as_seen(turn, values)
    if (text := replaced(these[0].text, new)) is not None:
        return await _changed(turn, values, text=checked(text))
    if not too_little(new):
        return await _changed(turn, values, text=checked(new))
    how = (
        f"Is “{new[:60]}” the whole new text, or what should it stand for? Nothing was changed or sent. Say both: "
        f"“change … to {new[:60]}”, or write the whole text behind “make it say”."
    )
    return await _again(turn, these, how)


def of_draft(reader: HeadReader, one: Announcement) -> HeadReader:
    """An hour alone keeps the draft's day, and a day alone its hour."""
    if one.at_once:
        return reader
    local = one.send_at.astimezone(ZoneInfo(reader.zone))
    return replace(reader, day=local.date(), usual=local.time())


def in_the_afternoon(words: str) -> str:
    """“At 4” is 16:00: nothing is sent to teachers before seven unless that is said."""
    found = HOUR_ALONE.match(words)
    return f"{found['before'] or 'at '}{found['hour']}pm" if found else words


async def _too(
    turn: Turn, these: Sequence[Announcement], reader: HeadReader, who: Sequence[int], values: Mapping[str, str]
) -> Reply:
    """“Finn too”: one more of those who are named; under “everybody but Kit” it may be either."""
    chosen = these[0].audience.people if these[0].audience.who is Who.PEOPLE else ()
    if chosen and 2 * len(chosen) <= len(reader.roll.ids):
        return await _changed(turn, values, _of_people((*chosen, *(one for one in who if one not in chosen))))
    names = " and ".join(reader.roll.names[one] for one in who)
    how = f"Shall {names} get it, or be left out? Nothing was changed or sent. Say “add {names}” or “not {names}”."
    return await _again(turn, these, how)


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
    return await shown_or_asked(turn, await service.act_of(turn, {"act": values["act"]}))


def _parts(words: str, before: Announcement, reader: HeadReader) -> HeadParts | None:
    """What the words change. Raises HeadUnclear for people or a time that are named and not found."""
    chosen = before.audience.people if before.audience.who is Who.PEOPLE else ()
    if but := BUT.match(words):
        left = ALSO.sub("", words[but.end() :])
        if not chosen and not reader.roll.at_the_start(left).end and not but[0].casefold().startswith(NOT_TO):
            return None
        if not chosen:
            return reader.parts(f"everyone except {left}", addressed=True)
        named = reader.roll.all_of(left).people
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
