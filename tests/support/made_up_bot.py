"""A bot that gives made-up replies, for what a platform does with them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.bootstrap import who_is
from bot.core.activity import Activity, Message, Submit
from bot.core.chain import Chain
from bot.core.clock import Clock
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.reply import Reply, Text
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Finding, Search


@dataclass
class Answering:
    """`replies`: what is typed, or an action's name → the reply. `waits`: what it waits for first."""

    replies: dict[str, Reply | Callable[[Turn], Reply]] = field(default_factory=dict)
    heard: list[Activity] = field(default_factory=list)
    waits: asyncio.Event | None = None

    def core(self, knowledge: Knowledge, search: Search, store: Store, clock: Clock) -> Core:
        routes = Routes()
        routes.chain = Chain({"all": self._typed}, {})
        routes.commands["help"] = self._typed_command
        routes.actions = _Every(self._pressed)
        routes.intents["question"] = self._asked
        return Core(LiveEditions.of_one(knowledge, search), routes, store, clock, who_is)

    async def _typed(self, turn: Turn, text: str, _ordinary: object) -> Reply:
        return await self._reply(turn, text)

    async def _typed_command(self, turn: Turn, _words: str) -> Reply:
        return await self._reply(turn, "help")

    async def _asked(self, turn: Turn, _finding: Finding) -> Reply:
        return await self._reply(turn, "")

    async def _pressed(self, turn: Turn, _values: Mapping[str, str]) -> Reply:
        assert isinstance(turn.activity, Submit)
        return await self._reply(turn, turn.activity.action)

    async def _reply(self, turn: Turn, name: str) -> Reply:
        self.heard.append(turn.activity)
        if self.waits:
            await self.waits.wait()
        found = self.replies.get(name, Reply((Text(f"heard {name}"),), "answer"))
        return found(turn) if callable(found) else found

    @property
    def words(self) -> list[str]:
        return [one.text for one in self.heard if isinstance(one, Message)]


class _Every(dict):  # type: ignore[type-arg]
    """Every action's name leads to one handler."""

    def __init__(self, handler: object) -> None:
        super().__init__()
        self._handler = handler

    def get(self, _name: object, _default: object = None) -> object:
        return self._handler
