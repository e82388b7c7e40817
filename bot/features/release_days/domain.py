"""Release days as the store hands them out: counted in half-days, so that no sum is ever a fraction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.errors import BotError
from bot.db.audit_domain import declare_changes

LONGEST_NOTE = 200  # characters


class Part(StrEnum):
    """How much of a day. HALF is a half-day of which nobody said whether it was the morning."""

    FULL = "full"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    HALF = "half"

    @property
    def half_days(self) -> int:
        return 2 if self is Part.FULL else 1


class Purpose(StrEnum):
    """What a day is for, in the words that are shown."""

    RESIDENTIAL = "residential"
    IN_SCHOOL = "in-school development"
    WORKSHOP = "workshop"
    PILOT_WORKSHOP = "pilot workshop"
    HUB = "hub collaboration"
    STUDY = "assignment or study"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReleaseDayInput:
    """A release day as somebody asks for it."""

    day: date
    part: Part
    purpose: Purpose
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RecordOwner:
    """Whose record, in which cohort, and by whose hand it is changed: their own, or a lead's.

    hub_id: the hub for which a lead changes it; None where they change it themselves.
    """

    person_id: int
    cohort_id: int
    by: int | None
    hub_id: int | None = None

    @property
    def by_another(self) -> bool:
        """Whether a lead changes it, so that the person is told."""
        return self.by is not None and self.by != self.person_id


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """When a change was asked for.

    now: in UTC. today: the person's own date, which parts used from planned.
    key: names the platform's event, so that one that is delivered twice changes the record once.
    """

    now: datetime
    today: date
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseDay:
    """A release day on record. `logged_by`: the person's own id, or a lead's; None once that person is deleted."""

    id: int
    day: date
    part: Part
    purpose: Purpose
    note: str | None
    logged_by: int | None
    logged_at: datetime
    deleted_at: datetime | None = None
    replaces: int | None = None

    @property
    def half_days(self) -> int:
        return self.part.half_days


@dataclass(frozen=True, slots=True)
class Balance:
    """Half-days: `used` up to and with today, `planned` after it, of the `funded` ones of the cohort's year."""

    used: int
    planned: int
    funded: int

    @property
    def left(self) -> int:
        """Half-days that nothing is put down for yet; below zero when there is more on record than is funded."""
        return self.funded - self.used - self.planned


class ChangeKind(StrEnum):
    """What a change did to somebody's release days."""

    LOGGED = "release_day.logged"
    CHANGED = "release_day.changed"
    DELETED = "release_day.deleted"
    UNDONE = "release_day.undone"


declare_changes(ChangeKind.LOGGED, ChangeKind.CHANGED, ChangeKind.DELETED, undoable=True)
declare_changes(ChangeKind.UNDONE, undoable=False)


@dataclass(frozen=True, slots=True)
class DaysChanged:
    """What a change left behind. `again`: this very request was carried out before, and nothing was done now.

    added, removed: the records that count now and did not before, and the other way about.
    undid: for an undo, what was taken back. change: the id of its entry in the trail; 0 where it was done before.
    """

    did: ChangeKind
    balance: Balance
    added: Sequence[ReleaseDay] = ()
    removed: Sequence[ReleaseDay] = ()
    again: bool = False
    undid: ChangeKind | None = None
    change: int = 0


@dataclass(frozen=True, slots=True)
class ExportedDay:
    """A line of an export: whose day, and the day."""

    name: str
    school: str
    hub: str
    cohort: str
    release_day: ReleaseDay


class NoSuchDay(BotError):
    """That release day isn't on record any more: it was changed or deleted meanwhile. Type “releaseday list”."""


class NothingToUndo(BotError):
    """There's nothing to undo: none of your release days was logged, changed or deleted lately."""


class DayChangedSince(NothingToUndo):
    """That can't be undone: somebody has changed the same day since. Type “releaseday list” to see it."""


class SomethingNewer(NothingToUndo):
    """That isn't your latest change any more. Type “undo” to take back the latest, or “releaseday list”."""


class NoteTooLong(BotError):
    """That note is too long: 200 characters at most. Nothing was logged."""
