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
    NoSuchAnnouncement,
    Who,
)
from bot.features.announcements.head import HeadParts, HeadReader, HeadUnclear
from bot.features.announcements.parsing import WhatToSay, checked, wish
from bot.features.announcements.redraft_people import parts_of_people, without
from bot.features.announcements.redraft_words import (
    ABOUT_IT,
    ADDRESSES,
    ADDS,
    ALSO,
    AND,
    BUT,
    COMMENT,
    CONDITIONAL,
    LONGEST,
    MOST_WORDS,
    NO_TIME,
    NOT_TO,
    SAYS,
    SEND,
    SEND_IT,
    TAKEN_OFF,
    TOO,
    TOO_ALONE,
    WHO_GETS,
    in_the_afternoon,
)
from bot.features.announcements.repository import Announcements
from bot.features.announcements.rewording import replaced, swapped, too_little
from bot.features.announcements.told_text import AnotherOrder
from bot.features.announcements.views_preview import REDRAFT
from bot.language.acts import act_in


@answer(REDRAFT, of="cohort announce", writes=True)
async def redrafted(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """The same text for the people or the time that was named. None for whatever says anything else."""
    words = SEND.sub("", said.words).strip(" .!")
    typed = turn.as_written(turn.activity.text) if isinstance(turn.activity, Message) else ""
    if WHO_GETS.match(typed):
        return await _who_gets_it(turn, values)
    if NO_TIME.match(typed) and (untimed := await _untimed(turn, values)):
        return untimed
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
    chosen = await _chosen(turn, these)
    if (alone := TOO_ALONE.match(words)) and (who := reader.roll.all_of(alone["who"]).people):
        return await _too(turn, these, reader, who, values)
    if parts := _parts(in_the_afternoon(words), chosen, reader):
        return await _changed(turn, values, parts)
    if COMMENT.match(typed):
        return await _again(turn, these, HOW)
    if _is_another(typed, reader):
        return None
    half = waits or ABOUT_IT.match(typed) is not None
    return await _again(turn, these, UNREAD.format(said=typed[:80])) if half else None


def _is_another(typed: str, reader: HeadReader) -> bool:
    """“Tell Finn that …” under a draft to others is a new one, which goes its own way."""
    try:
        return wish(typed, reader.roll) is not None
    except AnotherOrder:
        return True
    except WhatToSay:
        return False


HOW = "Nothing was changed or sent. Press [Change], or say what it should read: “make it say …”."
UNREAD = (
    "I can't read all of “{said}”, so nothing was changed or sent. Say one thing at a time: “not to Ben”, "
    "“at 4pm”, “add: bring a charger”."
)


async def _chosen(turn: Turn, these: Sequence[Announcement]) -> tuple[int, ...]:
    """Those who are meant, one by one: by name, or as a group stands now; nobody where it is for everybody."""
    first = these[0].audience
    if first.who in (Who.ALL, Who.PEOPLE):
        return first.people if first.who is Who.PEOPLE else ()
    return await service.members_of(turn, these)


async def _who_gets_it(turn: Turn, values: Mapping[str, str]) -> Reply | None:
    these = await service.act_of(turn, {"act": values.get("act", "")})
    roll = (await service.head_reader(turn, [one.hub for one in these])).roll
    members = await service.members_of(turn, these)
    names = ", ".join(roll.names[one] for one in members if one in roll.names)
    drafted = await service.shown(turn, these)
    return replace(drafted, blocks=(Text(f"It is for {names or 'nobody'}. Nothing was sent."), *drafted.blocks))


async def _untimed(turn: Turn, values: Mapping[str, str]) -> Reply | None:
    """The draft without its time, shown once more; None for one that has none."""
    these = await service.act_of(turn, {"act": values.get("act", "")})
    first = these[0]
    if first.at_once or first.stage is not AnnouncementStage.DRAFT:
        return None
    wording = AnnouncementText(first.text, first.audience, first.ask_read)
    await Announcements(turn.store).change(await service.as_seen(turn, values), wording, turn.me.id, turn.now)
    return await shown_or_asked(turn, await service.act_of(turn, {"act": values["act"]}))


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


async def _too(
    turn: Turn, these: Sequence[Announcement], reader: HeadReader, who: Sequence[int], values: Mapping[str, str]
) -> Reply:
    """“Finn too”: one more of those who are named; under “everybody but Kit” it may be either."""
    chosen = await _chosen(turn, these)
    if chosen and 2 * len(chosen) <= len(reader.roll.ids):
        return await _changed(turn, values, parts_of_people((*chosen, *(one for one in who if one not in chosen))))
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


def _parts(words: str, chosen: Sequence[int], reader: HeadReader) -> HeadParts | None:
    """What the words change. Raises HeadUnclear for people or a time that are named and not found.

    chosen: those who are meant now; whoever is taken out is taken out of these, and nobody is added by it.
    """
    off = TAKEN_OFF.match(words)
    if off and reader.roll.all_of(off["who"]).people:
        words = f"not {off['who']}"
    if but := BUT.match(words):
        left = ALSO.sub("", words[but.end() :])
        if not chosen and not reader.roll.at_the_start(left).end and not but[0].casefold().startswith(NOT_TO):
            return None
        if not chosen:
            return reader.parts(f"everyone except {left}", addressed=True)
        named = reader.roll.all_of(left).people
        return parts_of_people(without(chosen, named, reader)) if named else None
    too = TOO.match(words) if chosen else None
    if too and (named := reader.roll.all_of(too["who"]).people):
        return parts_of_people((*chosen, *(one for one in named if one not in chosen)))
    words = AND.sub("", words)
    addressed = ADDRESSES.match(words) is not None and len(words.split()) <= MOST_WORDS
    try:
        return reader.parts(words, addressed=addressed)
    except HeadUnclear:
        if addressed:
            raise
        return None
