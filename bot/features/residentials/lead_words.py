"""What a lead says of a residential in their own words, and the words of the command that it stands for. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.features.residentials.parsing import ORDINALS
from bot.features.residentials.parsing_venue import AROUND
from bot.language import Reading

ONE = (
    r"(?:(?:the|our)\s+)?(?:residential\s+(?:no\.?\s*|number\s+)?(?P<number>[1-9]|one|two|three)|"
    r"(?P<ordinal>first|second|third|1st|2nd|3rd)\s+residential)\b"
)
NUMBERED = re.compile(ONE, re.I)
LEAD_IN = (
    r"(?:(?:please|pls|hi|hello|ok|okay|so|and|also|just|fyi|right|sorry|can you|could you|can we|"
    r"could we|you can|i want to|i need to|we need to|(?:i|we)(?:['’]ve| have)?(?: just)? had to|"
    r"(?:i|we)(?:['’]ve| have)?(?=\s+\w+ed\b)|"
    r"(?:i|we)(?:['’]re| are) (?:having|going) to|let['’]?s)\b[\s,]+)*"
)
MOVING = (
    r"(?:re-?schedul(?:e|ed)|re-?arrang(?:e|ed)|schedul(?:e|ed)|shift(?:ed)?|mov(?:e|ed)|push(?:ed)?|put|set|bring|"
    r"brought|chang(?:e|ed)|make|made|book(?:ed)?|switch(?:ed)?|swap(?:ped)?|postpon(?:e|ed)|pencil(?:led)?)"
)
MOVED = re.compile(
    rf"^\W*{LEAD_IN}{MOVING}\s+{ONE}(?:\s+(?:in|down|back|forward|out|over))*"
    r"(?:\s*(?:\b(?:for|to|on|at|as|until|till|so it is)\b|[:,–-]))*\s*(?P<rest>\S.*)$",
    re.I | re.S,
)
HELD = re.compile(
    rf"^\W*{LEAD_IN}{ONE}\s*[:,–-]?\s*(?:(?:will|be|now|is|has|been|to be)\s+)*"
    r"(?P<verb>starts?|starting|begins?|kicks? off|runs?|running|takes? place|happens?|falls?|held|"
    r"moved?|moves|moving|goes)\s+"
    r"(?:(?:now|on|from|to|over|for)\s+)*(?P<rest>\S.*)$",
    re.I | re.S,
)
DATED = re.compile(
    rf"^\W*{LEAD_IN}{ONE}(?:\s+dates?)?\s*[:,=–-]?\s*(?:(?:is|are|now)\s+)*"
    r"(?P<rest>(?:some\s*time|early|late|mid|(?:in|on|for)\s|the\s+\d|\d|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|(?:next|this)\s|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b).*)$",
    re.I | re.S,
)
CALLED_OFF = re.compile(
    rf"^\W*{LEAD_IN}(?:call\s+{ONE}\s+off|"
    rf"{ONE.replace('<number>', '<number2>').replace('<ordinal>', '<ordinal2>')}\s+(?:(?:now|sadly)\s+)*"
    r"(?:won['’]?t|will not|isn['’]?t|is not|is no longer|not)\s+(?:be\s+)?(?:go(?:ing)?\s+ahead|happen(?:ing)?|"
    r"run(?:ning)?|tak(?:e|ing) place))(?:\s+(?:now|any ?more|after all|please|pls|then))*[\s.!]*$",
    re.I,
)
SEASONAL = re.compile(
    rf"^\W*{LEAD_IN}(?:{MOVING}\s+)?(?:(?:the|our)\s+)?(?P<season>autumn|spring|summer)\s+(?:term\s+)?residential\b"
    r"\s*[:,–-]?\s*(?:(?:is|will be|are|now|to|on|for)\s+)*(?P<rest>\S.*)$",
    re.I | re.S,
)
MOST_DAYS = 6  # of a residential, however long; more is a week or a month
SEASONS = {"autumn": 1, "spring": 2, "summer": 3}
"""The usual terms of the three; a hub may hold them otherwise, so the number is asked about."""
SAME_PLACE = re.compile(
    r"[\s,;(–-]*\b(?:(?:at|in)\s+)?(?:the\s+)?same\s+(?:place|venue|hotel|location)"
    r"(?:\s+as (?:before|now))?\)?[\s.!]*$",
    re.I,
)
PLACE_LATER = re.compile(
    r"[\s,;(–-]*\b(?:the\s+)?(?:place|location|where|hotel)\s*:?\s*(?:is\s+|still\s+|yet\s+)*(?:tbc|tba|unknown|"
    r"to\s+(?:be\s+(?:confirmed|announced|decided)|follow)|not\s+(?:yet\s+)?(?:known|decided|set|fixed)(?:\s+yet)?)"
    r"\)?[\s.!]*$",
    re.I,
)
LENGTH = re.compile(
    r"[\s,;(–-]*\b(?:for\s+)?(?P<count>one|two|three|[1-5])\s+(?:whole\s+|full\s+)?days?\b\)?", re.I
)
PLACE = re.compile(r"(?:[\s,;]+(?:at|@|in)\s+|[\s,;]+venue\s*:?\s+)", re.I)
VAGUE = re.compile(r"\b(?:some\s*time|around|about|roughly|early|late|mid|beginning|end|start)\b", re.I)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """number: which one. rest: what is said of it, as the command takes it. starts: only its first day is said."""

    number: int
    rest: str
    starts: bool = False


def said_of_one(text: str) -> OwnWords | None:
    """“We've had to shift residential 2 to 25 and 26 January, same place”; None for whatever is none."""
    if off := CALLED_OFF.match(text):
        return OwnWords(_number(off), "cancel")
    for pattern in (MOVED, HELD, DATED):
        if found := pattern.match(text):
            starts = pattern is HELD and re.match(r"start|begin|kick", found["verb"], re.I) is not None
            return OwnWords(_number(found), _without_place(found["rest"]), starts)
    return None


def of_a_season(text: str) -> OwnWords | None:
    """“The spring residential is 10-11 March at Leeds”: the number that it usually has, to be asked about."""
    found = SEASONAL.match(text)
    return OwnWords(SEASONS[found["season"].lower()], _without_place(found["rest"])) if found else None


def several(text: str) -> bool:
    """Whether more than one residential is spoken of."""
    return len({_number(found) for found in NUMBERED.finditer(text)}) > 1


def is_vague(rest: str, read: Callable[[str], Reading]) -> bool:
    """“Some time in June”: a month or a week, and no day of it."""
    reading = read(rest)
    return len(reading.days) > MOST_DAYS or (VAGUE.search(rest) is not None and len(reading.days) != 2)


def whole(said: OwnWords, usual: int, read: Callable[[str], Reading]) -> tuple[date, date, str, bool] | None:
    """First and last day and what stands behind them, where only the first is said; and whether the length was.

    usual: its length in days where none is said. None where both days are said, or none is.
    """
    length = LENGTH.search(said.rest)
    if length is None and not said.starts:
        return None
    rest = LENGTH.sub(" ", said.rest, count=1) if length else said.rest
    place = PLACE.search(rest)
    dates, behind = (rest[: place.start()], rest[place.start() :]) if place else (rest, "")
    reading = read(dates.strip(AROUND))
    if reading.day is None or reading.doubts or reading.note.strip(AROUND):
        return None
    count = length["count"].lower() if length else ""
    days = int(ORDINALS.get(count, count or usual))
    return reading.day, reading.day + timedelta(days - 1), behind.strip(" ,;"), length is not None


def _number(found: re.Match[str]) -> int:
    names = found.groupdict()
    said = next(names[one] for one in ("number", "ordinal", "number2", "ordinal2") if names.get(one))
    return int(ORDINALS.get(str(said).lower(), said))


def _without_place(rest: str) -> str:
    return PLACE_LATER.sub("", SAME_PLACE.sub("", rest)).strip()
