"""What declares `writes=False` changes nothing on record: every such command, button and request is tried."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.core.activity import Message, Submit
from bot.core.declarations import ActionDeclaration, IntentDeclaration
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.routes import discover
from bot.core.turn import Turn
from bot.db.audit_domain import TURN_CHANGES, GuessMayNotWrite, TurnChanges
from bot.db.store import Store
from bot.hubs.holidays import Holidays
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, Hit, PastTurn, Search
from tests.core.test_every_door import forged, g
from tests.support.ground import NOON, Ground, account
from tests.support.kept import rows_of
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

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
QUESTIONS = (
    "what happens if my autumn report is done",
    "can i log friday for a workshop",
    "will i be at residential 1",
    "how do i tell everyone that the workshop is off?",
    "if i delete friday",
)
NOT_ON_RECORD = {
    "walk", "walk_answer", "entry_week", "question_month", "wording", "heartbeat", "conversation_state",
    "deployment",
}  # fmt: skip
"""Where a dialog stands, counts, and the deployment's own name: nobody has to undo them."""


class FindsAlways(Search):
    """A search that is as wrong as it can be: everything is this one request."""

    def __init__(self, knowledge: Knowledge, name: str) -> None:
        self._found = Finding(FindingKind.REQUEST, (Hit(knowledge.requests[name], 1.0),))

    def find(self, question: str, before: Sequence[PastTurn] = (), masked: Collection[str] = ()) -> Finding:  # noqa: ARG002  wrong on purpose
        return self._found


async def on_record(store: Store) -> Mapping[str, Any]:
    return {name: rows for name, rows in await rows_of(store) if name not in NOT_ON_RECORD}


@pytest.mark.parametrize("user", USERS)
async def test_what_declares_that_it_writes_nothing_writes_nothing(
    core: Core, g: Ground, clock: SetClock, user: str
) -> None:
    clock.moment, core = NOON, core.over(g.store)
    before, values = await on_record(g.store), forged(g, 2)
    for name in READ:
        for words in WORDS:
            await core.handle(Message(account(user), "C9", f"/mastery {name} {words}".strip(), {"user": user}))
        assert await on_record(g.store) == before, name
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


@pytest.mark.parametrize("user", USERS)
async def test_a_question_that_the_search_takes_for_an_order_changes_nothing(
    g: Ground, knowledge: Knowledge, clock: SetClock, user: str
) -> None:
    """Whatever the search makes of it: every request that writes is tried with a question."""
    clock.moment, before = NOON, await on_record(g.store)
    for name in sorted(ROUTES.writing & knowledge.requests.keys()):
        core = Core(LiveEditions.of_one(knowledge, FindsAlways(knowledge, name)), ROUTES, g.store, clock, who_is)
        for text in QUESTIONS:
            await core.handle(Message(account(user), "C9", text, {"user": user}))
        assert await on_record(g.store) == before, name


async def test_what_is_written_on_a_question_is_undone(g: Ground) -> None:
    """The dispatcher does not rest on the handlers: a change is refused where it is noted."""
    outside = TURN_CHANGES.set(TurnChanges("here", "now", guessed=True))
    try:
        with pytest.raises(GuessMayNotWrite):
            await Holidays(g.store).add(g.hub.id, NOON.date(), NOON.date(), g.lead.id, NOON)
    finally:
        TURN_CHANGES.reset(outside)
    assert await Holidays(g.store).of(g.hub.id) == []
