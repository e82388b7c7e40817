"""What of a file is new, what is on record already, and what contradicts it: every bad row is named. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from bot.core.identity import Cohort, Hub, Person
from bot.features.people.import_domain import RowError
from bot.features.records_import.domain import DayRow, DoneRow, ImportPlan, Known, PersonRead, RecordsRead
from bot.features.release_days.checks import HALVES_OF_A_DATE
from bot.features.release_days.domain import ReleaseDayInput
from bot.features.release_days.views import PARTS
from bot.features.residentials.domain import ResidentialInput
from bot.language import in_words

Whose = Mapping[DayRow | DoneRow, Person | str]
"""Row → whose it is, or in words why that is not known."""


def people_meant(read: RecordsRead, people: Sequence[Person]) -> Whose:
    by_email = {one.email: one for one in people if one.email}
    by_name: defaultdict[str, list[Person]] = defaultdict(list)
    for one in people:
        by_name[" ".join(one.name.casefold().split())].append(one)
    rows: list[DayRow | DoneRow] = [*read.days, *read.done]
    return {row: _whose(row, by_email, by_name) for row in rows}


def _whose(
    row: DayRow | DoneRow, by_email: dict[str, Person], by_name: defaultdict[str, list[Person]]
) -> Person | str:
    if row.email:
        found = by_email.get(row.email)
        return found or f"{row.email} is nobody's e-mail address at the hub; enrol them first"
    named = by_name.get(row.name.casefold(), [])
    if len(named) > 1:
        return f"several people are called {row.name}; add a column with e-mail addresses"
    return named[0] if named else f"nobody at the hub is called {row.name}; enrol them first"


def plan(read: RecordsRead, whose: Whose, known: Known, at: tuple[Hub, Cohort] | None = None) -> ImportPlan:
    """at: the hub and the cohort that people in the file are for."""
    slips = [*read.slips, *(RowError(row.line, one) for row, one in whose.items() if isinstance(one, str))]
    days, there = _days(read, whose, known, slips)
    new_residentials, same_residentials = _residentials(read, known, slips)
    new_reports, same_reports = _reports(read, known, slips)
    done, same_done = _done(read, whose, known, slips)
    people, enrolled = _people(read, known, at, slips) if at else ([], 0)
    already = enrolled + there + same_residentials + same_reports + same_done
    return ImportPlan(days, new_residentials, new_reports, done, already, slips, read.notes, people)


def _people(
    read: RecordsRead, known: Known, at: tuple[Hub, Cohort], slips: list[RowError]
) -> tuple[list[PersonRead], int]:
    """Who is new at the hub, and how many are enrolled there already."""
    (hub, cohort), there = at, {one.email: one for one in known.everybody if one.email}
    new: dict[str, PersonRead] = {}
    same = 0
    for row in read.people:
        person = there.get(row.email)
        if row.hub and row.hub.casefold() not in hub.name.casefold():
            slips.append(RowError(row.line, f"the hub is “{row.hub[:60]}”, and this is for {hub.name}"))
        elif row.cohort and row.cohort.casefold().removeprefix("cohort").strip() not in cohort.name.split():
            slips.append(
                RowError(row.line, f"the cohort is “{row.cohort[:60]}”, and this year's is {cohort.name}")
            )
        elif row.email in new:
            slips.append(RowError(row.line, f"{row.email} is in line {new[row.email].line} already"))
        elif person and any(one.hub == hub and one.cohort == cohort for one in person.enrolments):
            same += 1
        elif person and (person.admin or person.leads or any(one.hub != hub for one in person.enrolments)):
            slips.append(
                RowError(
                    row.line, f"{row.email} belongs to another hub or holds a role; ask a programme administrator"
                )
            )
        else:
            new[row.email] = row
    return list(new.values()), same


def _days(
    read: RecordsRead, whose: Whose, known: Known, slips: list[RowError]
) -> tuple[dict[int, list[ReleaseDayInput]], int]:
    """Person id → what is new; a row that stands on record as it is counts as there, once for each record."""
    new: defaultdict[int, list[ReleaseDayInput]] = defaultdict(list)
    left = {person: list(days) for person, days in known.days.items()}
    there = 0
    for row in read.days:
        person = whose[row]
        if isinstance(person, str):
            continue
        stand = left.setdefault(person.id, [])
        if row.wanted in stand:
            stand.remove(row.wanted)
            there += 1
            continue
        theirs = (*known.days.get(person.id, ()), *new[person.id])
        on_that_day = [one for one in theirs if one.day == row.wanted.day]
        halves = sum(one.part.half_days for one in on_that_day)
        if halves + row.wanted.part.half_days > HALVES_OF_A_DATE:
            what = " and ".join(f"{PARTS[one.part]}, {one.purpose.value}" for one in on_that_day)
            slips.append(RowError(row.line, f"{person.name} has {what} for {in_words(row.wanted.day)} already"))
        else:
            new[person.id].append(row.wanted)
    return {person: days for person, days in new.items() if days}, there


def _residentials(read: RecordsRead, known: Known, slips: list[RowError]) -> tuple[list[ResidentialInput], int]:
    there, same = {one.number: one for one in known.residentials}, 0
    new: dict[int, ResidentialInput] = {}
    for row in read.residentials:
        wanted, before = row.wanted, there.get(row.wanted.number)
        if before is None and wanted.number not in new:
            new[wanted.number] = wanted
        elif before and (before.first_day, before.last_day, before.venue) == (
            wanted.first_day, wanted.last_day, wanted.venue,
        ):  # fmt: skip
            same += 1
        else:
            what = f"residential {wanted.number} is set otherwise; change it with “cohort residential”"
            slips.append(RowError(row.line, what))
    return list(new.values()), same


def _reports(read: RecordsRead, known: Known, slips: list[RowError]) -> tuple[list[tuple[str, date]], int]:
    due = {one.title.casefold(): one.due for one in known.reports}
    new: list[tuple[str, date]] = []
    same = 0
    for row in read.reports:
        before = due.get(row.title.casefold())
        if before is None:
            due[row.title.casefold()] = row.due
            new.append((row.title, row.due))
        elif before == row.due:
            same += 1
        else:
            what = f"“{row.title}” is due on {in_words(before)} already"
            slips.append(RowError(row.line, f"{what}; change it with “cohort report change”"))
    return new, same


def _done(
    read: RecordsRead, whose: Whose, known: Known, slips: list[RowError]
) -> tuple[list[tuple[int, str, date]], int]:
    ids = {one.title.casefold(): one.id for one in known.reports}
    titles = {*ids, *(row.title.casefold() for row in read.reports)}
    new: list[tuple[int, str, date]] = []
    same = 0
    for row in read.done:
        person, title = whose[row], row.title.casefold()
        if title not in titles:
            slips.append(RowError(row.line, f"there is no report called “{row.title}”; add it with its due date"))
        elif not isinstance(person, str):
            if (person.id, ids.get(title, 0)) in known.done:
                same += 1
            else:
                new.append((person.id, row.title, row.done))
    return new, same
