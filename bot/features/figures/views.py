"""Monthly figures as rows of a spreadsheet, and in words."""

import re
from datetime import date

from bot.core.csv_file import Cell, csv_file
from bot.core.reply import File
from bot.features.figures.domain import LEAST, HubFigure, YearFigures, shown

WHY = (
    f"Numbers under {LEAST} are hidden, so that nobody can be recognised. Some other numbers are hidden too, "
    "because they would give a hidden one away."
)
ALL, WHOLE = "All hubs", "Whole year so far"
COUNTED_ONCE = frozenset({HubFigure.PEOPLE})  # a sum over months would count people again and again


def hub_rows(year: YearFigures) -> list[tuple[Cell, ...]]:
    """Of the only hub: a row for each month, and the whole year."""
    (of_hub,) = year.hubs
    columns = []
    for figure in HubFigure:
        cells = shown([of_hub.count(month, figure) for month in year.months], figure)
        columns.append([*cells[:-1], ""] if figure in COUNTED_ONCE else cells)
    names = [*map(month_name, year.months), WHOLE]
    return [(name, of_hub.hub.name, *(cells[at] for cells in columns)) for at, name in enumerate(names)]


def programme_rows(year: YearFigures) -> list[tuple[Cell, ...]]:
    """A row for each month and hub, and below each month all hubs together."""
    rows: list[tuple[Cell, ...]] = []
    for month in year.months:
        columns = [shown([one.count(month, figure) for one in year.hubs], figure) for figure in HubFigure]
        names = [*(one.hub.name for one in year.hubs), ALL]
        rows += [(month_name(month), name, *(cells[at] for cells in columns)) for at, name in enumerate(names)]
    return rows


def as_csv(year: YearFigures, rows: list[tuple[Cell, ...]], whose: str) -> File:
    name = re.sub(r"[^a-z0-9]+", "-", f"{whose} figures {year.cohort.name}".lower()).strip("-")
    return csv_file(
        f"{name}.csv", "The same as a spreadsheet", ("Month", "Hub", *(one.value for one in HubFigure)), rows
    )


def month_name(month: date) -> str:
    return f"{month:%B %Y}"
