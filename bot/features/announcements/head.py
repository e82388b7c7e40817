"""What stands before the colon of an announcement: whom it is for and when it goes; or none. Pure.

A head that begins like an audience, an exception or a time and cannot be read to its end is refused. It is never
widened to everybody, and never sent as text.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import BotError
from bot.features.announcements.domain import MOST_PEOPLE, Audience, Who
from bot.features.announcements.head_unread import nobody, unread
from bot.features.announcements.named_people import Roll
from bot.language import MOMENT, HolidayCalendar, Kind, Moment, Role, Span, in_words, read, read_moment

FURTHEST = timedelta(days=366)
USUAL = time(8)  # on a day that is named without a time
WHO = (
    r"(?:(?:(?:those|all|any|every)\s*)?"
    r"(?:people|specialists|teachers|one|body|anyone|whoever|everyone|everybody|those)\s+)?"
)
THEIR = r"(?:an?\s+|their\s+|the\s+)?"
LATE = re.compile(
    rf"\b{WHO}(?:(?:who|that|whose)\s+)?(?:(?:are\s+)?with\s+|have\s+|has\s+)?{THEIR}(?:(?:late|overdue|missing)\s+reports?|"
    r"reports?\s+(?:(?:that\s+)?(?:are|is)\s+)?(?:late|overdue|missing))\b|"
    rf"\b{WHO}(?:who\s+)?(?:have|has)\s?n[o'’]?t\s+(?:sent|done|handed)\s+(?:in\s+)?{THEIR}reports?\b|"
    rf"\b{WHO}(?:who\s+(?:is|are)\s+)?late with {THEIR}reports?\b",
    re.I,
)
RESIDENTIAL = r"(?:\s+(?:for|to|at|about))?\s+(?:the\s+)?resi(?:dential)?\s+(?P<number>[1-9])\b"
CANNOT = re.compile(
    rf"\b{WHO}(?:who\s+)?(?:(?:are\s+|is\s+)?not\s+(?:coming|attending|going)|"
    rf"can(?:no|['’]?)t\s+(?:come|attend|make|go)){RESIDENTIAL}",
    re.I,
)
UNANSWERED = re.compile(
    rf"\b{WHO}(?:who\s+)?(?:(?:have|has)\s?n[o'’]?t\s+(?:said|answered|replied)|"
    rf"(?:have|has)\s+not\s+(?:said|answered|replied)|without\s+an?\s+(?:answer|reply)|"
    rf"not\s+(?:answered|replied|said)){RESIDENTIAL}",
    re.I,
)
ALL = (
    r"(?:all(?:\s+(?:of\s+)?(?:(?:my|our|the)\s+)?(?:specialists|teachers|people))?|every(?:one|body)|"
    r"(?:the|my|our)\s+(?:whole\s+)?(?:cohort|group|hub|specialists))"
    r"(?:\s+(?:in|at)\s+(?:the|my|our)\s+(?:hub|cohort|group))?"
)
TO_ALL = re.compile(rf"(?:\b(?:to|for)\s+)?\b{ALL}\b", re.I)
EXCEPT = re.compile(
    rf"(?:\b(?:to|for)\s+)?\b{ALL}\s*,?\s*\b(?:except(?:\s+for)?|excluding|without|apart\s+from|other\s+than|"
    r"but(?:\s+not)?|not)\s+(?:to\s+|for\s+)?(?=\S)",
    re.I,
)
JUST = re.compile(r"(?:only|just)\s+", re.I)
TO = re.compile(r"(?:^|\s)(?:only\s+|just\s+)?(?:to|for)\s+", re.I)
OPENS = re.compile(
    r"(?:(?:only|just)\s+(?:to|for)|to|for|not|except|excluding|everyone|everybody|every|nobody|no one|anyone|"
    r"whoever|"
    r"those|all(?=\s+(?:of|my|our|the|specialists|teachers|people|who)\b|$)|(?:mr|mrs|ms|miss|mx|dr)(?=\.?\s))\b",
    re.I,
)
FIGURE_AFTER = re.compile(r"(?:on|at|in|by|from)\s+(?:half\s+|quarter\s+)?\d", re.I)
LEAD_IN = re.compile(r"^(?:(?:please|pls|send|announce|post|it|this|now)\b\s*)+(?=(?:only|just|to|for)\b)", re.I)
FILLERS = re.compile(
    r"^(?:[\s,;]|\b(?:only|just|and|please|now)\b)+|(?:[\s,;]|\b(?:only|and|please|now)\b)+$", re.I
)
ONLY_A_WEEKDAY = re.compile(
    r"(?:on\s+)?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?:\s+(?:at\s+)?[\d:.]+\s*(?:am|pm)?)?",
    re.I,
)
"""On a Monday at ten, “Monday” at eight is the next one."""
TIME_WORDS = (Role.DATE, Role.TIME)
PREPOSITIONS = frozenset(("on", "at", "in", "by", "from", "this", "next"))
GROUPS = ((Who.LATE, LATE), (Who.CANNOT, CANNOT), (Who.UNANSWERED, UNANSWERED))


class HeadUnclear(BotError):
    """I can't read who that is for, or when. Nothing was sent."""


class InThePast(BotError):
    """That time has passed, so nothing was sent. Give one in the future, for example “at 8am on Monday”."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whom and when; send_at in UTC, None for at once."""

    audience: Audience
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeadParts:
    """Only what was named: None for whom or when where nothing was said of it."""

    audience: Audience | None = None
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeadReader:
    """What heads are read with. now: in UTC; zone: the hub's; holidays: its own, for “after half term”.

    day, usual: what an hour alone and a day alone are of: the day and the hour that a draft has already.
    """

    roll: Roll
    now: datetime
    zone: str
    holidays: HolidayCalendar = HolidayCalendar()  # noqa: RUF009  a constant: it is frozen
    day: date | None = None
    usual: time = USUAL

    def read(self, head: str, *, addressed: bool = False) -> Head | None:
        """None where the head is plain text. addressed: it follows “tell” or “announce to”, so it must be whom.

        Raises HeadUnclear, InThePast.
        """
        parts = self.parts(head, addressed=addressed)
        return Head(parts.audience or Audience(), parts.send_at) if parts else None

    def parts(self, head: str, *, addressed: bool = False) -> HeadParts | None:
        """The same, with whom and when told apart from what was not said."""
        said = LEAD_IN.sub("", " ".join(head.split()))
        audience, left = self._audience(said)
        left = FILLERS.sub("", left)
        moment = self.moment(left) if left else None
        if moment is not None and moment.at and not moment.reading.note.strip(" ,.;"):
            self._check_weekday(left, moment.at)
            over = ONLY_A_WEEKDAY.fullmatch(left) and moment.at.astimezone(UTC) <= self.now
            return HeadParts(audience, self._to_come(moment.at + timedelta(7) if over else moment.at))
        if not left and (audience or not addressed):
            return HeadParts(audience) if audience else None
        if addressed or audience is not None or self._opens(said):
            raise HeadUnclear(self._why(said, audience, left, moment))
        return None

    def moment(self, text: str) -> Moment:
        local = self.now.astimezone(ZoneInfo(self.zone))
        found = read_moment(text, local, usual=self.usual, holidays=self.holidays)
        if found.at and self.day and not found.reading.days:
            return replace(found, at=datetime.combine(self.day, found.at.timetz()))
        return found

    def _check_weekday(self, text: str, at: datetime) -> None:
        """“Fri 26 Nov”, where that is a Thursday, is no day of next year. Raises InThePast, with both days."""
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        if at.date() - today <= FURTHEST:
            return
        soon = read(text, today, year=Span(today, today + FURTHEST), holidays=self.holidays, frame=MOMENT)
        if soon.question:
            raise InThePast(f"{soon.question} Nothing was sent. Write the right day before the colon.")

    def _to_come(self, at: datetime) -> datetime:
        found = at.astimezone(UTC)
        if not self.now < found <= self.now + FURTHEST:
            over = "has already passed" if found <= self.now else "is more than a year away"
            raise InThePast(
                f"{in_words(at.date())} at {at:%H:%M} {over}, so nothing was sent. Which time do you mean?"
            )
        return found

    def _audience(self, said: str) -> tuple[Audience | None, str]:
        """Whom the head names, and the head without that. Raises HeadUnclear for a name that nobody has there."""
        if without := EXCEPT.search(said):
            return self._but(said, without)
        for who, pattern in GROUPS:
            if found := pattern.search(said):
                number = int(found["number"]) if "number" in pattern.groupindex else 0
                return Audience(who, number), _cut(said, _with_to(said, found.start()), found.end())
        if (found := TO_ALL.search(said)) and self._is_whole(said, found):
            return Audience(), _cut(said, found.start(), found.end())
        return self._by_name(said)

    def _but(self, said: str, without: re.Match[str]) -> tuple[Audience, str]:
        named = self.roll.at_the_start(said[without.end() :])
        if named.unclear or not named.people:
            raise HeadUnclear(nobody(named.unclear or said[without.end() :], several=bool(named.unclear)))
        kept = tuple(number for number in self.roll.ids if number not in named.people)
        if not kept or len(kept) > MOST_PEOPLE:
            raise HeadUnclear(
                f"That leaves {len(kept)} people; I can name at most {MOST_PEOPLE}. Nothing was sent."
            )
        rest = _cut(said, without.start(), without.end() + named.end)
        return Audience(Who.PEOPLE, people=kept), rest

    def _by_name(self, said: str) -> tuple[Audience | None, str]:
        opening = JUST.match(said)
        begins = [opening.end() if opening else 0, *(found.end() for found in TO.finditer(said))]
        for begin in begins:
            named = self.roll.at_the_start(said[begin:])
            if named.unclear:
                raise HeadUnclear(nobody(named.unclear, several=True))
            if named.people:
                to = next((found.start() for found in TO.finditer(said) if found.end() == begin), begin)
                return Audience(Who.PEOPLE, people=named.people), _cut(said, to, begin + named.end)
        return None, said

    def _is_whole(self, said: str, found: re.Match[str]) -> bool:
        """“all” of “all who are behind” and of “everyone in year 5” is not everybody."""
        rest = FILLERS.sub("", _cut(said, found.start(), found.end()))
        return (
            not rest or self.moment(rest).at is not None or not re.match(r"(?:who|with|in|at|that|whose)\b", rest)
        )

    def _opens(self, said: str) -> bool:
        """Whether it begins like an audience, an exception or a time."""
        if OPENS.match(said) or self.roll.at_the_start(said).end:
            return True
        if FIGURE_AFTER.match(said):
            return True
        there = self.moment(said).reading.stretches
        first = next((one for one in there if said[one.start : one.end].casefold() not in PREPOSITIONS), None)
        return first is not None and (first.role in TIME_WORDS or first.kind is Kind.TIME)

    def _why(self, said: str, audience: Audience | None, left: str, moment: Moment | None) -> str:
        reading = moment.reading if moment else None
        if reading and reading.question and any(one.role in TIME_WORDS for one in reading.stretches):
            return f"{reading.question} Nothing was sent. Write the day and the time again before the colon."
        words = (reading.note if reading and reading.note else left) or said
        return unread(words, names=audience is not None and audience.who is Who.PEOPLE)


def _with_to(said: str, start: int) -> int:
    """From the “to” that stands before a group, if one does."""
    before = re.search(r"(?:only\s+|just\s+)?\b(?:to|for)\s+$", said[:start], re.I)
    return before.start() if before else start


def _cut(said: str, start: int, end: int) -> str:
    return f"{said[:start].rstrip()} {said[end:].lstrip()}".strip()
