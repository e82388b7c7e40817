"""What a joining code and an e-mail address may link, once roles are given: neither takes a role given later."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, text

from bot.core.identity import Person
from bot.core.permissions import Role, roles
from bot.db.store import Store
from bot.features.people.domain import (
    Code,
    CodeEnded,
    CodeForLead,
    CodeNotKnown,
    Entrant,
    OthersPerson,
)
from bot.features.people.import_domain import Arrival, ImportRole
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.people.repository_import import PeopleImport
from bot.identity.repository import People
from bot.identity.tables import LeadRow
from tests.support.audit_trail import Audit
from tests.support.ground import NOON, Ground, account, email, ground
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]
MINUTE = timedelta(minutes=1)
SAM = "Sam Patel"


async def enrolled(store: Store) -> tuple[Ground, Person, Code]:
    """Sam, enrolled by Lee, who leads North Mersey; the code is Lee's to hand over."""
    g = await ground(store)
    done = await Enrolments(store).enrol(g.entrant(SAM), g.lead.id, NOON)
    assert done.code is not None
    return g, done.person, done.code


async def made_lead(g: Ground, person: Person) -> None:
    await HubRegister(g.store).make_lead(person.id, g.other.id, None, NOON)


async def made_administrator(g: Ground, person: Person) -> None:
    arrival = Arrival(2, person.name, str(person.email), "", "", "", ImportRole.ADMIN)
    await PeopleImport(g.store).bring_in([arrival], {}, NOON)


@pytest.mark.parametrize("given", [made_lead, made_administrator])
async def test_a_code_that_is_out_takes_no_role_that_is_given_later(store: Store, given: object) -> None:
    assert callable(given)
    g, sam, code = await enrolled(store)
    await given(g, sam)
    with pytest.raises((CodeEnded, CodeNotKnown)):  # with the role an import brings a code that takes its place
        await Codes(store).redeem(code.words, account("a third"), NOON + MINUTE)
    assert await People(store).of(account("a third")) is None
    new = await Codes(store).make(sam.id, None, NOON)
    assert len(roles(await Codes(store).redeem(new.words, account("sam"), NOON + MINUTE))) > 2


async def test_a_code_stays_ended_when_the_role_is_taken_again(store: Store) -> None:
    g, sam, code = await enrolled(store)
    await made_lead(g, sam)
    await HubRegister(store).unmake_lead(sam.id, g.other.id, None, NOON)
    with pytest.raises(CodeEnded):
        await Codes(store).redeem(code.words, account("a third"), NOON + MINUTE)


async def test_a_code_is_held_against_the_roles_where_it_is_used(store: Store) -> None:
    """However the role came about: here by another way than ours, which ended no code."""
    g, sam, code = await enrolled(store)
    async with store.writing() as connection:
        await connection.execute(insert(LeadRow), {"person_id": sam.id, "hub_id": g.other.id})
    with pytest.raises(CodeEnded):
        await Codes(store).redeem(code.words, account("a third"), NOON + MINUTE)
    async with store.writing() as connection:
        await connection.execute(delete(LeadRow).where(text("person_id = :it")), {"it": sam.id})
    assert (await Codes(store).redeem(code.words, account("sam"), NOON + MINUTE)).id == sam.id


async def test_a_code_of_one_role_takes_no_second_one(store: Store) -> None:
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await made_lead(g, g.lead)
    with pytest.raises(CodeEnded):
        await Codes(store).redeem(code.words, account("a third"), NOON)


async def test_an_ended_code_is_no_wrong_try_and_no_longer_than_others_on_record(store: Store) -> None:
    g, sam, code = await enrolled(store)
    await made_lead(g, sam)
    for _ in range(6):
        with pytest.raises(CodeEnded):
            await Codes(store).redeem(code.words, account("sam"), NOON)
    await Codes(store).make(sam.id, None, NOON)
    with pytest.raises(CodeNotKnown):
        await Codes(store).redeem(code.words, account("sam"), NOON)


async def test_a_role_that_is_given_again_ends_no_code(store: Store) -> None:
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await HubRegister(store).make_lead(g.lead.id, g.hub.id, None, NOON)
    assert (await Codes(store).redeem(code.words, account("lee"), NOON)).leads == (g.hub,)


async def test_only_administrators_and_the_operator_make_a_code_for_a_role(store: Store) -> None:
    g = await ground(store)
    boss = await PeopleRegister(store).add("Ada Boss", "ada@office.example", NOON, admin=True)
    for person in (g.lead, boss):
        with pytest.raises(CodeForLead):
            await Codes(store).make(person.id, g.lead, NOON)
        for by in (boss, None):
            assert await Codes(store).make(person.id, by, NOON)


async def test_an_e_mail_address_links_nobody_who_has_a_role(store: Store) -> None:
    g = await ground(store)
    boss = await PeopleRegister(store).add("Ada Boss", "ada@office.example", NOON, admin=True)
    for address in ("ada@office.example", str(g.lead.email)):
        assert await Codes(store).link_by_email(account("U9"), address, NOON, trusted=True) is None
    assert await People(store).of(account("U9")) is None
    assert await People(store).accounts(boss.id) == ()


async def test_an_account_that_an_e_mail_address_linked_takes_no_role_that_is_given_later(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol(SAM)
    assert await Codes(store).link_by_email(account("sam"), email(SAM), NOON, trusted=True)
    await made_lead(g, sam)
    await made_administrator(g, sam)
    found = await People(store).of(account("sam"))
    assert found is not None
    assert (set(roles(found)), found.needs_code) == ({Role.ANYONE, Role.SPECIALIST}, True)
    assert await People(store).leads([g.other.id]) == {}, "and is sent no question of that hub's"
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("sam"), NOON)
    found = await People(store).of(account("sam"))
    assert found is not None
    assert (set(roles(found)), found.needs_code) == (set(Role), False)
    assert len(await People(store).accounts(sam.id)) == 1
    assert [of_sam for _, of_sam in (await People(store).leads([g.other.id]))[g.other.id]]


async def test_of_several_accounts_only_those_with_a_code_act_in_the_role(store: Store) -> None:
    g, sam, code = await enrolled(store)
    await Codes(store).redeem(code.words, account("sam"), NOON)
    await Codes(store).link_by_email(account("also sam"), email(SAM), NOON, trusted=True)
    await made_lead(g, sam)
    found = {user: await People(store).of(account(user)) for user in ("sam", "also sam")}
    assert {user: bool(person and person.leads) for user, person in found.items()} == {
        "sam": True,
        "also sam": False,
    }


@pytest.mark.parametrize("who", ["the other hub's lead", "the administrator", "the other hub's specialist", "Lee"])
async def test_a_lead_enrols_nobody_with_a_role_and_nobody_of_another_hub(store: Store, who: str) -> None:
    g = await ground(store)
    fay = await g.lead_elsewhere()
    boss = await PeopleRegister(store).add("Ada Boss", "ada@office.example", NOON, admin=True)
    fen = await g.enrol("Fen Reed", g.other)
    people = {
        "the other hub's lead": fay,
        "the administrator": boss,
        "the other hub's specialist": fen,
        "Lee": g.lead,
    }
    entrant = Entrant("Whoever", people[who].email, "St Anne's", g.hub.id, g.cohort.id)
    with pytest.raises(OthersPerson):
        await Enrolments(store).enrol(entrant, g.lead.id, NOON)
    assert await People(store).at([g.hub.id]) == ()
    if who != "the other hub's specialist":  # whoever is in the cohort already moves instead
        done = await Enrolments(store).enrol(entrant, boss.id, NOON)
        assert done.code is None, "a code would take the role along"


async def test_who_has_left_another_hub_may_be_enrolled(store: Store) -> None:
    g = await ground(store)
    fen = await g.enrol("Fen Reed", g.other)
    await Enrolments(store).leave(fen.id, g.cohort.id, "moved house", None, NOON)
    entrant = Entrant("Fen Reed", fen.email, "St Anne's", g.hub.id, g.cohort.id)
    assert (await Enrolments(store).enrol(entrant, g.lead.id, NOON)).person.id == fen.id


async def test_roles_given_and_taken_are_on_record_with_who_did_it(store: Store) -> None:
    g = await ground(store)
    boss = await PeopleRegister(store).add("Ada Boss", "ada@office.example", NOON, admin=True)
    sam = await g.enrol(SAM)
    await HubRegister(store).make_lead(sam.id, g.other.id, boss.id, NOON)
    await HubRegister(store).unmake_lead(sam.id, g.other.id, boss.id, NOON)
    await made_administrator(g, sam)
    assert await PeopleRegister(store).unmake_administrator(sam.id, NOON)
    assert not await PeopleRegister(store).unmake_administrator(sam.id, NOON)
    trail = [(one.what, one.by, one.hub_id) for one in await Audit(store).recent(person_id=sam.id)]
    assert [one for one in trail if one[0].startswith(("lead", "admin"))] == [
        ("admin.unmade", None, None),
        ("admin.made", None, None),
        ("lead.unmade", boss.id, g.other.id),
        ("lead.made", boss.id, g.other.id),
    ]
