"""A process that logs release days and says so: run by the tests, which end it in the middle or start two at once.

    python -m tests.logging_turns URL PERSON COHORT NAME

Each line that comes in is a turn: a day with a note of its own. The note and the balance are printed once the
store has acknowledged them.
"""

import asyncio
import sys
from datetime import date, timedelta

from bot.store import Store
from bot.store.records_days import Part, Purpose, Request, Wanted, Whose
from tests.ground import NOON, TODAY


async def log_turns(url: str, whose: Whose, name: str) -> None:
    store = await Store.open(url)
    for number, _ in enumerate(iter(sys.stdin.readline, "")):
        note = f"{name} {number}"
        wanted = Wanted(date(2026, 9, 1) + timedelta(days=number % 200), Part.MORNING, Purpose.STUDY, note)
        done = await store.release_days.log(whose, [wanted], Request(NOON, TODAY, key=note))
        sys.stdout.write(f"{note}: {done.balance.used + done.balance.planned}\n")
        sys.stdout.flush()
    await store.close()


if __name__ == "__main__":
    where, person, cohort, called = sys.argv[1:]
    asyncio.run(log_turns(where, Whose(int(person), int(cohort), int(person)), called))
