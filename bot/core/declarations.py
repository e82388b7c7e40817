"""What a handler declares beside itself, and the sentences in which a program refuses to start without it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.core.permissions import Role

LONGEST_NAME = 32  # characters; what Teams' command menu shows of a title
LONGEST_HELP = 72  # characters; a line of help on a phone, and of Teams' command menu
LONGEST_EXAMPLE = 100  # characters


def any_words(_text: str) -> bool:
    """Of a middleware that may take any message."""
    return True


class DeclarationError(ValueError):
    """A handler is declared wrongly; the message names the file and what is missing. For developers."""


@dataclass(frozen=True, slots=True)
class CommandDeclaration:
    """What is typed. `names`: the first is shown in help, the others work as well.

    role: who may use it; None when it was left out, which is refused.
    help: one line of what it does, without a full stop.
    example: how it is typed; several with “; ” between them.
    writes: whether it can change what is on record; None when it was left out, which is refused.
    menu: its place in a platform's short menu of commands, the lowest first; 0 when it is not in it.
    for_leads: the command that answers instead for a hub lead who has not the role: their hub's, or help.
    """

    names: tuple[str, ...]
    role: Role | None
    help: str
    example: str
    writes: bool | None
    menu: int
    for_leads: str = ""


@dataclass(frozen=True, slots=True)
class ActionDeclaration:
    """A button or form, by its action's `names`.

    role: who may use it; or `of`: the command whose role it takes. One of the two.
    stays: the message with its button stays as it was, for it holds more than that. Else what writes is answered
    in that message's place, so that nothing done already can be pressed again.
    """

    names: tuple[str, ...]
    role: Role | None
    of: str
    writes: bool | None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class IntentDeclaration(ActionDeclaration):
    """What the search takes words for: who may and whether it writes, as for an action; `for_leads`: as above."""

    for_leads: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDeclaration(ActionDeclaration):
    """As for an action; the names are those by which an open question finds its reader."""


@dataclass(frozen=True, slots=True)
class MiddlewareDeclaration:
    """Sees every message first. `order`: of two, the higher one sees it earlier; `because`: what rests on that.

    roles: it hands on unread what comes from whoever holds none of these; empty where it reads everybody's.
    may_take: False for words that it hands on, whoever says them and whatever stands open. Both only spare a call:
    the function itself answers the same without them.
    """

    name: str
    order: int
    because: str
    roles: tuple[Role, ...] = ()
    may_take: Callable[[str], bool] = any_words


@dataclass(frozen=True, slots=True)
class ResponseHookDeclaration:
    """Sees every reply to a command or button. `order`: of two, the higher one comes later; `because` as above."""

    name: str
    order: int
    because: str


Declaration = (
    CommandDeclaration | ActionDeclaration | IntentDeclaration | MiddlewareDeclaration | ResponseHookDeclaration
)


def file_of(handler: Callable[..., Any]) -> str:
    """The file in which a handler stands, as it is written in the project."""
    return f"{handler.__module__.replace('.', '/')}.py"


def check(found: Declaration, handler: Callable[..., Any]) -> None:
    """Nothing, for what is declared in full. Raises DeclarationError with the first thing that is not."""
    if problem := _problem(found):
        raise DeclarationError(f"{file_of(handler)}: {_named(found)} {problem}")


def _problem(found: Declaration) -> str:
    match found:
        case CommandDeclaration():
            return _of_names(found) or _of_role(found.role) or _of_writes(found.writes) or _of_help(found)
        case ActionDeclaration():
            return _of_role_or_command(found) or _of_writes(found.writes)
        case MiddlewareDeclaration() | ResponseHookDeclaration():
            return "" if found.because.strip() else f"has the order {found.order} without a reason; add because="


def _named(found: Declaration) -> str:
    match found:
        case CommandDeclaration():
            return f"the command {found.names[0]!r}" if found.names else "a command"
        case IntentDeclaration():
            return f"the intent {found.names[0]!r}"
        case AnswerDeclaration():
            return f"the answer reader {found.names[0]!r}"
        case ActionDeclaration():
            return f"the action {found.names[0]!r}"
        case MiddlewareDeclaration():
            return f"the middleware {found.name!r}"
        case ResponseHookDeclaration():
            return f"the response hook {found.name!r}"


def _of_names(found: CommandDeclaration) -> str:
    if long := [name for name in found.names if len(name) > LONGEST_NAME]:
        return f"has the name {long[0]!r} of more than {LONGEST_NAME} characters; make it shorter"
    return "" if found.names else "has no name; add one"


def _of_role(role: object) -> str:
    if role is None:
        return "does not say who may use it; add role="
    return (
        "" if isinstance(role, Role) else f"has the unknown role {role!r}; write one of bot.core.permissions.Role"
    )


def _of_role_or_command(found: ActionDeclaration) -> str:
    if found.of:
        return "says both role= and of=; keep one" if found.role else ""
    if found.role is None:
        return "does not say who may use it; add role=, or of= and a command"
    return _of_role(found.role)


def _of_writes(writes: object) -> str:
    return "" if isinstance(writes, bool) else "does not say whether it changes anything; add writes=True or False"


def _of_help(found: CommandDeclaration) -> str:
    if not found.help.strip():
        return "has no help line; add help="
    if len(found.help) > LONGEST_HELP or len(found.example) > LONGEST_EXAMPLE:
        return (
            f"has more than {LONGEST_HELP} characters of help, or {LONGEST_EXAMPLE} of an example; make it shorter"
        )
    for example in found.example.split("; ") if found.example else ():
        if not any(example == name or example.startswith(f"{name} ") for name in found.names):
            return f"has the example {example!r}, which does not begin with its name"
    return ""
