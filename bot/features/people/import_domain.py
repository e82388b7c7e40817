"""People who arrive together, from a spreadsheet, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.features.people.domain import Enrolled


class ImportRole(Enum):
    """What somebody arrives as."""

    SPECIALIST = "specialist"
    LEAD = "lead"
    ADMIN = "administrator"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A row: `line` is its place in the file. A lead has no school or cohort, an administrator no hub either."""

    line: int
    name: str
    email: str
    school: str
    hub: str
    cohort: str
    role: ImportRole


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was done: who is new, with their codes; who was there already; which hubs and cohorts were made.

    notes: what to look at in the file, though it was brought in.
    """

    new: Sequence[Enrolled]
    already: Sequence[str]
    hubs: Sequence[str]
    cohorts: Sequence[str]
    notes: Sequence[str] = ()


class RowsRefused(Exception):
    """Some rows cannot be brought in, so none was."""

    def __init__(self, slips: Sequence[RowError]) -> None:
        super().__init__(f"{len(slips)} bad rows")
        self.slips = slips
