"""What sends is killed sixty times in the middle of an announcement, a reminder and answers; see `killing`."""

import asyncio
from tempfile import TemporaryDirectory

from bot.db.migrations import upgrade
from tests.drill.killing import KillReport, Plan, killed
from tests.drill.report import Row
from tests.drill.world import POSTGRES, SQLITE, UPGRADING
from tests.support import postgres as pg

KILLS, PEOPLE = 60, 600
LONGEST = {SQLITE: 1.0, POSTGRES: 2.5}  # seconds that one lives at the most: a worker of a server begins later


async def sending(engine: str) -> Row:
    with TemporaryDirectory() as folder:
        if engine == SQLITE:
            plan = Plan(PEOPLE, KILLS, longest=LONGEST[engine])
            return await _row(engine, f"sqlite+aiosqlite:///{folder}/killed.db", plan)
        with pg.own_server() as server:
            pg.run(server.folder, "CREATE DATABASE killed")
            plan = Plan(PEOPLE, KILLS, workers=2, longest=LONGEST[engine])
            return await _row(engine, pg.url(server.folder, "killed"), plan)


async def _row(engine: str, url: str, plan: Plan) -> Row:
    async with UPGRADING:
        await asyncio.to_thread(upgrade, url)
    found = await killed(url, plan)
    in_teams = sum(count for kind, count in found.doubled.items() if kind.startswith("teams"))
    return Row(
        fault=f"killed {found.kills} times while sending",
        engine=engine,
        wrote=0,
        said=0,
        answered=0,
        lost=len(found.lost),
        doubled=sum(found.doubled.values()) - in_teams,
        doubled_blind=in_teams,
        not_known=found.unknown.total(),
        silent=0,
        no_ack=0,
        unready=None,
        recovered=None,
        slowest=None,
        log_kb=0.0,
        note=_said(found),
    )


def _said(found: KillReport) -> str:
    return "; ".join([f"{found.sent} sent in {found.seconds:.0f} s", *found.lost[:3]])


FAULTS = {"senders-killed": (sending, (SQLITE, POSTGRES))}
