"""What a lead says of an announcement ("to those with late reports at 8am Monday: …") → whom, when, what. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import BotError
from bot.features.announcements.domain import LONGEST_TEXT, Audience, Who
from bot.language.former_dates import Lean, NotADay, days_in
from knowledge.search.normalise import clean

FURTHEST = timedelta(days=366)
LONGEST_HEAD = 400  # characters before the colon; whoever writes more writes text
COLON = re.compile(r"(?<!\d):|:(?!\d)")  # but for that of 08:30
USUAL = time(8)  # on a day that is named without a time
TIME = re.compile(
    r"\b(?:at\s+)?(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)(?!\w)|"
    r"(?P<hours>\d{1,2})[:.](?P<minutes>\d\d)\b|(?P<noon>noon|midday)\b)",
    re.I,
)
A_DAY_IN_FIGURES = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
LATE = re.compile(
    r"\b(?:(?:with|who have|have)\s+)?(?:an?\s+|their\s+)?(?:(?:late|overdue|missing)\s+reports?|"
    r"reports?\s+(?:(?:that\s+)?(?:are|is)\s+)?(?:late|overdue|missing))\b|"
    r"\b(?:who\s+)?(?:have\s?n[o'’]?t|has\s?n[o'’]?t)\s+(?:sent|done|handed)\s+(?:in\s+)?(?:an?\s+|their\s+|the\s+)?reports?\b|"
    r"\b(?:who\s+are\s+)?late with (?:an?\s+|their\s+)?reports?\b",
    re.I,
)
RESIDENTIAL = r"(?:\s+(?:for|to|at|about))?\s+(?:the\s+)?resi(?:dential)?\s+(?P<number>[1-9])\b"
CANNOT = re.compile(
    rf"\b(?:who\s+)?(?:(?:are\s+|is\s+)?not\s+(?:coming|attending|going)|can(?:no|['’]?)t\s+(?:come|attend|make)){RESIDENTIAL}",
    re.I,
)
UNANSWERED = re.compile(
    rf"\b(?:who\s+)?(?:(?:have|has)\s?n[o'’]?t\s+(?:said|answered|replied)|without\s+an?\s+(?:answer|reply)|"
    rf"not\s+(?:answered|replied|said)){RESIDENTIAL}",
    re.I,
)
TO_ALL = re.compile(
    r"\b(?:all(?:\s+(?:of\s+)?(?:my|our|the)?\s*(?:specialists|teachers|people))?|every(?:one|body)|"
    r"(?:the|my|our)\s+(?:whole\s+)?(?:cohort|group|hub|specialists))\b",
    re.I,
)
FILLERS = re.compile(
    r"\b(?:to|for|on|at|the|those|people|anyone|whoever|everyone|everybody|specialists|who|only|please|just|and|send|it|now)\b|"
    r"[\s,.;]+",
    re.I,
)
NAMES = re.compile(r"^\s*(?:only\s+)?to\s+(?P<names>.+)$", re.I)
SAID = re.compile(
    r"^\s*(?:please\s+)?(?:can you\s+|could you\s+)?(?:"
    r"(?:tell|let|notify|inform|message|remind)\s+(?:every(?:one|body)|"
    r"(?:all )?(?:of )?(?:my|our|the) (?:whole )?(?:specialists|cohort|group|people|teachers)|(?:them )?all)\b"
    r"(?:\s+know)?(?:\s+(?P<to>to)(?=\s))?(?:\s+that)?|"
    r"(?:post|send|announce|broadcast)\s+(?:a message\s+|an? (?:announcement|note)\s+|this\s+)?"
    r"to\s+(?:my|our|the|all|every\w+)(?:\s+(?:whole\s+)?(?:cohort|specialists|group|hub|everyone))?|"
    r"announce(?:ment)?\b)\s*[:,]?\s*(?P<text>.*)$",
    re.I | re.S,
)


ABOUT_ONE = re.compile(
    r"\b(?:edit|change|correct\w*|delete|take down|remove|cancel|recall|withdraw|unsend|undo|read|got|get|show|"
    r"see|last|latest|just sent|earlier)\b.*\b(?:announcements?|message|posted|notice)\b|"
    r"\bannouncements?\b.*\b(?:wrong|read|arrive\w*|sent|status|go(?:ne|ing)?)\b",
    re.I,
)


class InThePast(BotError):
    """That time is over. Name one to come, such as: at 8am on Monday. Nothing was sent."""


class WhichTime(BotError):
    """I can't read that time. Write it like this: at 8am on Monday, or: on 4 May at 15:30. Nothing was sent."""


class NothingToSay(BotError):
    """Write what to announce, for example: cohort announce Please bring your folders on Thursday."""


class TextTooLong(BotError):
    """That's too long: an announcement has at most 3,000 characters. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class AnnouncementRequest:
    """names: people as they were written, to be looked up; send_at: in UTC, None for at once."""

    text: str
    audience: Audience
    names: tuple[str, ...] = ()
    send_at: datetime | None = None


def asked(words: str, now: datetime, zone: str) -> AnnouncementRequest:
    """What stands before a colon is whom and when, if all of it can be read as that; else all is the text.

    Raises InThePast, WhichTime.
    """
    head, *more = COLON.split(words, maxsplit=1)
    rest = more[0] if more else ""
    if not rest.strip() or len(head) > LONGEST_HEAD:
        return AnnouncementRequest(words.strip(), Audience())
    send_at, left = when_in(head, now, zone)
    audience, left = _audience_in(left)
    names = _names(left)
    if not names and FILLERS.sub("", left):
        return AnnouncementRequest(words.strip(), Audience())
    if names:
        audience = Audience(Who.PEOPLE)
    return AnnouncementRequest(rest.strip(), audience, names, send_at)


def free_text(text: str) -> str:
    """What is to be said, of “tell everyone that …”; empty when only the wish is there."""
    found = SAID.match(text)
    if found is None:
        return ""
    said = found["text"].strip()
    said = f"Please {said}" if found["to"] and said else said
    return said[:1].upper() + said[1:]


def when_in(text: str, now: datetime, zone: str) -> tuple[datetime | None, str]:
    """The moment that a text names, in UTC, and the text without it. Raises InThePast, WhichTime."""
    clock = None if A_DAY_IN_FIGURES.search(text) and not re.search(r"[ap]m", text, re.I) else TIME.search(text)
    rest = text if clock is None else f"{text[: clock.start()]} {text[clock.end() :]}"
    today = now.astimezone(ZoneInfo(zone)).date()
    try:
        found = days_in(rest, today, Lean.FUTURE)
    except NotADay:
        raise WhichTime from None
    if clock is None and not found.days:
        return None, text
    if len(found.days) > 1:
        raise WhichTime
    return moment(found.days[0] if found.days else None, _time(clock) if clock else None, now, zone), found.rest


def moment(day: date | None, at: time | None, now: datetime, zone: str) -> datetime:
    """That time on that day; without a day, the next time that the clock shows it. Raises InThePast."""
    here = ZoneInfo(zone)
    found = datetime.combine(day or now.astimezone(here).date(), at or USUAL, here).astimezone(UTC)
    if found <= now and day is None:
        found = datetime.combine(now.astimezone(here).date() + timedelta(1), at or USUAL, here).astimezone(UTC)
    if found <= now or found > now + FURTHEST:
        raise InThePast
    return found


def time_in(text: str) -> time | None:
    """“8am”, “08:30”, “15.30”; None for what is none."""
    found = TIME.fullmatch(text.strip())
    try:
        return _time(found) if found else None
    except WhichTime:
        return None


def tidied(text: str) -> str:
    """Line by line and safe, bounded; whoever measures it sees that it was too long."""
    lines = [clean(line, 2 * LONGEST_TEXT) for line in text[: 2 * LONGEST_TEXT].splitlines()]
    return "\n".join(lines).strip()


def checked(text: str) -> str:
    """Raises NothingToSay, TextTooLong."""
    if not text:
        raise NothingToSay
    if len(text) > LONGEST_TEXT:
        raise TextTooLong
    return text


def names_in(text: str) -> tuple[str, ...]:
    """“Sam Patel, Ann Jones and Al Fox” → three names."""
    return tuple(name for part in re.split(r",|;|\band\b|\n", text) if (name := " ".join(part.split())))


def _time(found: re.Match[str]) -> time:
    """Raises WhichTime."""
    if found["noon"]:
        return time(12)
    hour, minute = int(found["hour"] or found["hours"]), int(found["minute"] or found["minutes"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise WhichTime
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise WhichTime from None


def audience_in(text: str) -> Audience:
    """Whom a text speaks of, for the form to open with."""
    return _audience_in(text)[0]


def _audience_in(text: str) -> tuple[Audience, str]:
    for who, pattern in ((Who.LATE, LATE), (Who.CANNOT, CANNOT), (Who.UNANSWERED, UNANSWERED)):
        if found := pattern.search(text):
            number = int(found["number"]) if "number" in pattern.groupindex else 0
            return Audience(who, number), f"{text[: found.start()]} {text[found.end() :]}"
    found = TO_ALL.search(text)
    return Audience(), f"{text[: found.start()]} {text[found.end() :]}" if found else text


def _names(left: str) -> tuple[str, ...]:
    """People who are named after “to”; each name begins with a capital, as no other head does."""
    found = NAMES.match(left)
    if found is None:
        return ()
    names: Sequence[str] = names_in(re.sub(r"\b(?:on|at)\s*$", "", found["names"].strip()))
    return tuple(names) if all(name[0].isupper() for name in names) and FILLERS.sub("", left) else ()
