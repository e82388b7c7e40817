"""What a drill found: one row a fault, and the table."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from tests.drill.people import Crowd
from tests.drill.world import World

LOOKS = 0.5  # seconds between two looks at /readyz
PATIENCE = 150.0  # seconds after the fault's end in which everybody must have heard something
HEADINGS = (
    "fault", "database", "wrote", "said", "answered", "sorry", "lost", "doubled", "in Teams", "silent",
    "unready in", "recovered in", "slowest ack", "log kB", "note",
)  # fmt: skip


@dataclass
class Row:
    """wrote: people; said: those who heard something true; answered: with the fact, the others with an apology.

    lost: what was taken in and came to nothing, or was in the outbox and never arrived. doubled: said twice where
    the platform can be asked; doubled_blind: where it cannot. unready, recovered, slowest: in seconds, if seen.
    """

    fault: str
    engine: str
    wrote: int
    said: int
    answered: int
    lost: int
    doubled: int
    doubled_blind: int
    silent: int
    unready: float | None
    recovered: float | None
    slowest: float | None
    log_kb: float
    note: str = ""

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled or self.silent)

    def cells(self) -> tuple[str, ...]:
        numbers = (self.wrote, self.said, self.answered, self.said - self.answered)
        counts = (self.lost, self.doubled, self.doubled_blind, self.silent)
        times = (_seconds(self.unready), _seconds(self.recovered), _seconds(self.slowest))
        return (self.fault, self.engine, *map(str, (*numbers, *counts)), *times, f"{self.log_kb:.1f}", self.note)


@dataclass
class Watch:
    """Looks at /readyz of the first server: since when it is 503, and since when it is 200 again."""

    world: World
    unready_at: float | None = None
    ready_at: float | None = None

    async def run(self) -> None:
        while True:
            said = await self.world.ready()
            if said == 503 and self.unready_at is None:
                self.unready_at = monotonic()
            if said == 200 and self.unready_at is not None and self.ready_at is None:
                self.ready_at = monotonic()
            await asyncio.sleep(LOOKS)


@asynccontextmanager
async def watched(world: World) -> AsyncIterator[Watch]:
    watch = Watch(world)
    looking = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def until(so: Callable[[], bool], patience: float = PATIENCE) -> float | None:
    """Seconds until it was so; None when it never was."""
    began = monotonic()
    while not so():
        if monotonic() - began > patience:
            return None
        await asyncio.sleep(0.1)
    return monotonic() - began


async def sending_again(crowd: Crowd, platform: str = "slack", patience: float = PATIENCE) -> float | None:
    """Leave a message, as soon as the database takes it; seconds from now until it has arrived."""
    began, name = monotonic(), f"UBACK{len(crowd.messages)}"
    await _patiently(lambda: crowd.leave([name], platform), patience)
    return monotonic() - began if await until(lambda: bool(crowd.arrived(name)), patience) is not None else None


async def _patiently(work: Callable[[], Awaitable[None]], patience: float) -> None:
    until = monotonic() + patience
    while True:
        try:
            await work()
        except Exception:
            if monotonic() > until:
                raise
            await asyncio.sleep(0.2)
        else:
            return


async def counted(
    fault: str,
    crowd: Crowd,
    *,
    unready: float | None = None,
    recovered: float | None = None,
    note: str = "",
    patience: float = PATIENCE,
) -> Row:
    """Wait until everybody has heard something and everything has arrived, patience at most; then count."""

    def settled() -> bool:
        return not crowd.silent() and all(crowd.arrived(name) for name in crowd.messages)

    await until(settled, patience)
    await asyncio.sleep(3)  # what would come a second time comes now
    answers = {one.name: crowd.answered(one) for one in crowd.wrote}
    blind = {one.name for one in crowd.wrote if one.platform == "teams"}
    arrived = {name: crowd.arrived(name) for name in crowd.messages}
    blind |= {name for name, platform in crowd.messages.items() if platform == "teams"}
    twice = {name: count - 1 for name, count in {**answers, **arrived}.items() if count > 1}
    silent = crowd.silent()
    logged = sum(bool(answers.get(one.name)) for one in crowd.specialists)
    days = await crowd.days() if crowd.specialists else 0
    lost = [name for name, count in arrived.items() if not count]
    lost += [one.name for one in silent if one.taken is not None]
    taken = [one.taken for one in crowd.wrote if one.taken is not None and one.platform == "slack"]
    notes = [note, f"missing: {', '.join(lost[:4])}" if lost else ""]
    notes += [f"days {days}, said {logged}" if days < logged or days > len(crowd.specialists) else ""]
    notes += [f"twice: {', '.join(twice)}"[:80] if twice else ""]
    notes += [f"silent: {', '.join(one.name for one in silent[:4])}" if silent else ""]
    return Row(
        fault,
        crowd.world.engine,
        len(crowd.wrote),
        len(crowd.wrote) - len(silent),
        sum(map(bool, answers.values())),
        len(lost) + max(0, logged - days),
        sum(more for name, more in twice.items() if name not in blind),
        sum(more for name, more in twice.items() if name in blind),
        len(silent),
        unready,
        recovered,
        max(taken, default=None),
        crowd.world.log_kb,
        "; ".join(one for one in notes if one),
    )


def table(rows: Iterable[Row]) -> str:
    """As Markdown."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _seconds(given: float | None) -> str:
    return "–" if given is None else f"{given:.1f}"
