"""Whatever is typed and pressed, in whatever order: no exception, no lost position, no verdict.

Thousands of random sequences go through the real handlers with a real SQLite file.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.commands import readable
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_LABEL, LONGEST_REPLY, Reply
from bot.db.store import Store
from bot.features.eligibility.domain import WALKS_ARE_KEPT
from bot.features.eligibility.parsing import read
from bot.features.eligibility.service import DialogView
from bot.features.eligibility.views import WHICH
from knowledge.model import Knowledge
from tests.features.eligibility.test_eligibility_words import ANY_QUESTION
from tests.support.examples import examples
from tests.support.walker import Walker, announce, at_once

SEQUENCES = 400
MANY_SEQUENCES = 4_000  # at `make test-all`, others at every run
LONGEST_RESULT = 1800
NEVER = ("rejected", "ineligible", "not eligible", "you will get in", "you are eligible", "guaranteed")
SAID = [text for line in ANY_QUESTION.values() for text in line.split("|")]
SAID += [
    "eligibility",
    "change the one about my head",
    "change question 2",
    "change qts",
    "see the result",
    "result",
]
SHOWS_WHERE = ("Are these your answers?", "Your answers so far", "every question has its answer", WHICH)


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Press:
    """A button of a reply this many replies ago, and how often in the same moment."""

    which: int
    ago: int = 0
    times: int = 1


@dataclass(frozen=True)
class Forge:
    """A button that the bot never made."""

    action: str
    values: dict[str, str]


@dataclass(frozen=True)
class Wait:
    hours: int


@dataclass(frozen=True)
class Reopen:
    """The program ends and starts again."""


Doing = Say | Press | Forge | Wait | Reopen
numbers = st.integers(0, 9)
forged_values = st.dictionaries(
    st.sampled_from(["walk", "step", "question", "option", "move"]),
    st.sampled_from(["", "0", "1", "-1", "qts", "yes", "back", "result", "\x00", "9" * 40]),
)
actions = st.sampled_from(["start", "answer", "move", "change"]).map("eligibility_{}".format)
answers = st.builds(Press, st.integers(0, 2))
doings = st.one_of(
    answers,
    answers,
    st.builds(Press, numbers),
    st.sampled_from(SAID).map(Say),
    st.sampled_from(SAID).map(Say),
    st.text(min_size=1, max_size=80).map(Say),
    st.builds(Press, numbers, ago=st.integers(1, 5)),
    st.builds(Press, numbers, times=st.integers(2, 3)),
    st.builds(Forge, actions, forged_values),
    st.builds(Wait, st.integers(0, 25)) | st.integers(0, 9).map(lambda n: Reopen() if n == 9 else Press(n)),
)
ways_in = st.lists(answers, max_size=5)  # some way into the walk first, or its end would seldom be reached
sequences = st.lists(doings, min_size=1, max_size=5)


class EligibilityWorld:
    """One database and one loop for all sequences; each is walked by a person of its own."""

    def __init__(self, knowledge: Knowledge, path: Path) -> None:
        self.knowledge = knowledge
        self.url = f"sqlite+aiosqlite:///{path}/mastery.db"
        self.runner = asyncio.Runner()
        self.store = self.runner.run(Store.open(self.url))
        self.seen: Counter[str] = Counter()

    def walk(self, way_in: list[Press], sequence: list[Doing]) -> None:
        self.seen["sequences"] += 1
        walker = Walker(self.knowledge, self.store, user=f"person {self.seen['sequences']}")
        self.runner.run(self._walk(walker, way_in, sequence))

    async def _walk(self, walker: Walker, way_in: list[Press], sequence: list[Doing]) -> None:
        await walker.say("eligibility")
        for press in way_in:
            await walker.send(walker.last.buttons[press.which % len(walker.last.buttons)])
        here = await walker.here()
        for doing in sequence:
            self.seen[type(doing).__name__] += 1
            seen, before = len(walker.replies), here
            about_it = await self.do(walker, doing, before)
            here = await walker.here()
            self.check_place(walker, doing, before, here)
            assert about_it or not before or (here and here.walk == before.walk), "it was not about the walk"
            for reply in walker.replies[seen:]:
                self.seen["result" if "What the form asks" in plain(reply) else reply.kind] += 1
                for message in reply.messages:
                    check(message)

    async def do(self, walker: Walker, doing: Doing, before: DialogView | None) -> bool:
        """Do it; tells whether it may have moved the walk."""
        match doing:
            case Say(text=text):
                text = readable(text)  # as the core would hand it on
                await walker.say(text or "eligibility")
                return not text or not before or bool(read(text, walker.knowledge.dialog, before.at))
            case Press(which=which, ago=ago, times=times):
                every = [[one for m in reply.messages for one in m.buttons] for reply in walker.replies]
                shown = [buttons for buttons in every if buttons][-1 - ago :][0]
                await at_once(*[(walker, shown[which % len(shown)])] * times)
                return True
            case Forge(action=action, values=values):
                await walker.submit(action, values)
                return False
            case Wait(hours=hours):
                walker.later(timedelta(hours=hours))
                return True
            case Reopen():
                await self.store.close()
                self.store = walker.store = await Store.open(self.url)
                return False

    def check_place(
        self, walker: Walker, doing: Doing, before: DialogView | None, after: DialogView | None
    ) -> None:
        if after and isinstance(doing, Say | Press):
            assert after.turn.now - after.walk.started_at < WALKS_ARE_KEPT
            asked = [after.at.due.ask] if after.at.due else []
            assert any(mark in walker.text for mark in (*SHOWS_WHERE, *asked)), "an open walk shows where it is"
        if before and after and before.walk.id == after.walk.id:
            assert 0 <= after.walk.step - before.walk.step <= 1, "two clicks at once are one step"
            assert abs(len(after.walk.answers) - len(before.walk.answers)) <= 1


def check(reply: Reply) -> None:
    text, labels = plain(reply), [button.label for button in reply.buttons]
    assert text
    assert not any(word in text.lower() for word in NEVER)
    assert len(text) <= (LONGEST_RESULT if "What the form asks" in text else LONGEST_REPLY)
    assert len(set(labels)) == len(labels)
    assert all(len(label) <= LONGEST_LABEL for label in labels)
    assert "{" not in text
    assert "}" not in text


@pytest.fixture(scope="module")
def world(data: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EligibilityWorld]:
    world = EligibilityWorld(data, tmp_path_factory.mktemp("store"))
    yield world
    world.runner.run(world.store.close())
    world.runner.close()


@settings(max_examples=examples(SEQUENCES), deadline=None, suppress_health_check=list(HealthCheck))
@given(way_in=ways_in, sequence=sequences)
def test_no_sequence_raises_loops_loses_the_position_or_gives_a_verdict(
    world: EligibilityWorld, way_in: list[Press], sequence: list[Doing]
) -> None:
    world.walk(way_in, sequence)


@pytest.mark.slow
@settings(max_examples=MANY_SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=False)
@given(way_in=ways_in, sequence=sequences)
def test_thousands_of_sequences_more(world: EligibilityWorld, way_in: list[Press], sequence: list[Doing]) -> None:
    world.walk(way_in, sequence)


def test_the_sequences_went_everywhere(world: EligibilityWorld, capsys: pytest.CaptureFixture[str]) -> None:
    announce(capsys, f"{world.seen['sequences']} random sequences: {dict(world.seen)}")
    assert world.seen["sequences"] >= examples(SEQUENCES)
    assert world.seen["result"] > 0
