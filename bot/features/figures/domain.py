"""Figures by month that say nothing of who: what is counted, and which numbers are too small to be shown. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.csv_file import Cell
from bot.core.identity import Cohort, Hub

LEAST = 5  # people, or questions, of which a number is shown; below it one could tell whose it is
HIDDEN = f"under {LEAST}"
WITHHELD = "not shown"


class HubFigure(StrEnum):
    """What is counted in a month; the value is its heading."""

    PEOPLE = "Specialists"
    ASKED = "Questions asked"
    ANSWERED = "Answered"
    PASSED_ON = "Passed on to the hub"
    DAYS = "Release days"
    COMING = "Coming to a residential"
    CANNOT = "Can't come"
    REPORTS = "Reports done"


@dataclass(frozen=True, slots=True)
class Count:
    """A number, in half-days for days, and of how many people or questions it is."""

    value: int = 0
    of: int = 0

    @property
    def is_small(self) -> bool:
        return 0 < self.of < LEAST


NONE = Count()


@dataclass(frozen=True, slots=True)
class HubFigures:
    """One hub's counts. months: the first day of a month → figure → count."""

    hub: Hub
    months: Mapping[date, Mapping[HubFigure, Count]] = field(default_factory=dict)

    def count(self, month: date, figure: HubFigure) -> Count:
        return self.months.get(month, {}).get(figure, NONE)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A cohort's months up to today, the first days; and its hubs, by name."""

    cohort: Cohort
    months: Sequence[date]
    hubs: Sequence[HubFigures]


def shown(counts: Sequence[Count], figure: HubFigure) -> list[Cell]:
    """Of numbers that are shown side by side, each as it may be shown, and last their sum.

    A small number is not shown. If it were the only one, the sum would give it away: then the next one above it is
    not shown either, or, where there is none, the sum.
    """
    hidden = {place for place, one in enumerate(counts) if one.is_small}
    others = [place for place, one in enumerate(counts) if one.of and place not in hidden]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda place: counts[place].of))
    cells: list[Cell] = [
        (HIDDEN if one.is_small else WITHHELD) if place in hidden else said(one.value, figure)
        for place, one in enumerate(counts)
    ]
    total = WITHHELD if len(hidden) == 1 else said(sum(one.value for one in counts), figure)
    return [*cells, total]


def said(value: int, figure: HubFigure) -> Cell:
    """Days are counted in half-days and said in days."""
    if figure is not HubFigure.DAYS:
        return value
    return value / 2 if value % 2 else value // 2
