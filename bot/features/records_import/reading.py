"""A hub's spreadsheet → its days, residentials and reports. Every sheet whose headings are known is read. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.core.email_address import is_email_address
from bot.features.people.csv_import import HEADINGS as HEADINGS_OF_PEOPLE
from bot.features.people.domain import LONGEST_NAME
from bot.features.people.import_domain import RowError
from bot.features.people.spreadsheet import Row, SheetRows, Spreadsheet
from bot.features.records_import.cells import date_in, part_in, purpose_in
from bot.features.records_import.domain import (
    DayRow,
    DoneRow,
    PersonRead,
    RecordsRead,
    ReportRowRead,
    ResidentialRowRead,
)
from bot.features.release_days.domain import LONGEST_NOTE, ReleaseDayInput
from bot.features.residentials.domain import ResidentialInput, ResidentialState
from bot.language import Span

HEADINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "full name", "teacher", "specialist", "who", "mastery specialist"}),
    "first": frozenset({"first name", "forename", "given name", "first"}),
    "surname": frozenset({"surname", "last name", "family name", "second name", "last"}),
    **{name: HEADINGS_OF_PEOPLE[name] for name in ("email", "school", "hub", "cohort")},
    "date": frozenset({"date", "day", "date of release", "release date", "date of day", "when"}),
    "part": frozenset({"part", "am/pm", "session", "how much", "full/half", "length", "half or full"}),
    "days": frozenset({"days", "no. of days", "number of days", "amount", "days claimed", "day(s)", "no of days"}),
    "purpose": frozenset({"for", "purpose", "what for", "activity", "type", "reason", "what", "what was it for"}),
    "note": frozenset({"note", "notes", "comment", "comments", "details", "detail"}),
    "number": frozenset({"residential", "residential number", "no.", "number", "no"}),
    "start": frozenset({"start", "first day", "from", "start date", "begins"}),
    "end": frozenset({"end", "last day", "to", "end date", "ends", "until"}),
    "venue": frozenset({"venue", "where", "place", "location"}),
    "state": frozenset({"state", "status", "confirmed"}),
    "title": frozenset({"report", "title", "report title", "assignment"}),
    "due": frozenset({"due", "due date", "deadline", "due by", "due on"}),
    "done": frozenset({"done", "done on", "received", "submitted", "date received", "handed in"}),
}
MOST_ABOVE = 15  # lines of titles above the headings
STATES = {
    **dict.fromkeys(("confirmed", "yes", "y"), ResidentialState.CONFIRMED),
    **dict.fromkeys(("", "provisional", "tbc", "no"), ResidentialState.PROVISIONAL),
}
Cells = Mapping[str, str]


@dataclass(slots=True)
class _Found:
    year: Span
    people: list[PersonRead] = field(default_factory=list)
    days: list[DayRow] = field(default_factory=list)
    residentials: list[ResidentialRowRead] = field(default_factory=list)
    reports: list[ReportRowRead] = field(default_factory=list)
    done: list[DoneRow] = field(default_factory=list)
    slips: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def slip(self, line: int, what: str) -> None:
        self.slips.append(RowError(line, what))


def records_in(sheet: Spreadsheet, year: Span) -> RecordsRead:
    """year: the cohort's, in which a date without a year lies."""
    found = _Found(year, notes=list(sheet.notes))
    for table, (line, heading) in _known_tables(sheet):
        columns = _columns(heading)
        for at, row in table.rows:
            if at > line and any(row) and not _is_a_sum(row):
                _read(found, at, {name: row[i] if i < len(row) else "" for name, i in columns.items()})
    dates = (found.residentials, found.reports, found.done, found.slips, found.notes)
    return RecordsRead(found.people, found.days, *dates)


def _known_tables(sheet: Spreadsheet) -> Iterator[tuple[SheetRows, Row]]:
    """Each sheet with the line that names its columns; of one text read by several separators, the best alone."""
    scored = [(table, *_best_line(table)) for table in sheet.tables]
    if not sheet.sheets:
        scored = [max(scored, key=lambda one: one[1])]
    for table, score, line in scored:
        if score:
            yield table, line


def _best_line(table: SheetRows) -> tuple[int, Row]:
    top = [row for row in table.rows if any(row[1])][:MOST_ABOVE]
    best = max(top, key=lambda row: _score(row[1]), default=(0, ()))
    return _score(best[1]), best


def _score(cells: Sequence[str]) -> int:
    """How many columns are known, if they are enough for any kind of row; else 0."""
    names = set(_columns(cells))
    return len(names) if _kind(names) else 0


def _kind(names: set[str]) -> str:
    whose = "name" in names or "email" in names or {"first", "surname"} <= names
    if whose and "date" in names and "purpose" in names:
        return "days"
    if whose and {"title", "done"} <= names:
        return "done"
    if whose and {"email", "school"} <= names and not names & {"date", "done"}:
        return "people"
    if {"number", "start"} <= names:
        return "residentials"
    return "reports" if {"title", "due"} <= names else ""


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Column name → its place, the first of that name."""
    columns: dict[str, int] = {}
    for place, title in enumerate(heading):
        for name, titles in HEADINGS.items():
            if title.casefold().strip(" :*?") in titles:
                columns.setdefault(name, place)
    return columns


def _is_a_sum(row: Sequence[str]) -> bool:
    """“Total” below the rows."""
    first = next((cell for cell in row if cell), "").casefold().strip(" :")
    return first in ("total", "totals", "sum", "all", "grand total")


def _read(found: _Found, line: int, cells: Cells) -> None:
    match _kind(set(cells)):
        case "people":
            _person(found, line, cells)
        case "days":
            _day(found, line, cells)
        case "done":
            _done(found, line, cells)
        case "residentials":
            _residential(found, line, cells)
        case _:
            _report(found, line, cells)


def _whose(found: _Found, line: int, cells: Cells) -> tuple[str, str]:
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("surname"))))
    if "," in name and "name" in cells:  # “Patel, Sam”, as lists are sorted
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    email = cells.get("email", "").lower()
    if not (name or email):
        found.slip(line, "nobody is named")
    return " ".join(name.split()), email


def _date(found: _Found, line: int, cells: Cells, name: str, what: str) -> date | None:
    cell = cells.get(name, "")
    day = date_in(cell, found.year) if cell else None
    if day is None:
        found.slip(line, f"{what} is missing" if not cell else f"{what} is “{cell[:40]}”, which is not one date")
    elif not found.year.first <= day <= found.year.last:
        found.slip(line, f"{what} is {day.isoformat()}, which is outside the cohort's year")
        return None
    return day


def _day(found: _Found, line: int, cells: Cells) -> None:
    name, email = _whose(found, line, cells)
    day = _date(found, line, cells, "date", "the date")
    said = cells.get("part") or cells.get("days") or ""
    part = part_in(said) if said else None
    if part is None:
        found.slip(line, f"how much of the day is “{said[:40]}”; write full day, morning, afternoon or half a day")
    words = cells.get("purpose", "")
    purpose, guess = purpose_in(words)
    if purpose is None:
        found.slip(line, "what the day was for is missing")
    note = cells.get("note", "")
    if guess and purpose is not None:
        note = f"{words}; {note}" if note else words
        found.notes.append(f"line {line}: “{words[:40]}” is taken for {purpose.value}, and kept as the note")
    if len(note) > LONGEST_NOTE:
        found.slip(line, f"the note is longer than {LONGEST_NOTE} characters")
    elif (name or email) and day and part and purpose:
        wanted = ReleaseDayInput(day, part, purpose, note or None)
        found.days.append(DayRow(line, name, email, cells.get("hub", ""), wanted))


def _person(found: _Found, line: int, cells: Cells) -> None:
    name, email = _whose(found, line, cells)
    school = cells.get("school", "")
    if email and not is_email_address(email):
        found.slip(line, f"“{email[:60]}” is not an e-mail address")
    if not email:
        found.slip(line, "the e-mail address is missing; without it nobody can tell two people of one name apart")
    if not name:
        found.slip(line, "the name is missing")
    if not school:
        found.slip(line, "the school is missing")
    if len(name) > LONGEST_NAME or len(school) > LONGEST_NAME:
        found.slip(line, f"the name or the school is longer than {LONGEST_NAME} characters")
    elif name and school and is_email_address(email):
        found.people.append(PersonRead(line, name, email, school, cells.get("hub", ""), cells.get("cohort", "")))


def _residential(found: _Found, line: int, cells: Cells) -> None:
    digits = "".join(char for char in cells.get("number", "") if char.isdigit())
    first = _date(found, line, cells, "start", "the first day")
    last = _date(found, line, cells, "end", "the last day") if cells.get("end") else first
    state = STATES.get(cells.get("state", "").casefold())
    if not digits or len(digits) > 1:
        found.slip(line, f"the residential's number is “{cells.get('number', '')[:40]}”; write 1, 2 or 3")
    if state is None:
        found.slip(line, f"the state is “{cells['state'][:40]}”; write confirmed or provisional")
    if first and last and last < first:
        found.slip(line, "the last day is before the first")
    elif digits and len(digits) == 1 and first and last and state:
        wanted = ResidentialInput(int(digits), first, last, cells.get("venue") or None, state)
        found.residentials.append(ResidentialRowRead(line, wanted))


def _report(found: _Found, line: int, cells: Cells) -> None:
    due = _date(found, line, cells, "due", "the due date")
    if not cells.get("title"):
        found.slip(line, "the report's title is missing")
    elif due:
        found.reports.append(ReportRowRead(line, cells["title"], due))


def _done(found: _Found, line: int, cells: Cells) -> None:
    """A row without a date says that it is not done."""
    if not cells.get("done"):
        return
    name, email = _whose(found, line, cells)
    done = _date(found, line, cells, "done", "the day on which it was done")
    if not cells.get("title"):
        found.slip(line, "the report's title is missing")
    elif done and (name or email):
        found.done.append(DoneRow(line, name, email, cells["title"], done))
