"""Which kinds of notification there are: named by `bot.bootstrap`, imported and checked when first needed."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType

from bot.delivery.kinds import KindError, NotificationKind, NotificationKinds, made

_declared: list[str] = []


def declare(*modules: str) -> None:
    """Name modules that declare kinds. Naming one twice changes nothing."""
    _declared.extend(module for module in modules if module not in _declared)
    registered.cache_clear()


@cache
def registered() -> NotificationKinds:
    """Every declared kind.

    Raises KindError for one that lacks a part, for two of one rule, and when no module was named at all: a process
    that sends without knowing any kind would give up everything that waits.
    """
    if not _declared:
        raise KindError("no kind of notification is declared; `bot.bootstrap` names them, and was not imported")
    return NotificationKinds([kind for name in _declared for kind in kinds_in(importlib.import_module(name))])


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
