"""`init`, `check`, `manifest`, `chart`, `docs` and `sheet`: everything before the bot runs."""

import argparse
import asyncio
import os
from pathlib import Path

from sqlalchemy import make_url

from adapters.base import Off
from adapters.chooser_settings import NAME as CHOOSER
from adapters.chooser_settings import ChooserSettings
from adapters.commands.opened import opened_core, read_settings
from adapters.console import sheets
from adapters.platforms import PLATFORMS
from bot.bootstrap import FEATURES
from bot.core import clock
from bot.core.routes import discover
from bot.core.settings import Settings, settings_file
from bot.db.store import Store
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from knowledge.dialog.chart_file import write_chart
from knowledge.facts import KnowledgeError
from knowledge.load import load


def init(options: argparse.Namespace) -> int:
    from adapters import initial  # noqa: PLC0415  only this command makes a folder

    made = list(initial.make(options.folder))
    print(f"{options.folder}: {', '.join(made) or 'nothing new; all of it is there already'}.")
    print(f"Next: put the secrets into {options.folder / initial.SECRETS}, then `mastery check`.")
    return 0


def check(options: argparse.Namespace) -> int:
    """Each part is tried as it will be used; the first that fails is said in words."""
    if wrong := asyncio.run(_check_all(read_settings(), online=options.online)):
        print(f"{wrong} of these {'is' if wrong == 1 else 'are'} not in order.")
        return 1
    print("Everything is in order.")
    return 0


async def _check_all(config: Settings, *, online: bool) -> int:
    """How many of the things outside are not in order. Raises SettingsError for what `serve` would refuse."""
    from adapters import operator_check  # noqa: PLC0415  the web server is slow to import

    async with opened_core(config, config.database, clock.system) as (core, store):
        on_record, hubs = len(await People(store).all()), len(await Cohorts(store).hubs())
        where = make_url(store.url).render_as_string(hide_password=True)
        file = settings_file()
        print(f"Settings: {file.resolve() if file else 'no app.yaml is here, and MASTERY_CONFIG names none'}.")
        print(f"Database: {where}, up to date; on record: {on_record} people, {hubs} hubs.")
        for cohort in core.cohorts.live:
            print(
                f"Knowledge: {len(cohort.entries)} entries and {len(cohort.dialog.questions)} eligibility "
                f"questions from the {cohort.sheet}."
            )
        folders, published = await _as_published(config, store)
        print("".join(f"{line}\n" for line in published), end="")
        if slips := [slip for folder in folders for slip in sheets.checked(folder, config)]:
            raise KnowledgeError("\n".join(slips))
        platforms = operator_check.as_served(core, store, config, os.environ)
        for one in platforms:
            print(f"{one.name}: {f'off, {one.why}' if isinstance(one, Off) else one.about}.")
        print(f"chooser: {config.section(CHOOSER, ChooserSettings).in_words}.")
        if not online:
            return 0
        wrong = 0
        async for what, problem in operator_check.online(platforms, store, config, clock.system):
            print(f"{what}: {problem or 'in order'}.")
            wrong += bool(problem)
        return wrong


async def _as_published(config: Settings, store: Store) -> tuple[list[Path], list[str]]:
    """The folders that are served as they are, which must be in order; and what is served in place of others."""
    from bot.features.publishing.repository import Publications  # noqa: PLC0415  SQL is slow to import

    newest = {} if store.is_empty else {one.folder: one for one in await Publications(store).newest()}
    lines = [
        f"Knowledge: {one.folder} is served as it was {one.kind.value} in the bot on {one.at:%d %B %Y, %H:%M} "
        "UTC; its folder is a draft."
        if one.edition is not None
        else f"Knowledge: {one.folder} is not served: it was taken out in the bot on {one.at:%d %B %Y, %H:%M} UTC."
        for one in newest.values()
    ]
    return [folder for folder in config.knowledge_folders if folder.name not in newest], lines


def manifest(options: argparse.Namespace) -> int:
    from importlib import import_module  # noqa: PLC0415  only this command names a module

    (module,) = (one.manifest for one in PLATFORMS if one.name == options.platform)
    written = import_module(module).write(options.url, discover(FEATURES).catalogue, options.out)
    print(f"The app manifest is in {written}.")
    return 0


def chart(options: argparse.Namespace) -> int:
    write_chart(load(read_settings().knowledge_folders[0]).dialog, options.out)
    print(f"The eligibility check is drawn in {options.out}.")
    return 0


def docs(options: argparse.Namespace) -> int:
    from adapters import settings_reference  # noqa: PLC0415  every platform's settings
    from bot.db import retention_table, schema  # noqa: PLC0415  SQL is slow to import

    schema.metadata()
    guide = settings_reference.written_into(options.out.read_text(encoding="utf-8"))
    options.out.write_text(retention_table.written_into(guide), encoding="utf-8")
    print(f"The settings, and what is kept about people, are written into {options.out}.")
    return 0


def sheet(options: argparse.Namespace) -> int:
    return sheets.run(options, read_settings())
