"""Which year a lead speaks of: “last year”, “Cohort 12”, “2026/27”; and whether a year is over. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from bot.core.identity import Cohort

SMALL = r"(?:\b(?:of|in|for|from|the|at|during)\s+)*"
LAST = re.compile(
    rf"{SMALL}\b(?:last|previous|past)\s+(?:(?:school|academic)\s+)?(?:year|cohort)\b(?:['’]?s\b)?", re.I
)
THIS = re.compile(rf"{SMALL}\b(?:this|current)\s+(?:(?:school|academic)\s+)?(?:year|cohort)\b(?:['’]?s\b)?", re.I)
SPAN = re.compile(rf"{SMALL}\b(?P<first>20\d\d)\s*[/–-]\s*(?:20)?(?P<last>\d\d)\b", re.I)
NAMED = re.compile(rf"{SMALL}\bcohort\s+(?P<number>[1-9]\d?)\b(?:['’]?s\b)?", re.I)


def is_over(cohort: Cohort, today: date) -> bool:
    return cohort.ends < today


def span_of(cohort: Cohort) -> str:
    """2026/27."""
    return f"{cohort.starts.year}/{cohort.ends.year % 100:02}"


def last_of(cohorts: Sequence[Cohort], today: date) -> Cohort | None:
    """The cohort whose year ended last."""
    return max((one for one in cohorts if is_over(one, today)), key=lambda one: one.ends, default=None)


def current_of(cohorts: Sequence[Cohort], today: date) -> Cohort | None:
    """The cohort whose year it is; before its first day too, when no other's runs."""
    still = [one for one in cohorts if not is_over(one, today)]
    return min(still, key=lambda one: one.starts, default=None)


def year_in(words: str, cohorts: Sequence[Cohort], today: date) -> tuple[Cohort | None, str] | None:
    """The cohort of the year that is named, and the words without it; None where no year is named.

    The cohort is None where the year that is named is on no record.
    """
    for pattern in (LAST, THIS, SPAN, NAMED):
        if found := pattern.search(words):
            rest = " ".join(f"{words[: found.start()]} {words[found.end() :]}".split())
            return _cohort(pattern, found, cohorts, today), rest.strip(" ,")
    for one in sorted(cohorts, key=lambda one: -len(one.name)):
        if by_name := re.search(rf"{SMALL}\b{re.escape(one.name)}(?!\w)", words, re.I):
            return one, " ".join(f"{words[: by_name.start()]} {words[by_name.end() :]}".split()).strip(" ,")
    return None


def _cohort(
    pattern: re.Pattern[str], found: re.Match[str], cohorts: Sequence[Cohort], today: date
) -> Cohort | None:
    if pattern is LAST:
        return last_of(cohorts, today)
    if pattern is THIS:
        return current_of(cohorts, today)
    if pattern is SPAN:
        said = f"{found['first']}/{found['last']}"
        return next((one for one in cohorts if span_of(one) == said), None)
    named = f"cohort {found['number']}"
    return next((one for one in cohorts if one.name.casefold() == named), None)
