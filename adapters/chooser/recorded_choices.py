"""Choices in a file: candidates written out, choices read in, whoever made them; a person can, too.

Each line is a question with what it may mean: {"id", "question", "subject", "candidates": [{"id", "title",
"gist"}], "doubt", "first", "second"}. Whoever reads writes the id of their choice into "first": one of the
candidates', "none_of_these" or "not_about_this"; into "second" another id where two things are asked.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from adapters.chooser.guarded_model import Spend
from adapters.chooser.tasks import NOTHING, OddReply, Task, WhichAnswer

T = TypeVar("T")


class BadChoice(Exception):
    """A line of a file of choices that cannot be read; the message says why."""


def as_line(name: object, task: WhichAnswer, *, doubt: bool) -> dict[str, Any]:
    """What is shown of one question, with room for the choice."""
    candidates = [{"id": one.id, "title": one.title, "gist": one.gist} for one in task.candidates]
    return {
        "id": name,
        "question": task.question,
        "subject": list(task.subject),
        "candidates": candidates,
        "doubt": doubt,
        "first": "",
        "second": "",
    }


class RecordedChoices:
    """Answers from lines as above; a question that is not among them, or without a choice, is not answered.

    Raises BadChoice for a line that cannot be read.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._choices: dict[tuple[str, tuple[str, ...]], Mapping[str, str]] = {}
        self.asked = 0
        for number, line in enumerate(lines, 1):
            if line.strip():
                self._add(number, line)

    async def ask(self, task: Task, read: Callable[[object], T], spend: Spend) -> T | None:  # noqa: ARG002
        """As a guarded model, without a budget: nothing goes out. What is no longer offered is no choice."""
        self.asked += 1
        chosen = self._choices.get((task.question, task.subject)) if isinstance(task, WhichAnswer) else None
        if chosen is None:
            return None
        try:
            return read(chosen)
        except OddReply:
            return None

    async def close(self) -> None:
        """Nothing is open."""

    def _add(self, number: int, line: str) -> None:
        try:
            given = json.loads(line)
            key = str(given["question"]), tuple(map(str, given.get("subject") or ()))
            first, second = str(given.get("first") or ""), str(given.get("second") or NOTHING)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadChoice(f"line {number}: not a question as `mastery choose --record` writes it.") from None
        if first:
            self._choices[key] = {"first": first, "second": second}
