"""A small year on a virtual clock that can be crashed at any commit or platform call; what arrived is counted.

Two people are reminded across a clock change, the residential moves, a hub answers, and a lead announces.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import event, select
from sqlmodel import col

from bot.core.reminder_rules import Rules
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.crowd import announce
from tests.support.fakes.platform import Crash, FakePlatform
from tests.support.ground import Ground, account, ground

FIRST, NEW = (
    date(2027, 4, 27),
    date(2027, 5, 4),
)  # 28 days before the first is two days after the clocks go forward
TICKS = (
    datetime(2027, 3, 26, 12, tzinfo=UTC),  # Good Friday
    datetime(2027, 3, 30, 6, 30, tzinfo=UTC),  # 07:30 in London again an hour earlier
    datetime(2027, 3, 30, 12, tzinfo=UTC),  # it has moved
    datetime(2027, 4, 6, 8, tzinfo=UTC),
)
RULES = Rules(nudge_on=12, pace_on=12)
ANSWER = Reply((Text("Your hub has answered."),), "handoff")
Step = Callable[[DeliveryContext], Awaitable[object]]
Fate = dict[tuple[str, str, int, int | None], str]


async def drain(desk: DeliveryContext) -> None:
    """As one process does it."""
    await local_engine.drain(desk)


async def by_handfuls(desk: DeliveryContext) -> None:
    """As a job of several processes does it: a few, and then the next job."""
    while await local_engine.drain(desk, 2):
        pass


@dataclass
class CrashWorld:
    """`crashes`: the numbers of the points at which the process dies; `points`: how many were passed."""

    crashes: frozenset[int] = frozenset()
    url: str = "sqlite+aiosqlite://"
    platform: FakePlatform = field(default_factory=FakePlatform)
    step: Step = drain
    points: int = 0
    now: datetime = TICKS[0]
    armed: bool = False
    wrote: set[int] = field(default_factory=set)
    dead: bool = False

    async def live(self) -> Fate:
        """The whole small year; what became of each delivery."""
        store = await Store.open(self.url)
        try:
            g = await self._settled(store)
            self.platform.point = self._point
            for number, moment in enumerate(TICKS):
                self.now = moment
                if number == 1:
                    await DirectMessages(store).leave(
                        [OutgoingMessage("a:1", account("Sam"), {"user": "Sam"}, ANSWER)], self.now
                    )
                    await announce(g, self.now)
                if number == 2:
                    await Residentials(store).set(
                        g.here, ResidentialInput(1, NEW, NEW + timedelta(1)), None, self.now
                    )
                for _ in range(4):  # a tick, and three more for what a crash left behind
                    await self._tick(store)
                    self.now += timedelta(seconds=90)
            return await fates(store)
        finally:
            await store.close()

    async def _settled(self, store: Store) -> Ground:
        g = await ground(store)
        for name in ("Sam", "Kim"):
            person = await g.enrol(name)
            code = await Codes(store).make(person.id, None, self.now)
            await Codes(store).redeem(code.words, account(name), self.now)
            await PeopleRegister(store).remember_address(account(name), {"user": name})
        await Residentials(store).set(g.here, ResidentialInput(1, FIRST, FIRST + timedelta(1)), None, self.now)
        assert store._engine is not None
        engine = store._engine.sync_engine
        event.listen(engine, "before_cursor_execute", self._sees)
        event.listen(engine, "commit", self._commits)
        return g

    async def _tick(self, store: Store) -> None:
        desk = DeliveryContext(store, {"slack": self.platform}, lambda: self.now, Random(1))
        self.armed = True
        try:
            await self._comes_round(desk)
        except Crash:
            pass
        finally:
            self.armed = self.dead = False

    async def _comes_round(self, desk: DeliveryContext) -> None:
        await plan_and_fan_out(desk.store, RULES, self.now)
        await self.step(desk)

    def _sees(self, connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) or "procrastinate_defer" in statement:
            self.wrote.add(id(connection))

    def _commits(self, connection: object) -> None:
        """Only what writes is numbered: a crash at the end of a reading is one before the next writing."""
        if id(connection) in self.wrote:
            self.wrote.remove(id(connection))
            self._point("commit")

    def _point(self, _what: str) -> None:
        if self.armed:
            self.points += not self.dead
            self.dead = self.dead or self.points in self.crashes
            if self.dead:  # also for whatever else was under way
                raise Crash


async def one_by_one(desk: DeliveryContext) -> None:
    """With one message under way at a time: more commits, and so more points."""
    await local_engine.drain(replace(desk, in_flight=1))


ENGINES = [drain, by_handfuls, one_by_one]


@pytest.fixture
async def calm() -> tuple[Fate, int]:
    """What becomes of everything when nothing crashes, and how many points that has."""
    world = CrashWorld()
    return await world.live(), world.points


async def points_of(engine: Step) -> int:
    world = CrashWorld(step=engine)
    await world.live()
    return world.points


async def fates(store: Store) -> Fate:
    query = select(
        col(OccasionRow.rule), col(OccasionRow.subject), col(OccasionRow.revision),
        col(DeliveryRow.person_id), col(DeliveryRow.status),
    ).join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))  # fmt: skip
    async with store.transaction() as connection:
        return {(r[0], r[1], r[2], r[3]): r[4] for r in (await connection.execute(query)).all()}


def wrong(world: CrashWorld, fate: Fate, meant: Fate) -> str:
    """What is lost or doubled, in words; empty when nothing is."""
    lost = sorted(map(str, (key for key in meant if fate.get(key) != meant[key])))
    doubled = {token: n for token, n in world.platform.arrived.items() if n > 1}
    missing = sum(1 for status in fate.values() if status == "sent") - len(world.platform.arrived)
    return f"lost {lost}, doubled {doubled}, marked but not sent {missing}" if lost or doubled or missing else ""


def wrong_unasked(world: CrashWorld, fate: Fate, meant: Fate) -> str:
    """The same for a platform that cannot be asked: a crash leaves what was under way unknown, and nothing else.

    An announcement may come twice; nothing else may.
    """
    lost = sorted(map(str, (key for key in meant if fate.get(key) not in ("sent", "unknown"))))
    most = {token: 2 if kind == "announcement" else 1 for token, kind in world.platform.kinds.items()}
    doubled = {token: n for token, n in world.platform.arrived.items() if n > most[token]}
    unknown = sum(1 for status in fate.values() if status == "unknown")
    too_many = unknown > len(world.crashes) * 4  # no more than was due at once
    return f"lost {lost}, doubled {doubled}, unknown {unknown}" if lost or doubled or too_many else ""
