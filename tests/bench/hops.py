"""How many of our files and functions one turn goes through: `python -m tests.bench.hops`.

Four paths, each walked twice and counted the second time, on a SQLite file: a Slack command that logs a day, a
question in Teams, a button of the eligibility check, and a tick that sends one reminder.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from random import Random
from types import FrameType
from typing import Any

from adapters.console.ask import SetClock
from bot.bootstrap import build
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from knowledge.load import load
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.fakes.platform import FakePlatform
from tests.support.fakes.slack import TEAM
from tests.support.ground import Ground, account, ground
from tests.support.paths import COHORT, ROOT
from tests.support.slack_rig import rigged
from tests.support.teams_world import world
from tests.support.transcript import CACHE_DIR

OURS = tuple(str(ROOT / name) for name in ("bot", "adapters", "knowledge", "scheduler"))
FRIDAY = datetime(2026, 11, 6, 12, tzinfo=UTC)
PLANNED = datetime(2026, 11, 2, 12, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)


async def counted(what: Callable[[], Awaitable[Any]]) -> tuple[int, int]:
    """How many files and how many functions of ours `what` enters."""
    entered: set[tuple[str, str, int]] = set()

    def note(frame: FrameType, event: str, _given: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OURS):
            entered.add((code.co_filename, code.co_name, code.co_firstlineno))

    sys.setprofile(note)
    try:
        await what()
    finally:
        sys.setprofile(None)
    return len({file for file, _, _ in entered}), len(entered)


async def main() -> None:
    knowledge, clock = load(COHORT), SetClock(FRIDAY)
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/mastery.db")
        core = build(knowledge, store, clock, CACHE_DIR)
        g = await ground(store)
        sam = await g.enrol("Sam")
        code = await Codes(store).make(sam.id, None, PLANNED)
        await Codes(store).redeem(code.words, account("USAM", TEAM), PLANNED)
        async with rigged(core, store, clock) as rig:
            await rig.command("USAM", "/releaseday", "log 3 november workshop")
            log = await counted(lambda: rig.command("USAM", "/releaseday", "log friday workshop"))
        async with world(core, store, clock) as teams:
            ann = teams.person("ann")
            await ann.type("how many release days are there")
            question = await counted(lambda: ann.type("who pays for supply cover"))
            await ann.type("am i eligible")
            await ann.press("Yes")
            button = await counted(lambda: ann.press("Yes"))
        tick = await _tick(store, g)
        await store.close()
    print("                                      files  functions")
    for name, (files, functions) in (
        ("/releaseday log friday workshop", log),
        ("a question in Teams", question),
        ("a button of the eligibility check", button),
        ("a tick that sends one reminder", tick),
    ):
        print(f"{name:38}{files:5}{functions:11}")


async def _tick(store: Store, g: Ground) -> tuple[int, int]:
    residential = ResidentialInput(1, date(2026, 12, 8), date(2026, 12, 9))
    await Residentials(store).set(g.here, residential, None, PLANNED)
    await PeopleRegister(store).remember_address(account("USAM", TEAM), {"user": "Sam"})
    quiet, platform = Rules(residential=(7, 6), nudge_on=12, pace_on=12), FakePlatform()
    await plan_and_fan_out(store, quiet, PLANNED)

    async def send() -> None:
        await plan_and_fan_out(store, quiet, DUE)
        await local_engine.drain(DeliveryContext(store, {"slack": platform}, lambda: DUE, Random(1), in_flight=1))

    found = await counted(send)
    if len(platform.told) != 1:
        raise SystemExit(f"{len(platform.told)} reminders were sent, not one")
    return found


if __name__ == "__main__":
    asyncio.run(main())
