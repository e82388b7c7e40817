"""`mastery choose`: what a careful reader may choose among, written to a file, and the choices put to use."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from adapters.chooser.chooser import task_of
from adapters.chooser.recorded_choices import as_line
from adapters.console.ask import Asking, BatchLines, SetClock
from bot.core.choosing import Chosen
from bot.core.dispatcher import Core
from bot.core.turn import Turn
from bot.language.redaction import Cleaner
from knowledge.search import Finding, PastTurn, Search
from knowledge.search.candidates import candidates, in_doubt, may_be_asked
from knowledge.search.thresholds import DoubtLimits


class Recorder:
    """Stands where a chooser would, writes down what one would be asked last, and chooses nothing."""

    def __init__(self) -> None:
        self._last: dict[str, object] | None = None

    def taken(self) -> dict[str, object] | None:
        """What was asked last; None when nothing was since."""
        last, self._last = self._last, None
        return last

    async def chosen(
        self,
        turn: Turn,
        search: Search,
        text: str,
        before: Sequence[PastTurn],
        finding: Finding,
        masked: Collection[str],
    ) -> Chosen:
        if may_be_asked(finding):
            topics = candidates(search, text, before, finding, masked)
            task = task_of(turn, Cleaner(knows=search.knows), text, before, topics)
            self._last = as_line(None, task, doubt=in_doubt(finding, DoubtLimits()))
        return Chosen(finding)

    async def alike(self, *_given: object) -> tuple[str, ...]:
        return ()

    async def close(self) -> None:
        """Nothing is open."""


async def record(
    core: Core, recorder: Recorder, clock: SetClock, lines: Iterable[str], zone: ZoneInfo, out: Path
) -> int:
    """Write what each question may mean; returns how many lines could not be read. core: has the recorder.

    A line may carry the turns before it as `context`; every one of them is a question of its own, too.
    """
    batch_lines = BatchLines(lines)
    with TemporaryDirectory(prefix="mastery-choose-") as folder, out.open("w", encoding="utf-8") as written:
        asking = Asking(core, clock, zone, Path(folder))
        for number, asked in batch_lines:
            await asking.answer(replace(asked, id=None), f"line-{number}")
            if (last := recorder.taken()) is not None:
                said = {**last, "id": asked.id if asked.id is not None else number}
                written.write(json.dumps(said, ensure_ascii=False) + "\n")
    return batch_lines.bad
