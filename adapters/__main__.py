"""The composition root and the `mastery` command: reads settings, puts the parts together, runs one of them."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console import ask, demo, logs, people
from adapters.console.chat import chat
from bot import clock, settings
from bot.activity import Sender
from bot.bootstrap import build
from bot.core import Core
from bot.errors import SettingsError
from bot.settings import Settings
from bot.store import Store
from bot.store.backup import backup
from knowledge.chart import write_chart
from knowledge.load import load
from knowledge.model import KnowledgeError

IN_MEMORY = "sqlite+aiosqlite://"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    options = parser().parse_args(arguments)
    logs.quiet()
    try:
        return int(options.run(options))
    except (SettingsError, KnowledgeError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def _run(_options: argparse.Namespace) -> int:
    from adapters import serve  # noqa: PLC0415  slow to import, as below

    if serve.any_on(os.environ):
        return _serve(_options)
    config = settings.load()
    asyncio.run(_talk(config, config.database, clock.system, "teacher"))
    return 0


def _serve(_options: argparse.Namespace) -> int:
    from adapters import serve  # noqa: PLC0415  the platforms' libraries are slow to import, and only this needs them

    async def run(config: Settings) -> None:
        async with _core(config, config.database, clock.system) as (core, store):
            await serve.serve(core, store, config, os.environ)

    asyncio.run(run(settings.load()))
    return 0


def _tick(options: argparse.Namespace) -> int:
    asyncio.run(_rehearse(options.at) if options.dry_run else _send(options.at))
    return 0


async def _rehearse(at: datetime | None) -> None:
    from scheduler.fanout import rehearsed  # noqa: PLC0415  SQL and the calendar are slow to import
    from scheduler.rules import rules_of  # noqa: PLC0415  as the line before

    config = settings.load()
    async with _core(config, config.database, clock.system) as (_, store):
        for line in await rehearsed(store, rules_of(config.reminders), at or clock.system()):
            print(line)


async def _send(at: datetime | None) -> None:
    from adapters import serve  # noqa: PLC0415  slow to import, as above
    from adapters.platform import Surroundings  # noqa: PLC0415  as the line before

    config = settings.load()
    hands = clock.starting_at(at, clock.system()) if at else clock.system
    async with _core(config, config.database, hands) as (core, store):
        await serve.tick(Surroundings(core, store, config, os.environ, loopback=True), hands)


def _chat(options: argparse.Namespace) -> int:
    url = settings.from_here(options.db) if options.db else IN_MEMORY
    hands = clock.starting_at(options.at, clock.system()) if options.at else clock.system
    asyncio.run(_talk(settings.load(), url, hands, options.persona))
    return 0


async def _talk(config: Settings, url: str, hands: clock.Clock, persona: str) -> None:
    async with _core(config, url, hands) as (core, store):
        sender = Sender("console", "terminal", persona, config.programme.zone)
        if persona != "teacher" and await store.people.of(sender) is None:
            await demo.fill(core, store, hands(), whole=persona == demo.LEADS)
        await chat(core, sender, partial(_planned, config, store, hands))


async def _planned(config: Settings, store: Store, hands: clock.Clock) -> None:
    """No clock runs in a terminal: what is owed is planned there as a tick would, so that it can be looked at."""
    if not store.untouched:
        from scheduler.fanout import plan  # noqa: PLC0415  the calendar is slow to import
        from scheduler.rules import rules_of  # noqa: PLC0415

        await plan(store, rules_of(config.reminders), hands())


def _ask(options: argparse.Namespace) -> int:
    config = settings.load()
    hands = ask.SetClock(options.at or clock.system())
    if options.question is not None:
        asyncio.run(_answer_one(config, hands, options.question))
        return 0
    with _lines_of(options.batch) as lines:
        return 1 if asyncio.run(_answer_all(config, hands, lines)) else 0


async def _answer_one(config: Settings, hands: clock.Clock, question: str) -> None:
    async with _core(config, IN_MEMORY, hands) as (core, _store):
        await ask.single(core, question, config.zone)


async def _answer_all(config: Settings, hands: ask.SetClock, lines: Iterator[str]) -> int:
    async with _core(config, IN_MEMORY, hands) as (core, _store):
        return await ask.batch(core, hands, lines, config.zone)


@asynccontextmanager
async def _core(config: Settings, url: str, hands: clock.Clock) -> AsyncIterator[tuple[Core, Store]]:
    """A core over an open store, closed again at the end. What is past its time is deleted first."""
    store = await Store.open(url)
    try:
        if not store.untouched:
            await store.walks.purge(hands())
            await store.desk.purge(hands())
            await store.events.purge(hands())
        yield build(load(config.knowledge_folder), store, hands, config.kept_in), store
    finally:
        await store.close()


@contextmanager
def _lines_of(name: str) -> Iterator[Iterator[str]]:
    if name == "-":
        yield (line.decode("utf-8", errors="replace") for line in sys.stdin.buffer)
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as lines:
            yield iter(lines)
    except OSError as error:
        raise SettingsError(f"{name}: cannot be read ({error.strerror}).") from None


def _check(_options: argparse.Namespace) -> int:
    """Each part is tried as it will be used; the first that fails is said in words."""
    config = settings.load()
    asyncio.run(_try_out(config))
    print("Everything is in order.")
    return 0


async def _try_out(config: Settings) -> None:
    async with _core(config, config.database, clock.system) as (core, store):
        knowledge = core.knowledge
        on_record, hubs = len(await store.people.all()), len(await store.cohorts.hubs())
        print(
            f"Settings: read. Database: opened, up to date; on record: {on_record} people, {hubs} hubs.\n"
            f"Knowledge: {len(knowledge.entries)} entries and {len(knowledge.dialog.questions)} eligibility "
            f"questions from the {knowledge.sheet}."
        )


def _manifest(options: argparse.Namespace) -> int:
    from importlib import import_module  # noqa: PLC0415  only this command names a module

    written = import_module(f"adapters.{options.platform}.manifest").write(options.url, options.out)
    print(f"The app manifest is in {written}.")
    return 0


def _chart(options: argparse.Namespace) -> int:
    write_chart(load(settings.load().knowledge_folder).dialog, options.out)
    print(f"The eligibility check is drawn in {options.out}.")
    return 0


def _database(options: argparse.Namespace) -> int:
    from bot.store import migrations  # noqa: PLC0415  Alembic is slow to import, and only this command needs it

    url = settings.load().database
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


def _people(options: argparse.Namespace) -> int:
    if options.what == "import" and options.file is None:
        raise SettingsError("name the spreadsheet: mastery people import FILE.csv.")
    config = settings.load()
    asyncio.run(_list(config) if options.what == "list" else _import(config, options.file))
    return 0


async def _import(config: Settings, file: Path) -> None:
    store = await Store.open(config.database)
    try:
        await people.bring(store, file, load(config.knowledge_folder), clock.system())
    finally:
        await store.close()


async def _list(config: Settings) -> None:
    store = await Store.open(config.database)
    try:
        for line in people.listed(await store.people.all()):
            print(line)
    finally:
        await store.close()


def _demo(_options: argparse.Namespace) -> int:
    asyncio.run(_fill(settings.load()))
    return 0


async def _fill(config: Settings) -> None:
    async with _core(config, config.database, clock.system) as (core, store):
        done = await demo.fill(core, store, clock.system())
    for line in done.unknown:
        print(f"left out, this version has no such command: {line}")
    print(demo.THERE if done.made else demo.ALREADY)


def _moment(text: str) -> datetime:
    """ISO → an aware moment; a bare date is its noon, a time without a zone is London's."""
    try:
        moment = datetime.fromisoformat(text if "T" in text or " " in text else f"{text}T12:00")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment; write 2026-02-10T09:30") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/London"))).astimezone(UTC)


def parser() -> argparse.ArgumentParser:
    """Every command with its options; the README's table is held to it."""
    parser = argparse.ArgumentParser(
        prog="mastery", description="The Primary Mastery Specialist Programme's chatbot."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="serve the platforms that have credentials, else talk in this terminal")
    run.set_defaults(run=_run)

    on = commands.add_parser(
        "serve", help="one process until it is stopped: HTTP, and every platform with credentials"
    )
    on.set_defaults(run=_serve)

    talk = commands.add_parser("chat", help="a conversation in the terminal; without --db, on records thrown away")
    talk.add_argument("--as", dest="persona", choices=ask.PERSONAS, default="teacher")
    talk.add_argument("--at", type=_moment, help="pretend it is this moment, e.g. 2026-02-10T09:30")
    talk.add_argument("--db", metavar="URL", help="keep records there, e.g. sqlite:///trial.db")
    talk.set_defaults(run=_chat)

    one = commands.add_parser("ask", help="one question, or a file of them")
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="the question, in quotes")
    what.add_argument("--batch", metavar="FILE", help="JSON lines to answer; - for standard input")
    one.add_argument("--at", type=_moment, help="pretend it is this moment")
    one.set_defaults(run=_ask)

    tick = commands.add_parser("tick", help="send what is due, once; or only say what it is")
    tick.add_argument("--at", type=_moment, help="pretend it is this moment")
    tick.add_argument("--dry-run", action="store_true", help="send and change nothing")
    tick.set_defaults(run=_tick)

    chart = commands.add_parser("chart", help="draw a dialog as it stands in the data")
    chart.add_argument("dialog", choices=["eligibility"])
    chart.add_argument("--out", type=Path, required=True, metavar="FILE.svg|.md")
    chart.set_defaults(run=_chart)

    manifest = commands.add_parser("manifest", help="write the app manifest that a platform asks for")
    manifest.add_argument("platform", choices=["slack", "teams"])
    manifest.add_argument(
        "--url", default="", help="where this server is reached, https://…; none for Slack's Socket Mode"
    )
    manifest.add_argument("--out", type=Path, metavar="FILE", help="where it goes")
    manifest.set_defaults(run=_manifest)

    database = commands.add_parser("db", help="bring the database up to date, say where it is, or copy it")
    database.add_argument("what", choices=["upgrade", "current", "backup"])
    database.add_argument("file", type=Path, nargs="?", help="where the copy goes; it must not exist yet")
    database.set_defaults(run=_database)

    persons = commands.add_parser("people", help="enrol everybody in a spreadsheet, or list who is on record")
    persons.add_argument("what", choices=["import", "list"])
    persons.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.csv", help="name, e-mail, school, hub, cohort"
    )
    persons.set_defaults(run=_people)

    filling = commands.add_parser("demo", help="fill the database with a demo hub: a lead and twelve specialists")
    filling.set_defaults(run=_demo)

    check = commands.add_parser("check", help="say in words what is wrong with the set-up, if anything is")
    check.set_defaults(run=_check)
    return parser


if __name__ == "__main__":
    sys.exit(main())
