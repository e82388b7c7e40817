"""Reads the contract table, and holds a reading against a line of it.

A line is: kind, today, what is typed, what is right; tabs stand between them. Kinds are the frames of the reader.
What is right: `ask`, with what about if it matters; or days ("5nov,6nov"), a span ("26oct-30oct"), an end
("27nov") or a moment ("17nov 09:00"). A day without a year is of the cohort's. After days may stand morning,
afternoon, full or half, and the note in brackets; " | " parts segments.
The hub's holidays are HOLIDAYS.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.language.calendars import HolidayCalendar, Span
from bot.language.frames import DAYS, FRAMES
from bot.language.reading import Reading, read, read_moment

TABLE = Path(__file__).parent / "contract.tsv"
YEAR = Span(date(2026, 9, 1), date(2027, 8, 31))
HOLIDAYS = HolidayCalendar.of(
    (
        (date(2026, 10, 26), date(2026, 10, 30)),
        (date(2026, 12, 21), date(2027, 1, 1)),
        (date(2027, 2, 15), date(2027, 2, 19)),
        (date(2027, 3, 29), date(2027, 4, 9)),
        (date(2027, 5, 31), date(2027, 6, 4)),
    )
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PART = re.compile(r"(?P<days>\S*)(?:\s+(?P<part>morning|afternoon|full|half))?(?:\s+\[(?P<note>.*)\])?")


@dataclass(frozen=True)
class Line:
    kind: str
    today: date
    text: str
    right: str

    def __str__(self) -> str:
        return f"{self.kind} {self.today:%d %b %y}: {self.text}"


def lines() -> list[Line]:
    found = []
    for written in TABLE.read_text().splitlines():
        if written and not written.startswith("#"):
            kind, today, text, right = written.split("\t")
            found.append(Line(kind, date.fromisoformat(today), text.replace("\\n", "\n"), right))
    return found


def what_is(line: Line) -> str:
    """The reading of a line as the table writes it; notes only where the line has one."""
    if line.kind == "moment":
        now = datetime.combine(line.today, time(7), UTC)
        moment = read_moment(line.text, now, usual=time(8), holidays=HOLIDAYS)
        return f"{short(moment.at.date())} {moment.at:%H:%M}" if moment.at else asked(moment.reading, line)
    reading = read(line.text, line.today, year=YEAR, holidays=HOLIDAYS, frame=FRAMES[line.kind])
    if not reading.certain:
        return asked(reading, line)
    if line.kind == "until":
        return short(reading.until) if reading.until else "ask"
    if line.kind == "due":
        return short(reading.day) if reading.day else "ask"
    if line.kind == "span":
        return f"{short(reading.span.first)}-{short(reading.span.last)}" if reading.span else "ask"
    return days(reading, line)


def days(reading: Reading, line: Line) -> str:
    if not reading.days:
        return "ask"
    found = []
    for segment in reading.segments:
        said = ",".join(short(day) for day in segment.days)
        part = f" {segment.part.value}" if segment.part else ""
        found.append(said + part + (f" [{segment.note}]" if "[" in line.right else ""))
    return " | ".join(found)


def asked(reading: Reading, line: Line) -> str:
    """ "ask", and about what where the line says so."""
    there = sorted({doubt.about.value for doubt in reading.doubts})
    if not line.right.startswith("ask"):
        return f"ask {', '.join(there)}"
    about = line.right.removeprefix("ask").strip()
    return f"ask {about if about in there else ', '.join(there)}" if about else "ask"


def short(day: date) -> str:
    name = f"{day.day}{MONTHS[day.month - 1]}"
    return name if day in YEAR else f"{name}{day.year}"


def certain_days(text: str, today: date) -> tuple[date, ...] | None:
    """The days of a message that is certain; None for any other."""
    reading = read(text, today, year=YEAR, holidays=HOLIDAYS, frame=DAYS)
    return reading.days if reading.certain else None
