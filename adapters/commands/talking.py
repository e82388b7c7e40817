"""`chat`, `try` and `demo`: conversations at this machine, and the people made up for them."""

import argparse
import asyncio
from functools import partial

from adapters.commands.opened import IN_MEMORY, opened_core, read_settings
from adapters.console import ask, demo
from adapters.console.chat import chat
from bot.core import clock
from bot.core.activity import Sender
from bot.core.database_url import from_here
from bot.core.settings import Settings
from bot.db.store import Store
from bot.identity.repository import People


def chat_here(options: argparse.Namespace) -> int:
    url = from_here(options.db) if options.db else IN_MEMORY
    hands = clock.starting_at(options.at, clock.system()) if options.at else clock.system
    asyncio.run(talk(read_settings(), url, hands, options.persona))
    return 0


async def talk(config: Settings, url: str, hands: clock.Clock, persona: str) -> None:
    async with opened_core(config, url, hands) as (core, store):
        sender = Sender("console", "terminal", persona, config.programme.zone)
        if persona != "teacher" and await People(store).of(sender) is None:
            await demo.fill(core, store, hands(), whole=persona == demo.LEADS)
        await chat(core, sender, partial(_planned, config, store, hands))


async def _planned(config: Settings, store: Store, hands: clock.Clock) -> None:
    """No clock runs in a terminal: what is owed is planned there as a tick would, so that it can be looked at."""
    if not store.is_empty:
        from bot.core.reminder_rules import rules_of  # noqa: PLC0415  the calendar is slow to import
        from scheduler.fan_out import plan  # noqa: PLC0415  as the line before

        await plan(store, rules_of(config.reminders), hands())


def try_out(options: argparse.Namespace) -> int:
    from adapters.trial import server  # noqa: PLC0415  the web server is slow to import, and only this needs it

    async def run(config: Settings, hands: ask.SetClock) -> None:
        async with opened_core(config, IN_MEMORY, hands) as (core, _):
            await server.run(core, hands, config, options.port, opens=not options.no_browser)

    asyncio.run(run(read_settings(), ask.SetClock(options.at or clock.system())))
    return 0


def fill_demo(_options: argparse.Namespace) -> int:
    asyncio.run(_fill(read_settings()))
    return 0


async def _fill(config: Settings) -> None:
    async with opened_core(config, config.database, clock.system) as (core, store):
        done = await demo.fill(core, store, clock.system())
    for line in done.unknown:
        print(f"left out, this version has no such command: {line}")
    print(demo.THERE if done.made else demo.ALREADY)
