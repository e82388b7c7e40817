"""`mastery ask`: one question, or many as JSON lines, each in a conversation of its own."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from adapters.console import demo
from adapters.console.conversation import transcript
from adapters.console.demo_records import DemoRecords
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply

PERSONAS = ("teacher", "specialist", "lead")
MOST_CONTEXT = 20  # earlier turns replayed before one question


class SetClock:
    """A clock that shows the moment it was last set to, since each line of a batch names its own day."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a batch."""

    id: Any
    q: str
    today: date | None
    context: tuple[str, ...]
    persona: str


class BadLine(Exception):
    """A line of the batch that cannot be read; the message says why."""


def read(line: str) -> BatchQuestion:
    """One JSON line → what is asked. Raises BadLine."""
    try:
        given = json.loads(line)
    except ValueError:
        raise BadLine('not JSON; write {"id": …, "q": "…"}') from None
    if not isinstance(given, dict) or not isinstance(given.get("q"), str):
        raise BadLine('`q`, the question, is missing; write {"id": …, "q": "…"}')
    context = given.get("context") or []
    persona = given.get("as") or "teacher"
    if not isinstance(context, list) or not all(isinstance(turn, str) for turn in context):
        raise BadLine("`context` must be a list of texts, the earlier turns")
    if persona not in PERSONAS:
        raise BadLine(f"`as` must be one of {', '.join(PERSONAS)}")
    try:
        today = date.fromisoformat(given["today"]) if given.get("today") else None
    except (TypeError, ValueError):
        raise BadLine("`today` must be a date such as 2026-02-10") from None
    return BatchQuestion(given.get("id"), given["q"], today, tuple(context[-MOST_CONTEXT:]), persona)


class BatchLines:
    """The questions of a batch, each with the number of its line.

    bad: how many lines could not be read so far; each is named on stderr.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.bad = 0

    def __iter__(self) -> Iterator[tuple[int, BatchQuestion]]:
        for number, line in enumerate(self._lines, 1):
            if not line.strip():
                continue
            try:
                asked = read(line)
            except BadLine as slip:
                print(f"line {number}: {slip}", file=sys.stderr)
                self.bad += 1
            else:
                yield number, asked


class Asking:
    """Answers questions one by one, each at noon of its day and in a new conversation.

    folder: for the personas' databases; the caller deletes it.
    """

    def __init__(self, core: Core, clock: SetClock, zone: ZoneInfo, folder: Path) -> None:
        self._core, self._clock, self._zone = core, clock, zone
        self._started = clock.moment
        self._demo_records = DemoRecords(core, folder)

    async def answer(self, asked: BatchQuestion, name: str) -> dict[str, Any]:
        """The reply as a JSON object. name: of the conversation."""
        self._clock.moment = _moment(asked, self._zone) or self._started
        if asked.persona == "teacher":
            sender = Sender("console", "ask", f"teacher-{name}", self._zone.key)
            return await _answer(self._core, sender, asked, name)
        sender = replace(demo.sender(asked.persona), zone=self._zone.key)
        async with self._demo_records.copy_for(asked.persona, self._clock.moment) as theirs:
            return await _answer(theirs, sender, asked, name)


async def _answer(core: Core, sender: Sender, asked: BatchQuestion, name: str) -> dict[str, Any]:
    for turn in asked.context:
        await core.handle(Message(sender, name, turn))
    return as_object(asked.id, await core.handle(Message(sender, name, asked.q)))


def _moment(asked: BatchQuestion, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(asked.today, time(12), zone).astimezone(UTC) if asked.today else None


def as_object(name: Any, reply: Reply) -> dict[str, Any]:
    return {
        "id": name,
        "text": plain(reply),
        "kind": reply.kind,
        "sources": list(reply.sources),
        "entry": reply.entry,
        "score": round(reply.score, 3),
        "buttons": [button.label for button in reply.buttons],
    }


async def batch(core: Core, clock: SetClock, lines: Iterable[str], zone: ZoneInfo) -> int:
    """Answer every line; returns how many could not be read."""
    batch_lines = BatchLines(lines)
    with TemporaryDirectory(prefix="mastery-ask-") as folder:
        asking = Asking(core, clock, zone, Path(folder))
        for number, asked in batch_lines:
            print(json.dumps(await asking.answer(asked, f"line-{number}"), ensure_ascii=False), flush=True)
    return batch_lines.bad


async def single(core: Core, question: str, zone: ZoneInfo) -> None:
    reply = await core.handle(Message(Sender("console", "ask", "teacher", zone.key), "ask", question))
    for line in transcript(reply):
        print(line.removeprefix("bot: "))
