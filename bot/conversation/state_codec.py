"""An open question, the records last spoken of and what was said last, as JSON text and back."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.core.conversation import AskedQuestion
from bot.core.open_question import OpenQuestion, SpokenOf
from bot.core.plain_text import plain
from bot.core.reply import Button, Checklist, Facts, Reply, Text
from knowledge.search.finding import PastTurn

LONGEST_TEXT = 900  # characters of a question that are kept, to show it again
MOST_BUTTONS = 12
TO_JSON = json.JSONEncoder(ensure_ascii=False).encode  # made once, for every turn writes
LONGEST_SAID = 300  # characters of a question that are kept for the next one to lean on


def dumped_question(question: OpenQuestion, reply: Reply) -> str:
    """What the reply asks, with its words and its buttons."""
    said = tuple(block for block in reply.blocks if isinstance(block, Text | Checklist | Facts))
    buttons = [
        (one.label, one.action, dict(one.values), one.style, one.confirm) for one in reply.buttons[:MOST_BUTTONS]
    ]
    asked = {
        "yes": question.yes,
        "no": question.no,
        "reader": question.reader,
        "plain": question.plain,
        "values": dict(question.values),
    }
    kept = {"text": plain(Reply(said, reply.kind))[:LONGEST_TEXT], "buttons": buttons, "kind": reply.kind}
    return TO_JSON({**asked, **kept, "exact": question.exact, "personal": reply.personal})


def question_of(text: str, asked_at: datetime, *, overtaken: bool) -> AskedQuestion:
    kept: dict[str, Any] = json.loads(text)
    question = OpenQuestion(
        kept["yes"], kept["no"], kept["reader"], kept["values"], tuple(kept["exact"]), kept["plain"]
    )
    buttons = tuple(Button(*one) for one in kept["buttons"])
    return AskedQuestion(
        question, kept["text"], buttons, kept["kind"], kept["personal"], asked_at, overtaken=overtaken
    )


def dumped_spoken_of(spoken: SpokenOf) -> str:
    return TO_JSON({"kind": spoken.kind, "ids": list(spoken.ids), "overtaken": spoken.overtaken})


def spoken_of(text: str, at: datetime) -> SpokenOf:
    kept = json.loads(text)
    return SpokenOf(kept["kind"], tuple(kept["ids"]), at, kept.get("overtaken", False))


def dumped_said(said: Iterable[PastTurn]) -> str:
    turns = [(one.text[:LONGEST_SAID], one.about, one.barred, one.cohort) for one in said]
    return TO_JSON(turns)


@lru_cache(maxsize=1_000)  # read at each turn, and changed by few of them
def said_of(text: str) -> tuple[PastTurn, ...]:
    turns = json.loads(text)
    return tuple(PastTurn(said, tuple(about), tuple(barred), *of) for said, about, barred, *of in turns)
