"""`ask`, `choose` and `questions`: questions from the command line or a file, and their answers."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.commands.opened import IN_MEMORY, chooser_recorded, lines_of, opened_core, read_settings
from adapters.console import ask, questions, sheets
from bot.bootstrap import build
from bot.core import clock
from bot.core.settings import Settings
from bot.db.store import Store
from knowledge.load import read_draft
from knowledge.model import Knowledge


def ask_questions(options: argparse.Namespace) -> int:
    config = read_settings()
    hands = ask.SetClock(options.at or clock.system())
    if options.question is not None:
        asyncio.run(_answer_one(config, hands, options.question))
        return 0
    with lines_of(options.batch) as lines:
        return 1 if asyncio.run(_answer_all(config, hands, lines)) else 0


async def _answer_one(config: Settings, hands: clock.Clock, question: str) -> None:
    async with opened_core(config, IN_MEMORY, hands) as (core, _store):
        await ask.single(core, question, config.zone)


async def _answer_all(config: Settings, hands: ask.SetClock, lines: Iterator[str]) -> int:
    async with opened_core(config, IN_MEMORY, hands) as (core, _store):
        return await ask.batch(core, hands, lines, config.zone)


def choose_among(options: argparse.Namespace) -> int:
    config, hands = read_settings(), ask.SetClock(options.at or clock.system())
    with lines_of(options.questions) as lines:
        return 1 if asyncio.run(_choose(config, hands, lines, options)) else 0


async def _choose(config: Settings, hands: ask.SetClock, lines: Iterator[str], options: argparse.Namespace) -> int:
    from adapters.chooser import factory  # noqa: PLC0415  a chooser is loaded only where one is wanted
    from adapters.console import choose  # noqa: PLC0415  as the line before

    if options.record:
        recorder = choose.Recorder()
        async with opened_core(config, IN_MEMORY, hands, recorder) as (core, _store):
            return await choose.record(core, recorder, hands, lines, config.zone, options.record)
    chooser = factory.over_file(options.replay, always=options.always)
    async with opened_core(config, IN_MEMORY, hands, chooser) as (core, _store):
        return await ask.batch(core, hands, lines, config.zone)


def score_questions(options: argparse.Namespace) -> int:
    config = read_settings()
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
        core = build(knowledge, store, hands, config.cache_dir, told, chooser=chooser_recorded(choices))
        with TemporaryDirectory(prefix="mastery-ask-") as folder:
            asking = ask.Asking(core, hands, config.zone, Path(folder))
            missed = list(await questions.asked(asking, expected, knowledge))
    finally:
        await store.close()
    right = len(expected) - len(missed)
    print("\n".join(missed) or f"{knowledge.sheet}: every reply is as expected.")
    print(f"{knowledge.sheet}: {right} of {len(expected)} right ({right / max(1, len(expected)):.0%}).")
    return 0 if right >= questions.LEAST_RIGHT * len(expected) else 1
