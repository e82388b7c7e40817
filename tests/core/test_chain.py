"""What a middleware declares of whose messages and which words it reads spares calls: no reply rests on it."""

import re
from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES
from bot.core.activity import Message
from bot.core.chain import LONGEST_KEPT, Chain
from bot.core.commands import readable
from bot.core.conversation import Standing
from bot.core.declarations import MiddlewareDeclaration
from bot.core.dispatcher import Core
from bot.core.open_question import SpokenOf
from bot.core.permissions import Role, roles
from bot.core.reply import Reply
from bot.core.routes import discover
from bot.core.routing import CallNext
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People
from tests.support.ground import NOON, account, ground
from tests.support.transcript import IN_MEMORY

TESTS = Path(__file__).parents[1]
LEAST_TEXTS = 1_500
QUICK = 60  # a quick run tries every so manieth text
NOWHERE_ELSE = [
    "calendar link please",
    "what needs me",
    "who changed what",
    "remind me at 8am",
    "oh no, only the residential ones",
]
REPLY = Reply((), "answer")
ROUTES = discover(FEATURES)
READERS = [(one, handler) for one, handler in ROUTES.declared if isinstance(one, MiddlewareDeclaration)]
LATELY = [Standing()] + [Standing(spoken_of=SpokenOf(kind, (1,), NOON)) for kind in ("release_day", "report")]


def texts() -> list[str]:
    """All that anybody says in the plays, the conversations and the lists of sayings."""
    said = [cell for path in sorted(TESTS.rglob("*.tsv")) for cell in re.split(r"[\t\n]", path.read_text())]
    for path in sorted((*TESTS.rglob("*.play"), *TESTS.rglob("*.chat"))):
        said += re.findall(r"^(?!bot)\w+: (?!\[)(.+)$", path.read_text(), re.M)
    sayings = (TESTS / "features/release_days/sayings.yaml").read_text()
    said += re.findall(r"\bsay: [\"']?(.+?)[\"']?[,}]", sayings)
    return [one for one in dict.fromkeys(map(readable, [*NOWHERE_ELSE, *said])) if one]


TEXTS = texts()


def test_there_is_much_to_try_and_each_that_looks_at_words_takes_some() -> None:
    assert len(TEXTS) > LEAST_TEXTS
    assert [one.name for one, _ in READERS if not any(map(one.may_take, TEXTS))] == []


@pytest.mark.parametrize("every", [QUICK, pytest.param(1, marks=pytest.mark.slow)])
async def test_a_middleware_hands_on_what_it_says_that_it_hands_on(
    core: Core, clock: SetClock, every: int
) -> None:
    """Said by nobody on record, by a specialist who just logged a day, by a lead who just changed something."""

    async def rest() -> Reply:
        return REPLY

    clock.moment, store = NOON, await Store.open(IN_MEMORY)
    g = await ground(store)
    for user, person in (("lee", g.lead), ("sam", await g.enrol("Sam Patel"))):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    there = core.over(store)
    await there.handle(Message(account("sam"), "C", "log 29 October workshop"))
    await there.handle(Message(account("lee"), "C", "cohort report add Autumn report due 11 December 2026"))
    for user in ("sam", "lee", "a teacher"):
        whoever = await People(store).of(account(user))
        held = roles(whoever)
        for at, text in enumerate(TEXTS[::every]):
            said = Message(account(user), "C", text)
            turn = Turn(said, NOON, core.knowledge, store, whoever, standing=LATELY[at % len(LATELY)])
            for one, handler in READERS:
                if (one.roles and not held & set(one.roles)) or not one.may_take(text):
                    assert await handler(turn, text, rest) is REPLY, (one.name, user, text)
    await store.close()


async def takes(_turn: Turn, _text: str, _call_next: CallNext) -> Reply:
    raise NotImplementedError


FOR_LEADS = MiddlewareDeclaration("leads", 1, "x", roles=(Role.LEAD,))
OF_DOGS = MiddlewareDeclaration("dogs", 2, "x", may_take=lambda text: "dog" in text)


def passed(text: str, *held: Role, typed: str | None = None) -> list[str]:
    """The names of what the message passes."""

    def named() -> dict[str, object]:
        async def leads(turn: Turn, text: str, call_next: CallNext) -> Reply:
            return await takes(turn, text, call_next)

        async def dogs(turn: Turn, text: str, call_next: CallNext) -> Reply:
            return await takes(turn, text, call_next)

        async def everybody(turn: Turn, text: str, call_next: CallNext) -> Reply:
            return await takes(turn, text, call_next)

        return {"leads": leads, "dogs": dogs, "everybody": everybody}

    handlers = named()
    chain = Chain(handlers, {"leads": FOR_LEADS, "dogs": OF_DOGS})  # type: ignore[arg-type]
    found = [chain.passed_by(typed or text, text, frozenset(held)) for _ in range(2)]
    assert found[0] == found[1]
    return [name for name, one in handlers.items() if one in found[0]]


def test_a_message_passes_those_that_may_take_it() -> None:
    assert passed("my cat", Role.ANYONE) == ["everybody"]
    assert passed("my dog", Role.ANYONE) == ["dogs", "everybody"]
    assert passed("my cat", Role.ANYONE, Role.LEAD) == ["leads", "everybody"]


def test_nothing_is_left_out_for_its_words_where_they_arrived_otherwise_or_are_long() -> None:
    assert passed("my cat", Role.ANYONE, typed="my\ncat") == ["dogs", "everybody"]
    assert passed("my cat", Role.ANYONE, typed=" my cat\n") == ["everybody"]
    assert passed("cat " * LONGEST_KEPT, Role.ANYONE) == ["dogs", "everybody"]
