"""What one cell of a spreadsheet says: a date however it was kept, how much of a day, what it was for. Pure."""

import re
from datetime import date, datetime, timedelta

from bot.features.release_days.domain import Part, Purpose
from bot.features.release_days.purposes import HINTS, NAMES
from bot.features.release_days.views import PARTS
from bot.language import DUE, Span, read

SERIAL = re.compile(r"(?P<days>[3-7]\d{4})(?:\.\d+)?")  # 1982 to 2118 as a spreadsheet counts its days
EXCEL_BEGAN = date(1899, 12, 30)
ISO = re.compile(r"(?P<day>20\d\d-\d\d-\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")
AMOUNTS = {
    **{value: part for part, value in PARTS.items()},
    **dict.fromkeys(("1", "1.0", "full", "full-day", "whole", "whole day", "day", "all day", "1 day"), Part.FULL),
    **dict.fromkeys(("0.5", ".5", "½", "half", "half day", "half-day", "1/2", "0.5 day", "0.5 days"), Part.HALF),
    **dict.fromkeys(("am", "a.m.", "morn", "half am", "half (am)", "am half"), Part.MORNING),
    **dict.fromkeys(("pm", "p.m.", "aft", "half pm", "half (pm)", "pm half"), Part.AFTERNOON),
}
SAID = {phrase: purpose for purpose, phrases in NAMES.items() for phrase in phrases}
SAID |= {purpose.value: purpose for purpose in Purpose}
HINTED = {phrase: purpose for purpose, phrases in HINTS.items() for phrase in phrases}


def date_in(cell: str, year: Span) -> date | None:
    """The one day that the cell names: ISO, a spreadsheet's number, or in words; without a year, the cohort's."""
    text = " ".join(cell.split())
    if found := ISO.fullmatch(text):
        return _real(found["day"])
    if found := SERIAL.fullmatch(text):
        return EXCEL_BEGAN + timedelta(int(found["days"]))
    reading = read(text, year.first, year=year, frame=DUE)
    whole = reading.day is not None and not any(text[one.start : one.end].strip(" ,.") for one in reading.left)
    return reading.day if whole and not reading.doubts else None


def part_in(cell: str) -> Part | None:
    return AMOUNTS.get(" ".join(cell.casefold().split()))


def purpose_in(cell: str) -> tuple[Purpose | None, bool]:
    """What it was for, and whether that is a guess; for what nobody can guess, OTHER."""
    text = " ".join(cell.casefold().split())
    if not text:
        return None, False
    if text in SAID:
        return SAID[text], False
    return HINTED.get(text, Purpose.OTHER), True


def _real(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
