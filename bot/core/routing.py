"""Which handler answers which command, action and intent. Handlers announce themselves; two for one is refused."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from bot.core.errors import BotError
from bot.core.permissions import NEEDS, Role, allow
from bot.core.reply import Reply, Text
from bot.core.turn import Turn
from bot.identity.repository import People
from knowledge.search import Finding

CommandHandler = Callable[[Turn, str], Awaitable[Reply]]
"""Gets the words after the command's name."""
ActionHandler = Callable[[Turn, Mapping[str, str]], Awaitable[Reply]]
"""Gets the values that the button or form sent."""
IntentHandler = Callable[[Turn, Finding], Awaitable[Reply]]
"""Gets what the search made of the message."""

Ordinary = Callable[[], Awaitable[Reply]]
"""What the message would be answered with if nobody stepped in."""
Listener = Callable[[Turn, str, Ordinary], Awaitable[Reply]]
"""Sees every message that is not a command, and may answer it, or wrap the ordinary answer."""

Afterword = Callable[[Turn, Reply], Awaitable[Reply]]
"""Sees the reply to every command and button before it goes out, and may add to it."""

Handler = TypeVar("Handler", CommandHandler, ActionHandler, IntentHandler, Listener, Afterword)
_MARK = "_routes"


def command(*names: str) -> Callable[[CommandHandler], CommandHandler]:
    """This function answers a message that begins with one of these names, of one word or two.

    What a command needs stands in `bot.core.permissions`; who may not is refused before the function is called.
    """
    return _mark("commands", names)


def action(*names: str, needs: str = "") -> Callable[[ActionHandler], ActionHandler]:
    """This function answers a button or form that carries one of these action names.

    needs: the command whose permission it takes; anyone may press it when none is named.
    """
    return _mark("actions", names, needs)


def intent(*names: str, needs: str = "") -> Callable[[IntentHandler], IntentHandler]:
    """This function answers free text that the search takes for one of these; `needs` as for an action."""
    return _mark("intents", names, needs)


def listener(name: str, order: int) -> Callable[[Listener], Listener]:
    """This function sees every message first: a walk that waits for an answer, for instance.

    order: of two, the one with the higher number sees the message first. No two have the same.
    """
    return _mark("listeners", (name,), order=order)


def afterword(name: str, order: int) -> Callable[[Afterword], Afterword]:
    """This function sees what other commands and buttons reply: a walk adds its question again.

    order: of two, the one with the higher number comes later. No two have the same.
    """
    return _mark("afterwords", (name,), order=order)


def _mark(table: str, names: tuple[str, ...], needs: str = "", order: int = 0) -> Callable[[Handler], Handler]:
    def marked(handler: Handler) -> Handler:
        marks = [*getattr(handler, _MARK, []), *((table, name, needs, order) for name in names)]
        setattr(handler, _MARK, marks)
        return handler

    return marked


@dataclass(slots=True)
class Routes:
    commands: dict[str, CommandHandler] = field(default_factory=dict)
    actions: dict[str, ActionHandler] = field(default_factory=dict)
    intents: dict[str, IntentHandler] = field(default_factory=dict)
    listeners: dict[str, Listener] = field(default_factory=dict)
    afterwords: dict[str, Afterword] = field(default_factory=dict)
    orders: dict[tuple[str, int], str] = field(default_factory=dict)

    def include(self, module: ModuleType) -> None:
        for handler in vars(module).values():
            if getattr(handler, "__module__", None) != module.__name__:
                continue
            for table, name, needs, order in getattr(handler, _MARK, []):
                routes = getattr(self, table)
                if name in routes:
                    raise ValueError(
                        f"{table} {name!r}: both {routes[name].__module__} and {module.__name__} answer it"
                    )
                if order:
                    self._in_order(table, name, order)
                guarded = _guarded(handler, _role(table, name, needs))
                routes[name] = _of_its_kind(guarded, name) if table == "intents" else guarded

    def ordered(self, table: str) -> list[str]:
        """The names in a table of listeners or afterwords, the lowest order first."""
        return [name for (of, _order), name in sorted(self.orders.items()) if of == table]

    def _in_order(self, table: str, name: str, order: int) -> None:
        """Raises ValueError for a second one of a number: which comes first must not rest on a file's name."""
        if (table, order) in self.orders:
            raise ValueError(f"{table} {name!r} and {self.orders[table, order]!r} both have the order {order}")
        self.orders[table, order] = name


def _role(table: str, name: str, needs: str) -> Role:
    """What must hold before the handler is called. Every command has to say so; the rest may."""
    command = name if table == "commands" else needs
    if command and command not in NEEDS:
        raise ValueError(
            f"{table} {name!r}: bot/core/permissions.py does not say who may use the command {command!r}"
        )
    return NEEDS[command] if command else Role.ANYONE


def _of_its_kind(handler: IntentHandler, name: str) -> IntentHandler:
    """A request that is refused in words was still understood: the reply is of its kind, and a walk goes on."""

    @wraps(handler)
    async def understood(turn: Turn, finding: Finding) -> Reply:
        try:
            return await handler(turn, finding)
        except BotError as error:
            return Reply((Text(str(error)),), name, entry=name, score=finding.score)

    return understood


def _guarded(handler: Callable[[Turn, Any], Awaitable[Reply]], role: Role) -> Any:
    """The handler behind the check of who is asking, who is then in its turn; the reply is for them alone."""
    if role is Role.ANYONE:
        return handler

    @wraps(handler)
    async def checked(turn: Turn, given: Any) -> Reply:
        person = await People(turn.store).of(turn.activity.sender)
        allow(role, person)
        return replace(await handler(replace(turn, person=person), given), personal=True)

    return checked


def discover(package: str) -> Routes:
    """Every handler in a `commands*.py` of the packages below this one, found by looking into the folders.

    package: the dotted name of the package that holds a package for each feature.
    """
    routes = Routes()
    for name in modules_in(package, "commands"):
        routes.include(importlib.import_module(name))
    routes.listeners = {name: routes.listeners[name] for name in routes.ordered("listeners")}
    routes.afterwords = {name: routes.afterwords[name] for name in routes.ordered("afterwords")}
    return routes


def modules_in(package: str, begins: str) -> Iterator[str]:
    """The dotted names of the modules one package down whose names begin so, in order; none is imported."""
    above = importlib.import_module(package)
    for feature in sorted(pkgutil.iter_modules(above.__path__)):
        folders = [str(Path(folder) / feature.name) for folder in above.__path__]
        for found in sorted(pkgutil.iter_modules(folders)):
            if found.name.startswith(begins):
                yield f"{package}.{feature.name}.{found.name}"
