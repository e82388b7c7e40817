"""What a lead's dates are read with, and a date that is in doubt: the question and its ready answers. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.errors import BotError
from bot.language import About, Doubt, HolidayCalendar, Reading, Span, in_words, read_due, read_span

Written = Callable[[str], str]
"""The whole command, with these words in the place of those that were read as a date."""
NOTHING = "Nothing was changed."


class ReadyAnswer(NamedTuple):
    """label: on a button. text: the command that it stands for."""

    label: str
    text: str


class DateInDoubt(BotError):
    """I'm not sure which day you mean. Nothing was changed."""

    def __init__(self, question: str = "", answers: tuple[ReadyAnswer, ...] = ()) -> None:
        super().__init__(f"{question} {NOTHING}" if question else "")
        self.answers = answers


@dataclass(frozen=True, slots=True)
class LeadCalendar:
    """today: by the lead's clock. year: the cohort's. holidays: the hub's own."""

    today: date
    year: Span | None = None
    holidays: HolidayCalendar = HolidayCalendar()  # noqa: RUF009  a constant: it is frozen

    def span(self, text: str) -> Reading:
        return read_span(text, self.today, year=self.year, holidays=self.holidays)

    def far_off(self, day: date) -> list[str]:
        """A sentence about a day that is over, outside the cohort's year, or further away than a year."""
        if day < self.today:
            return [f"{in_words(day)} is in the past."]
        if day - self.today > timedelta(days=365):
            return [f"{in_words(day)} is more than a year away."]
        if self.year and day not in self.year:
            return [f"{in_words(day)} is outside the cohort's year, which runs to {in_words(self.year.last)}."]
        return []

    def odd_to_be_due(self, day: date) -> list[str]:
        """The same of the day on which a report is due, which is seldom today: “to Monday”, said on a Monday."""
        return [*self.far_off(day), *([f"{in_words(day)} is today."] if day == self.today else ())]

    def due(self, text: str) -> Reading:
        return read_due(text, self.today, year=self.year, holidays=self.holidays)


def settle(read: Callable[[str], Reading], text: str, written: Written) -> Reading:
    """The reading of `text`, if nothing in it must be asked. Raises DateInDoubt.

    A day outside the cohort's year is the command's own affair: a report may be for the next one.
    """
    reading = read(text)
    if (doubt := _doubt(reading)) is not None:
        raise DateInDoubt(_question(doubt, text), tuple(_answers(doubt, read, text, written)))
    return reading


def _question(doubt: Doubt, text: str) -> str:
    if doubt.about is About.NEGATION:
        said = doubt.extent.of(text)
        return f"I can't tell what “{said}” changes about the dates. Type them once more, without it."
    return doubt.question


def _doubt(reading: Reading) -> Doubt | None:
    return next((one for one in reading.doubts if one.about is not About.OUTSIDE_YEAR), None)


def _answers(doubt: Doubt, read: Callable[[str], Reading], text: str, written: Written) -> Iterator[ReadyAnswer]:
    """Each ready answer, with the command in which it stands in the place of the doubtful words.

    Only those that leave no further doubt, and no gap between the days: there the lead types the dates again.
    """
    for choice in doubt.choices:
        first, last = choice.days[0], choice.days[-1]
        said = in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
        whole = f"{text[: doubt.extent.start]}{said}{text[doubt.extent.end :]}"
        if (last - first).days == len(choice.days) - 1 and _doubt(read(whole)) is None:
            yield ReadyAnswer(choice.label, written(whole))
