"""More than 200 ways to say that a logged day is wrong, as data: what each changes, each said by somebody else."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.domain import Part, Purpose, ReleaseDayInput
from bot.features.release_days.repository import ReleaseDays
from tests.support.ground import NOON, Ground, account, asked, full, ground

FILE = Path(__file__).with_name("wordings_in_other_voices.tsv")
WORDINGS = [line.split("\t") for line in FILE.read_text().splitlines() if line[0] != "#"]
EVERY = 12  # of which one is said in the quick run
QUICK = WORDINGS[::EVERY]


async def who_logged_three_days(g: Ground, number: int) -> Person:
    person = await g.enrol(f"Sam Patel {number}")
    code = await Codes(g.store).make(person.id, None, NOON)
    await Codes(g.store).redeem(code.words, account(f"sam{number}"), NOON)
    half = ReleaseDayInput(full(28, 10).day, Part.HALF, Purpose.PILOT_WORKSHOP)
    for minute, one in enumerate((full(14, 10), half, full(2, 12, Purpose.HUB))):
        await ReleaseDays(g.store).log(g.whose(person), [one], asked(now=NOON.replace(minute=minute)))
    return person


async def on_record(g: Ground, person: Person) -> set[str]:
    days = await ReleaseDays(g.store).list(person.id, g.cohort.id)
    return {
        f"{one.day} {one.part.value} {one.purpose.value}" + (f" | {one.note}" if one.note else "") for one in days
    }


@pytest.mark.parametrize("wordings", [QUICK, pytest.param(WORDINGS, marks=pytest.mark.slow)], ids=["some", "all"])
async def test_each_wording_changes_what_it_says_and_nothing_else(
    wordings: list[list[str]], core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment = NOON.replace(day=16)
    g = await ground(store)
    done = []
    for number, (text, _) in enumerate(wordings):
        person = await who_logged_three_days(g, number)
        await core.handle(Message(account(f"sam{number}"), "C", "log 12 november workshop"))
        before = await on_record(g, person)
        await core.handle(Message(account(f"sam{number}"), "C", text))
        after = await on_record(g, person)
        off, on = sorted(f"-{one}" for one in before - after), sorted(f"+{one}" for one in after - before)
        done.append([text, " ".join([*off, *on]) or "nothing"])
    assert done == wordings
