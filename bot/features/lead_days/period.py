"""Which months a claim is for: “november”, “september to december”, “autumn term”, “the whole year”. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.identity import Cohort
from bot.core.working_days import bank_holiday
from bot.language.words import MONTH_NAMES

MONTH = "|".join(sorted({*MONTH_NAMES, *(one[:3] for one in MONTH_NAMES), "sept"}, key=len, reverse=True))
FROM_TO = re.compile(
    rf"^(?P<first>{MONTH})\.?(?:\s+(?P<year>20\d\d))?(?:\s*(?:to|until|till|through|-|–|and)\s*(?P<last>{MONTH})\.?"
    r"(?:\s+20\d\d)?)?$",
    re.I,
)
TERM = re.compile(r"^(?P<term>autumn|spring|summer)(?:\s+term)?$", re.I)
YEAR = re.compile(
    r"^(?:all|everything|(?:whole\s+|full\s+|all\s+)?year(?:\s+so\s+far)?|so\s+far|this\s+year)$", re.I
)
RELATIVE = re.compile(r"^(?P<which>this|last)\s+(?P<what>month|term)$", re.I)
BY_MONTH = re.compile(r"\bby\s+(?:month|person)(?:\s+and\s+(?:month|person))?\b", re.I)  # as it always is
SMALL = re.compile(r"^(?:(?:for|of|in|from|the|a)\s+)+", re.I)


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day, what people call it, and the words that mean it."""

    first: date
    last: date
    name: str
    said: str


def period_in(words: str, cohort: Cohort, today: date) -> Period | None:
    """The period that all of the words name within the cohort's year; the year so far for none; else None."""
    said = BY_MONTH.sub("", words)
    said = SMALL.sub("", " ".join(said.split()).strip(" .,?!"))
    if not said or YEAR.match(said):
        return Period(cohort.starts, cohort.ends, cohort.name, "")
    if found := RELATIVE.match(said):
        return _relative(found["which"].lower() == "last", found["what"].lower(), cohort, today)
    if found := TERM.match(said):
        return next((one for one in terms(cohort) if one.name.lower().startswith(found["term"].lower())), None)
    if found := FROM_TO.match(said):
        first = _month(found["first"], cohort)
        last = _month(found["last"], cohort) if found["last"] else first
        if first and last and first.first <= last.first and found["year"] in (None, str(first.first.year)):
            name = first.name if first == last else f"{first.name} to {last.name}"
            said = first.said if first == last else f"{first.said} to {last.said}"
            return Period(first.first, last.last, name, said)
    return None


def months(cohort: Cohort) -> Iterator[Period]:
    """Each month of the cohort's year."""
    first = cohort.starts.replace(day=1)
    while first <= cohort.ends:
        after = (first + timedelta(days=32)).replace(day=1)
        last = min(after - timedelta(days=1), cohort.ends)
        yield Period(max(first, cohort.starts), last, f"{first:%B %Y}", f"{first:%B}".lower())
        first = after


def terms(cohort: Cohort) -> tuple[Period, ...]:
    """Autumn to the end of the year, spring to the day before Good Friday, summer after that."""
    year = cohort.starts.year + 1
    good_friday = next(
        (day for day in _days(date(year, 3, 15), date(year, 4, 30)) if bank_holiday(day) == "Good Friday"),
        date(year, 4, 10),
    )
    before = good_friday - timedelta(days=1)
    return (
        Period(cohort.starts, date(year - 1, 12, 31), f"Autumn term {year - 1}", "autumn term"),
        Period(date(year, 1, 1), before, f"Spring term {year}", "spring term"),
        Period(good_friday, cohort.ends, f"Summer term {year}", "summer term"),
    )


def _relative(last: bool, what: str, cohort: Cohort, today: date) -> Period | None:
    every = list(months(cohort)) if what == "month" else list(terms(cohort))
    at = next((place for place, one in enumerate(every) if one.first <= today <= one.last), None)
    at = at - 1 if at is not None and last else at
    return every[at] if at is not None and at >= 0 else None


def _month(word: str, cohort: Cohort) -> Period | None:
    return next((one for one in months(cohort) if one.name.lower().startswith(word.lower()[:3])), None)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
