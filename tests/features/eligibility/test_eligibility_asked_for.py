"""The check asked for in words that only the search understands, with a walk under way and without."""

import pytest

from bot.core.plain_text import plain
from bot.core.reply import Reply
from knowledge.model import Request
from knowledge.search import Finding, FindingKind, Hit
from tests.support.walker import ROUTES, Walker

INTENTS = ("eligibility_start", "eligibility_restart", "eligibility_change", "eligibility_why", "eligibility_back")


async def ask_for(walker: Walker, intent: str, text: str = "") -> Reply:
    finding = Finding(FindingKind.REQUEST, (Hit(Request(intent, intent, ()), 0.8),))
    return await ROUTES.intents[intent](walker.turn(text), finding)


async def test_each_wish_is_named_in_the_reply(walker: Walker) -> None:
    for intent in INTENTS:
        reply = await ask_for(walker, intent)
        assert reply.entry == intent
        assert reply.score == 0.8
        assert reply.kind in (intent, "eligibility")


@pytest.mark.parametrize("intent", ["eligibility_change", "eligibility_why", "eligibility_back"])
async def test_without_a_walk_there_is_nothing_to_change_and_a_check_is_offered(
    walker: Walker, intent: str
) -> None:
    reply = await ask_for(walker, intent)
    assert "no eligibility check under way" in plain(reply)
    assert [button.label for button in reply.buttons] == ["Start the check"]


@pytest.mark.parametrize("intent", ["eligibility_start", "eligibility_restart"])
async def test_without_a_walk_starting_again_is_starting(walker: Walker, intent: str) -> None:
    await ask_for(walker, intent)
    assert await walker.due() == "qts"


async def test_with_a_walk_they_do_what_they_say(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.say("yes")
    await walker.say("yes")
    reply = await ask_for(walker, "eligibility_change", "I got the one on my qualified status wrong")
    assert reply.kind == "eligibility_change"
    assert await walker.due() == "qts"
    await ask_for(walker, "eligibility_back")
    assert await walker.due() == "class"
    assert "Back to your check" in plain(await ask_for(walker, "eligibility_why"))
    await ask_for(walker, "eligibility_restart")
    assert await walker.due() == "qts"
    here = await walker.here()
    assert here is not None
    assert not here.walk.answers


async def test_the_command_takes_a_move_along(walker: Walker) -> None:
    await walker.say("eligibility")
    await ROUTES.commands["eligibility"](walker.turn(""), "yes")
    assert await walker.due() == "school"
    await ROUTES.commands["eligibility"](walker.turn(""), "stop")
    assert await walker.due() is None
    await ROUTES.commands["eligibility"](walker.turn(""), "please")
    assert await walker.due() == "qts"
