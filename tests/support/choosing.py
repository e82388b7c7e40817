"""A core with a chooser that asks a server on loopback, and a clock for it that a test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.chooser.chooser import AnswerChooser
from adapters.chooser.endpoint import Endpoint
from adapters.chooser.guarded_model import GuardedModel
from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.core.routes import discover
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.fakes.chat_model import Answer, ChatModel, chat_model, first_offered

ANN = Sender("console", "tests", "ann")
KEY = "sk-secret-of-the-hub"
DOUBTFUL = "what about the money side of it"  # the search is in doubt about it
SURE = "when is the deadline?"


@dataclass
class Seconds:
    """A clock of seconds that stands still until it is moved."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Hub:
    """A core over a chooser, the server that it asks, and the same core without one."""

    core: Core
    plain_core: Core
    chooser: AnswerChooser
    model: ChatModel
    seconds: Seconds
    clock: SetClock
    numbers: list[int] = field(default_factory=list)

    async def ask(self, text: str, sender: Sender = ANN, where: str = "") -> Reply:
        """Asked with the chooser, each time in a new conversation unless one is named."""
        self.numbers.append(1)
        return await self.core.handle(Message(sender, where or f"talk {len(self.numbers)}", text))

    async def alone(self, text: str, sender: Sender = ANN) -> Reply:
        """The search's own answer."""
        self.numbers.append(1)
        return await self.plain_core.handle(Message(sender, f"alone {len(self.numbers)}", text))

    async def told(self) -> None:
        """The workspace has had its notice."""
        await self.ask(DOUBTFUL)


@asynccontextmanager
async def choosing(
    knowledge: Knowledge,
    search: Search,
    store: Store,
    clock: SetClock,
    answer: Answer = first_offered,
    *,
    seconds_given: float = 20.0,
    daily: int = 1000,
    always: bool = False,
) -> AsyncIterator[Hub]:
    """seconds_given: far more than a busy machine needs, unless the test is about a late answer."""
    async with chat_model(answer) as model:
        seconds = Seconds()
        careful = GuardedModel(Endpoint(model.address, "a-model", KEY), seconds_given, seconds)
        chooser = AnswerChooser(careful, daily, always=always)
        live, conversations = LiveEditions.of_one(knowledge, search), ConversationStates()
        parts = (live, discover(FEATURES), store, clock, who_is)
        core = Core(*parts, conversations=conversations, chooser=chooser)
        alone = Core(*parts, conversations=conversations)
        yield Hub(core, alone, chooser, model, seconds, clock)
        await chooser.close()


def words(reply: Reply) -> str:
    return "\n".join(map(plain, reply.messages))
