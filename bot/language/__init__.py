"""One reader of dates, spans, times, amounts and numerals: every word is accounted for, or the bot asks.

Pure: the day, the cohort's year and the hub's holidays are arguments; only how a day is said back rests on the
year that `dates.said_in` was given. It imports no other package of the bot.
"""

from bot.language.calendars import HolidayCalendar, Span
from bot.language.dates import in_words
from bot.language.doubts import About, Choice, Doubt
from bot.language.extents import Extent, fold
from bot.language.frames import DAYS, DUE, MOMENT, SPAN, UNTIL, Frame
from bot.language.mentions import Lean, PartOfDay
from bot.language.numerals import number
from bot.language.reading import (
    Moment,
    Reading,
    Stretch,
    read,
    read_due,
    read_moment,
    read_span,
    read_time,
    read_until,
)
from bot.language.scanning import Role
from bot.language.segments import Segment
from bot.language.terms import NO_TERMS, Term, Terms
from bot.language.words import Kind

__all__ = [
    "DAYS",
    "DUE",
    "MOMENT",
    "NO_TERMS",
    "SPAN",
    "UNTIL",
    "About",
    "Choice",
    "Doubt",
    "Extent",
    "Frame",
    "HolidayCalendar",
    "Kind",
    "Lean",
    "Moment",
    "PartOfDay",
    "Reading",
    "Role",
    "Segment",
    "Span",
    "Stretch",
    "Term",
    "Terms",
    "fold",
    "in_words",
    "number",
    "read",
    "read_due",
    "read_moment",
    "read_span",
    "read_time",
    "read_until",
]
