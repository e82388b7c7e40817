"""What a drill found: one row a fault, and the table."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from tests.drill.people import Crowd
from tests.drill.world import ROOT, World

LOOKS = 0.5  # seconds between two looks at /readyz
PATIENCE = 150.0  # seconds after the fault's end in which everybody must have heard something
HEADINGS = (
    "fault", "database", "wrote", "said", "answered", "sorry", "lost", "doubled", "in Teams", "not known",
    "silent", "no ack", "unready in", "recovered in", "slowest ack", "log kB", "missed", "note",
)  # fmt: skip
LOGS = ROOT / "var" / "drill"


@dataclass(frozen=True)
class Limits:
    """What a row must keep beside 0 lost, doubled and silent. In seconds and kB; None: no matter.

    not_known: messages of which nobody can say whether they arrived; no_ack: events that were not acknowledged.
    """

    unready: float | None = None
    recovered: float | None = None
    slowest: float | None = None
    log_kb: float | None = 100.0
    not_known: int | None = None
    no_ack: int | None = None


@dataclass
class Row:
    """wrote: people; said: those who heard something true; answered: with the fact, the others with an apology.

    lost: what was taken in and came to nothing, or was in the outbox and never arrived. doubled: said twice where
    the platform can be asked; doubled_blind: where it cannot. not_known: did not arrive where the platform cannot
    be asked, and the records say so. unready, recovered, slowest: in seconds, if seen.
    """

    fault: str
    engine: str
    wrote: int
    said: int
    answered: int
    lost: int
    doubled: int
    doubled_blind: int
    not_known: int
    silent: int
    no_ack: int
    unready: float | None
    recovered: float | None
    slowest: float | None
    log_kb: float
    note: str = ""

    limits: Limits = Limits()

    @property
    def missed(self) -> list[str]:
        """The names of the figures that are not kept."""
        missed = [name for name in ("lost", "doubled", "silent") if getattr(self, name)]
        for name in ("unready", "recovered", "slowest", "log_kb", "not_known", "no_ack"):
            most, seen = getattr(self.limits, name), getattr(self, name)
            if most is not None and (seen is None or seen > most):
                missed.append(name)
        return missed

    def cells(self) -> tuple[str, ...]:
        people = (self.wrote, self.said, self.answered, self.said - self.answered)
        counts = (self.lost, self.doubled, self.doubled_blind, self.not_known, self.silent, self.no_ack)
        times = (_seconds(self.unready), _seconds(self.recovered), _seconds(self.slowest))
        rest = (f"{self.log_kb:.1f}", ", ".join(self.missed), self.note)
        return (self.fault, self.engine, *map(str, (*people, *counts)), *times, *rest)


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
    limits: Limits = Limits(),
    patience: float = PATIENCE,
) -> Row:
    """Wait until everybody has heard something and everything has arrived, patience at most; then count.

    The logs of a row that misses a figure are kept in var/drill.
    """

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
    missing = [name for name, count in arrived.items() if not count]
    stands = await crowd.standing() if missing else {}
    not_known = [name for name in missing if name in blind and stands[name] == "unknown"]
    lost = [name for name in missing if name not in not_known]
    lost += [one.name for one in silent if one.taken is not None]
    taken = [one.taken for one in crowd.wrote if one.taken is not None and one.platform == "slack"]
    told = [f"{name} {stands.get(name, '')}".strip() for name in lost[:4]]
    notes = [note, f"missing: {', '.join(told)}" if lost else ""]
    notes += [f"days {days}, said {logged}" if days < logged or days > len(crowd.specialists) else ""]
    notes += [f"twice: {', '.join(twice)}"[:80] if twice else ""]
    notes += [f"silent: {', '.join(f'{one.name} {one.failed}' for one in silent[:4])}" if silent else ""]
    row = Row(
        fault,
        crowd.world.engine,
        len(crowd.wrote),
        len(crowd.wrote) - len(silent),
        sum(map(bool, answers.values())),
        len(lost) + max(0, logged - days),
        sum(more for name, more in twice.items() if name not in blind),
        sum(more for name, more in twice.items() if name in blind),
        len(not_known),
        len(silent),
        crowd.unacknowledged,
        unready,
        recovered,
        max(taken, default=None),
        crowd.world.log_kb,
        "; ".join(one for one in notes if one),
        limits,
    )
    if row.missed:
        _keep_logs(crowd.world, fault)
    return row


def _keep_logs(world: World, fault: str) -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    for at, one in enumerate(world.servers):
        name = re.sub(r"\W+", "-", f"{fault} {world.engine} {at}")
        shutil.copy(one.log, LOGS / f"{name}.log")


def table(rows: Iterable[Row]) -> str:
    """As Markdown."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _seconds(given: float | None) -> str:
    return "–" if given is None else f"{given:.1f}"
