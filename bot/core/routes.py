"""Which handler answers what: found in the features' folders, checked, and guarded by its role."""

import importlib
import pkgutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.core.catalogue import Catalogue, CommandInfo, Section
from bot.core.chain import Chain
from bot.core.declarations import (
    ActionDeclaration,
    AnswerDeclaration,
    CommandDeclaration,
    Declaration,
    DeclarationError,
    IntentDeclaration,
    MiddlewareDeclaration,
    ResponseHookDeclaration,
    check,
    file_of,
)
from bot.core.errors import BotError
from bot.core.permissions import Role, allow
from bot.core.reply import Reply, Text
from bot.core.routing import (
    MARK,
    ActionHandler,
    AnswerReader,
    CommandHandler,
    IntentHandler,
    Middleware,
    ResponseHook,
)
from bot.core.turn import Turn
from bot.core.undoing import Undoers, undoers_in
from knowledge.search import Finding

Found = tuple[Declaration, Callable[..., Awaitable[Reply]]]


@dataclass(slots=True)
class Routes:
    """Handlers by name. `middleware` and `response_hooks` run in the order of the dictionary.

    chain: which of the middleware a message passes.
    writing: the intents that change something. replacing: the actions whose answer takes the place of the message
    that was pressed. intent_roles: who may use each. for_leads: a command or an intent → the command that answers
    instead for a hub lead who may not use it. undoers: who takes back which change.
    """

    commands: dict[str, CommandHandler] = field(default_factory=dict)
    actions: dict[str, ActionHandler] = field(default_factory=dict)
    intents: dict[str, IntentHandler] = field(default_factory=dict)
    answers: dict[str, AnswerReader] = field(default_factory=dict)
    middleware: dict[str, Middleware] = field(default_factory=dict)
    response_hooks: dict[str, ResponseHook] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=Catalogue)
    undoers: Undoers = field(default_factory=dict)
    writing: set[str] = field(default_factory=set)
    intent_roles: dict[str, Role] = field(default_factory=dict)
    for_leads: dict[str, str] = field(default_factory=dict)
    replacing: set[str] = field(default_factory=set)
    declared: list[Found] = field(default_factory=list)
    chain: Chain = field(default_factory=lambda: Chain({}, {}))

    def include(self, *modules: ModuleType) -> None:
        """Add every handler that these modules declare. Raises DeclarationError for one that is not in order."""
        found = [pair for module in modules for pair in _declared_in(module)]
        for declaration, handler in found:
            check(declaration, handler)
        self.declared += found
        self._commands([(one, handler) for one, handler in found if isinstance(one, CommandDeclaration)])
        for one, handler in found:
            if isinstance(one, IntentDeclaration):
                self._intent(one, handler)
            elif isinstance(one, AnswerDeclaration):
                self._answer(one, handler)
            elif isinstance(one, ActionDeclaration):
                self._action(one, handler)
        self._instead([one for one, _ in found])
        self._chain()

    def _instead(self, found: list[Declaration]) -> None:
        """Raises DeclarationError for a command that is not there."""
        for one in found:
            if isinstance(one, CommandDeclaration | IntentDeclaration) and one.for_leads:
                if one.for_leads not in self.commands:
                    raise DeclarationError(
                        f"{one.names[0]!r} names {one.for_leads!r} for leads, which is no command"
                    )
                self.for_leads |= dict.fromkeys(one.names, one.for_leads)

    def _commands(self, found: list[tuple[CommandDeclaration, Any]]) -> None:
        listed = list(self.catalogue.commands)
        for one, handler in found:
            assert one.role is not None  # noqa: S101  `check` has refused it
            for name in one.names:
                self._free("command", name, self.commands, handler)
                self.commands[name] = _guarded(handler, one.role)
            section, aliases = _section(handler.__module__), one.names[1:]
            said = (one.help, one.example, bool(one.writes), one.menu, aliases, section)
            listed.append(CommandInfo(one.names[0], one.role, *said))
        self.catalogue = Catalogue.of(listed)
        self._menu(listed)

    def _action(self, one: ActionDeclaration, handler: ActionHandler) -> None:
        guarded = _guarded(handler, self._role("action", one, handler))
        for name in one.names:
            self._free("action", name, self.actions, handler)
            self.actions[name] = guarded
            if one.writes and not one.stays:
                self.replacing.add(name)

    def _answer(self, one: AnswerDeclaration, handler: AnswerReader) -> None:
        guarded = _guarded(handler, self._role("answer reader", one, handler))
        for name in one.names:
            self._free("answer reader", name, self.answers, handler)
            self.answers[name] = guarded

    def _intent(self, one: IntentDeclaration, handler: IntentHandler) -> None:
        role = self._role("intent", one, handler)
        guarded = _guarded(handler, role)
        self.intent_roles |= dict.fromkeys(one.names, role)
        for name in one.names:
            self._free("intent", name, self.intents, handler)
            self.intents[name] = _of_its_kind(guarded, name)
            if one.writes:
                self.writing.add(name)

    def _role(self, kind: str, one: ActionDeclaration, handler: Callable[..., Any]) -> Role:
        """Its own, or that of the command it names. Raises DeclarationError for a command that is not there."""
        if not one.of:
            return one.role or Role.ANYONE
        if one.of not in self.catalogue.roles:
            named = f"the {kind} {one.names[0]!r} takes its role from {one.of!r}"
            raise DeclarationError(f"{file_of(handler)}: {named}, which is no command; correct of=")
        return self.catalogue.roles[one.of]

    def _chain(self) -> None:
        """Middleware and response hooks by their numbers, the lowest first."""
        self.middleware = _in_order(self.declared, MiddlewareDeclaration)
        self.response_hooks = _in_order(self.declared, ResponseHookDeclaration)
        declared = {one.name: one for one, _ in self.declared if isinstance(one, MiddlewareDeclaration)}
        self.chain = Chain(self.middleware, declared)

    def _menu(self, listed: list[CommandInfo]) -> None:
        places: dict[int, str] = {}
        for one in listed:
            if one.menu and places.setdefault(one.menu, one.name) != one.name:
                both = f"{places[one.menu]!r} and {one.name!r}"
                raise DeclarationError(f"the commands {both} both have the place {one.menu} in the menu")

    @staticmethod
    def _free(kind: str, name: str, table: dict[str, Any], handler: Any) -> None:
        if name in table:
            both = " and ".join((file_of(table[name]), file_of(handler)))
            raise DeclarationError(f"the {kind} {name!r} is declared twice, in {both}; rename one")


def _declared_in(module: ModuleType) -> list[Found]:
    own = (one for one in vars(module).values() if getattr(one, "__module__", None) == module.__name__)
    return [(declaration, handler) for handler in own for declaration in getattr(handler, MARK, [])]


def _in_order(
    declared: list[Found], kind: type[MiddlewareDeclaration] | type[ResponseHookDeclaration]
) -> dict[str, Any]:
    """By name, the lowest number first. Raises DeclarationError for two of one number, or of one name.

    Which of two comes first must not rest on the name of a file.
    """
    chain: dict[int, tuple[str, Any]] = {}
    for one, handler in declared:
        if not isinstance(one, kind):
            continue
        for order, (name, other) in chain.items():
            both = " and ".join((file_of(other), file_of(handler)))
            if order == one.order:
                raise DeclarationError(f"{name!r} and {one.name!r} both have the order {order}, in {both}")
            if name == one.name:
                raise DeclarationError(f"{name!r} is declared twice, in {both}; rename one")
        chain[one.order] = one.name, handler
    return dict(chain[order] for order in sorted(chain))


def _section(module: str) -> Section:
    """What the feature's package calls itself, or else the folder's name in words."""
    package = module.rpartition(".")[0]
    named = getattr(sys.modules.get(package), "SECTION", None)
    folder = package.rpartition(".")[2]
    return named if isinstance(named, Section) else Section(folder.replace("_", " ").capitalize())


def _of_its_kind(handler: IntentHandler, name: str) -> IntentHandler:
    """A request that is refused in words was still understood: the reply is of its kind, and a dialog goes on."""

    @wraps(handler)
    async def understood(turn: Turn, finding: Finding) -> Reply:
        try:
            return await handler(turn, finding)
        except BotError as error:
            words, personal = (Text(str(error)),), error.personal
            return Reply(words, name, entry=name, score=finding.score, personal=personal)

    return understood


def _guarded(handler: Callable[..., Awaitable[Reply | None]], role: Role) -> Any:
    """The handler behind the question whether who asks may; the reply is for them alone."""
    if role is Role.ANYONE:
        return handler

    @wraps(handler)
    async def checked(turn: Turn, *given: Any) -> Reply | None:
        allow(role, turn.person)
        reply = await handler(turn, *given)
        return reply if reply is None or reply.personal else replace(reply, personal=True)

    return checked


def discover(package: str) -> Routes:
    """Every handler in a `commands*.py` of the packages below this one, found by looking into the folders.

    package: the dotted name of the package that holds a package for each feature.
    """
    routes = Routes()
    routes.include(*(importlib.import_module(name) for name in modules_in(package, "commands")))
    routes.undoers = undoers_in(importlib.import_module(name) for name in modules_in(package, "undo"))
    return routes


def modules_in(package: str, begins: str) -> Iterator[str]:
    """The dotted names of the modules one package down whose names begin so, in order; none is imported."""
    above = importlib.import_module(package)
    for feature in sorted(one.name for one in pkgutil.iter_modules(above.__path__)):
        folders = [str(Path(folder) / feature) for folder in above.__path__]
        for found in sorted(one.name for one in pkgutil.iter_modules(folders)):
            if found.startswith(begins):
                yield f"{package}.{feature}.{found}"
