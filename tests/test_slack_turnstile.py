"""Requests go before turns, a few turns go at a time, and none waits for ever."""

import asyncio

from adapters.slack.turnstile import ROOM, Turnstile

FOR_EVER = 3600.0  # seconds; no test waits for them


async def turn(turnstile: Turnstile, through: list[int], number: int, until: asyncio.Event) -> None:
    async with turnstile.through():
        through.append(number)
        await until.wait()


async def begun(turnstile: Turnstile, turns: int) -> list[int]:
    """Which of so many turns get through at once; none leaves."""
    through, until = list[int](), asyncio.Event()
    tasks = [asyncio.create_task(turn(turnstile, through, number, until)) for number in range(turns)]
    for _ in range(40):
        await asyncio.sleep(0)
    found = [*through]
    until.set()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def test_turns_go_through_a_few_at_a_time_and_in_order() -> None:
    assert await begun(Turnstile(), ROOM + 3) == list(range(ROOM))


async def test_a_turn_waits_while_a_request_does() -> None:
    turnstile = Turnstile(held=FOR_EVER)
    with turnstile.request(), turnstile.request():
        assert await begun(turnstile, 1) == []
    assert await begun(turnstile, 1) == [0]


async def test_a_turn_waits_no_longer_than_people_would() -> None:
    turnstile = Turnstile(held=0.0)
    with turnstile.request():
        assert await begun(turnstile, 1) == [0]
