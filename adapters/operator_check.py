"""What `mastery check` tries beyond the records: all that `serve` refuses, and --online what is outside."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from sqlalchemy import make_url

from adapters import serve
from adapters.base import Off, Platform, Surroundings
from bot.core.clock import Clock
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.loopback import is_loopback
from bot.core.settings import Settings
from bot.db.store import Store

ENOUGH = 500 * 2**20  # bytes that should be free beside the database
CLOCK_MAY_BE_OFF = timedelta(minutes=2)  # Slack refuses what is signed five minutes from its own time
BACKUP_MAY_BE_OLD = timedelta(hours=26)  # one a day, and time to make it
PATIENCE = aiohttp.ClientTimeout(total=10)


def as_served(
    core: Core, store: Store, settings: Settings, environment: Mapping[str, str]
) -> Sequence[Platform | Off]:
    """The platforms as `serve` would connect them. Raises SettingsError for all that it would refuse."""
    host, _ = serve.where(environment)
    return serve.connected(Surroundings(core, store, settings, environment, is_loopback(host)))


async def online(
    platforms: Sequence[Platform | Off], store: Store, settings: Settings, clock: Clock
) -> AsyncIterator[tuple[str, str]]:
    """Each thing that was tried, and what is wrong with it; empty where nothing is."""
    for one in platforms:
        if not isinstance(one, Off):
            yield f"{one.name}'s credentials", await _let_in(one)
    if settings.public_url:
        async for found in _from_outside(settings.public_url, clock):
            yield found
    if store.is_sqlite:
        yield "Disk", await asyncio.to_thread(_room, Path(make_url(store.url).database or ".").parent)
    if settings.store.backups is not None:
        yield "Backup", await asyncio.to_thread(_newest, settings.folder / settings.store.backups, clock())


async def _let_in(platform: Platform) -> str:
    try:
        return await platform.try_credentials()
    except SettingsError as error:
        return str(error)


async def _from_outside(url: str, clock: Clock) -> AsyncIterator[tuple[str, str]]:
    """Whether the public address leads here, and how far this clock is from the one that answers."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(f"{url}/healthz") as answer:
            status, date = answer.status, answer.headers.get("Date", "")
    except (aiohttp.ClientError, OSError) as error:
        yield "Public address", f"{url} cannot be reached ({type(error).__name__})"
        return
    yield "Public address", "" if status == 200 else f"{url}/healthz answers {status}, not 200"
    try:
        apart = abs(parsedate_to_datetime(date) - clock())
    except (TypeError, ValueError):
        return
    yield "Clock", "" if apart <= CLOCK_MAY_BE_OFF else f"it is {apart} from that of {url}; turn on NTP"


def _room(folder: Path) -> str:
    free = shutil.disk_usage(folder).free
    return "" if free >= ENOUGH else f"only {free // 2**20} MB are free in {folder}"


def _newest(folder: Path, now: datetime) -> str:
    """Whether there is a backup of the last day."""
    try:
        newest = max((one.stat().st_mtime for one in folder.iterdir() if one.is_file()), default=0.0)
    except OSError as error:
        return f"{folder} cannot be read ({error.strerror})"
    age = timedelta(seconds=now.timestamp() - newest)
    return "" if newest and age <= BACKUP_MAY_BE_OLD else f"the newest file in {folder} is not of the last day"
