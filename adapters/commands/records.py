"""`people`, `days`, `knowledge` and `db`: the records, for whoever runs the bot."""

import argparse
import asyncio
from pathlib import Path

from adapters.commands.opened import read_settings, served_knowledge
from adapters.console import people, published, records
from bot.core import clock
from bot.core.errors import SettingsError
from bot.core.settings import Settings
from bot.db.backup import backup
from bot.db.store import Store
from bot.identity.repository import People
from knowledge.cohorts import LiveCohorts

PEOPLE_NEED = {
    "import": "name the spreadsheet: mastery people import FILE.csv, or FILE.xlsx.",
    "code": "name whose code it is: mastery people code E-MAIL.",
    "remove-admin": "name who is to be no administrator any more: mastery people remove-admin E-MAIL.",
}


def with_people(options: argparse.Namespace) -> int:
    if options.given is None and options.what in PEOPLE_NEED:
        raise SettingsError(PEOPLE_NEED[options.what])
    asyncio.run(_people(read_settings(), options.what, options.given))
    return 0


async def _people(config: Settings, what: str, given: str) -> None:
    store, now = await Store.open(config.database), clock.system()
    try:
        match what:
            case "import":
                live = LiveCohorts([one for one, _ in await served_knowledge(config, store)])
                await people.bring(store, Path(given), live, now)
            case "code":
                print(await people.new_code(store, given, now))
            case "remove-admin":
                print(await people.remove_admin(store, given, now))
            case _:
                print("\n".join(people.listed(await People(store).all())))
    finally:
        await store.close()


def days(options: argparse.Namespace) -> int:
    asyncio.run(_bring_records(read_settings(), options.file, dry_run=options.dry_run))
    return 0


async def _bring_records(config: Settings, file: Path, *, dry_run: bool) -> None:
    store = await Store.open(config.database)
    try:
        await records.bring(store, file, clock.system(), dry_run=dry_run)
    finally:
        await store.close()


def knowledge(options: argparse.Namespace) -> int:
    asyncio.run(_retire(read_settings(), options.cohort, sure=options.yes))
    return 0


async def _retire(config: Settings, cohort: str, *, sure: bool) -> None:
    store = await Store.open(config.database)
    try:
        served = await served_knowledge(config, store)
        print(await published.retire(store, served, cohort, clock.system(), config.zone, sure=sure))
    finally:
        await store.close()


def database(options: argparse.Namespace) -> int:
    from bot.db import migrations  # noqa: PLC0415  Alembic is slow to import, and only this command needs it

    url = read_settings().database
    if options.what == "upgrade":
        migrations.upgrade(url)
    if options.what == "backup":
        if options.file is None:
            raise SettingsError("name the file to write: mastery db backup FILE.")
        backup(url, options.file)
        print(f"A copy of the database is in {options.file}.")
        return 0
    print(f"The database is at revision {migrations.current(url)}; the newest is {migrations.newest()}.")
    return 0
