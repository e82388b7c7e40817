"""What the commands begin with: the settings, and a core over an open store."""

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.chooser_settings import NAME as CHOOSER
from adapters.chooser_settings import ChooserSettings
from adapters.platforms import PLATFORMS
from bot.bootstrap import build
from bot.core import clock, settings
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.live_editions import Draft
from bot.core.settings import Settings
from bot.db.store import Store

if TYPE_CHECKING:
    from bot.core.choosing import Chooser
    from bot.features.publishing.service import Served


IN_MEMORY = "sqlite+aiosqlite://"


def read_settings() -> Settings:
    """app.yaml with the parts that platforms declare. Raises SettingsError."""
    of_platforms = {one.name: one.settings for one in PLATFORMS if one.settings}
    return settings.load(sections={**of_platforms, CHOOSER: ChooserSettings})


@asynccontextmanager
async def opened_store(url: str) -> AsyncIterator[Store]:
    """Closed again at the end. What is past its time by the machine's clock is deleted first, once a day."""
    store = await Store.open(url)
    try:
        if not store.is_empty:
            from bot.delivery.daily_purge import purge_once_a_day  # noqa: PLC0415  slow to import, not always needed

            await purge_once_a_day(store, clock.system())
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened_core(
    config: Settings, url: str, hands: clock.Clock, chooser: "Chooser | None" = None
) -> AsyncIterator[tuple[Core, Store]]:
    """A core over an open store, closed again at the end.

    hands: the clock, which may only pretend.
    chooser: in place of the one that app.yaml names.
    """
    chooser = chooser or chooser_named(config)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened_store(url))
        if chooser is not None:
            stack.push_async_callback(chooser.close)
        told = partial(print, file=sys.stderr, flush=True)
        shared = (store, hands, config.cache_dir, told, config.public_url)
        served = await served_knowledge(config, store)
        knowledge, files = [one for one, _ in served], [one for _, one in served]
        core = build(knowledge, *shared, chooser=chooser, snapshots=files, drafts=partial(_drafts, config))
        yield core, store


async def served_knowledge(config: Settings, store: Store) -> "list[Served]":
    """What was published, else what app.yaml names. Raises KnowledgeError."""
    from bot.features.publishing.service import at_the_start  # noqa: PLC0415  SQL is slow to import

    return await at_the_start(store, config.knowledge_folders)


def _drafts(config: Settings) -> list[Draft]:
    """Every cohort's folder: those that app.yaml names, and those beside them."""
    named = config.knowledge_folders
    beside = {facts.parent.resolve() for one in named for facts in one.parent.glob("*/facts.yaml")}
    every = dict.fromkeys([*(one.resolve() for one in named), *sorted(beside)])
    return [Draft(one, config.sheet_of(one)) for one in every]


def chooser_named(config: Settings) -> "Chooser | None":
    """The one that app.yaml names, if it names one. Raises SettingsError."""
    section = config.section(CHOOSER, ChooserSettings)
    if not section.is_on:
        return None
    from adapters.chooser import factory  # noqa: PLC0415  it is loaded only where one is wanted

    return factory.over_http(section, os.environ)


def chooser_recorded(choices: Path | None) -> "Chooser | None":
    """A reader's choices in a file; None without one. Raises SettingsError."""
    if choices is None:
        return None
    from adapters.chooser import factory  # noqa: PLC0415  a chooser is loaded only where one is wanted

    return factory.over_file(choices, always=False)


@contextmanager
def lines_of(name: str) -> Iterator[Iterator[str]]:
    if name == "-":
        yield (line.decode("utf-8", errors="replace") for line in sys.stdin.buffer)
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as lines:
            yield iter(lines)
    except OSError as error:
        raise SettingsError(f"{name}: cannot be read ({error.strerror}).") from None
