"""`mastery questions`: a cohort is asked a set of questions, and each reply is held to what it must say.

A line of the set is {"q": "…"} with what is expected: `entry` (an id, or several), `says` and `says_not` (texts,
with facts in braces, so that one set serves every cohort), `kind`; and `when`: before, open, last day or closed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from adapters.console.ask import Asking, BatchQuestion
from bot.core.errors import SettingsError
from knowledge.facts import Phase
from knowledge.load import SHARED
from knowledge.model import Knowledge, ReviewState
from knowledge.names import filled, unknown
from knowledge.quantities import figures

FILE = SHARED / "questions.jsonl"
LEAST_RIGHT = 0.95
FIELDS = frozenset({"q", "entry", "says", "says_not", "kind", "when", "context", "id"})


@dataclass(frozen=True, slots=True)
class ExpectedReply:
    """One line of a set, its facts filled in for the cohort that is asked."""

    line: int
    q: str
    today: date
    entries: tuple[str, ...]
    says: tuple[str, ...]
    says_not: tuple[str, ...]
    kind: str
    context: tuple[str, ...]

    def wrong(self, reply: dict[str, Any], knowledge: Knowledge) -> str:
        """Why a reply is not what is expected; empty where it is."""
        text = str(reply["text"])
        if self.entries and reply["entry"] not in self.entries:
            return f"answered from {reply['entry'] or reply['kind']}, not {' or '.join(self.entries)}"
        if self.kind and reply["kind"] != self.kind:
            return f"a reply of the kind {reply['kind']}, not {self.kind}"
        if missing := [said for said in self.says if said.casefold() not in text.casefold()]:
            return f"does not say “{missing[0]}”"
        if said := [one for one in self.says_not if one.casefold() in text.casefold()]:
            return f"says “{said[0]}”"
        own = knowledge.names.get("cohort", "").lower()
        others = sorted(one for one in figures(text) if one.startswith("cohort ") and one != own)
        return f"names {others[0]}" if own and others else ""


def read(path: Path, knowledge: Knowledge) -> Iterator[ExpectedReply]:
    """Raises SettingsError with the line of a slip. Questions about entries that a cohort lacks are left out."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}).") from None
    for number, line in enumerate(lines, 1):
        if line.strip() and (found := _expected(path, number, line, knowledge)):
            yield found


def _expected(path: Path, number: int, line: str, knowledge: Knowledge) -> ExpectedReply | None:
    where = f"{path.name}, line {number}"
    try:
        given = json.loads(line)
    except ValueError:
        raise SettingsError(f'{where}: not JSON; write {{"q": "…", "says": ["{{closing_date}}"]}}.') from None
    if not isinstance(given, dict) or not given.get("q") or given.keys() - FIELDS:
        raise SettingsError(f"{where}: write `q` and of {', '.join(sorted(FIELDS - {'q'}))} what is expected.")
    if given.get("when", "open") not in list(Phase):
        raise SettingsError(f"{where}: `when` is one of {', '.join(Phase)}.")
    texts = [given["q"], *_several(given.get("says")), *_several(given.get("says_not"))]
    if lacking := [name for text in texts for name in unknown(text, knowledge.names)]:
        if path == FILE:
            return None  # the bot's own set asks about what another cohort's sheet had
        raise SettingsError(f"{where}: uses {{{lacking[0]}}}, which facts.yaml does not have.")
    entries = _several(given.get("entry"))
    if path == FILE and not _applies(given, knowledge):
        return None
    if entries and not set(entries) & knowledge.entries.keys():
        return None

    def said(name: str) -> tuple[str, ...]:
        return tuple(filled(text, knowledge.names) for text in _several(given.get(name)))

    return ExpectedReply(
        number,
        filled(given["q"], knowledge.names),
        day_of(Phase(given.get("when", "open")), knowledge),
        entries,
        said("says"),
        said("says_not"),
        given.get("kind", ""),
        said("context"),
    )


def _applies(given: Mapping[str, Any], knowledge: Knowledge) -> bool:
    """Whether a question of the bot's own set holds for a cohort whose answers were carried over and reviewed.

    One whose words none of its answers has any more was about the sheet before.
    """
    if not any(entry.review.state is ReviewState.REVIEWED for entry in knowledge.entries.values()):
        return True
    every = " ".join(
        filled(text, knowledge.names)
        for name in _several(given.get("entry"))
        if name in knowledge.entries
        for text in knowledge.entries[name].answers.values()
    ).casefold()
    return not every or all(
        filled(one, knowledge.names).casefold() in every for one in _several(given.get("says"))
    )


def day_of(phase: Phase, knowledge: Knowledge) -> date:
    """A day of that phase of the cohort's window."""
    window = knowledge.window
    return {
        Phase.BEFORE: window.opens - timedelta(days=7),
        Phase.OPEN: window.opens + (window.closes - window.opens) / 2,
        Phase.LAST_DAY: window.closes,
        Phase.CLOSED: window.closes + timedelta(days=30),
    }[phase]


async def asked(asking: Asking, expected: Sequence[ExpectedReply], knowledge: Knowledge) -> Iterator[str]:
    """Each reply that is not as expected, as a line."""
    missed = []
    for one in expected:
        question = BatchQuestion(one.line, one.q, one.today, one.context, "teacher")
        reply = await asking.answer(question, f"line-{one.line}")
        if why := one.wrong(reply, knowledge):
            missed.append(f"line {one.line}: “{one.q}”: {why}.")
    return iter(missed)


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
