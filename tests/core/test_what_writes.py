"""What declares `writes=False` changes nothing on record: every such command, button and request is tried."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.core.activity import Message, Submit
from bot.core.declarations import ActionDeclaration, IntentDeclaration
from bot.core.dispatcher import Core
from bot.core.routes import discover
from bot.core.turn import Turn
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, Hit
from tests.core.test_every_door import everything, forged, g
from tests.support.ground import NOON, Ground, account
from tests.support.stores import store, url

__all__ = ["g", "store", "url"]
ROUTES = discover(FEATURES)
ACTIONS = [
    name
    for one, _ in ROUTES.declared
    if isinstance(one, ActionDeclaration) and not isinstance(one, IntentDeclaration) and not one.writes
    for name in one.names
]
READ = [one.name for one in ROUTES.catalogue.commands if not one.writes]
ASKED = sorted(set(ROUTES.intents) - ROUTES.writing)
USERS = ("nobody", "sam", "lee")
WORDS = ("", "1", "Kim Verborgen", "North Mersey")
NOT_ON_RECORD = {"walk", "walk_answer", "entry_week", "wording", "heartbeat", "conversation_state"}
"""Where a dialog stands, and counts: nobody has to undo them."""


async def on_record(store: Store) -> Mapping[str, set[tuple[Any, ...]]]:
    return {name: rows for name, rows in (await everything(store)).items() if name not in NOT_ON_RECORD}


@pytest.mark.parametrize("user", USERS)
async def test_what_declares_that_it_writes_nothing_writes_nothing(
    core: Core, g: Ground, clock: SetClock, user: str
) -> None:
    clock.moment, core = NOON, core.over(g.store)
    before, values = await on_record(g.store), forged(g, 2)
    for name in READ:
        for words in WORDS:
            await core.handle(Message(account(user), "C9", f"/mastery {name} {words}".strip(), {"user": user}))
            assert await on_record(g.store) == before, f"{name} {words}"
    for name in ACTIONS:
        await core.handle(Submit(account(user), f"with {user}", name, values, {"user": user}))
        assert await on_record(g.store) == before, name


@pytest.mark.parametrize("user", USERS)
async def test_a_request_that_declares_that_it_writes_nothing_writes_nothing(
    g: Ground, knowledge: Knowledge, user: str
) -> None:
    before, person = await on_record(g.store), await who_is(g.store, account(user))
    said = Message(account(user), "C9", "please do it for residential 1, tomorrow, study", {"user": user})
    turn = Turn(said, NOON, knowledge, g.store, person, catalogue=ROUTES.catalogue)
    for name in ASKED:
        hits = (Hit(knowledge.requests[name], 1.0),) if name in knowledge.requests else ()
        await ROUTES.intents[name](turn, Finding(FindingKind.REQUEST if hits else FindingKind.ABSTAIN, hits))
        assert await on_record(g.store) == before, name
