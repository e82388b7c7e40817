"""What a residential's sheet holds: where and when exactly, and what each person of the hub has said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.db.audit_domain import declare_changes
from bot.features.residentials.domain import AttendanceAnswer, DaysThere, Residential

LONGEST_PLACE = 300  # characters of an address or a link
declare_changes("residential.place", undoable=False)


@dataclass(frozen=True, slots=True)
class Place:
    """times: as people read them ("10:00 on the first day to 15:30"). link: to join by."""

    times: str = ""
    address: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person of the hub. answer: for the dates as they are; None for none."""

    name: str
    school: str
    email: str
    answer: AttendanceAnswer | None
    days: DaysThere
    why: str
    needs: str


@dataclass(frozen=True, slots=True)
class ResidentialSheet:
    residential: Residential
    place: Place
    lines: Sequence[SheetLine]
