"""Which kinds of notification, checks and recurring jobs there are: named by `bot.bootstrap`, imported later."""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from types import ModuleType

from bot.delivery.direct_rechecks import Recheck, rechecks_in
from bot.delivery.kinds import KindError, NotificationKind, NotificationKinds, made
from bot.delivery.recurring import RecurringJob, jobs_in

_declared: list[str] = []
_rechecks: list[str] = []
_jobs: list[str] = []


def declare(*modules: str, rechecks_of: Sequence[str] = (), jobs_of: Sequence[str] = ()) -> None:
    """Name modules that declare kinds, those with checks and those with jobs. Naming one twice changes nothing."""
    _declared.extend(module for module in modules if module not in _declared)
    _rechecks.extend(module for module in rechecks_of if module not in _rechecks)
    _jobs.extend(module for module in jobs_of if module not in _jobs)
    registered.cache_clear()
    rechecks.cache_clear()
    recurring_jobs.cache_clear()


@cache
def registered() -> NotificationKinds:
    """Every declared kind.

    Raises KindError for one that lacks a part, for two of one rule, and when no module was named at all: a process
    that sends without knowing any kind would give up everything that waits.
    """
    if not _declared:
        raise KindError("no kind of notification is declared; `bot.bootstrap` names them, and was not imported")
    return NotificationKinds([kind for name in _declared for kind in kinds_in(importlib.import_module(name))])


@cache
def rechecks() -> Mapping[str, Recheck]:
    """Every check of direct messages, by what their keys begin with. Raises ValueError; see `rechecks_in`."""
    return rechecks_in(map(importlib.import_module, _rechecks))


@cache
def recurring_jobs() -> tuple[RecurringJob, ...]:
    """Every recurring job. Raises ValueError when no module was named at all, and as `jobs_in`."""
    if not _jobs:
        raise ValueError("no recurring job is declared; `bot.bootstrap` names them, and was not imported")
    return jobs_in(map(importlib.import_module, _jobs))


def kinds_in(module: ModuleType) -> list[NotificationKind]:
    """One object of each kind that is defined in this module; a class whose name begins with _ is only a base.

    Raises KindError, also where there is none: the module's name says that it declares one.
    """
    classes = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, NotificationKind) and one.__module__ == module.__name__
    ]
    found = [made(one) for one in classes if not one.__name__.startswith("_")]
    if not found:
        raise KindError(f"{module.__name__} declares no kind of notification")
    return found


@contextmanager
def declared_besides(*modules: str) -> Iterator[None]:
    """While the block runs, the kinds of these modules are there as well."""
    before = [*_declared]
    declare(*modules)
    try:
        yield
    finally:
        _declared[:] = before
        registered.cache_clear()
