"""`run`, `serve` and `tick`: the platforms, and what is sent to them unasked."""

import argparse
import asyncio
import os
from datetime import datetime

from adapters.commands.opened import opened_core, opened_store, read_settings
from adapters.commands.talking import talk
from bot.core import clock
from bot.core.settings import Settings


def run(_options: argparse.Namespace) -> int:
    from adapters import serve  # noqa: PLC0415  slow to import, as below

    if serve.any_on(os.environ):
        return serve_all(_options)
    config = read_settings()
    asyncio.run(talk(config, config.database, clock.system, "teacher"))
    return 0


def serve_all(_options: argparse.Namespace) -> int:
    from adapters import serve  # noqa: PLC0415  the platforms' libraries are slow to import, and only this needs them

    async def run(config: Settings) -> None:
        async with opened_core(config, config.database, clock.system) as (core, store):
            await serve.serve(core, store, config, os.environ)

    asyncio.run(run(read_settings()))
    return 0


def tick(options: argparse.Namespace) -> int:
    asyncio.run(_rehearse(options.at) if options.dry_run else _send(options.at))
    return 0


async def _rehearse(at: datetime | None) -> None:
    from bot.core.reminder_rules import rules_of  # noqa: PLC0415  the calendar is slow to import
    from scheduler.fan_out import rehearsed  # noqa: PLC0415  as the line before

    config = read_settings()
    async with opened_store(config.database) as store:
        for line in await rehearsed(store, rules_of(config.reminders), at or clock.system()):
            print(line)


async def _send(at: datetime | None) -> None:
    from adapters import serve  # noqa: PLC0415  slow to import, as above
    from adapters.base import Surroundings  # noqa: PLC0415  as the line before

    config = read_settings()
    hands = clock.starting_at(at, clock.system()) if at else clock.system
    async with opened_core(config, config.database, hands) as (core, store):
        await serve.tick(Surroundings(core, store, config, os.environ, loopback=True), hands)
