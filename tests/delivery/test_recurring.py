"""Recurring jobs are declared beside the work: what is left out is refused, and one that fails stops no other."""

from datetime import UTC, datetime
from types import ModuleType

import pytest
from structlog.testing import capture_logs

from bot.core.working_days import Hours
from bot.db.store import Store
from bot.delivery.recurring import RecurringJob, Work, come_round, jobs_in, recurring
from bot.delivery.registry import recurring_jobs
from tests.support.ground import ground

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def module(name: str, *functions: Work) -> ModuleType:
    made = ModuleType(name)
    for one in functions:
        one.__module__ = name
        setattr(made, one.__name__, one)
    return made


@recurring("tea")
async def put_the_kettle_on(_store: Store, _now: datetime, _hours: Hours) -> int:
    return 1


async def wash_up(_store: Store, _now: datetime, _hours: Hours) -> int:
    return 2


@recurring("tea")
async def put_it_on_again(_store: Store, _now: datetime, _hours: Hours) -> int:
    return 1


@recurring("accidents")
async def drop_a_cup(_store: Store, _now: datetime, _hours: Hours) -> int:
    raise RuntimeError("it broke")


def test_a_job_that_nobody_marked_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^nothing calls tea_room\.wash_up: mark it with @recurring$"):
        jobs_in([module("tea_room", put_the_kettle_on, wash_up)])


def test_a_module_of_that_name_declares_a_job() -> None:
    with pytest.raises(ValueError, match=r"^tea_room declares no recurring job$"):
        jobs_in([module("tea_room")])


def test_no_two_have_the_same_name() -> None:
    with pytest.raises(ValueError, match=r"“tea” is declared twice, in tea_room and tea_shop"):
        jobs_in([module("tea_room", put_the_kettle_on), module("tea_shop", put_it_on_again)])


async def test_one_that_fails_is_logged_and_the_others_go_on(store: Store) -> None:
    await ground(store)  # in an empty one nothing is due
    jobs = [RecurringJob("accidents", drop_a_cup), RecurringJob("tea", put_the_kettle_on)]
    with capture_logs() as lines:
        assert await come_round(jobs, store, NOON, Hours()) == 1
    assert [(line["event"], line["job"]) for line in lines] == [("a recurring job failed", "accidents")]


def test_each_that_the_program_has() -> None:
    assert [one.name for one in recurring_jobs()] == [
        "purge",
        "untaken channel messages",
        "unheard questions",
        "nudges",
        "digests",
        "changes by co-leads",
        "what needs leads today",
        "year ends",
    ]
