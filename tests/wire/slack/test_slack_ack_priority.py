"""Requests go before turns, a few turns go at a time, and none waits for ever."""

import asyncio

from adapters.slack.ack_priority import ROOM, AckPriorityGate

FOR_EVER = 3600.0  # seconds; no test waits for them


async def turn(gate: AckPriorityGate, through: list[int], number: int, until: asyncio.Event) -> None:
    async with gate.through():
        through.append(number)
        await until.wait()


async def begun(gate: AckPriorityGate, turns: int) -> list[int]:
    """Which of so many turns get through at once; none leaves."""
    through, until = list[int](), asyncio.Event()
    tasks = [asyncio.create_task(turn(gate, through, number, until)) for number in range(turns)]
    for _ in range(40):
        await asyncio.sleep(0)
    found = [*through]
    until.set()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def test_turns_go_through_a_few_at_a_time_and_in_order() -> None:
    assert await begun(AckPriorityGate(), ROOM + 3) == list(range(ROOM))


async def test_a_turn_waits_while_a_request_does() -> None:
    gate = AckPriorityGate(held=FOR_EVER, quiet=0.0)
    with gate.request(), gate.request():
        assert await begun(gate, 1) == []
    assert await begun(gate, 1) == [0]


async def test_a_turn_waits_while_requests_follow_each_other() -> None:
    gate = AckPriorityGate(held=FOR_EVER, quiet=FOR_EVER)
    assert await begun(gate, 1) == [0]
    with gate.request():
        pass
    assert await begun(gate, 1) == []


async def test_a_turn_waits_no_longer_than_people_would() -> None:
    gate = AckPriorityGate(held=0.0)
    with gate.request():
        assert await begun(gate, 1) == [0]
