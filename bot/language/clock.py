"""Times of the clock: "9.30", "at 9", "8am", "noon", "9-3", "9.30 to 12.30", "half past nine"."""

from dataclasses import dataclass, replace
from datetime import time

from bot.language.mentions import PartOfDay, Scan

NAMED = {"noon": time(12), "midday": time(12)}
ENDS = frozenset(("", ",", ".", ";", ":", "!", "?", ")", "on", "and", "for"))
JOINTS = frozenset(("-", "to", "until", "till", "til"))
SCHOOL_MORNING, SCHOOL_END = 7, 17  # hours; a span of figures outside them is none of the clock
NOON, LUNCH_ENDS = 12.0, 12.5  # hours; a morning may be over at the one, and with lunch at the other
HALF = 2.0  # hours; a shorter span is a meeting, of which nobody can tell what it took of the day


@dataclass(frozen=True, slots=True)
class Clock:
    """Tokens `start` to `end`. at: None where the hour may be before or after noon. until: of a span."""

    start: int
    end: int
    hour: int
    minute: int
    sure: bool
    until: time | None = None

    @property
    def at(self) -> time | None:
        return time(self.hour, self.minute) if self.sure else None

    def in_the(self, part: PartOfDay | None) -> "Clock":
        """3 "in the afternoon" is 15."""
        if self.sure or part not in (PartOfDay.MORNING, PartOfDay.AFTERNOON):
            return self
        return replace(self, hour=self.hour + (12 if part is PartOfDay.AFTERNOON else 0), sure=True)

    @property
    def part(self) -> PartOfDay | None:
        """What a span is of a school day: all of it or one half; None where it is neither, such as 11 to 2."""
        if self.until is None or self.hour < SCHOOL_MORNING:
            return None
        begins, ends = self.hour + self.minute / 60, self.until.hour + self.until.minute / 60
        if self.hour <= 10 and self.until.hour >= 14 and ends - begins >= 4.5:
            return PartOfDay.FULL
        if ends - begins < HALF:
            return None
        if ends <= LUNCH_ENDS:
            return PartOfDay.MORNING
        return PartOfDay.AFTERNOON if begins >= NOON and ends <= SCHOOL_END + 1 else None


def clock_at(scan: Scan, at: int) -> Clock | None:
    """A time or a span of times that is written so that it is nothing else."""
    start = at
    led = scan.text(at) in ("at", "@", "from")
    at += led
    if scan.text(at) in ("about", "around") and led:
        at += 1
    first = _time(scan, at, led=led)
    if first is None:
        return span_in_figures(scan, start)
    if scan.text(first.end) in JOINTS and (last := _time(scan, first.end + 1, led=True)):
        sure_start = _meridiem(first, last)
        until = time(_after(sure_start, last), last.minute)
        return Clock(start, last.end, sure_start, first.minute, True, until)
    return Clock(start, first.end, first.hour, first.minute, first.sure)


def span_in_figures(scan: Scan, at: int) -> Clock | None:
    """9-3, 9 - 12, 10 to 3, 1-3pm, 9.30-12: hours that a school has."""
    start = at
    at += scan.text(at) == "from"
    first = _time(scan, at, led=True)
    if first is None or scan.text(first.end) not in JOINTS or scan.at(at).ordinal:
        return None
    last = _time(scan, first.end + 1, led=True)
    if last is None or scan.at(first.end + 1).ordinal or scan.at(last.end).month is not None:
        return None
    if scan.text(last.end) in ("/", "-") and scan.at(last.end + 1).digits:
        return None
    begins = _meridiem(first, last)
    ends = _after(begins, last)
    if not SCHOOL_MORNING <= begins <= SCHOOL_END or not begins < ends <= 22:
        return None
    return Clock(start, last.end, begins, first.minute, True, time(ends, last.minute))


def _meridiem(first: Clock, last: Clock) -> int:
    """The hour at which a span begins: of "1-3pm" it is 13."""
    if first.sure or first.hour >= 7:
        return first.hour
    return first.hour + 12 if last.hour >= 12 and last.sure else first.hour


def _after(begins: int, last: Clock) -> int:
    return (
        last.hour + 12
        if last.hour < 12 and not (last.sure and last.hour > begins) and last.hour <= begins
        else last.hour
    )


def _time(scan: Scan, at: int, *, led: bool) -> Clock | None:
    if scan.text(at) in NAMED:
        return Clock(at, at + 1, 12, 0, True)
    if scan.text(at) in ("half", "quarter") and scan.text(at + 1) in ("past", "to"):
        return _spoken(scan, at)
    hour = scan.at(at)
    if hour.number is None or hour.ordinal or hour.digits > 2 or hour.number > 24 or (not hour.digits and not led):
        return None
    minute, after = 0, at + 1
    mark, figure = scan.at(after), scan.at(after + 1)
    minutes = mark.text in (":", ".") and not mark.gap and figure.digits == 2 and not figure.gap
    if minutes and not figure.ordinal:
        minute, after = figure.number or 0, after + 2
    half = scan.text(after) if scan.text(after) in ("am", "pm") else ""
    after += bool(half)
    oclock = scan.text(after) in ("o'clock", "oclock")
    after += oclock
    if not (minutes or half or oclock or led) or minute > 59 or (half and not 1 <= hour.number <= 12):
        return None
    if not (half or oclock or minutes) and _goes_on(scan, after):
        return None
    if not (half or oclock or minutes) and scan.text(at - 1) in ("at", "@") and not _ends(scan, after):
        return None
    value = hour.number % 12 + (12 if half == "pm" else 0) if half else hour.number
    if value > 23:
        return None
    sure = bool(half) or value == 0 or value > 6 or (mark.text == ":" and hour.digits == 2)
    return Clock(at, after, value, minute, sure)


def _goes_on(scan: Scan, at: int) -> bool:
    """Whether a bare number is more than an hour: "at 12 March Road", "9/11"."""
    after = scan.at(at)
    return after.month is not None or (after.text in ("/", ".", ":") and not after.gap)


def _ends(scan: Scan, at: int) -> bool:
    """Whether "at 9" ends there, so that it is no address and counts nothing."""
    after = scan.at(at)
    dated = after.weekday is not None or after.relative is not None or after.text in ("this", "next", "in", "the")
    return dated or after.text in ENDS or after.text in JOINTS or bool(after.digits)


def _spoken(scan: Scan, at: int) -> Clock | None:
    hour = scan.at(at + 2)
    if hour.number is None or hour.ordinal or not 1 <= hour.number <= 12:
        return None
    minutes = 30 if scan.text(at) == "half" else 15
    past = scan.text(at + 1) == "past"
    value, minute = (hour.number, minutes) if past else (hour.number - 1 or 12, 60 - minutes)
    return Clock(at, at + 3, value, minute, value > 6)
