"""Replies in Teams that quote: the words that are quoted are somebody else's, or older, and are not read."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.teams_client import BOT, TeamsPerson
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept
from tests.support.stores import store, url
from tests.support.teams_world import TeamsWorld, world

__all__ = ["store", "url"]

REPLY = 'itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1"'


@pytest.fixture
async def w(core: Core, store: Store, clock: SetClock) -> AsyncIterator[TeamsWorld]:
    clock.moment = NOON.replace(day=16)
    async with world(core, store, clock) as one:
        yield one


@pytest.fixture
@kept
async def g(store: Store) -> Ground:
    g = await ground(store)
    code = await Codes(store).make((await g.enrol("Sam Patel")).id, None, NOON)
    await Codes(store).redeem(code.words, account("aad-sam", TENANT, "teams"), NOON)
    return g


async def days(g: Ground) -> list[str]:
    (person,) = await People(g.store).named("Sam Patel", [g.hub.id])
    return [str(one.day) for one in await ReleaseDays(g.store).list(person.id, g.cohort.id)]


def quoting(person: TeamsPerson, answer: str, quoted: str = "Mastery") -> dict[str, Any]:
    """As Teams sends it today: a sign in the text, and an entity with what is quoted."""
    said = person.message(answer)
    entity = {"type": "quotedReply", "quotedReply": {"messageId": "1", "preview": quoted}}
    return {**said, "text": f'<quoted messageId="1"/> {said["text"]}', "entities": [*said["entities"], entity]}


def merged(person: TeamsPerson, answer: str, quoted: str) -> dict[str, Any]:
    """As older clients send it: quotation and answer in one text, and told apart in the HTML beside it."""
    html = f"<blockquote {REPLY}><strong>Mastery</strong><p>{quoted}</p></blockquote><p>{answer}</p>"
    said = person.message(f"Mastery {quoted}\n{answer}")
    return {**said, "attachments": [{"contentType": "text/html", "content": html}]}


@pytest.mark.parametrize("how", [quoting, merged], ids=["today", "older"])
async def test_the_answer_under_a_quotation_is_what_was_said(w: TeamsWorld, g: Ground, how: Any) -> None:
    sam = w.person()
    await sam.type("log 12 november workshop")
    await sam.send(how(sam, "log 13 november workshop", "log 9 november workshop"))
    assert await days(g) == ["2026-11-12", "2026-11-13"]
    await sam.send(how(sam, "undo", "Logged: Friday 13 November"))
    assert await days(g) == ["2026-11-12"]


async def test_a_yes_under_a_quotation_is_a_yes(w: TeamsWorld, g: Ground) -> None:
    sam = w.person()
    await sam.type("log 14 november workshop")
    assert await days(g) == []
    await sam.send(merged(sam, "yes", "Is that right?"))
    assert await days(g) == ["2026-11-14"]


async def test_an_order_that_is_only_quoted_is_not_carried_out(w: TeamsWorld, g: Ground) -> None:
    sam = w.person()
    await sam.type("log 12 november workshop")
    await sam.send(merged(sam, "what does this do?", "undo"))
    await sam.send(quoting(sam, "thanks", "delete 12 november"))
    assert await days(g) == ["2026-11-12"]


async def test_a_quotation_that_does_not_end_says_nothing(w: TeamsWorld, g: Ground) -> None:
    sam = w.person()
    broken = merged(sam, "undo", "hello")
    broken["attachments"][0]["content"] = broken["attachments"][0]["content"].replace("</blockquote>", "")
    await sam.type("log 12 november workshop")
    await sam.send(broken)
    assert await days(g) == ["2026-11-12"]


async def test_in_a_channel_the_mention_in_the_html_is_no_word(w: TeamsWorld, g: Ground) -> None:
    team = w.person(kind="channel")
    said = merged(team, "log 12 november workshop", "hello")
    at = '<span itemtype="http://schema.skype.com/Mention" itemid="0">Mastery</span>'
    said["attachments"][0]["content"] = said["attachments"][0]["content"].replace("<p>log", f"<p>{at}&nbsp;log")
    assert said["entities"] == [{"type": "mention", "mentioned": BOT, "text": "<at>Mastery</at>"}]
    await team.send(said)
    assert await days(g) == ["2026-11-12"]
