"""Records under stress: processes killed in the middle, several writing at once, the balance against a model."""

import asyncio
import itertools
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.identity import Person
from bot.db.store import Store
from bot.features.people.domain import Entrant
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.domain import (
    Balance,
    NothingToUndo,
    Part,
    Purpose,
    RecordOwner,
    ReleaseDay,
    ReleaseDayInput,
)
from bot.features.release_days.repository import ReleaseDays
from bot.hubs.repository import Cohorts
from tests.support.audit_trail import Audit
from tests.support.examples import examples
from tests.support.forked import Forked
from tests.support.ground import COHORT_12, NOON, TODAY, Ground, account, asked, email, full, ground
from tests.support.kept import kept
from tests.support.logging_turns import log_turns
from tests.support.stores import store, url

__all__ = ["store", "url"]
TURNS = 200
NUMBERS = itertools.count(1)


async def joined(g: Ground, name: str) -> Person:
    """Somebody whose account is called after them, in a year that funds more than anybody logs here."""
    await HubRegister(g.store).ensure_cohort(replace(COHORT_12, name="A long year", half_days=1_000), NOON)
    cohort = next(one for one in await Cohorts(g.store).all() if one.name == "A long year")
    entrant = Entrant(name, email(name), "St Anne's", g.hub.id, cohort.id)
    done = await Enrolments(g.store).enrol(entrant, g.lead.id, NOON)
    assert done.code is not None
    return await Codes(g.store).redeem(done.code.words, account(name), NOON)


def whose(person: Person) -> RecordOwner:
    assert person.enrolment is not None
    return RecordOwner(person.id, person.enrolment.cohort.id, person.id)


def started(url: str, name: str, first: date = date(2026, 9, 1)) -> Forked:
    return Forked(log_turns, url, "Sam Patel", name, first)


def killed_in_the_middle(process: Forked, after: int) -> list[str]:
    """Turn by turn up to `after`, then several turns and the kill at once; returns what was acknowledged."""
    acknowledged = []
    for _ in range(after):
        process.tell(["log"])
        acknowledged += process.hear(1)
    process.tell(["log"] * min(TURNS - after, 20))
    acknowledged += process.hear(1)  # so that the kill finds it at work
    acknowledged += process.kill()
    return [line.partition(":")[0] for line in acknowledged]


def to_the_end(process: Forked, turns: int) -> list[str]:
    process.tell(["log"] * turns)
    return process.end()


@pytest.mark.parametrize("after", [7, *(pytest.param(one, marks=pytest.mark.everywhere) for one in (0, 60, 180))])
async def test_killed_in_the_middle_every_acknowledged_record_is_there_once(
    store: Store, url: str, after: int
) -> None:
    g = await ground(store)
    sam = await joined(g, "Sam Patel")
    process = started(url, "turn")
    acknowledged = await asyncio.to_thread(killed_in_the_middle, process, after)
    assert process.process.exitcode == -signal.SIGKILL, "it was killed, and did not end"
    assert after < len(acknowledged) < TURNS

    after_restart = await Store.open(url)
    try:
        await is_there_once(after_restart, whose(sam), acknowledged)
    finally:
        await after_restart.close()


async def is_there_once(store: Store, whose: RecordOwner, acknowledged: list[str]) -> None:
    there = Counter(day.note for day in await ReleaseDays(store).list(whose.person_id, whose.cohort_id))
    assert set(there.values()) == {1}
    assert set(acknowledged) <= set(there)
    assert len(there) <= len(acknowledged) + 1, "at most the turn that was under way is there beside them"
    balance = await ReleaseDays(store).balance(whose.person_id, whose.cohort_id, TODAY)
    assert balance.used + balance.planned == len(there)
    retried = await ReleaseDays(store).log(whose, [full(2)], asked(acknowledged[-1].removeprefix("with ")))
    assert retried.again, "and the retry of an acknowledged turn does nothing"


async def test_two_processes_that_log_for_one_person_lose_nothing(store: Store, url: str) -> None:
    g = await ground(store)
    sam = await joined(g, "Sam Patel")
    processes = [started(url, "left"), started(url, "right", date(2027, 1, 4))]
    outputs = await asyncio.gather(*(asyncio.to_thread(to_the_end, process, 60) for process in processes))
    balances = [int(line.rpartition(":")[2]) for said in outputs for line in said]
    assert sorted(balances) == list(range(1, 121)), "each saw the balance that it made"
    assert len(await ReleaseDays(store).list(sam.id, whose(sam).cohort_id)) == 120


async def test_fifty_at_once_lose_nothing_and_each_balance_is_one_that_was(store: Store, url: str) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    others = [await Store.open(url) for _ in range(4)]
    stores = [store, *others]
    done = await asyncio.gather(
        *(
            ReleaseDays(stores[number % 5]).log(g.whose(sam), [full(2 + number % 20)], asked(f"event {number}"))
            for number in range(50)
        )
    )
    assert sorted(one.balance.used + one.balance.planned for one in done) == list(range(2, 102, 2))
    assert len(await ReleaseDays(store).list(sam.id, g.cohort.id)) == 50
    for other in others:
        await other.close()


@dataclass
class Model:
    """What a person's record should be, as simply as it can be said."""

    days: dict[int, ReleaseDay] = field(default_factory=dict)
    before: list[dict[int, ReleaseDay]] = field(default_factory=list)

    def becomes(self, removed: Sequence[ReleaseDay], added: Sequence[ReleaseDay]) -> None:
        self.before.append(dict(self.days))
        for day in removed:
            del self.days[day.id]
        self.days |= {day.id: day for day in added}

    def balance(self, today: date) -> Balance:
        used = sum(day.half_days for day in self.days.values() if day.day <= today)
        return Balance(used, sum(day.half_days for day in self.days.values()) - used, 20)


@dataclass(frozen=True)
class Log:
    wanted: list[ReleaseDayInput]


@dataclass(frozen=True)
class RandomChange:
    place: int
    to: ReleaseDayInput


@dataclass(frozen=True)
class Delete:
    place: int


@dataclass(frozen=True)
class Undo:
    pass


Doing = Log | RandomChange | Delete | Undo
DAY = st.integers(0, 300).map(lambda number: date(2026, 9, 1) + timedelta(days=number))
WANTED = st.builds(
    ReleaseDayInput, DAY, st.sampled_from(Part), st.sampled_from(Purpose), st.none() | st.text("aé☺ ", max_size=9)
)
PLACE = st.integers(0, 9)
DOING = st.one_of(
    st.builds(Log, st.lists(WANTED, min_size=1, max_size=3)),
    st.builds(RandomChange, PLACE, WANTED),
    st.builds(Delete, PLACE),
    st.builds(Undo),
)


@pytest.fixture
@kept
async def shared(store: Store) -> Ground:
    """One ground for all examples, since each has a person of its own."""
    return await ground(store)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=st.lists(DOING, max_size=12), today=DAY)
async def test_a_balance_is_what_a_simple_model_says(shared: Ground, doings: list[Doing], today: date) -> None:
    person = await shared.enrol(f"Person {next(NUMBERS)}")
    model, cohort = Model(), shared.cohort.id
    for doing in doings:
        said = await do(shared, person, model, doing, today)
        assert said in (None, model.balance(today)), doing
        assert await ReleaseDays(shared.store).balance(person.id, cohort, today) == model.balance(today)
    there = await ReleaseDays(shared.store).list(person.id, cohort)
    assert {day.id: day for day in there} == model.days
    trail = [c for c in await Audit(shared.store).recent(person_id=person.id) if c.what.startswith("release_day")]
    assert len([c for c in trail if c.what != "release_day.undone" and c.undone_by is None]) == len(model.before)


async def do(shared: Ground, person: Person, model: Model, doing: Doing, today: date) -> Balance | None:
    """The same to the record and to the model; the balance that the record then says, if it had anything to do."""
    days, whose, request = ReleaseDays(shared.store), shared.whose(person), asked(today=today)
    standing = sorted(model.days)
    match doing:
        case Undo():
            if not model.before:
                with pytest.raises(NothingToUndo):
                    await days.undo(whose, request)
                return None
            model.days = model.before.pop()
            return (await days.undo(whose, request)).balance
        case Log(wanted):
            done = await days.log(whose, wanted, request)
        case RandomChange(place, to) if standing:
            done = await days.change(whose, standing[place % len(standing)], to, request)
        case Delete(place) if standing:
            done = await days.delete(whose, [standing[place % len(standing)]], request)
        case _:
            return None
    model.becomes(done.removed, done.added)
    return done.balance
