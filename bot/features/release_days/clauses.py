"""What a message says of release days, clause by clause, and what must be asked. `log_reading` reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.features.release_days.domain import Part, Purpose, ReleaseDayInput
from bot.language.acts import Act
from bot.language.doubts import Doubt
from bot.language.extents import Extent


@dataclass(frozen=True, slots=True)
class Said:
    """One clause: its days, and what was said of them; None where nothing was.

    guess: the words from which the purpose is guessed. several: purposes that were named beside each other.
    worded: whether words that are no name of a purpose stand before it. at: where its dates stand in the text.
    """

    days: tuple[date, ...]
    part: Part | None
    purpose: Purpose | None
    note: str | None
    guess: str = ""
    several: tuple[Purpose, ...] = ()
    worded: bool = False
    at: tuple[Extent, ...] = ()

    def records(self, days: Sequence[date] | None = None) -> list[ReleaseDayInput]:
        """As they would be logged. Raises ValueError where the purpose was not said."""
        if self.purpose is None:
            raise ValueError("nobody said what it was for")
        return [
            ReleaseDayInput(day, self.part or Part.FULL, self.purpose, self.note)
            for day in (self.days if days is None else days)
        ]


@dataclass(frozen=True, slots=True)
class LogReading:
    """Clauses in order, and what must be asked. text: as it was typed. act: how the whole is said.

    as_note: the other way to read it, where what looks like one more day may be a part of the note.
    """

    text: str
    said: tuple[Said, ...]
    doubts: tuple[Doubt, ...]
    act: Act
    as_note: tuple[Said, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(dict.fromkeys(day for one in self.said for day in one.days))

    @property
    def complete(self) -> bool:
        """Whether each clause says which days, and what for."""
        return all(one.days and one.purpose for one in self.said)

    @property
    def guessed(self) -> tuple[Said, ...]:
        return tuple(one for one in self.said if one.guess)

    @property
    def certain(self) -> bool:
        """Whether every word is understood: nothing to ask, and nothing guessed."""
        return self.complete and not self.doubts and not self.guessed

    def records(self) -> list[ReleaseDayInput]:
        return [record for one in self.said for record in one.records()]
