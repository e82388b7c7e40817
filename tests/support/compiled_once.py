"""Statements are put into words once a process: SQLAlchemy does it for each engine, and every test has its own.

A third of what the tests of the records took. What a statement says, and what it is answered with, stays the same.
"""

from typing import Any

from bot.db.store import Store

_FIRST: dict[tuple[str, ...], Any] = {}  # by what the engine talks to: the engine whose work the others share
_OFTEN: list[Any] = []


def shared_by_every_store() -> None:
    """From now on, a store that is opened uses what was compiled for the stores before it."""
    ready = Store._ready

    async def opened(store: Store) -> Any:
        new = store._engine is None
        engine = await ready(store)
        if new:
            _share(store)
        return engine

    Store._ready = opened  # type: ignore[method-assign, assignment]


def _share(store: Store) -> None:
    if store._engine is not None:
        _one(store._engine.sync_engine, "asynchronous")
    for file in (store._reader, store._writer):
        if file is not None:
            _one(file._engine, "a file")
            _OFTEN.append(file._often) if not _OFTEN else setattr(file, "_often", _OFTEN[0])


def _one(engine: Any, kind: str) -> None:
    first = _FIRST.setdefault((engine.dialect.name, engine.dialect.driver, kind), engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
