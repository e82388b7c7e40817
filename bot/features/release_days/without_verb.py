"""Whether a message is about a release day, though no verb says so; and days that stand beside something else."""

import re
from dataclasses import replace

from bot.core.reply import Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.release_days import context, views
from bot.features.release_days.answering import (
    LIST,
    LOG_WORDS,
    ONE_THING,
    answered,
    read_log,
    shown_first,
)
from bot.features.release_days.asking import LOG, doubtful
from bot.features.release_days.clauses import LogReading
from bot.features.release_days.log_reading import speaks_of_a_day
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood, act_in
from bot.language.doubts import About

SHORT = 14  # words of a day that is said without a verb
DATED = re.compile(
    r"\d|day\b|\b(?:mon|tues?|wed|thurs?|fri)\b|tomorrow|\bthe\s+(?:(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|\w+teenth|twentieth|thirtieth)\b|twenty[\s-]|thirty[\s-]|(?:first|second|third)\s+of\b)",
    re.I,
)
DATE_FIGURES = re.compile(r"\d{1,2}[/.]\d{1,2}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[a-z]{3,9}\b", re.I)
NO_DAY = re.compile(
    r"\?|\b(?:reports?|remind\w*|due|deadline|appl\w+|clos\w+|opens?|interview\w*|coming|attend\w*|if|might|"
    r"may be|maybe|perhaps|hope|hoping|unless|not|no|never|cancel\w*|moved|instead)\b|n't\b",
    re.I,
)
"""Words with which a day and a purpose are no day that somebody wants logged."""


TOOK = re.compile(r"^\w+\s+(?:took|lasted|filled|was)\b", re.I)
NOTE_BEGINS = re.compile(r"\bnotes?\s*[:–-]|[(\"“]|\bwith\b", re.I)


def may_be_a_day(text: str, act: Act) -> bool:
    """Quick: whether it is worth reading."""
    if act.mood is Mood.REPORT:
        return "?" not in text
    if act.mood is Mood.OTHER:
        before_note = NOTE_BEGINS.split(text, maxsplit=1)[0]
        short = not act.corrects and len(before_note.split()) <= SHORT
        return short and bool(DATED.search(before_note)) and not NO_DAY.search(before_note)
    logs = act.deed is Deed.LOG and act.mood in (Mood.ORDER, Mood.REQUEST) and act.certain
    first = text[: act.object_at].split()
    plainly = bool(LOG_WORDS & {word.lower() for word in first}) or DATE_FIGURES.search(text) is not None
    return (logs and plainly) or act.mood is Mood.REFUSAL


def is_a_day(reading: LogReading) -> bool:
    act = reading.act
    if act.mood is Mood.REFUSAL:
        return bool(reading.days) and not any(
            one.worded and one.purpose is None for one in reading.said if not _plain(one.note)
        )
    if act.mood is Mood.OTHER:  # a day and a purpose without a verb: shown, and logged on a press
        repeats = bool(reading.doubts) and all(one.about is About.REPEAT for one in reading.doubts)
        took = TOOK.search(reading.text) is not None  # “training took the whole of friday”
        named = all(one.purpose and (not one.worded or (took and bool(one.guess))) for one in reading.said)
        return named and (repeats or (not reading.doubts and all(one.days for one in reading.said)))
    if act.mood is Mood.REPORT:
        return bool(reading.days) and any(one.purpose for one in reading.said)
    return speaks_of_a_day(reading)


def _plain(note: str | None) -> bool:
    """Whether the words of a refusal are about logging or taking a day, and about nothing else."""
    return len((note or "").split()) <= 4


ASKS_THE_BALANCE = re.compile(
    r"[\s,.;]+(?:(?:and|also|btw|oh)[\s,]+)+(?:how\s+many\s+(?:release\s+)?(?:days\s+)?|what(?:['’]?s|\s+is|\s+have)\s+)"
    r"(?:(?:do|have|will|i|are|am|got|have|days?|my|the|there)\s+)*(?:left|balance|remaining)[\s?.!]*",
    re.I,
)
QUESTION_AFTER = re.compile(
    r"[\s,.;]+(?:(?:and|also|btw|oh)[\s,]+)+(?:how|what(?:['’]?s)?|when|who|where|can|do|is|am|are)\b[^.]*$", re.I
)


async def days_then_a_question(turn: Turn, text: str) -> Reply | None:
    """“15/12 am assignment, and how many have I left”: the days are shown, and the question waits."""
    found = QUESTION_AFTER.search(text)
    head = text[: found.start()] if found else ""
    if found is None or not head or not may_be_a_day(head, act_in(head)):
        return None
    reading = await read_log(turn, head, None)
    if not is_a_day(reading) or not reading.certain or reading.act.asks:
        return None
    if ASKS_THE_BALANCE.fullmatch(text[found.start() :]) and reading.act.may_write:
        return await answered(turn, reading)  # what is left of the days stands below a logged day
    shown = await shown_first(turn, reading)
    return replace(shown, blocks=(Text(ONE_THING), *shown.blocks))


DENIED = re.compile(r"\b(?:not|no|sorry|instead|except|bar|wait)\b|n['’]t\b", re.I)
LONGEST_DENIED = 24  # words


def may_be_denied(text: str, act: Act) -> bool:
    """Quick: a day told of, with a negation in it."""
    told = act.mood in (Mood.OTHER, Mood.CORRECTION, Mood.REPORT) and act.deed in (None, Deed.LOG)
    short = told and len(text.split()) <= LONGEST_DENIED and "?" not in text
    return short and DENIED.search(text) is not None and DATED.search(text) is not None


async def partly_denied(turn: Turn, text: str) -> Reply | None:
    """“The tenth and eleventh were workshops, oh, and the thirteenth, no, not the thirteenth”: asked about."""
    if not may_be_denied(text, act_in(text)):
        return None
    reading = await read_log(turn, text, None)
    several = len(reading.days) > 1 and all(one.purpose and one.days for one in reading.said)
    named = several and not any(one.guess or one.worded for one in reading.said)
    return doubtful(reading) if named and reading.doubts else None


TAG = re.compile(
    r"[\s,]*\b(?:i\s+(?:think|guess|reckon|suppose|believe|presume)|right|yeah|yes|aye|ok(?:ay)?|innit|isn['’]?t\s+(?:it|that)|"
    r"is\s+(?:it|that)(?:\s+right)?|wasn['’]?t\s+it|does\s+(?:it|that)\s+count|or\s+(?:something|whatever))\s*\?+\s*$",
    re.I,
)
"""“… that's a workshop, I think?”: told, and not sure of it."""
OF_MINE = re.compile(r"(?:so\s+|and\s+)*(?:i\b|my\b|\d|(?:last\s+)?(?:mon|tue|wed|thu|fri)|yesterday)", re.I)


async def told_with_a_tag(turn: Turn, text: str) -> Reply | None:
    """A day and a purpose with such a tag behind them: shown, and logged on a press."""
    head = TAG.sub("", text)
    if head == text or "?" in head:
        return None
    act = act_in(head)
    tells = act.mood is Mood.REPORT or OF_MINE.match(head) is not None
    if act.asks or not tells or not may_be_a_day(head, act):
        return None
    reading = await read_log(turn, head, None)
    shows = is_a_day(reading) and reading.complete and not reading.doubts
    return await shown_first(turn, reading) if shows else None


def may_be_a_bare_date(text: str) -> bool:
    """Quick: whether it is worth reading."""
    short = len(text.split()) <= MOST_OF_A_DATE and "?" not in text
    return short and DATED.search(text) is not None and act_in(text).mood is Mood.OTHER


async def bare_date(turn: Turn, text: str) -> Reply | None:
    """“21 oct”, and no more: what is on record for it, or what it was for."""
    if not may_be_a_bare_date(text):
        return None
    reading = await read_log(turn, context.typed(turn, text), None)
    (said,) = reading.said if len(reading.said) == 1 else (None,)
    if (
        said is None
        or reading.doubts
        or len(said.days) != 1
        or said.part
        or said.purpose
        or said.note
        or said.several
    ):
        return None
    there = [one for one in await context.on_record(turn) if one.day == said.days[0]]
    if not there:
        return await answered(turn, reading)
    shown = views.lines("On record", there)
    buttons = Actions((Button("Change", "releaseday_change_form", {"day": str(there[0].id)}), LIST))
    return Reply((shown, buttons), LOG, entry=LOG, spoken_of=views.spoken_of(there))


def may_be_of_another(text: str, act: Act) -> bool:
    """Quick: whether it is worth asking whose day it is."""
    return not act.asks and "?" not in text and len(text.split()) <= SHORT and DATED.search(text) is not None


OWN_DAYS = re.compile(
    r"\s*(?:(?:my|show|the)\s+)*(?:release\s+)?days?(?:\s+(?:left|used|so far|please|balance))?[\s.!?]*", re.I
)
"""“Days”, and no more: from somebody enrolled it means their own."""
OWN_LIST = re.compile(
    r"\s*(?:please\s+)?(?:list|show)(?:\s+(?:them|it|all|everything|(?:all\s+)?(?:my\s+)?days))?[\s.!]*", re.I
)
MOST_OF_A_DATE = 5  # words
