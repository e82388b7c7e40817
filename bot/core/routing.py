"""How a handler announces itself: the decorators that stand beside it. `bot.core.routes` finds what they mark."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from bot.core.conversation import Fill
from bot.core.declarations import (
    ActionDeclaration,
    AnswerDeclaration,
    CommandDeclaration,
    Declaration,
    IntentDeclaration,
    MiddlewareDeclaration,
    ResponseHookDeclaration,
    any_words,
)
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.turn import Turn
from knowledge.search import Finding

CommandHandler = Callable[[Turn, str], Awaitable[Reply]]
"""Gets the words after the command's name."""
ActionHandler = Callable[[Turn, Mapping[str, str]], Awaitable[Reply]]
"""Gets the values that the button or form sent."""
IntentHandler = Callable[[Turn, Finding], Awaitable[Reply]]
"""Gets what the search made of the message."""

AnswerReader = Callable[[Turn, Fill, Mapping[str, str]], Awaitable[Reply | None]]
"""Gets the words, and the values of the question that they may answer; None when it cannot read all of them."""

CallNext = Callable[[], Awaitable[Reply]]
"""Calls the rest of the chain: the middleware after this one and, last of all, the search. Returns its reply."""
Middleware = Callable[[Turn, str, CallNext], Awaitable[Reply]]
"""Gets every message that is not a command, and answers it or returns what `call_next` does, changed or not."""
ResponseHook = Callable[[Turn, Reply], Awaitable[Reply]]
"""Gets the reply to every command and button before it goes out, and may add to it."""

Handler = TypeVar("Handler", CommandHandler, ActionHandler, IntentHandler, AnswerReader, Middleware, ResponseHook)
MARK = "_declared"


def command(
    *names: str,
    role: Role | None = None,
    help: str = "",
    example: str = "",
    writes: bool | None = None,
    menu: int = 0,
    for_leads: str = "",
) -> Callable[[CommandHandler], CommandHandler]:
    """This function answers a message that begins with one of these names, of one word or two.

    role, help and writes must be given, or the program does not start. `CommandDeclaration` explains each; from
    them come who may use it, the help texts and the platforms' menus.
    """
    return _mark(CommandDeclaration(names, role, help, example, writes, menu, for_leads))


def action(
    *names: str, role: Role | None = None, of: str = "", writes: bool | None = None, stays: bool = False
) -> Callable[[ActionHandler], ActionHandler]:
    """This function answers a button or form that carries one of these action names.

    role: who may press it; or `of`: the command whose role it takes. One of the two, and `writes`, must be given.
    stays: the message with the button is not replaced by the answer; see `ActionDeclaration`.
    """
    return _mark(ActionDeclaration(names, role, of, writes, stays))


def intent(
    *names: str, role: Role | None = None, of: str = "", writes: bool | None = None, for_leads: str = ""
) -> Callable[[IntentHandler], IntentHandler]:
    """This function answers free text that the search takes for one of these; `role`, `of` and `writes` as above.

    The search may be wrong: one that writes changes nothing for a message that only asks.
    """
    return _mark(IntentDeclaration(names, role, of, writes, for_leads=for_leads))


def answer(
    *names: str, role: Role | None = None, of: str = "", writes: bool | None = None
) -> Callable[[AnswerReader], AnswerReader]:
    """This function takes words that answer an open question whose `reader` has one of these names.

    `role`, `of` and `writes` as for an action. It must read every word, or return None.
    """
    return _mark(AnswerDeclaration(names, role, of, writes))


def middleware(
    name: str,
    *,
    order: int,
    because: str = "",
    role: Role | tuple[Role, ...] = (),
    may_take: Callable[[str], bool] = any_words,
) -> Callable[[Middleware], Middleware]:
    """This function sees every message first: a dialog that waits for an answer, for instance.

    order: of two, the one with the higher number sees the message first. No two have the same.
    because: what goes wrong in another place.
    role: whose messages it reads, of several whoever holds one of them; it hands on those of everybody else.
    may_take: a quick and pure look at the words, False for those that it always hands on.
    """
    return _mark(
        MiddlewareDeclaration(name, order, because, (role,) if isinstance(role, Role) else role, may_take)
    )


def response_hook(name: str, *, order: int, because: str = "") -> Callable[[ResponseHook], ResponseHook]:
    """This function sees what commands and buttons reply: an open dialog adds its question again.

    order: of two, the one with the higher number comes later. No two have the same; `because` as for a middleware.
    """
    return _mark(ResponseHookDeclaration(name, order, because))


def _mark(declared: Declaration) -> Callable[[Handler], Handler]:
    def marked(handler: Handler) -> Handler:
        setattr(handler, MARK, [*getattr(handler, MARK, []), declared])
        return handler

    return marked
