"""The process dies at every commit and every call to the platform: nothing is lost, and nothing is sent twice."""

import uuid
from itertools import combinations

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.store.records_outbox import Ending, Status
from bot.store.tables import DeliveryRow
from scheduler.deliver import LEASE, Desk, deliver
from scheduler.ports import Sent
from tests.crashing import Fate, Step, World, wrong


@pytest.fixture
async def calm() -> tuple[Fate, int]:
    """What becomes of everything when nothing crashes, and how many points that has."""
    world = World()
    return await world.live(), world.points


async def test_without_a_crash_each_is_told_the_date_then_its_move_then_reminded(calm: tuple[Fate, int]) -> None:
    fate, _points = calm
    rules = sorted((rule, revision) for rule, _subject, revision, _person in fate)
    assert rules == sorted(2 * [("residential_28", 1), ("residential_moved", 2), ("residential_28", 2)])
    assert set(fate.values()) == {"sent"}


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
async def test_a_crash_at_every_point_loses_and_doubles_nothing(calm: tuple[Fate, int], every: int) -> None:
    meant, points = calm
    for point in range(1, points + 1, every):
        world = World(frozenset({point}))
        assert wrong(world, await world.live(), meant) == "", f"crash at {point}"


@pytest.mark.slow
async def test_two_crashes_close_together_lose_and_double_nothing(calm: tuple[Fate, int]) -> None:
    meant, points = calm
    for pair in combinations(range(1, points + 1), 2):
        if pair[1] - pair[0] <= 12:
            world = World(frozenset(pair))
            assert wrong(world, await world.live(), meant) == "", f"crashes at {pair}"


async def _resends(desk: Desk) -> None:
    """Does not look before it sends again."""
    while one := await desk.store.sending.take_lost(desk.clock(), desk.settle, LEASE, uuid.uuid4().hex):
        await desk.store.sending.end(one, Ending(Status.READY, desk.clock()), desk.clock())
    while one := await desk.store.sending.take(desk.clock(), LEASE, uuid.uuid4().hex):
        await deliver(desk, one)


async def _marks_first(desk: Desk) -> None:
    while one := await desk.store.sending.take(desk.clock(), LEASE, uuid.uuid4().hex):
        await desk.store.sending.end(one, Ending(Status.SENT), desk.clock())
        await desk.senders[one.platform].send(one.address, await desk.words(desk.store, one), one.name)


async def _has_no_intent(desk: Desk) -> None:
    """Takes it, puts it back, and sends: a crash leaves no sign that it was under way."""
    while one := await desk.store.sending.take(desk.clock(), LEASE, "mine"):
        async with desk.store.transaction() as connection:
            back = update(DeliveryRow).where(col(DeliveryRow.id) == one.id).values(status="ready")
            await connection.execute(back)
        outcome = await desk.senders[one.platform].send(one.address, await desk.words(desk.store, one), one.name)
        assert isinstance(outcome, Sent)
        await desk.store.sending.end(one, Ending(Status.SENT, message=outcome.message), desk.clock())


async def _gives_up(desk: Desk) -> None:
    """Never comes back to what was under way."""
    while one := await desk.store.sending.take(desk.clock(), LEASE, uuid.uuid4().hex):
        await deliver(desk, one)


@pytest.mark.parametrize("mistake", [_resends, _marks_first, _has_no_intent, _gives_up])
async def test_each_planted_mistake_is_caught(calm: tuple[Fate, int], mistake: Step) -> None:
    meant, points = calm
    for point in range(1, points + 1):
        world = World(frozenset({point}), step=mistake)
        if wrong(world, await world.live(), meant):
            return
    pytest.fail("no crash showed the mistake")
