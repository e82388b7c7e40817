"""What must be asked before anything is done, in words, with the answers that are ready where there are some."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.language.dates import in_words
from bot.language.extents import Extent


class About(StrEnum):
    """What a doubt is about."""

    WEEKDAY = "weekday"  # it is not that weekday
    NO_SUCH_DAY = "no such day"
    WHICH_DAY = "which day"  # a week, a month or a holiday where a day is wanted
    WHICH_ONE = "which one"  # one of several days
    REPEAT = "repeat"  # several days by rule: shown before they are taken
    SEVERAL = "several"  # dates beside each other that nothing joins
    RANGE = "range"
    OUTSIDE_YEAR = "outside the year"
    HOLIDAY = "holiday"  # not on record
    FIGURE = "figure"  # a figure that may be a date
    TIME = "time"
    AMOUNT = "amount"
    ORDER = "order"
    NEGATION = "negation"
    SAME_AS = "same as"
    SECOND_THOUGHT = "second thought"  # “sorry” between two days: one of them, or both


@dataclass(frozen=True, slots=True)
class Choice:
    """One ready answer: its label for a button, and the days that it stands for."""

    label: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about what stands at `extent`."""

    about: About
    question: str
    extent: Extent
    choices: tuple[Choice, ...] = ()

    def covers(self, other: "Doubt") -> bool:
        """Whether the other asks about the same words, or whether both of two dates are meant."""
        overlap = self.extent.start < other.extent.end and other.extent.start < self.extent.end
        return overlap or other.about is About.SEVERAL


def one_of(days: Iterable[date]) -> tuple[Choice, ...]:
    """A choice for each day."""
    return tuple(Choice(in_words(day), (day,)) for day in dict.fromkeys(days))


def all_of(days: Sequence[date]) -> tuple[Choice, ...]:
    """One choice that takes them all."""
    return (Choice(listed(days), tuple(days)),) if days else ()


def either(readings: Iterable[Sequence[date]]) -> tuple[Choice, ...]:
    """A choice for each way to read it, without those that are alike."""
    return tuple(Choice(listed(days), days) for days in dict.fromkeys(tuple(days) for days in readings) if days)


def listed(days: Sequence[date]) -> str:
    """Thu 5 and Fri 6 Nov, at most six of them."""
    if len(days) > 6:
        return f"{in_words(days[0])} to {in_words(days[-1])} ({len(days)} days)"
    *before, last = days
    names = [_beside(day, last) for day in before]
    return f"{', '.join(names)} and {in_words(last)}" if names else in_words(last)


def _beside(day: date, last: date) -> str:
    return (
        f"{day:%a} {day.day}"
        if (day.year, day.month) == (last.year, last.month)
        else f"{day:%a} {day.day} {day:%b}"
    )
