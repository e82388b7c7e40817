"""kill -9 of real processes that send, at random moments, against a platform that fails; what was lost or doubled.

python -m tests.drill.killing [--people 1000] [--kills 60] [--workers 1] [--postgres] [--seed 1]
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlmodel import col

from bot.core.clock import system
from bot.core.reply import Reply, Text
from bot.db.migrations import upgrade
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.leases import Leases
from bot.delivery.outbox import Outbox
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.announcements.domain import ANNOUNCEMENT
from tests.support import postgres as pg
from tests.support.crowd import announce, crowd, plan_residential
from tests.support.fakes.receiver import arrived, receiving
from tests.support.ground import account
from tests.support.sending_process import DUE, SendingProcess, started

FAULTS = {"busy": 0.005, "refused": 0.01, "broken": 0.02, "dropped": 0.02}
RELAYS = 50
ENDS = ("sent", "unknown", "skipped", "failed", "cancelled")
Start = Callable[[], Awaitable[SendingProcess]]
PATIENCE = 300  # seconds from the last kill until everything has ended


@dataclass
class KillReport:
    """What became of everything. lost: neither arrived nor accounted for; doubled: by platform."""

    kills: int = 0
    sent: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    people: int = 1_000
    kills: int = 60
    workers: int = 1
    seed: int = 1
    longest: float = 0.8  # seconds that a process lives at the most
    seconds: float = 0.08  # that the platform takes over each message


async def killed(url: str, plan: Plan) -> KillReport:
    """The whole of it, on an up-to-date and empty database."""
    began = system()
    async with receiving(**FAULTS, seconds=plan.seconds) as receiver:
        store = await Store.open(url)
        g = await crowd(store, plan.people, ("slack", "teams"), tenants=20)
        await plan_residential(g, date(2026, 12, 8))
        await announce(g, DUE)
        answer = Reply((Text("Your hub has answered."),), "handoff")
        posts = [OutgoingMessage(f"a:{n}", account(f"R{n}"), {"user": f"R{n}"}, answer) for n in range(RELAYS)]
        await DirectMessages(store).leave(posts, DUE)
        start = partial(started, url, receiver, system())
        kills = await _kills(start, plan, Random(plan.seed))
        async with _running(start, plan.workers):
            await _until_all_ended(store, PATIENCE)
        found = await _counted(store, await arrived(receiver))
        await store.close()
    found.kills, found.seconds = kills, (system() - began).total_seconds()
    return found


async def _kills(start: Start, plan: Plan, random: Random) -> int:
    """Each worker in its turn is killed and started again at random moments."""
    each = [plan.kills // plan.workers + (n < plan.kills % plan.workers) for n in range(plan.workers)]

    async def worker(times: int) -> int:
        for _ in range(times):
            process = await start()
            await asyncio.sleep(random.uniform(0, plan.longest))
            await process.kill()
        return times

    return sum(await asyncio.gather(*(worker(times) for times in each)))


@asynccontextmanager
async def _running(start: Start, workers: int) -> AsyncIterator[None]:
    processes = [await start() for _ in range(workers)]
    try:
        yield
    finally:
        for process in processes:
            await process.terminate()


async def _until_all_ended(store: Store, patience: float) -> None:
    """Nothing waits or is under way any more, or patience is over: what is left counts as lost."""
    until = system() + timedelta(seconds=patience)
    while system() < until:
        await asyncio.sleep(0.5)
        tally = await Leases(store).tally()
        if tally and not set(tally) - set(ENDS) and not await Outbox(store).due(DUE + timedelta(days=1)):
            return


async def _counted(store: Store, came: Counter[str]) -> KillReport:
    found = KillReport()
    query = select(
        col(DeliveryRow.id), col(DeliveryRow.platform), col(DeliveryRow.status), col(OccasionRow.rule)
    ).join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
    async with store.transaction() as connection:
        rows = (await connection.execute(query)).all()
    for row in rows:
        there = came[f"mastery-{row.id}"]
        kind = f"{row.platform}, {'announcement' if row.rule == ANNOUNCEMENT else 'reminder or answer'}"
        found.sent += row.status == "sent"
        if row.status == "unknown":
            found.unknown[f"{kind}, {'arrived' if there else 'not arrived'}"] += 1
        elif row.status != "sent" or not there:
            found.lost.append(f"{row.id} {kind}: {row.status}, arrived {there}")
        if there > 1:
            found.doubled[kind] += there - 1
    return found


def said(plan: Plan, found: KillReport, where: str) -> str:
    lines = [
        f"{where}, {plan.people} people, {plan.workers} worker(s): {found.kills} kills in {found.seconds:.0f} s, "
        f"{found.sent} sent",
        f"  lost: {len(found.lost)} {found.lost[:5] or ''}",
        f"  doubled where the platform can be asked: {_of(found.doubled, 'slack')}",
        f"  doubled where it cannot: {_of(found.doubled, 'teams')} {dict(found.doubled)}",
        f"  not known where it cannot be asked: {sum(found.unknown.values())} {dict(found.unknown)}",
    ]
    return "\n".join(lines)


def _of(counts: Counter[str], platform: str) -> int:
    return sum(count for kind, count in counts.items() if kind.startswith(platform))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.drill.killing")
    asked.add_argument("--people", type=int, default=1_000)
    asked.add_argument("--kills", type=int, default=60)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    plan = Plan(given.people, given.kills, given.workers, given.seed)
    with TemporaryDirectory() as folder, pg.server() as server:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'killed.db'}"
        if given.postgres:
            pg.run(server, "CREATE DATABASE killed")
            url = pg.url(server, "killed")
            upgrade(url)
        found = asyncio.run(killed(url, plan))
    sys.stdout.write(said(plan, found, "PostgreSQL" if given.postgres else "SQLite") + "\n")


if __name__ == "__main__":
    main()
