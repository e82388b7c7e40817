"""Who may do what: every command for every role, by asking the routes themselves."""

from collections.abc import Mapping
from datetime import date
from types import ModuleType

import pytest

from bot.bootstrap import FEATURES
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.identity import Cohort, Enrolment, Hub, Person
from bot.core.permissions import NEEDS, OTHER_HUB, WHO_CAN, PermissionDenied, Role, allow, allow_hub, roles
from bot.core.reply import Reply, Text
from bot.core.routing import Routes, action, command, discover, intent
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind
from tests.support.ground import NOON, account, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]
HERE, THERE = Hub(1, "One Maths Hub"), Hub(2, "Other Maths Hub")
COHORT = Cohort(1, "Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20)
PEOPLE: Mapping[str, Person | None] = {
    "a teacher": None,
    "somebody who has left": Person(1, "Al Fox"),
    "a specialist": Person(2, "Sam Patel", enrolments=(Enrolment(1, HERE, COHORT, "St Anne's", NOON),)),
    "a lead": Person(3, "Lee Lead", leads=(HERE,)),
    "an administrator": Person(4, "Ada Boss", admin=True),
}
MAY = {
    Role.ANYONE: set(PEOPLE),
    Role.SPECIALIST: {"a specialist"},
    Role.LEAD: {"a lead", "an administrator"},
    Role.ADMIN: {"an administrator"},
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", NEEDS)
def test_every_command_is_for_whom_the_table_says(name: str, who: str) -> None:
    role = NEEDS[name]
    if who in MAY[role]:
        allow(role, PEOPLE[who])
        return
    with pytest.raises(PermissionDenied) as refused:
        allow(role, PEOPLE[who])
    assert str(refused.value) == WHO_CAN[role]
    assert role.value in str(refused.value), "a refusal says who can"


def test_every_command_that_exists_says_what_it_needs() -> None:
    assert set(discover(FEATURES).commands) <= set(NEEDS)


def test_a_lead_leads_their_own_hub_and_an_administrator_all() -> None:
    allow_hub(PEOPLE["a lead"], HERE.id)
    allow_hub(PEOPLE["an administrator"], THERE.id)
    with pytest.raises(PermissionDenied, match=OTHER_HUB):
        allow_hub(PEOPLE["a lead"], THERE.id)
    for who in ("a teacher", "a specialist"):
        with pytest.raises(PermissionDenied, match="hub lead"):
            allow_hub(PEOPLE[who], HERE.id)


def test_roles_add_up() -> None:
    both = Person(5, "Both", enrolments=(Enrolment(1, HERE, COHORT, "St Anne's", NOON),), leads=(THERE,))
    assert roles(both) == {Role.ANYONE, Role.SPECIALIST, Role.LEAD}
    assert roles(None) == {Role.ANYONE}


def module(*handlers: object) -> ModuleType:
    made = ModuleType("handlers_of_a_test")
    for number, handler in enumerate(handlers):
        handler.__module__ = made.__name__
        setattr(made, f"handler_{number}", handler)
    return made


def test_a_command_that_says_nothing_of_who_may_use_it_is_refused_at_the_start() -> None:
    @command("cohort dissolve")
    async def dissolve(_turn: Turn, _words: str) -> Reply:
        raise NotImplementedError

    @action("press", needs="cohort dissolve")
    async def press(_turn: Turn, _values: Mapping[str, str]) -> Reply:
        raise NotImplementedError

    for handler in (dissolve, press):
        with pytest.raises(
            ValueError, match=r"bot/core/permissions.py does not say who may use .*cohort dissolve"
        ):
            Routes().include(module(handler))


async def test_who_may_not_is_refused_before_the_handler_and_who_may_is_known_to_it(
    store: Store, knowledge: Knowledge
) -> None:
    seen: list[Person] = []

    async def status(turn: Turn, _given: object) -> Reply:
        seen.append(turn.me)
        return Reply((Text("done"),), "cohort_status")

    @command("cohort status")
    async def typed(turn: Turn, words: str) -> Reply:
        return await status(turn, words)

    @action("sort", needs="cohort status")
    async def pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
        return await status(turn, values)

    @intent("cohort_status", needs="cohort status")
    async def meant(turn: Turn, finding: Finding) -> Reply:
        return await status(turn, finding)

    g = await ground(store)
    await g.enrol("Sam Patel")
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("the lead"), NOON)
    routes = Routes()
    routes.include(module(typed, pressed, meant))

    def turn(user: str) -> Turn:
        return Turn(Message(account(user), "C", "status"), NOON, knowledge, store)

    for user in ("nobody", "a teacher"):
        with pytest.raises(PermissionDenied, match="hub lead"):
            await routes.commands["cohort status"](turn(user), "")
        with pytest.raises(PermissionDenied, match="hub lead"):
            await routes.actions["sort"](turn(user), {})
        finding = Finding(FindingKind.REQUEST, ())
        reply = await routes.intents["cohort_status"](turn(user), finding)
        assert (reply.kind, reply.blocks) == ("cohort_status", (Text(WHO_CAN[Role.LEAD]),))
    assert not seen
    await routes.commands["cohort status"](turn("the lead"), "")
    await routes.actions["sort"](turn("the lead"), {})
    assert [person.name for person in seen] == ["Lee Lead"] * 2


def test_a_handler_that_needs_no_role_knows_nobody(knowledge: Knowledge) -> None:
    turn = Turn(Message(account("U1"), "C", "hello"), NOON, knowledge, Store("sqlite+aiosqlite://"))
    with pytest.raises(LookupError, match="declares no role"):
        _ = turn.me


async def test_what_needs_a_role_is_answered_for_the_eyes_of_who_asked_only(core: Core, store: Store) -> None:
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("the lead"), NOON)
    assert (await core.handle(Message(account("the lead"), "C", "cohort status"))).personal
    assert not (await core.handle(Message(account("the lead"), "C", "when is the deadline"))).personal
