"""Somebody who walks the eligibility check in a test: types, presses buttons by label, keeps what came back."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.activity import Activity, Message, Sender, Submit
from bot.core.plain_text import plain
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.eligibility import commands, commands_result
from bot.features.eligibility.service import DialogView, look
from knowledge.load import load
from knowledge.model import Knowledge
from tests.support.paths import COHORT

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)

ROUTES = Routes()
ROUTES.include(commands)
ROUTES.include(commands_result)

# The least that a folder needs besides the facts and the walk: these tests are about the walk.
SMALL = {
    "entries/one.yaml": """
- id: release-days
  title: How many release days?
  status: answered
  section: involve
  rests_on: [involve 10.1]
  answer: "{release_days} days in the first year, through the Maths Hub."
  phrasings: [how many days is it, how many release days, days of release]
""",
    "small_talk.yaml": "- {id: thanks, title: Thanks, answer: Glad to help., phrasings: [thanks, ta, cheers]}",
    "requests.yaml": "- {intent: help, title: Help, phrasings: [help, menu, what can you do]}",
    "off_topic.yaml": "- {id: weather, title: The weather, phrasings: [is it raining, the weather, will it snow]}",
    "words.yaml": "ht: headteacher",
    "follow_ups.yaml": """
fillers: and so
facets: {how many: [how many]}
subjects: [{words: the release days, how many: release-days}]
years: {first: [first year], later: [second year], pairs: []}
compares: []
alone: is it free
recall: {words: where were we, says: "Once more:"}
sure: {words: are you sure, says: "That is what the sheet says:"}
more: {words: more, says: "Beside that:"}
simply: {words: shorter, says: "In short:"}
""",
}


def small_folder(folder: Path) -> Path:
    """A data folder with the real facts and the real walk, and little else, to be changed at will."""
    (folder / "entries").mkdir(parents=True)
    for name in ("facts.yaml", "eligibility.yaml", "sheet_index.yaml"):
        shutil.copy(COHORT / name, folder / name)
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def small_knowledge(folder: Path) -> Knowledge:
    return load(small_folder(folder))


async def faq() -> Reply:
    """What stands for every ordinary answer here."""
    blocks = (Text("Ten days, from the sheet."), Actions((Button("When is the deadline?", "entry", {"id": "x"}),)))
    return Reply(blocks, "answer")


@dataclass
class Walker:
    """One person in one conversation. Dispatches as the core does, without its queue."""

    knowledge: Knowledge
    store: Store
    user: str = "a-teacher"
    conversation: str = "a-chat"
    now: datetime = NOON
    replies: list[Reply] = field(default_factory=list)

    @property
    def last(self) -> Reply:
        return self.replies[-1]

    @property
    def text(self) -> str:
        return "\n".join(map(plain, self.last.messages))

    @property
    def labels(self) -> list[str]:
        return [button.label for message in self.last.messages for button in message.buttons]

    def later(self, by: timedelta) -> None:
        self.now += by

    async def say(self, text: str) -> Reply:
        turn = self.turn(text)
        if text == "eligibility":
            return self._kept(await ROUTES.commands[text](turn, ""))
        return self._kept(await ROUTES.middleware["eligibility"](turn, text, faq))

    async def press(self, *labels: str) -> Reply:
        """Press buttons of the last reply that has any, one after the other."""
        for label in labels:
            await self.send(self.button(label))
        return self.last

    async def send(self, button: Button) -> Reply:
        return await self.submit(button.action, button.values)

    async def submit(self, action: str, values: Mapping[str, str]) -> Reply:
        turn = self._turn(Submit(self._sender, self.conversation, action, values))
        reply = await ROUTES.actions[action](turn, values) if action in ROUTES.actions else await faq()
        return self._kept(await ROUTES.response_hooks["eligibility"](turn, reply))

    def button(self, label: str) -> Button:
        every = [buttons for reply in reversed(self.replies) if (buttons := _buttons(reply))]
        return next(button for button in every[0] if button.label == label)

    async def here(self) -> DialogView | None:
        return await look(self.turn(""))

    async def due(self) -> str | None:
        """The id of the question that is due, "summary" when all are answered, None without a walk."""
        here = await self.here()
        if here is None:
            return None
        return here.at.due.id if here.at.due else "summary"

    def turn(self, text: str) -> Turn:
        """What a handler gets when this person types `text` now."""
        return self._turn(Message(self._sender, self.conversation, text))

    @property
    def _sender(self) -> Sender:
        return Sender("console", "tests", self.user)

    def _turn(self, activity: Activity) -> Turn:
        return Turn(activity, self.now, self.knowledge, self.store)

    def _kept(self, reply: Reply) -> Reply:
        self.replies.append(reply)
        return reply


def _buttons(reply: Reply) -> list[Button]:
    return [button for message in reply.messages for button in message.buttons]


async def at_once(*walkers_and_buttons: tuple[Walker, Button]) -> list[Reply]:
    """Several presses in the same moment."""
    return await asyncio.gather(*(walker.send(button) for walker, button in walkers_and_buttons))


def announce(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Say a count where whoever runs the tests sees it."""
    with capsys.disabled():
        print(f"\n  {line}", end=" ")  # noqa: T201  counted and printed, as issue 3 asks
