"""`mastery days import`: days, residentials and reports from the spreadsheet that a hub has kept."""

import asyncio
from datetime import datetime
from pathlib import Path

from bot.core.errors import SettingsError
from bot.db.store import Store
from bot.features.records_import import service, views
from bot.features.records_import.domain import RecordsRefused
from bot.hubs.repository import Cohorts


async def bring(store: Store, file: Path, now: datetime, *, dry_run: bool) -> None:
    """Raises SettingsError, with a line for each bad row; nothing is brought in then."""
    cohort = await Cohorts(store).current(now.date())
    if cohort is None:
        raise SettingsError("no cohort is set up for this year; bring in its people first.")
    try:
        read = service.read_bytes(await asyncio.to_thread(file.read_bytes), cohort)
        for one in await service.by_the_operator(store, read, cohort, now, dry_run=dry_run):
            print(("Dry run: " if dry_run else "") + "\n".join(views.lines(one)))
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}). Nothing was brought in.") from None
    except RecordsRefused as error:
        raise SettingsError(str(error)) from None
