"""What comes round by the clock, declared beside the work: `@recurring` in a feature's `jobs*.py`.

`bot.bootstrap` names those modules; the scheduler calls whatever they declare, and names none of them.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

import structlog

from bot.core.working_days import Hours
from bot.db.store import Store

MARK = "__recurring__"
Work = Callable[[Store, datetime, Hours], Awaitable[int]]
"""Gets the store, the moment and the hours in which people are written to; returns how many messages it left.

It is called every few seconds, may be late, and may be called by several processes at once: what it did already it
does not do again.
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RecurringJob:
    """name: what the log calls it."""

    name: str
    work: Work


def recurring(name: str) -> Callable[[Work], Work]:
    """Marks a function that the clock calls when it comes round."""

    def marked(work: Work) -> Work:
        setattr(work, MARK, name)
        return work

    return marked


def jobs_in(modules: Iterable[ModuleType]) -> tuple[RecurringJob, ...]:
    """Every job of these modules, in the order in which they stand there.

    Raises ValueError for a module that declares none, for a public async function that is not marked and so would
    never be called, and for two jobs of one name.
    """
    found: dict[str, RecurringJob] = {}
    for module in modules:
        here: list[Any] = [*vars(module).values()]
        own = [one for one in here if getattr(one, "__module__", "") == module.__name__]
        jobs = [one for one in own if hasattr(one, MARK)]
        if not jobs:
            raise ValueError(f"{module.__name__} declares no recurring job")
        for one in own:
            if inspect.iscoroutinefunction(one) and not one.__name__.startswith("_") and not hasattr(one, MARK):
                raise ValueError(f"nothing calls {module.__name__}.{one.__name__}: mark it with @recurring")
        for one in jobs:
            job = RecurringJob(getattr(one, MARK), one)
            if (other := found.setdefault(job.name, job)) is not job:
                both = f"{other.work.__module__} and {one.__module__}"
                raise ValueError(f"the recurring job “{job.name}” is declared twice, in {both}")
    return tuple(found.values())


async def come_round(jobs: Sequence[RecurringJob], store: Store, now: datetime, hours: Hours) -> int:
    """Each job once; how many messages were left to be sent. One that fails is logged, and the others go on."""
    if store.is_empty:
        return 0
    left = 0
    for job in jobs:
        try:
            left += await job.work(store, now, hours)
        except Exception as error:
            if not store.outage.explains(error):
                log.exception("a recurring job failed", job=job.name)
    return left
