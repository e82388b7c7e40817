"""Who may do what: every command for every role, by asking the routes themselves."""

from collections.abc import Mapping
from datetime import date

import pytest

from bot.bootstrap import FEATURES, who_is
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.identity import Cohort, Enrolment, Hub, Person
from bot.core.permissions import (
    LEADS_DO_IT_FOR_SOMEBODY,
    OTHER_HUB,
    WHO_CAN,
    PermissionDenied,
    Role,
    allow,
    allow_hub,
    roles,
)
from bot.core.reply import Reply, Text
from bot.core.routes import Routes, discover
from bot.core.routing import action, command, intent
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind
from tests.support.ground import NOON, account, ground
from tests.support.made_up_features import made_up_module
from tests.support.stores import store
from tests.support.stores import url_of_both as url

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
DECLARED = discover(FEATURES).catalogue.roles
MAY = {
    Role.ANYONE: set(PEOPLE),
    Role.SPECIALIST: {"a specialist"},
    Role.LEAD: {"a lead", "an administrator"},
    Role.ADMIN: {"an administrator"},
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", DECLARED)
def test_every_command_is_for_whom_it_declares(name: str, who: str) -> None:
    role = DECLARED[name]
    if who in MAY[role]:
        allow(role, PEOPLE[who])
        return
    with pytest.raises(PermissionDenied) as refused:
        allow(role, PEOPLE[who])
    leads = role is Role.SPECIALIST and Role.LEAD in roles(PEOPLE[who])
    assert str(refused.value) == (LEADS_DO_IT_FOR_SOMEBODY if leads else WHO_CAN[role])
    assert role.value in str(refused.value), "a refusal says who can"


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


async def test_who_may_not_is_refused_before_the_handler_and_who_may_is_known_to_it(
    store: Store, knowledge: Knowledge
) -> None:
    seen: list[Person] = []

    async def status(turn: Turn, _given: object) -> Reply:
        seen.append(turn.me)
        return Reply((Text("done"),), "cohort_status")

    @command("cohort status", role=Role.LEAD, help="How everybody stands", writes=False)
    async def typed(turn: Turn, words: str) -> Reply:
        return await status(turn, words)

    @action("sort", of="cohort status", writes=False)
    async def pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
        return await status(turn, values)

    @intent("cohort_status", of="cohort status", writes=False)
    async def meant(turn: Turn, finding: Finding) -> Reply:
        return await status(turn, finding)

    g = await ground(store)
    await g.enrol("Sam Patel")
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("the lead"), NOON)
    routes = Routes()
    routes.include(made_up_module(typed, pressed, meant))

    async def turn(user: str) -> Turn:
        person = await who_is(store, account(user))
        return Turn(Message(account(user), "C", "status"), NOON, knowledge, store, person)

    for user in ("nobody", "a teacher"):
        with pytest.raises(PermissionDenied, match="hub lead"):
            await routes.commands["cohort status"](await turn(user), "")
        with pytest.raises(PermissionDenied, match="hub lead"):
            await routes.actions["sort"](await turn(user), {})
        finding = Finding(FindingKind.REQUEST, ())
        reply = await routes.intents["cohort_status"](await turn(user), finding)
        assert (reply.kind, reply.blocks) == ("cohort_status", (Text(WHO_CAN[Role.LEAD]),))
    assert not seen
    await routes.commands["cohort status"](await turn("the lead"), "")
    await routes.actions["sort"](await turn("the lead"), {})
    assert [person.name for person in seen] == ["Lee Lead"] * 2


def test_a_handler_that_needs_a_person_must_declare_a_role(knowledge: Knowledge) -> None:
    turn = Turn(Message(account("U1"), "C", "hello"), NOON, knowledge, Store("sqlite+aiosqlite://"))
    with pytest.raises(LookupError, match="declares its role"):
        _ = turn.me


async def test_what_needs_a_role_is_answered_for_the_eyes_of_who_asked_only(core: Core, store: Store) -> None:
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("the lead"), NOON)
    assert (await core.handle(Message(account("the lead"), "C", "cohort status"))).personal
    assert not (await core.handle(Message(account("the lead"), "C", "when is the deadline"))).personal
