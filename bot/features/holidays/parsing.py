"""What a lead says of school holidays ("half term is 15 to 19 February") → which days to add or remove. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.errors import BotError
from bot.hubs.lead_calendar import DateInDoubt, LeadCalendar, ReadyAnswer, Written, settle
from bot.language import Span, in_words
from bot.language.calendars import add_months

LONGEST = timedelta(days=70)
FURTHEST = timedelta(days=800)
COMMAND = "cohort holidays"
REMOVE = re.compile(r"^\s*(?:please\s+)?(?:remove|delete|cancel|clear|take off|take out)\b\s*(?:the\b\s*)?", re.I)
VERB = re.compile(r"^\s*(?:please\s+|can you\s+|could you\s+)*(?:add|set|note|put in|enter|new)\b\s*", re.I)
NAME = (
    r"(?:(?:the|our|my|this|next|a)\s+)*"
    r"(?:(?:school|autumn|winter|spring|summer|february|feb|october|oct|may|whitsun|whit|christmas|xmas|easter|"
    r"early may|late may|may|august|bank|public)\s+)*"
    r"(?:half[ -]?terms?|holidays?|hols?|breaks?|vacations?|christmas|xmas|easter|inset days?|school closed)"
)
IS = r"(?:\s+(?:is|are|runs?|will be|week|dates?|days?|here|as|to|from(?=.*\bto\b))\b)*\s*[:=,–-]?\s*"
NAMED_FIRST = re.compile(rf"^\s*{NAME}\b{IS}", re.I)
NAMED_LAST = re.compile(rf"[\s,(–-]+(?:for\s+)?{NAME}\)?\s*[.!]?$", re.I)
SAID = re.compile(
    rf"^\s*(?:please\s+|can you\s+|could you\s+)*(?:(?:add|set|note|put in|enter)\s+)?{NAME}\b{IS}(?P<days>\S.*)$",
    re.I,
)
HEARD = (
    r"(?:(?:fyi|heads up|apparently|just to say|so|by the way|btw|oh|hi)\b[\s,:–-]*)*"
    r"(?:(?:the|our|my)\s+[\w-]+(?:\s+[\w-]+)?\s+(?:says?|said|tells? me|told me|told us|reckons)\s+(?:that\s+)?|"
    r"i(?:['’]?ve)?\s+(?:hear|heard|been told)\s+(?:that\s+)?|(?:fyi|apparently)\s+)?"
)
SHUT = re.compile(
    rf"^\s*{HEARD}(?:(?:(?:the|our|my|all|most|both)\s+)?schools?(?:['’]?s)?|"
    r"we(?:['’]?re| are| will be|['’]ll be)?|"
    r"(?:the\s+)?(?:kids|children|pupils)(?:['’]re)?|everyone|everybody)\s*"
    r"(?:(?:is|are|will be|being|['’]s|['’]re)\s+)?"
    r"(?:shut|closed?|off(?:\s+school)?|on holiday|broken up|breaks? up)\s+"
    r"(?:for\s+[\w ]+?\s+)?(?:from\s+|between\s+|on\s+)?(?P<days>\d\S*\s.*|\w+day\b.*)$",
    re.I,
)
"""“The caretaker says school is shut 14 to 18 December”: told of, by whomever."""
NOBODY_IN = re.compile(
    rf"^\s*{HEARD}(?:no[ -]?one|nobody)(?:['’]?s|\s+is|\s+will be)\s+(?:in|at|around)\s+(?:school\s+|work\s+)?"
    r"(?:from\s+|between\s+|on\s+)?(?P<days>\d\S*\s.*|\w+day\b.*)$",
    re.I,
)
BROKEN_UP = re.compile(
    rf"^\s*{HEARD}(?:we|(?:(?:the|our|my|all|most|both)\s+)?schools?|(?:the\s+)?(?:kids|children|pupils)|term|everyone)\s+"
    r"(?:breaks?|finish(?:es)?|stops?|ends?|shuts?|"
    r"closes?)(?:\s+up)?(?:\s+for\s+(?:the\s+)?[a-z]+(?:\s+(?:half term|break|"
    r"holidays?))?)?\s+(?:on\s+)?(?P<last>[^,;]+?)\s*(?:,|;|\band\b|\bthen\b|\bbut\b|\s)+"
    r"(?:(?:we|they|it|term)(?:['’]?(?:re|s))?\s+)?(?:(?:are|is|come|comes|go|goes|be|start|starts|opens?|reopens?|return|"
    r"returns)\s+)?(?:back|again|reopens?|returns?|starts?(?:\s+again)?|in(?:\s+again)?)\s+(?:on\s+|in\s+school\s+on\s+)?"
    r"(?P<back>\S.*?)[\s.!]*$",
    re.I,
)
"""“We break up on 18 December and are back 4 January”: the last day of school before, and the first one after."""
STATED = re.compile(rf"^\s*(?:so\s+|our\s+)?{NAME}\s+(?:week\s+|dates?\s+)?(?:is|are|runs?|will be)\b", re.I)
FROM_TO = re.compile(r"^\s*from\s+(?=.*\b(?:to|until|till|til|through)\b)", re.I)
UNSURE = re.compile(
    r"[\s,(–-]*\b(?:i\s+(?:think|believe|reckon|guess|suppose)|probably|as far as i know|afaik|if i(?:'|"
    r"’)?m not mistaken|"
    r"or so|not sure)\)?[\s.!]*$",
    re.I,
)
"""“15 to 19 February, I think”: shown, and noted on a press."""
COUNTED = re.compile(
    r"[\s,;.–-]+(?:(?:so|and|please)\s+)*(?:count|put|note|enter|mark|call|log|class)\s+(?:it|that|this|them)\s+(?:(?:in|down)\s+)?"
    r"as\s+(?:an?\s+)?(?:school\s+)?(?:holidays?|break)(?:\s+please)?[\s.!]*$",
    re.I,
)
"""“… , count it as holiday”: says no more of the days."""
DATELESS = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|can we|i(?:['’]d like| want| need) to|we need to|hi|ok)\b[\s,]+)*"
    rf"(?:put|add|set|enter|note|mark|get|record|log)(?:\s+(?:in|down|up))?\s+"
    rf"{NAME}(?:\s+(?:dates?|week|in|down|on|up|for us|too))*"
    r"(?:\s+(?:please|pls|thanks))*[\s.!?]*$",
    re.I,
)
"""“Put the Christmas holidays in, please”: which days, is not said."""
OTHER_DAYS = re.compile(
    rf"(?:\b(?:change|move|alter|update|edit|shift|fix|correct|amend|adjust|sort)\s+(?:out\s+)?{NAME}\b|"
    rf"^\W*(?:{NAME}\b.*\b(?:different|wrong|changed|moved|not the same)\b))",
    re.I,
)
"""“Easter's different this year, can you change the holiday”: to which days, is not said."""
TIME_OFF = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|can we|we need to|hi|ok)\b[\s,]+)*"
    r"(?:put|add|set|enter|note|mark|block)\s+(?:(?:in|down|out|off)\s+)?(?:(?:the|a|an|our|those|another)\s+)?"
    r"(?:(?:one|two|three|four|\d|few|couple of|whole|extra)\s+)*"
    r"(?:(?:days?|weeks?)(?:['’]s)?\s+(?:off|holiday)|(?:training|inset|strike|staff)\s+days?)\b|"
    r"\b(?:training|inset|strike|staff|closure)\s+days?\b.*\b(?:block|put|add|mark|count|note|enter|book)\s+"
    r"(?:it|that|them|those)\s+(?:out|off|in|down|as|on)\b",
    re.I,
)
"""“Add the two weeks off at the end of October”: a time that nobody is in school."""
BEGINS_WITH_MAY = re.compile(
    r"^\W*(?:(?:the|our)\s+)?may\s+(?=(?:half|school|hols?|holidays?|bank|break)\b)", re.I
)
"""The month, and no “may I”."""
NO_ORDER = re.compile(
    r"n['’]t\b|\b(?:not|never|no longer|might|may be|maybe|could|should|if|unless|when|why)\b|\?", re.I
)


@dataclass(frozen=True, slots=True)
class HolidayRequest:
    """days: the holiday to add; or, where `remove`, the days whose holiday is to go."""

    days: Span
    remove: bool = False


class WhichHolidays(BotError):
    """Nothing was changed. Give the first and last day, as in “cohort holidays 26 October to 30 October 2026”."""


class HolidayTooLong(BotError):
    """A school holiday has at most 70 days, and lies in the next two years. Nothing was changed."""


def holiday(words: str, calendar: LeadCalendar, hub: str = "") -> HolidayRequest:
    """hub: its name, where it has to stand last. Raises WhichHolidays, HolidayTooLong, DateInDoubt."""
    words = COUNTED.sub("", words)
    removes, adds = REMOVE.match(words), VERB.match(words)
    verb = removes or adds
    rest = words[verb.end() :] if verb else words
    said = _without_name(rest)
    does = f"{COMMAND} remove" if removes else COMMAND

    def written(days: str) -> str:
        return f"{does} {days}{f', {hub}' if hub else ''}"

    reading = settle(calendar.span, said or rest, written)
    if reading.span is None or (said and reading.note):
        raise WhichHolidays
    if removes:
        return HolidayRequest(reading.span, remove=True)
    return HolidayRequest(_to_come(reading.span, calendar, written))


def said_of_holidays(text: str) -> str:
    """The days that a sentence such as “half term is 15 to 19 February” names; empty for a question or a doubt."""
    certain = COUNTED.sub("", UNSURE.sub("", text))
    found = SAID.match(certain) or SHUT.match(certain) or NOBODY_IN.match(certain)
    return found["days"] if found and not NO_ORDER.search(text) else ""


def names_no_days(text: str) -> bool:
    """Whether a holiday is to be noted, and not one of its days is said."""
    if DATELESS.match(text) is not None:
        return True
    dated = re.search(r"\d{1,2}(?:st|nd|rd|th)?\s*(?:[/.]\s*\d|(?:of\s+)?[a-z]{3,9}\b)", text, re.I) is not None
    return not dated and not NO_ORDER.search(text) and any(one.search(text) for one in (OTHER_DAYS, TIME_OFF))


def without_may(text: str) -> str:
    """The text without the month that it begins with, so that it does not read as a question."""
    return BEGINS_WITH_MAY.sub("", text)


def broken_up(text: str) -> str:
    """The whole sentence, where it says when school ends and begins again; empty for any other."""
    return text if BROKEN_UP.match(text) and not NO_ORDER.search(text) else ""


def between_terms(text: str, calendar: LeadCalendar) -> Span:
    """The days between the last day of school and the first one after. Raises WhichHolidays, DateInDoubt."""
    found = BROKEN_UP.match(text)
    if found is None:
        raise WhichHolidays
    last, back = _day(found["last"], calendar), _day(found["back"], calendar)
    if not timedelta(1) < back - last <= LONGEST:
        raise WhichHolidays
    return Span(last + timedelta(1), back - timedelta(1))


def _day(words: str, calendar: LeadCalendar) -> date:
    reading = calendar.due(words.strip(" ,"))
    if reading.day is None or reading.doubts or reading.note.strip(" ,.;:–-"):
        raise WhichHolidays
    return reading.day


def states(text: str) -> bool:
    """Whether it tells when a holiday is (“half term is 15 to 19 February”), and does not order it to be noted."""
    return any(pattern.match(text) for pattern in (STATED, SHUT, NOBODY_IN))


def _without_name(words: str) -> str:
    """The days without what they are called; empty where only a name stands there."""
    if shut := SHUT.match(words) or NOBODY_IN.match(words):
        return shut["days"].strip()
    named = NAMED_FIRST.match(words)
    rest = words[named.end() :] if named else NAMED_LAST.sub("", words)
    return FROM_TO.sub("", rest).strip()


def _to_come(span: Span, calendar: LeadCalendar, written: Written) -> Span:
    """Raises HolidayTooLong, DateInDoubt for days that are over."""
    if span.last - span.first > LONGEST or abs(span.first - calendar.today) > FURTHEST:
        raise HolidayTooLong
    if span.last < calendar.today:
        later = [add_months(day, 12) for day in (span.first, span.last)]
        days = " to ".join(in_words(day) for day in later)
        raise DateInDoubt(
            f"{in_words(span.last)} is over. Which days do you mean?", (ReadyAnswer(days, written(days)),)
        )
    return span
