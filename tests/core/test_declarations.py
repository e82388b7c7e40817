"""What a handler leaves out is refused at the start, in a sentence that names its file and what is missing."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.core.declarations import DeclarationError
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routes import Routes
from bot.core.routing import CallNext, action, command, intent, middleware, response_hook
from bot.core.turn import Turn
from knowledge.search import Finding
from tests.support.made_up_features import made_up_module


def refused(*handlers: object) -> str:
    with pytest.raises(DeclarationError) as error:
        Routes().include(made_up_module(*handlers, name="bot.features.made_up.commands"))
    return str(error.value)


async def typed(_turn: Turn, _words: str) -> Reply:
    raise NotImplementedError


def handler() -> Any:
    """A new function each time: what is declared stays on it."""

    async def made(_turn: Turn, _given: Any) -> Reply:
        raise NotImplementedError

    return made


WELL: Mapping[str, Any] = {"role": Role.LEAD, "help": "Close a cohort", "writes": True}
FILE = "bot/features/made_up/commands.py: "


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"role": None}, "the command 'cohort close' does not say who may use it; add role="),
        (
            {"role": "boss"},
            "the command 'cohort close' has the unknown role 'boss'; write one of bot.core.permissions.Role",
        ),
        ({"help": ""}, "the command 'cohort close' has no help line; add help="),
        (
            {"writes": None},
            "the command 'cohort close' does not say whether it changes anything; add writes=True or False",
        ),
        (
            {"help": "x" * 73},
            "the command 'cohort close' has more than 72 characters of help, or 100 of an example; "
            "make it shorter",
        ),
        (
            {"example": "cohort shut 3"},
            "the command 'cohort close' has the example 'cohort shut 3', which does not begin with its name",
        ),
    ],
)
def test_a_command_that_leaves_something_out_is_refused(left_out: Mapping[str, Any], said: str) -> None:
    assert refused(command("cohort close", **{**WELL, **left_out})(handler())) == FILE + said


def test_a_command_without_a_name_or_with_a_very_long_one_is_refused() -> None:
    assert refused(command(**WELL)(handler())) == f"{FILE}a command has no name; add one"
    assert "characters; make it shorter" in refused(command("x" * 33, **WELL)(handler()))


@pytest.mark.parametrize(("declare", "kind"), [(action, "action"), (intent, "intent")])
def test_an_action_or_intent_that_leaves_something_out_is_refused(
    declare: Callable[..., Callable[[Any], Any]], kind: str
) -> None:
    named = f"{FILE}the {kind} 'close' "
    close = command("cohort close", **WELL)(handler())

    def said(**values: Any) -> str:
        return refused(close, declare("close", **values)(handler()))

    assert said(writes=True) == f"{named}does not say who may use it; add role=, or of= and a command"
    assert said(role="boss", writes=True).startswith(f"{named}has the unknown role 'boss'")
    assert said(role=Role.LEAD, of="cohort close", writes=True) == f"{named}says both role= and of=; keep one"
    assert said(role=Role.LEAD) == f"{named}does not say whether it changes anything; add writes=True or False"
    assert said(of="cohort shut", writes=True) == (
        f"{named}takes its role from 'cohort shut', which is no command; correct of="
    )


@pytest.mark.parametrize(("declare", "kind"), [(middleware, "middleware"), (response_hook, "response hook")])
def test_a_place_in_the_order_without_a_reason_is_refused(
    declare: Callable[..., Callable[[Any], Any]], kind: str
) -> None:
    assert refused(declare("close", order=5)(handler())) == (
        f"{FILE}the {kind} 'close' has the order 5 without a reason; add because="
    )


@pytest.mark.parametrize("declare", [middleware, response_hook])
def test_two_of_one_number_or_of_one_name_are_refused(declare: Callable[..., Callable[[Any], Any]]) -> None:
    def pair(*, name: str, order: int) -> str:
        both = (declare("close", order=5, because="x"), declare(name, order=order, because="y"))
        return refused(*(one(handler()) for one in both))

    files = "in bot/features/made_up/commands.py and bot/features/made_up/commands.py"
    assert pair(name="open", order=5) == f"'close' and 'open' both have the order 5, {files}"
    assert pair(name="close", order=6) == f"'close' is declared twice, {files}; rename one"


def test_two_of_one_name_are_refused() -> None:
    files = "in bot/features/made_up/commands.py and bot/features/made_up/commands.py"
    for kind, declare, values in (
        ("command", command, WELL),
        ("action", action, {"role": Role.LEAD, "writes": True}),
        ("intent", intent, {"role": Role.LEAD, "writes": True}),
    ):
        made: Any = declare
        both = [made("close", **values)(handler()) for _ in range(2)]
        assert refused(*both) == f"the {kind} 'close' is declared twice, {files}; rename one"


def test_two_commands_with_one_place_in_the_menu_are_refused() -> None:
    both = [command(name, **WELL, menu=7)(handler()) for name in ("close", "open")]
    assert refused(*both) == "the commands 'close' and 'open' both have the place 7 in the menu"


async def test_of_two_the_higher_number_sees_the_message_first_whatever_their_files_are_called() -> None:
    async def first(_turn: Turn, _text: str, call_next: CallNext) -> Reply:
        return await call_next()

    async def second(_turn: Turn, _text: str, call_next: CallNext) -> Reply:
        return await call_next()

    late = made_up_module(middleware("late", order=2, because="x")(first), name="a.commands")
    early = made_up_module(middleware("early", order=1, because="x")(second), name="b.commands")
    for modules in ((late, early), (early, late)):
        routes = Routes()
        routes.include(*modules)
        assert [*routes.middleware] == ["early", "late"]


def test_an_intent_that_writes_is_known_to_write() -> None:
    async def meant(_turn: Turn, _finding: Finding) -> Reply:
        raise NotImplementedError

    routes = Routes()
    routes.include(made_up_module(intent("close", "shut", role=Role.LEAD, writes=True)(meant)))
    assert routes.writing == {"close", "shut"}
