"""The process dies at every commit and every call to the platform: nothing is lost, and nothing is sent twice."""

import uuid
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.delivery.domain import Delivery, DeliveryOutcome, DeliveryStatus, FinishedDelivery, LeaseRequest
from bot.delivery.leases import Leases
from bot.delivery.shared_reads import SharedReads
from bot.delivery.tables import DeliveryRow
from scheduler.delivery_context import DeliveryContext
from scheduler.ports import Sent
from scheduler.state_machine import LEASE, deliver, filter_sendable
from tests.support.crashing import ENGINES, CrashWorld, Fate, Step, calm, points_of, wrong, wrong_unasked
from tests.support.fakes.platform import FakePlatform

__all__ = ["calm"]


async def test_without_a_crash_everybody_is_told_everything_once(calm: tuple[Fate, int]) -> None:
    fate, _points = calm
    rules = sorted((rule, revision) for rule, _subject, revision, _person in fate)
    reminders = [("residential_28", 1), ("residential_moved", 2), ("residential_28", 2)]
    assert rules == sorted([*(2 * [*reminders, ("announcement", 1)]), ("relay", 1)])
    assert set(fate.values()) == {"sent"}


@pytest.mark.parametrize(
    "every",
    [35, pytest.param(11, marks=pytest.mark.everywhere), pytest.param(1, marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("engine", ENGINES)
async def test_a_crash_at_every_point_loses_and_doubles_nothing(
    calm: tuple[Fate, int], engine: Step, every: int
) -> None:
    meant, _ = calm
    for point in range(1, await points_of(engine) + 1, every):
        world = CrashWorld(frozenset({point}), step=engine)
        assert wrong(world, await world.live(), meant) == "", f"crash at {point}"


@pytest.mark.parametrize("every", [16, pytest.param(1, marks=pytest.mark.slow)])
async def test_where_nobody_can_ask_a_crash_doubles_announcements_at_most(
    calm: tuple[Fate, int], every: int
) -> None:
    meant, points = calm
    for point in range(1, points + 1, every):
        world = CrashWorld(frozenset({point}), platform=FakePlatform(can_look=False))
        assert wrong_unasked(world, await world.live(), meant) == "", f"crash at {point}"


def request(desk: DeliveryContext, token: str = "") -> LeaseRequest:
    return LeaseRequest(token or uuid.uuid4().hex, desk.clock() + LEASE)


async def _claimed(desk: DeliveryContext) -> AsyncIterator[Delivery]:
    """What is due and worth it, one by one."""
    while batch := await Leases(desk.store).claim(desk.clock(), request(desk)):
        worth, ended = await filter_sendable(desk, batch)
        await Leases(desk.store).end(ended, desk.clock())
        for one in worth:
            yield one


async def _send(desk: DeliveryContext, one: Delivery) -> Sent:
    words = await desk.kinds.of(one.rule).message(SharedReads(desk.store), one)
    outcome = await desk.senders[one.platform].send(one.address, words, one.name)
    assert isinstance(outcome, Sent)
    return outcome


async def _gives_up(desk: DeliveryContext) -> None:
    """Never comes back to what was under way."""
    async for one in _claimed(desk):
        if ending := await deliver(desk, one, SharedReads(desk.store)):
            await Leases(desk.store).end([FinishedDelivery(one, ending)], desk.clock())


async def _resends(desk: DeliveryContext) -> None:
    """Does not look before it sends again."""
    while lost := await Leases(desk.store).reclaim_expired(desk.clock(), desk.settle, request(desk)):
        again = [FinishedDelivery(one, DeliveryOutcome(DeliveryStatus.READY, desk.clock())) for one in lost]
        await Leases(desk.store).end(again, desk.clock())
    await _gives_up(desk)


async def _marks_first(desk: DeliveryContext) -> None:
    async for one in _claimed(desk):
        await Leases(desk.store).end([FinishedDelivery(one, DeliveryOutcome(DeliveryStatus.SENT))], desk.clock())
        await _send(desk, one)


async def _has_no_intent(desk: DeliveryContext) -> None:
    """Takes it, puts it back, and sends: a crash leaves no sign that it was under way."""
    async for one in _claimed(desk):
        async with desk.store.transaction() as connection:
            back = update(DeliveryRow).where(col(DeliveryRow.id) == one.id).values(status="ready")
            await connection.execute(back)
        sent = await _send(desk, one)
        await Leases(desk.store).end(
            [FinishedDelivery(one, DeliveryOutcome(DeliveryStatus.SENT, message=sent.message))], desk.clock()
        )


@pytest.mark.parametrize(
    "mistake",
    [
        _resends,
        *(pytest.param(one, marks=pytest.mark.everywhere) for one in (_marks_first, _has_no_intent, _gives_up)),
    ],
)
async def test_each_planted_mistake_is_caught(calm: tuple[Fate, int], mistake: Step) -> None:
    meant, points = calm
    middle = points // 2  # what is sent is sent there; before it, most is written
    for point in (*range(middle, points + 1), *range(1, middle)):
        world = CrashWorld(frozenset({point}), step=mistake)
        if wrong(world, await world.live(), meant):
            return
    pytest.fail("no crash showed the mistake")
