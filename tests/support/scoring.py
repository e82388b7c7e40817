"""Whether a reply is right: what it must say, what it must not, and the rules that hold for every reply."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.search.normalise import squash
from tests.support.paths import TESTS

QUESTIONS = TESTS / "knowledge" / "questions"
LONGEST = 900
OF_SPECIALISTS = ("release_", "reminder_", "report_")


@dataclass(frozen=True)
class ScoredQuestion:
    """One line of a question set (*.jsonl). `must` and `must_not` are regular expressions, case ignored."""

    id: str
    q: str
    kind: str
    section: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    today: date
    context: tuple[str, ...]

    @property
    def persona(self) -> str:
        if self.kind == "intent" and self.section.startswith(OF_SPECIALISTS):
            return "specialist"
        return "lead" if self.kind == "intent" and self.section == "announce" else "teacher"


def read(path: Path) -> Iterator[ScoredQuestion]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield _question(json.loads(line))


def _question(given: dict[str, Any]) -> ScoredQuestion:
    return ScoredQuestion(
        id=given["id"],
        q=given["q"],
        kind=given["kind"],
        section=given["section"],
        must=tuple(given["must"]),
        must_not=tuple(given["must_not"]),
        today=date.fromisoformat(given.get("today", "2026-02-10")),
        context=tuple(given.get("context", [])),
    )


def wrong(question: ScoredQuestion, text: str, kind: str, has_source: bool) -> str:
    """Why the reply is not right, in a few words; empty when it is."""
    if not 1 <= len(text) <= LONGEST:
        return f"{len(text)} characters"
    asked = squash(question.q)
    if len(asked) > 12 and asked in squash(text):
        return "repeats the question"
    for pattern in question.must_not:
        if found := re.search(pattern, text, re.IGNORECASE | re.MULTILINE):
            return f"must not say {found.group(0)!r}"
    for pattern in question.must:
        if not re.search(pattern, text, re.IGNORECASE):
            return f"lacks /{pattern[:60]}/"
    if question.kind in {"answer", "partial"}:
        if kind not in {"answer", "partial"}:
            return f"is taken for {kind!r}"
        if not has_source:
            return "has no source"
    return ""
