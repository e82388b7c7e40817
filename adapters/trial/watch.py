"""Plays to watch: a line a step, said by one of the three, or the clock moved on; a comment says what to look at.

# A question goes to a person            the first line: the title
# at 2026-11-09                          the day on which it begins, or to which the clock moves
# The sheet leaves parking open.         a comment above a step
teacher: is there parking?
teacher: [Ask my hub]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from adapters.trial.columns import TrialPerson
from adapters.trial.stage import Stage
from adapters.trial.timeline import Timeline

FOLDER = Path(__file__).parent / "plays"
LINE = re.compile(r"(?P<who>teacher|specialist|lead): (?P<text>.+)")
AT = re.compile(r"# at (?P<day>\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class PlayStep:
    """One click: somebody says something, or the clock moves to a day. `comment`: what to look at."""

    comment: str
    who: TrialPerson | None = None
    text: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """name: of its file. begins: the day on which the demo hub is made."""

    name: str
    title: str
    begins: date
    steps: tuple[PlayStep, ...]


def read(name: str, text: str) -> Play:
    """Raises ValueError for a line that is neither said nor a comment."""
    first, *lines = [line.strip() for line in text.splitlines() if line.strip()]
    days, steps, comment = [], list[PlayStep](), ""
    for line in lines:
        if at := AT.fullmatch(line):
            day = date.fromisoformat(at["day"])
            days.append(day)
            if len(days) > 1:
                steps.append(PlayStep(comment or "The clock moves on.", day=day))
                comment = ""
        elif line.startswith("# "):
            comment = line.removeprefix("# ")
        elif said := LINE.fullmatch(line):
            steps.append(PlayStep(comment, TrialPerson(said["who"]), said["text"]))
            comment = ""
        else:
            raise ValueError(f"{name}: “{line}” is no line of a play")
    return Play(name, first.removeprefix("# "), days[0], tuple(steps))


@cache
def plays() -> Sequence[Play]:
    return [read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.play"))]


class Watching:
    """The play that is being watched, if one is, and how far it has come."""

    def __init__(self, stage: Stage, timeline: Timeline) -> None:
        self._stage, self._timeline = stage, timeline
        self.play: Play | None = None
        self.done = 0

    @property
    def next(self) -> PlayStep | None:
        """The step that the next click takes; None at the end, and where nothing is watched."""
        left = self.play.steps[self.done :] if self.play else ()
        return left[0] if left else None

    async def begin(self, name: str) -> None:
        """From its first day. A name that there is not stops what is watched."""
        self.play, self.done = next((one for one in plays() if one.name == name), None), 0
        if self.play is not None:
            await self._timeline.begin(self.play.begins)

    async def step(self) -> str:
        """Take the next step; what the clock has to say of it, if it moved."""
        step = self.next
        if step is None:
            return ""
        self.done += 1
        if step.day is not None:
            return await self._timeline.go(step.day)
        if step.who is not None:
            await self._stage.say(step.who, step.text)
        return ""
