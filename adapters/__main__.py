"""The composition root: reads settings, puts the parts together, and does what `mastery` is told to do."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from adapters.base import Off
from adapters.chooser_settings import NAME as CHOOSER
from adapters.chooser_settings import ChooserSettings
from adapters.console import ask, demo, logs, people, questions, records, sheets
from adapters.console.chat import chat
from adapters.console.parser import parser
from adapters.platforms import PLATFORMS
from bot.bootstrap import FEATURES, build
from bot.core import clock, settings
from bot.core.activity import Sender
from bot.core.declarations import DeclarationError
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.live_editions import Draft
from bot.core.routes import discover
from bot.core.settings import Settings
from bot.db.backup import backup
from bot.db.store import Store, StoreError
from bot.features.people.repository_hubs import Cohorts
from bot.identity.repository import People
from knowledge.cohorts import LiveCohorts
from knowledge.dialog.chart_file import write_chart
from knowledge.facts import KnowledgeError
from knowledge.load import load, read_draft
from knowledge.model import Knowledge

if TYPE_CHECKING:
    from bot.core.choosing import Chooser
    from bot.features.publishing.service import Served

IN_MEMORY = "sqlite+aiosqlite://"
PEOPLE_NEED = {
    "import": "name the spreadsheet: mastery people import FILE.csv, or FILE.xlsx.",
    "code": "name whose code it is: mastery people code E-MAIL.",
    "remove-admin": "name who is to be no administrator any more: mastery people remove-admin E-MAIL.",
}


def _settings() -> Settings:
    """app.yaml with the parts that platforms declare. Raises SettingsError."""
    of_platforms = {one.name: one.settings for one in PLATFORMS if one.settings}
    return settings.load(sections={**of_platforms, CHOOSER: ChooserSettings})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    options = parser().parse_args(arguments)
    try:
        logs.quiet(os.environ)
        return DOES[options.command](options)
    except (SettingsError, KnowledgeError, DeclarationError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def _run(_options: argparse.Namespace) -> int:
    from adapters import serve  # noqa: PLC0415  slow to import, as below

    if serve.any_on(os.environ):
        return _serve(_options)
    config = _settings()
    asyncio.run(_talk(config, config.database, clock.system, "teacher"))
    return 0


def _serve(_options: argparse.Namespace) -> int:
    from adapters import serve  # noqa: PLC0415  the platforms' libraries are slow to import, and only this needs them

    async def run(config: Settings) -> None:
        async with _core(config, config.database, clock.system) as (core, store):
            await serve.serve(core, store, config, os.environ)

    asyncio.run(run(_settings()))
    return 0


def _tick(options: argparse.Namespace) -> int:
    asyncio.run(_rehearse(options.at) if options.dry_run else _send(options.at))
    return 0


async def _rehearse(at: datetime | None) -> None:
    from bot.core.reminder_rules import rules_of  # noqa: PLC0415  as the line before
    from scheduler.fan_out import rehearsed  # noqa: PLC0415  SQL and the calendar are slow to import

    config = _settings()
    async with _core(config, config.database, clock.system) as (_, store):
        for line in await rehearsed(store, rules_of(config.reminders), at or clock.system()):
            print(line)


async def _send(at: datetime | None) -> None:
    from adapters import serve  # noqa: PLC0415  slow to import, as above
    from adapters.base import Surroundings  # noqa: PLC0415  as the line before

    config = _settings()
    hands = clock.starting_at(at, clock.system()) if at else clock.system
    async with _core(config, config.database, hands) as (core, store):
        await serve.tick(Surroundings(core, store, config, os.environ, loopback=True), hands)


def _chat(options: argparse.Namespace) -> int:
    url = settings.from_here(options.db) if options.db else IN_MEMORY
    hands = clock.starting_at(options.at, clock.system()) if options.at else clock.system
    asyncio.run(_talk(_settings(), url, hands, options.persona))
    return 0


async def _talk(config: Settings, url: str, hands: clock.Clock, persona: str) -> None:
    async with _core(config, url, hands) as (core, store):
        sender = Sender("console", "terminal", persona, config.programme.zone)
        if persona != "teacher" and await People(store).of(sender) is None:
            await demo.fill(core, store, hands(), whole=persona == demo.LEADS)
        await chat(core, sender, partial(_planned, config, store, hands))


async def _planned(config: Settings, store: Store, hands: clock.Clock) -> None:
    """No clock runs in a terminal: what is owed is planned there as a tick would, so that it can be looked at."""
    if not store.is_empty:
        from bot.core.reminder_rules import rules_of  # noqa: PLC0415  as the line before
        from scheduler.fan_out import plan  # noqa: PLC0415  the calendar is slow to import

        await plan(store, rules_of(config.reminders), hands())


def _try(options: argparse.Namespace) -> int:
    from adapters.trial import server  # noqa: PLC0415  the web server is slow to import, and only this needs it

    async def run(config: Settings, hands: ask.SetClock) -> None:
        async with _core(config, IN_MEMORY, hands) as (core, _):
            await server.run(core, hands, config, options.port, opens=not options.no_browser)

    asyncio.run(run(_settings(), ask.SetClock(options.at or clock.system())))
    return 0


def _ask(options: argparse.Namespace) -> int:
    config = _settings()
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


def _choose(options: argparse.Namespace) -> int:
    config, hands = _settings(), ask.SetClock(options.at or clock.system())
    with _lines_of(options.questions) as lines:
        return 1 if asyncio.run(_choose_among(config, hands, lines, options)) else 0


async def _choose_among(
    config: Settings, hands: ask.SetClock, lines: Iterator[str], options: argparse.Namespace
) -> int:
    from adapters.chooser import made  # noqa: PLC0415  a chooser is loaded only where one is wanted
    from adapters.console import choose  # noqa: PLC0415  as the line before

    if options.record:
        recorder = choose.Recorder()
        async with _core(config, IN_MEMORY, hands, recorder) as (core, _store):
            return await choose.record(core, recorder, hands, lines, config.zone, options.record)
    chooser = made.over_file(options.replay, always=options.always)
    async with _core(config, IN_MEMORY, hands, chooser) as (core, _store):
        return await ask.batch(core, hands, lines, config.zone)


def _recorded(choices: Path | None) -> "Chooser | None":
    """A reader's choices in a file; None without one. Raises SettingsError."""
    if choices is None:
        return None
    from adapters.chooser import made  # noqa: PLC0415  a chooser is loaded only where one is wanted

    return made.over_file(choices, always=False)


def _chooser(config: Settings) -> "Chooser | None":
    """The one that app.yaml names, if it names one. Raises SettingsError."""
    section = config.section(CHOOSER, ChooserSettings)
    if not section.is_on:
        return None
    from adapters.chooser import made  # noqa: PLC0415  it is loaded only where one is wanted

    return made.over_http(section, os.environ)


@asynccontextmanager
async def _core(
    config: Settings, url: str, hands: clock.Clock, chooser: "Chooser | None" = None
) -> AsyncIterator[tuple[Core, Store]]:
    """A core over an open store, closed again at the end. What is past its time is deleted first.

    chooser: in place of the one that app.yaml names.
    """
    chooser = chooser or _chooser(config)
    store = await Store.open(url)
    try:
        if not store.is_empty:
            from bot.db.retention import Retention  # noqa: PLC0415  SQL is slow to import, and not always needed

            await Retention(store).purge(hands())
        told = partial(print, file=sys.stderr, flush=True)
        shared = (store, hands, config.cache_dir, told, config.public_url)
        served = await _served(config, store)
        knowledge, files = [one for one, _ in served], [one for _, one in served]
        core = build(knowledge, *shared, chooser=chooser, snapshots=files, drafts=partial(_drafts, config))
        yield core, store
    finally:
        if chooser is not None:
            await chooser.close()
        await store.close()


async def _served(config: Settings, store: Store) -> "list[Served]":
    """What was published, else what app.yaml names. Raises KnowledgeError."""
    from bot.features.publishing.service import at_the_start  # noqa: PLC0415  SQL is slow to import

    return await at_the_start(store, config.knowledge_folders)


def _drafts(config: Settings) -> list[Draft]:
    """Every cohort's folder: those that app.yaml names, and those beside them."""
    named = config.knowledge_folders
    beside = {facts.parent.resolve() for one in named for facts in one.parent.glob("*/facts.yaml")}
    every = dict.fromkeys([*(one.resolve() for one in named), *sorted(beside)])
    return [Draft(one, config.sheet_of(one)) for one in every]


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


def _check(options: argparse.Namespace) -> int:
    """Each part is tried as it will be used; the first that fails is said in words."""
    if wrong := asyncio.run(_try_out(_settings(), online=options.online)):
        print(f"{wrong} of these {'is' if wrong == 1 else 'are'} not in order.")
        return 1
    print("Everything is in order.")
    return 0


def _init(options: argparse.Namespace) -> int:
    from adapters import initial  # noqa: PLC0415  only this command makes a folder

    made = list(initial.make(options.folder))
    print(f"{options.folder}: {', '.join(made) or 'nothing new; all of it is there already'}.")
    print(f"Next: put the secrets into {options.folder / initial.SECRETS}, then `mastery check`.")
    return 0


async def _try_out(config: Settings, *, online: bool) -> int:
    """How many of the things outside are not in order. Raises SettingsError for what `serve` would refuse."""
    from adapters import operator_check  # noqa: PLC0415  the web server is slow to import

    async with _core(config, config.database, clock.system) as (core, store):
        on_record, hubs = len(await People(store).all()), len(await Cohorts(store).hubs())
        print(f"Settings: read. Database: opened, up to date; on record: {on_record} people, {hubs} hubs.")
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
        for one in newest.values()
        if one.edition is not None
    ]
    return [folder for folder in config.knowledge_folders if folder.name not in newest], lines


def _manifest(options: argparse.Namespace) -> int:
    from importlib import import_module  # noqa: PLC0415  only this command names a module

    (module,) = (one.manifest for one in PLATFORMS if one.name == options.platform)
    written = import_module(module).write(options.url, discover(FEATURES).catalogue, options.out)
    print(f"The app manifest is in {written}.")
    return 0


def _chart(options: argparse.Namespace) -> int:
    write_chart(load(_settings().knowledge_folders[0]).dialog, options.out)
    print(f"The eligibility check is drawn in {options.out}.")
    return 0


def _docs(options: argparse.Namespace) -> int:
    from bot.db import schema  # noqa: PLC0415  SQL is slow to import, and only this command reads declarations
    from bot.db.retention_table import written_into  # noqa: PLC0415  as the line before

    schema.metadata()
    options.out.write_text(written_into(options.out.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"What is kept about people is written into {options.out}.")
    return 0


def _questions(options: argparse.Namespace) -> int:
    config = _settings()
    folders = [sheets.folder_named(options.cohort, config)] if options.cohort else list(config.knowledge_folders)
    return max(
        asyncio.run(_score(config, read_draft(folder), options.file or questions.FILE, options.chooser))
        for folder in folders
    )


async def _score(config: Settings, knowledge: Knowledge, file: Path, choices: Path | None) -> int:
    """0 when enough replies are right. choices: a file of a reader's choices, used in doubt."""
    expected, hands = list(questions.read(file, knowledge)), ask.SetClock(clock.system())
    store = await Store.open(IN_MEMORY)
    try:
        told = partial(print, file=sys.stderr, flush=True)
        core = build(knowledge, store, hands, config.cache_dir, told, chooser=_recorded(choices))
        with TemporaryDirectory(prefix="mastery-ask-") as folder:
            asking = ask.Asking(core, hands, config.zone, Path(folder))
            missed = list(await questions.asked(asking, expected, knowledge))
    finally:
        await store.close()
    right = len(expected) - len(missed)
    print("\n".join(missed) or f"{knowledge.sheet}: every reply is as expected.")
    print(f"{knowledge.sheet}: {right} of {len(expected)} right ({right / max(1, len(expected)):.0%}).")
    return 0 if right >= questions.LEAST_RIGHT * len(expected) else 1


def _sheet(options: argparse.Namespace) -> int:
    return sheets.run(options, _settings())


def _database(options: argparse.Namespace) -> int:
    from bot.db import migrations  # noqa: PLC0415  Alembic is slow to import, and only this command needs it

    url = _settings().database
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
    if options.given is None and options.what in PEOPLE_NEED:
        raise SettingsError(PEOPLE_NEED[options.what])
    asyncio.run(_with_people(_settings(), options.what, options.given))
    return 0


async def _with_people(config: Settings, what: str, given: str) -> None:
    store, now = await Store.open(config.database), clock.system()
    try:
        match what:
            case "import":
                live = LiveCohorts([one for one, _ in await _served(config, store)])
                await people.bring(store, Path(given), live, now)
            case "code":
                print(await people.new_code(store, given, now))
            case "remove-admin":
                print(await people.remove_admin(store, given, now))
            case _:
                print("\n".join(people.listed(await People(store).all())))
    finally:
        await store.close()


def _days(options: argparse.Namespace) -> int:
    asyncio.run(_bring_records(_settings(), options.file, dry_run=options.dry_run))
    return 0


async def _bring_records(config: Settings, file: Path, *, dry_run: bool) -> None:
    store = await Store.open(config.database)
    try:
        await records.bring(store, file, clock.system(), dry_run=dry_run)
    finally:
        await store.close()


def _demo(_options: argparse.Namespace) -> int:
    asyncio.run(_fill(_settings()))
    return 0


async def _fill(config: Settings) -> None:
    async with _core(config, config.database, clock.system) as (core, store):
        done = await demo.fill(core, store, clock.system())
    for line in done.unknown:
        print(f"left out, this version has no such command: {line}")
    print(demo.THERE if done.made else demo.ALREADY)


DOES: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "serve": _serve,
    "chat": _chat,
    "ask": _ask,
    "try": _try,
    "choose": _choose,
    "tick": _tick,
    "chart": _chart,
    "manifest": _manifest,
    "docs": _docs,
    "database": _database,
    "people": _people,
    "days": _days,
    "demo": _demo,
    "sheet": _sheet,
    "questions": _questions,
    "check": _check,
    "init": _init,
}


if __name__ == "__main__":
    sys.exit(main())
