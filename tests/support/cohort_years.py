"""Cohorts' years for tests that need no knowledge base: Cohort 12 begins in 2026, each funds ten days."""

from datetime import date

from knowledge.cohorts import CohortYear


def year_of(number: int) -> CohortYear:
    starts = 2014 + number
    return CohortYear(f"Cohort {number}", date(starts, 9, 1), date(starts + 1, 8, 31), 20)
