"""Every question set in questions/, with a strict list of known misses: a miss mended must leave the list."""

from pathlib import Path

import pytest

from adapters.console.ask import Asking, BatchQuestion, SetClock
from bot.core.dispatcher import Core
from bot.core.settings import Settings
from tests.support.scoring import QUESTIONS, ScoredQuestion, read, wrong

KNOWN_MISSES = QUESTIONS / "known_misses.txt"


@pytest.fixture
def asking(core: Core, clock: SetClock, tmp_path: Path) -> Asking:
    return Asking(core, clock, Settings().zone, tmp_path)


async def ask(asking: Asking, question: ScoredQuestion) -> str:
    """Why the reply to one question is wrong; empty when it is right."""
    asked = BatchQuestion(question.id, question.q, question.today, question.context, question.persona)
    reply = await asking.answer(asked, question.id)
    return wrong(question, reply["text"], reply["kind"], bool(reply["sources"]))


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda path: path.stem)
async def test_only_the_known_misses_are_missed(path: Path, asking: Asking) -> None:
    missed = {question.id for question in read(path) if await ask(asking, question)}
    known = {line.split()[0] for line in KNOWN_MISSES.read_text().splitlines() if line.startswith(f"{path.stem}:")}
    assert {f"{path.stem}:{name}" for name in missed} == known


async def test_off_topic_questions_are_never_answered(asking: Asking) -> None:
    for path in QUESTIONS.glob("*.jsonl"):
        for question in read(path):
            if question.kind == "offtopic":
                assert not await ask(asking, question), question.q
