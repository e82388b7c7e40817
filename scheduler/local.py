"""The engine in this process, for SQLite: one at a time, held by a file lock; reminders before announcements."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from bot.errors import SettingsError
from scheduler.deliver import LEASE, Desk, deliver, look


@contextmanager
def alone(database: str) -> Iterator[None]:
    """No other process sends from this file while the block runs. Raises SettingsError."""
    lock = FileLock(f"{database}.sending.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise SettingsError(
            f"another process sends from {database} already; stop it, or use PostgreSQL."
        ) from None
    try:
        yield
    finally:
        lock.release()


async def drain(desk: Desk, most: int = 1000) -> int:
    """Send what is due until nothing is, or `most` were handled; a reminder and an announcement take turns."""
    handled = 0
    while handled < most and not desk.stopping.is_set():
        round_ = [await _lost(desk), await _next(desk, announcements=False), await _next(desk, announcements=True)]
        if not any(round_):
            break
        handled += sum(round_)
    return handled


async def _next(desk: Desk, *, announcements: bool) -> bool:
    one = await desk.store.sending.take(desk.clock(), LEASE, uuid.uuid4().hex, announcements=announcements)
    if one is None:
        return False
    await deliver(desk, one)
    return True


async def _lost(desk: Desk) -> bool:
    one = await desk.store.sending.take_lost(desk.clock(), desk.settle, LEASE, uuid.uuid4().hex)
    if one is None:
        return False
    await look(desk, one)
    return True
