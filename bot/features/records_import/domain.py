"""What a hub's spreadsheet says: days, residentials, reports and who did them, each with its line in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.core.errors import BotError
from bot.core.identity import Person
from bot.features.people.domain import Enrolled
from bot.features.people.import_domain import RowError
from bot.features.release_days.domain import ReleaseDayInput
from bot.features.reports.domain import Report
from bot.features.residentials.domain import Residential, ResidentialInput

MOST_SHOWN = 40  # bad rows in one message


@dataclass(frozen=True, slots=True)
class DayRow:
    """Whose day, by e-mail address or name, and the day. hub: as the file names it; empty where it does not."""

    line: int
    name: str
    email: str
    hub: str
    wanted: ReleaseDayInput


@dataclass(frozen=True, slots=True)
class ResidentialRowRead:
    line: int
    wanted: ResidentialInput


@dataclass(frozen=True, slots=True)
class ReportRowRead:
    line: int
    title: str
    due: date


@dataclass(frozen=True, slots=True)
class DoneRow:
    """Who did which report, and when."""

    line: int
    name: str
    email: str
    title: str
    done: date


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Somebody to enrol. hub, cohort: as the file names them; empty where it does not."""

    line: int
    name: str
    email: str
    school: str
    hub: str = ""
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class RecordsRead:
    """Everything in a file. slips: what cannot be read; notes: what was guessed, or is to be looked at."""

    people: Sequence[PersonRead] = ()

    days: Sequence[DayRow] = ()
    residentials: Sequence[ResidentialRowRead] = ()
    reports: Sequence[ReportRowRead] = ()
    done: Sequence[DoneRow] = ()
    slips: Sequence[RowError] = ()
    notes: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.days or self.residentials or self.reports or self.done or self.slips)


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record before: a person's days by id, the hub's residentials and reports, and who did which.

    everybody: who is on record anywhere, where the file has people to enrol.
    """

    days: Mapping[int, Sequence[ReleaseDayInput]] = field(default_factory=dict)
    residentials: Sequence[Residential] = ()
    reports: Sequence[Report] = ()
    done: frozenset[tuple[int, int]] = frozenset()
    everybody: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would be brought in. already: how many rows stand on record as they are.

    enrolled: once it is brought in, who is new, each with a code unless they need none.
    """

    days: Mapping[int, Sequence[ReleaseDayInput]]
    residentials: Sequence[ResidentialInput]
    reports: Sequence[tuple[str, date]]
    done: Sequence[tuple[int, str, date]]
    already: int
    slips: Sequence[RowError] = ()
    notes: Sequence[str] = ()
    people: Sequence[PersonRead] = ()
    enrolled: Sequence[Enrolled] = ()

    @property
    def new(self) -> int:
        """Rows that are not on record yet."""
        dates = len(self.residentials) + len(self.reports)
        return len(self.people) + sum(map(len, self.days.values())) + dates + len(self.done)


class RecordsRefused(BotError):
    """Nothing was brought in: some rows can't be read. Correct them and try again."""

    personal = True


def refused(slips: Sequence[RowError]) -> RecordsRefused:
    """Every bad row at once, by its line."""
    lines = [f"line {one.line}: {one.what}." for one in sorted(slips, key=lambda one: one.line)]
    more = len(lines) - MOST_SHOWN
    shown = [*lines[:MOST_SHOWN], *([f"… and {more} more."] if more > 0 else [])]
    many = "1 row" if len(lines) == 1 else f"{len(lines)} rows"
    head = f"{many} can't be brought in, so nothing was:"
    return RecordsRefused("\n".join([head, *shown, "Correct them in the file and bring it in again."]))
