"""People from a spreadsheet: every bad row is named, and one bad row is enough for nothing to be brought in."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from rapidfuzz import fuzz

from bot.core.email_address import is_email_address
from bot.core.errors import SettingsError
from bot.db.store import Store
from bot.features.people.domain import LONGEST_NAME, NewCohort
from bot.features.people.import_domain import Arrival, ImportResult, ImportRole, RowError, RowsRefused
from bot.features.people.repository_import import PeopleImport
from bot.features.people.spreadsheet import (
    Row,
    SheetRows,
    Spreadsheet,
    UnreadableSpreadsheet,
    spreadsheet,
    tables_of,
)
from bot.hubs.repository import Cohorts
from knowledge.cohorts import CohortYear

HEADINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "full name", "teacher", "specialist"}),
    "email": frozenset({"e-mail", "email", "e-mail address", "email address", "mail"}),
    "school": frozenset({"school", "school name"}),
    "hub": frozenset({"hub", "maths hub"}),
    "cohort": frozenset({"cohort"}),
    "role": frozenset({"role"}),
}
NEEDED = ("name", "email", "school", "hub", "cohort")
NEEDED_OF_A_SPECIALIST = (
    "name",
    "school",
    "hub",
    "cohort",
)  # without an address, who is there by that name will do
ROLES = {
    "": ImportRole.SPECIALIST,
    "specialist": ImportRole.SPECIALIST,
    "lead": ImportRole.LEAD,
    "hub lead": ImportRole.LEAD,
}
ROLES |= {"administrator": ImportRole.ADMIN, "admin": ImportRole.ADMIN}
COHORT = re.compile(r"(?:cohort|c)?\s*(?P<number>[1-9]\d?)", re.IGNORECASE)
YearOf = Callable[[int], CohortYear]
MOST_ABOVE = 15  # lines of a title, a date, who made it, above the headings
ALIKE = 88  # of 100: two names of hubs that differ by a slip of the pen


class ImportRefused(SettingsError):
    """The file was not brought in; the message says why, a line for each bad row. For operators."""


async def import_people(store: Store, path: Path, year_of: YearOf, now: datetime) -> ImportResult:
    """Enrol everybody in the file, or nobody. Raises ImportRefused.

    year_of: a cohort's number → its year, with the release that it funds. Who is enrolled already stays as
    they are.
    """
    sheet = _sheet(path)
    arrivals = _arrivals(sheet.tables)
    hubs = [hub.name for hub in await Cohorts(store).hubs()]
    known = {cohort.name.casefold() for cohort in await Cohorts(store).all()}
    if slips := [*_hubs_alike(arrivals, hubs), *_too_far_ahead(arrivals, known, year_of, now.date())]:
        raise _refused(slips)
    cohorts = {name: _cohort(name, year_of) for name in {one.cohort for one in arrivals if one.cohort}}
    try:
        done = await PeopleImport(store).bring_in(arrivals, cohorts, now)
    except RowsRefused as refused:
        raise _refused(refused.slips) from None
    return replace(done, notes=sheet.notes)


def read(text: str) -> tuple[Arrival, ...]:
    """The rows of a spreadsheet saved as CSV. Raises ImportRefused, with every bad row."""
    try:
        return _arrivals(tables_of(text))
    except UnreadableSpreadsheet as error:
        raise ImportRefused(f"{error}. Nothing was imported.") from None


def _arrivals(tables: Sequence[SheetRows]) -> tuple[Arrival, ...]:
    """The rows below the headings, wherever those stand: in which sheet, held apart by what, below which title."""
    best = max(tables, key=lambda table: max((len(_known(cells)) for _, cells in _top(table)), default=0))
    heading = max(_top(best), key=lambda row: len(_known(row[1])), default=(1, ()))
    columns = _columns(*heading)
    found = [(line, _cells(row, columns)) for line, row in best.rows if line > heading[0] and any(row)]
    slips = [RowError(number, what) for number, row in found for what in _slips(row)]
    slips += _twice(found)
    if slips:
        raise _refused(slips)
    if not found:
        raise ImportRefused("There are no people in the file. Nothing was imported.")
    return tuple(_arrival(number, row) for number, row in found)


def _sheet(path: Path) -> Spreadsheet:
    """Raises ImportRefused."""
    try:
        return spreadsheet(path.read_bytes())
    except OSError as error:
        raise ImportRefused(f"{path}: cannot be read ({error.strerror}). Nothing was imported.") from None
    except UnreadableSpreadsheet as error:
        raise ImportRefused(f"{path}: {error}. Nothing was imported.") from None


def _top(table: SheetRows) -> Sequence[Row]:
    """Where the headings may stand."""
    return [row for row in table.rows if any(row[1])][:MOST_ABOVE]


def _known(cells: Sequence[str]) -> set[str]:
    """Of the columns those that a line names."""
    return {name for cell in cells for name, titles in HEADINGS.items() if cell.casefold() in titles}


def _columns(line: int, heading: Sequence[str]) -> dict[str, int]:
    """Column name → its place. Raises ImportRefused for what is missing, or there twice."""
    columns: dict[str, int] = {}
    for place, title in enumerate(heading):
        for name in _known([title]):
            if name in columns:
                raise ImportRefused(f"line {line}: there are two columns for the {name}. Nothing was imported.")
            columns[name] = place
    if missing := [name for name in NEEDED if name not in columns]:
        raise ImportRefused(
            f"line {line}: no column for {', '.join(missing)}. A line must name the columns: "
            "name, e-mail, school, hub, cohort (and role, optional). Nothing was imported."
        )
    return columns


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """Column name → its text, tidied; what a short row lacks is empty."""
    cells = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
    return {"role": "", **cells, "email": cells["email"].lower()}


def _slips(row: Mapping[str, str]) -> Iterator[str]:
    role = ROLES.get(row["role"].casefold())
    if role is None:
        yield f"the role is “{row['role']}”; write specialist, lead or administrator"
    needed = {ImportRole.LEAD: ("name", "email", "hub"), ImportRole.ADMIN: ("name", "email")}.get(
        role or ImportRole.SPECIALIST, NEEDED_OF_A_SPECIALIST
    )
    for name in needed:
        if not row[name]:
            yield f"the {name.replace('email', 'e-mail address')} is missing"
    if row["email"] and not is_email_address(row["email"]):
        yield f"“{row['email']}” is not an e-mail address"
    if row["cohort"] and not COHORT.fullmatch(row["cohort"]):
        yield f"the cohort is “{row['cohort']}”; write “Cohort” and its number"
    for name in ("name", "school", "hub"):
        if len(row[name]) > LONGEST_NAME:
            yield f"the {name} is longer than {LONGEST_NAME} characters"


def _twice(found: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[RowError]:
    """A person may be there once in each role, and lead several hubs."""
    first: dict[tuple[str, str, str], int] = {}
    for number, row in found:
        role = ROLES.get(row["role"].casefold(), ImportRole.SPECIALIST)
        same = (row["email"], role.value, row["hub"].casefold() if role is ImportRole.LEAD else "")
        if is_email_address(row["email"]) and first.setdefault(same, number) != number:
            yield RowError(number, f"{row['email']} is in line {first[same]} already")


def _hubs_alike(arrivals: Iterable[Arrival], known: Sequence[str]) -> Iterator[RowError]:
    """A hub that nobody has heard of is a new one, unless it looks like another's name mistyped."""
    names = {name.casefold(): name for name in known}
    for one in arrivals:
        if not one.hub or one.hub.casefold() in names:
            continue
        near = next((name for key, name in names.items() if fuzz.ratio(key, one.hub.casefold()) >= ALIKE), None)
        if near:
            yield RowError(one.line, f"the hub is “{one.hub}”; is it “{near}”? Write it the same way everywhere")
        names.setdefault(one.hub.casefold(), one.hub)


def _too_far_ahead(
    arrivals: Iterable[Arrival], known: Collection[str], year_of: YearOf, today: date
) -> Iterator[RowError]:
    """A cohort that nobody has heard of and that begins in more than a year: a slip of the pen."""
    for one in arrivals:
        if not one.cohort or one.cohort.casefold() in known:
            continue
        year = _cohort(one.cohort, year_of).starts.year
        if year > today.year + 1:
            yield RowError(one.line, f"{one.cohort} would begin in September {year}; is the number right")


def _cohort(name: str, year_of: YearOf) -> NewCohort:
    found = COHORT.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} has been read as a cohort")
    year = year_of(int(found["number"]))
    return NewCohort(year.name, year.starts, year.ends, year.half_days)


def _arrival(number: int, row: Mapping[str, str]) -> Arrival:
    role, cohort = ROLES[row["role"].casefold()], COHORT.fullmatch(row["cohort"])
    name = f"Cohort {cohort['number']}" if cohort else ""
    return Arrival(number, row["name"], row["email"], row["school"], row["hub"], name, role)


def _refused(slips: Iterable[RowError]) -> ImportRefused:
    lines = [f"line {slip.line}: {slip.what}." for slip in sorted(slips, key=lambda slip: slip.line)]
    return ImportRefused("\n".join([*lines, "Nothing was imported; correct the file and try again."]))
