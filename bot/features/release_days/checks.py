"""What is worth a question before a day is logged: it may be meant, so it is asked about and never refused."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.core.errors import BotError
from bot.core.identity import Cohort
from bot.core.working_days import bank_holiday
from bot.features.release_days.domain import Part, ReleaseDay, ReleaseDayInput
from bot.features.release_days.views import in_days
from bot.language.dates import in_words

FAR_AWAY = timedelta(days=365)


HALVES_OF_A_DATE = 2
HAS = {
    Part.FULL: "a full day",
    Part.HALF: "half a day",
    Part.MORNING: "a morning",
    Part.AFTERNOON: "an afternoon",
}


class DayIsFull(BotError):
    """That date is full already. Nothing was logged. Type “releaseday list” to see what is on record."""


class OutsideTheYear(BotError):
    """That is outside your cohort's year. Nothing was logged."""


def refuse(
    wanted: Sequence[ReleaseDayInput],
    there: Sequence[ReleaseDay],
    cohort: Cohort,
    ending: str = "Nothing was logged.",
) -> None:
    """What cannot be put down, however sure somebody is. Raises DayIsFull, OutsideTheYear."""
    for day in sorted({one.day for one in wanted}):
        in_the_year(day, cohort, ending)
        before = [one for one in there if one.day == day]
        halves = sum(one.half_days for one in before) + sum(one.part.half_days for one in wanted if one.day == day)
        if halves > HALVES_OF_A_DATE:
            raise DayIsFull(_too_much(day, before, ending))


def _too_much(day: date, before: Sequence[ReleaseDay], ending: str) -> str:
    """“Thu 12 Nov already has a full day, so nothing was logged. To change that day, type …”."""
    if not before:
        return f"That is more than one full day on {in_words(day)}. {ending}"
    already = f"{in_words(day)} already has {' and '.join(HAS[one.part] for one in before)}"
    how = f"To change that day, type for example “change {day.day} {day:%b} to half”."
    if sum(one.half_days for one in before) < HALVES_OF_A_DATE:
        return f"{already}: there is room for half a day more. {ending} {how}"
    return f"{already}, so {ending[:1].lower()}{ending[1:]} {how}"


def in_the_year(day: date, cohort: Cohort, ending: str = "Nothing was logged.") -> None:
    """Raises OutsideTheYear, with the year in words."""
    if not cohort.starts <= day <= cohort.ends:
        raise OutsideTheYear(
            f"{in_words(day)} is outside {cohort.name}, whose year runs from {cohort.starts.day} "
            f"{cohort.starts:%B %Y} to "
            f"{cohort.ends.day} {cohort.ends:%B %Y}. {ending} Which day do you mean?"
        )


def doubts(wanted: Sequence[ReleaseDayInput], there: Sequence[ReleaseDay], funded: int, today: date) -> list[str]:
    """A sentence for each thing that looks odd. `funded`: half-days of the year; `there`: what is on record."""
    days = sorted({one.day for one in wanted})
    found = [*_of_the_calendar(days, today), *_twice(wanted, there)]
    total = sum(one.half_days for one in there) + sum(one.part.half_days for one in wanted)
    if total > funded:
        found.append(f"That makes {in_days(total)} days, but only {in_days(funded)} are funded this year.")
    return found


def _of_the_calendar(days: Iterable[date], today: date) -> Iterator[str]:
    for day in days:
        if day.weekday() >= 5:
            yield f"{in_words(day)} is a weekend day."
        elif name := bank_holiday(day):
            yield f"{in_words(day)} is a bank holiday ({name})."
        if abs(day - today) > FAR_AWAY:
            yield f"{in_words(day)} is more than a year away."


def _twice(wanted: Sequence[ReleaseDayInput], there: Sequence[ReleaseDay]) -> Iterator[str]:
    """The same half of a day more than once; two halves of which nobody said which are taken for the two."""
    for day in sorted({one.day for one in wanted}):
        before = [one.part for one in there if one.day == day]
        new = [one.part for one in wanted if one.day == day]
        if before and _overlap([*before, *new]):
            yield f"{in_words(day)} already has an entry."


def _overlap(parts: Sequence[Part]) -> bool:
    named = [part for part in parts if part in (Part.MORNING, Part.AFTERNOON)]
    return sum(part.half_days for part in parts) > 2 or len(named) != len(set(named))
