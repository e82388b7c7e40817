"""People from a spreadsheet: every bad row is named, and one bad row is enough for nothing to be brought in."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from rapidfuzz import fuzz

from bot.core.errors import SettingsError
from bot.db.store import Store
from bot.features.people.domain import LONGEST_NAME, NewCohort
from bot.features.people.import_domain import Arrival, ImportResult, ImportRole, RowError, RowsRefused
from bot.features.people.repository_hubs import Cohorts
from bot.features.people.repository_import import PeopleImport

HEADINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "full name", "teacher", "specialist"}),
    "email": frozenset({"e-mail", "email", "e-mail address", "email address", "mail"}),
    "school": frozenset({"school", "school name"}),
    "hub": frozenset({"hub", "maths hub"}),
    "cohort": frozenset({"cohort"}),
    "role": frozenset({"role"}),
}
NEEDED = ("name", "email", "school", "hub", "cohort")
ROLES = {
    "": ImportRole.SPECIALIST,
    "specialist": ImportRole.SPECIALIST,
    "lead": ImportRole.LEAD,
    "hub lead": ImportRole.LEAD,
}
ROLES |= {"administrator": ImportRole.ADMIN, "admin": ImportRole.ADMIN}
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
COHORT = re.compile(r"cohort (?P<number>[1-9]\d?)", re.IGNORECASE)
COHORT_12_STARTED = 2026  # in September; the programme's cohorts follow one another year by year
ALIKE = 88  # of 100: two names of hubs that differ by a slip of the pen


class ImportRefused(SettingsError):
    """The file was not brought in; the message says why, a line for each bad row. For operators."""


async def import_people(store: Store, path: Path, half_days: int, now: datetime) -> ImportResult:
    """Enrol everybody in the file, or nobody. Raises ImportRefused.

    half_days: the release that a new cohort's year funds. Who is enrolled already is left as they are.
    """
    arrivals = read(_text(path))
    hubs = [hub.name for hub in await Cohorts(store).hubs()]
    if slips := list(_hubs_alike(arrivals, hubs)):
        raise _refused(slips)
    cohorts = {name: _cohort(name, half_days) for name in {one.cohort for one in arrivals if one.cohort}}
    try:
        return await PeopleImport(store).bring_in(arrivals, cohorts, now)
    except RowsRefused as refused:
        raise _refused(refused.slips) from None


def read(text: str) -> tuple[Arrival, ...]:
    """The rows of a spreadsheet saved as CSV. Raises ImportRefused, with every bad row."""
    lines = text.lstrip("\ufeff")
    rows = csv.reader(io.StringIO(lines, newline=""), delimiter=_delimiter(lines))
    try:
        columns = _columns(next(rows, []))
        found = [(rows.line_num, _cells(row, columns)) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ImportRefused(
            f"line {rows.line_num}: cannot be read as CSV ({error}). Nothing was imported."
        ) from None
    slips = [RowError(number, what) for number, row in found for what in _slips(row)]
    slips += _twice(found)
    if slips:
        raise _refused(slips)
    if not found:
        raise ImportRefused("There are no people in the file. Nothing was imported.")
    return tuple(_arrival(number, row) for number, row in found)


def _text(path: Path) -> str:
    """As UTF-8, or as spreadsheets on Windows write it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ImportRefused(f"{path}: cannot be read ({error.strerror}). Nothing was imported.") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Column name → its place. Raises ImportRefused for what is missing, or there twice."""
    columns: dict[str, int] = {}
    for place, title in enumerate(heading):
        for name, titles in HEADINGS.items():
            if " ".join(title.casefold().split()) in titles:
                if name in columns:
                    raise ImportRefused(f"line 1: there are two columns for the {name}. Nothing was imported.")
                columns[name] = place
    if missing := [name for name in NEEDED if name not in columns]:
        raise ImportRefused(
            f"line 1: no column for {', '.join(missing)}. The first line must name the columns: "
            "name, e-mail, school, hub, cohort (and role, if you like). Nothing was imported."
        )
    return columns


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """Column name → its text, tidied; what a short row lacks is empty."""
    cells = {name: " ".join(row[place].split()) if place < len(row) else "" for name, place in columns.items()}
    return {"role": "", **cells, "email": cells["email"].lower()}


def _slips(row: Mapping[str, str]) -> Iterator[str]:
    role = ROLES.get(row["role"].casefold())
    if role is None:
        yield f"the role is “{row['role']}”; write specialist, lead or administrator"
    needed = {ImportRole.LEAD: ("name", "email", "hub"), ImportRole.ADMIN: ("name", "email")}.get(
        role or ImportRole.SPECIALIST, NEEDED
    )
    for name in needed:
        if not row[name]:
            yield f"the {name.replace('email', 'e-mail address')} is missing"
    if row["email"] and not EMAIL.fullmatch(row["email"]):
        yield f"“{row['email']}” is not an e-mail address"
    if row["cohort"] and not COHORT.fullmatch(row["cohort"]):
        yield f"the cohort is “{row['cohort']}”; write it as Cohort 12"
    for name in ("name", "school", "hub"):
        if len(row[name]) > LONGEST_NAME:
            yield f"the {name} is longer than {LONGEST_NAME} characters"


def _twice(found: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[RowError]:
    first: dict[str, int] = {}
    for number, row in found:
        if EMAIL.fullmatch(row["email"]) and first.setdefault(row["email"], number) != number:
            yield RowError(number, f"{row['email']} is in line {first[row['email']]} already")


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


def _cohort(name: str, half_days: int) -> NewCohort:
    found = COHORT.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} has been read as a cohort")
    year = COHORT_12_STARTED + int(found["number"]) - 12
    return NewCohort(f"Cohort {found['number']}", date(year, 9, 1), date(year + 1, 8, 31), half_days)


def _arrival(number: int, row: Mapping[str, str]) -> Arrival:
    role = ROLES[row["role"].casefold()]
    return Arrival(number, row["name"], row["email"], row["school"], row["hub"], row["cohort"], role)


def _refused(slips: Iterable[RowError]) -> ImportRefused:
    lines = [f"line {slip.line}: {slip.what}." for slip in sorted(slips, key=lambda slip: slip.line)]
    return ImportRefused("\n".join([*lines, "Nothing was imported; correct the file and try again."]))
