"""Coming onto the programme and linking an account: codes, e-mail, leaving and moving hub, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from bot.db.retention import Retention
from bot.db.store import Store
from bot.features.people.codes import LETTERS, code_in
from bot.features.people.domain import (
    MOST_TRIES,
    AccountTaken,
    AlreadyEnrolled,
    CodeExpired,
    CodeForLead,
    CodeNotKnown,
    CodeUsed,
    EmailTaken,
    Entrant,
    NameMissing,
    NotACode,
    NotEnrolled,
    TooManyTries,
)
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.repository import ReleaseDays
from bot.hubs.repository import NoSuchHub
from bot.identity.repository import People
from bot.identity.tables import EnrolmentRow, PersonRow
from tests.support.audit_trail import Audit
from tests.support.ground import COHORT_13, NOON, account, email, full, ground
from tests.support.ground import asked as request
from tests.support.stores import counted, store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]
MINUTE = timedelta(minutes=1)


async def test_a_code_links_the_account_that_types_it(store: Store) -> None:
    g = await ground(store)
    done = await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)
    assert done.code is not None
    assert done.code.expires_at == NOON + timedelta(days=14)
    assert await People(store).of(account("U1")) is None
    person = await Codes(store).redeem(f" {done.code.words.lower()} ", account("U1"), NOON, {"channel": "D1"})
    assert person == await People(store).of(account("U1"))
    assert person.name == "Sam Patel"
    assert person.enrolment is not None
    assert (person.enrolment.hub, person.enrolment.cohort) == (g.hub, g.cohort)
    (linked,) = await People(store).accounts(person.id)
    assert (linked.user, dict(linked.address), linked.linked_at) == ("U1", {"channel": "D1"}, NOON)


async def test_who_somebody_is_takes_one_query_with_every_role(store: Store) -> None:
    g = await ground(store)
    lead = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(lead.words, account("L1"), NOON)
    await HubRegister(store).make_lead(g.lead.id, g.other.id, None, NOON)
    later = await HubRegister(store).ensure_cohort(COHORT_13, NOON)
    for cohort in (g.cohort, later):
        place = Entrant("Lee Lead", "lee@hub.example", "St Anne's", g.hub.id, cohort.id)
        assert (await Enrolments(store).enrol(place, None, NOON)).code is None, "a lead needs no code of a lead's"
    with counted(store) as statements:
        person = await People(store).of(account("L1"))
    assert len(statements) == 1
    assert person is not None
    assert [hub.name for hub in person.leads] == ["Fenland Maths Hub", "North Mersey Maths Hub"]
    assert [place.cohort.name for place in person.enrolments] == ["Cohort 13", "Cohort 12"]


async def test_one_person_may_have_an_account_on_each_platform(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    for sender in (account("U1"), account("29:x", "tenant", "teams")):
        code = await Codes(store).make(sam.id, g.lead, NOON)
        assert (await Codes(store).redeem(code.words, sender, NOON)).id == sam.id
    assert [one.platform for one in await People(store).accounts(sam.id)] == ["slack", "teams"]


async def test_a_code_works_once_and_never_for_a_second_account(store: Store) -> None:
    g = await ground(store)
    code = (await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)).code
    assert code is not None
    sam = await Codes(store).redeem(code.words, account("U1"), NOON)
    assert await Codes(store).redeem(code.words, account("U1"), NOON) == sam, "a message that was delivered twice"
    with pytest.raises(CodeUsed):
        await Codes(store).redeem(code.words, account("U2"), NOON)
    assert len(await People(store).accounts(sam.id)) == 1


async def test_of_two_who_type_a_code_at_once_one_is_linked(store: Store) -> None:
    g = await ground(store)
    code = (await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)).code
    assert code is not None
    done = await asyncio.gather(
        *(Codes(store).redeem(code.words, account(f"U{n}"), NOON) for n in range(6)), return_exceptions=True
    )
    assert sum(isinstance(one, CodeUsed) for one in done) == 5


async def test_a_code_lasts_for_14_days_and_a_new_one_ends_the_old(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    old = await Codes(store).make(sam.id, g.lead, NOON)
    new = await Codes(store).make(sam.id, g.lead, NOON)
    with pytest.raises(CodeNotKnown):
        await Codes(store).redeem(old.words, account("U1"), NOON)
    with pytest.raises(CodeExpired):
        await Codes(store).redeem(new.words, account("U1"), NOON + timedelta(days=14))
    assert await Codes(store).redeem(new.words, account("U1"), NOON + timedelta(days=14) - MINUTE)


async def test_guessing_is_slowed_to_five_an_hour_an_account(store: Store) -> None:
    g = await ground(store)
    code = (await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)).code
    assert code is not None
    for _ in range(3):
        with pytest.raises(NotACode):
            await Codes(store).redeem("hello", account("U1"), NOON)
    for _ in range(MOST_TRIES):
        with pytest.raises(CodeNotKnown):
            await Codes(store).redeem("2222-2222", account("U1"), NOON)
    with pytest.raises(TooManyTries):
        await Codes(store).redeem(code.words, account("U1"), NOON + timedelta(minutes=59))
    with pytest.raises(CodeNotKnown):
        await Codes(store).redeem("2222-2222", account("U2"), NOON)
    assert await Codes(store).redeem(code.words, account("U1"), NOON + timedelta(minutes=60))


async def test_guessing_at_once_is_slowed_as_much(store: Store) -> None:
    await ground(store)
    done = await asyncio.gather(
        *(Codes(store).redeem("2222-2222", account("U1"), NOON) for _ in range(20)), return_exceptions=True
    )
    assert sum(isinstance(one, CodeNotKnown) for one in done) == MOST_TRIES
    assert sum(isinstance(one, TooManyTries) for one in done) == 20 - MOST_TRIES


async def test_an_account_belongs_to_one_person(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee")
    mine, theirs = await Codes(store).make(sam.id, g.lead, NOON), await Codes(store).make(kim.id, g.lead, NOON)
    await Codes(store).redeem(mine.words, account("U1"), NOON)
    with pytest.raises(AccountTaken):
        await Codes(store).redeem(theirs.words, account("U1"), NOON)
    assert (await Codes(store).redeem(theirs.words, account("U2"), NOON)).id == kim.id, "and the code is not spent"


async def test_no_code_is_kept_in_clear(store: Store) -> None:
    g = await ground(store)
    code = (await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)).code
    assert code is not None
    async with store.transaction() as connection:
        kept = str((await connection.execute(text("SELECT * FROM join_code"))).all())
    bare = code.words.replace("-", "")
    assert bare not in kept
    assert code.words not in kept
    assert set(bare) <= set(LETTERS)
    assert code_in(f"My code is {code.words}!") == bare


async def test_nobody_comes_by_a_role_through_a_code(store: Store) -> None:
    g = await ground(store)
    boss = await PeopleRegister(store).add("Ada Boss", "ada@office.example", NOON, admin=True)
    with pytest.raises(CodeForLead):
        await Codes(store).make(boss.id, g.lead, NOON)
    with pytest.raises(CodeForLead):
        await Codes(store).make(g.lead.id, g.lead, NOON)
    assert await Codes(store).make(g.lead.id, boss, NOON)
    place = Entrant("Ada Boss", "ADA@office.example", "St Anne's", g.hub.id, g.cohort.id)
    done = await Enrolments(store).enrol(place, boss.id, NOON)
    assert (done.person.id, done.code) == (boss.id, None)


async def test_an_e_mail_address_links_only_where_its_tenant_is_trusted(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee")
    link = Codes(store).link_by_email
    assert await link(account("U1"), email("Sam Patel"), NOON, trusted=False) is None
    assert await link(account("U1"), "", NOON, trusted=True) is None
    assert await link(account("U1"), "nobody@school.example", NOON, trusted=True) is None
    assert await People(store).of(account("U1")) is None
    linked = await link(account("U1"), "  SAM.Patel@School.example ", NOON, trusted=True)
    assert linked is not None
    assert linked.id == sam.id
    still = await link(account("U1"), email("Kim Lee"), NOON, trusted=True)
    assert still is not None
    assert still.id == sam.id, "a linked account stays whose it is"
    assert await People(store).accounts(kim.id) == ()


async def test_an_e_mail_address_seen_several_times_at_once_links_once(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    link = Codes(store).link_by_email
    linked = await asyncio.gather(*(link(account("U1"), email("Sam Patel"), NOON, trusted=True) for _ in range(6)))
    assert {person.id for person in linked if person} == {sam.id}
    assert len(await People(store).accounts(sam.id)) == 1


async def test_what_no_longer_counts_is_purged(store: Store) -> None:
    g = await ground(store)
    await g.enrol("Sam Patel")
    with pytest.raises(CodeNotKnown):
        await Codes(store).redeem("2222-2222", account("U1"), NOON)
    assert await Retention(store).purge(NOON + timedelta(minutes=59)) == 0
    assert await Retention(store).purge(NOON + timedelta(minutes=60)) == 1
    assert await Retention(store).purge(NOON + timedelta(days=28)) == 1, "an expired one is told from a wrong one"


async def test_nobody_is_enrolled_twice_in_a_cohort(store: Store) -> None:
    g = await ground(store)
    await g.enrol("Sam Patel")
    for again, by in ((g.entrant("Sam Patel"), g.lead.id), (g.entrant("Sam Patel", g.other), None)):
        with pytest.raises(AlreadyEnrolled):
            await Enrolments(store).enrol(again, by, NOON)
    nameless = Entrant("Jo Ash", None, "St Anne's", g.hub.id, g.cohort.id)
    await Enrolments(store).enrol(nameless, g.lead.id, NOON)
    with pytest.raises(AlreadyEnrolled):
        await Enrolments(store).enrol(Entrant("jo ash", None, "Elsewhere", g.hub.id, g.cohort.id), None, NOON)
    assert len(await People(store).at([g.hub.id])) == 2


async def test_of_several_who_enrol_somebody_at_once_one_does(store: Store) -> None:
    g = await ground(store)
    done = await asyncio.gather(
        *(Enrolments(store).enrol(g.entrant("Sam Patel"), None, NOON) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(one, AlreadyEnrolled) for one in done) == 4
    assert len(await People(store).at([g.hub.id])) == 1


@pytest.mark.parametrize("name, school", [("", "St Anne's"), ("  ", "St Anne's"), ("Sam", " "), ("x" * 121, "y")])
async def test_a_name_and_a_school_are_needed(store: Store, name: str, school: str) -> None:
    g = await ground(store)
    with pytest.raises(NameMissing):
        await Enrolments(store).enrol(Entrant(name, None, school, g.hub.id, g.cohort.id), None, NOON)
    assert await People(store).at([g.hub.id]) == ()


async def test_a_hub_that_does_not_exist_is_refused_in_words(store: Store) -> None:
    g = await ground(store)
    with pytest.raises(NoSuchHub):
        await Enrolments(store).enrol(Entrant("Sam", None, "St Anne's", 10**6, g.cohort.id), None, NOON)
    with pytest.raises(NoSuchHub):
        await HubRegister(store).make_lead(g.lead.id, 10**6, None, NOON)


async def test_leaving_keeps_history_and_somebody_can_come_back(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    await Enrolments(store).leave(sam.id, g.cohort.id, "maternity leave", g.lead.id, NOON + MINUTE)
    with pytest.raises(NotEnrolled):
        await Enrolments(store).leave(sam.id, g.cohort.id, "again", g.lead.id, NOON + MINUTE)
    assert (await g.again(sam)).enrolment is None
    back = await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON + 2 * MINUTE)
    assert back.person.id == sam.id
    history = await Enrolments(store).history(sam.id)
    assert [(place.ended_because, place.ended_at) for place in history] == [
        ("maternity leave", NOON + MINUTE),
        (None, None),
    ]


async def test_moving_hub_keeps_history_and_days(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    await ReleaseDays(store).log(g.whose(sam), [full(2)], request())
    to = Entrant(sam.name, sam.email, "Fen End Primary", g.other.id, g.cohort.id)
    place = await Enrolments(store).move(sam.id, to, g.lead.id, NOON + MINUTE)
    assert (place.hub, place.school) == (g.other, "Fen End Primary")
    assert await People(store).at([g.hub.id]) == ()
    assert [one.hub.name for one in await Enrolments(store).history(sam.id)] == [g.hub.name, g.other.name]
    assert len(await ReleaseDays(store).list(sam.id, g.cohort.id)) == 1
    with pytest.raises(NotEnrolled):
        await Enrolments(store).move(g.lead.id, to, None, NOON)


async def test_people_are_found_by_name_or_address_at_ones_own_hubs(store: Store) -> None:
    g = await ground(store)
    for name in ("Sam Patel", "Sam Patel Jones", "Zoë Ash"):
        await g.enrol(name)
    await g.enrol("Kim Lee", g.other)

    async def found(words: str) -> list[str]:
        return [person.name for person in await People(store).named(words, [g.hub.id])]

    assert await found("sam  PATEL") == ["Sam Patel"]
    assert await found("sam") == ["Sam Patel", "Sam Patel Jones"]
    assert await found("ZOË") == ["Zoë Ash"]
    assert await found(email("Sam Patel Jones")) == ["Sam Patel Jones"]
    assert await found("Kim Lee") == await found("") == await found("%") == []


async def test_an_address_is_one_persons_and_accounts_remember_where_they_are(store: Store) -> None:
    g = await ground(store)
    with pytest.raises(EmailTaken):
        await PeopleRegister(store).add("Somebody Else", "LEE@hub.example", NOON)
    assert not await PeopleRegister(store).remember_address(account("U1"), {"a": 1})
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("U1"), NOON)
    assert await PeopleRegister(store).remember_address(
        account("U1"), {"serviceUrl": "https://x.example", "deep": {"n": 1}}
    )
    (one,) = await People(store).accounts(g.lead.id)
    assert dict(one.address) == {"serviceUrl": "https://x.example", "deep": {"n": 1}}


async def test_leads_come_and_go(store: Store) -> None:
    g = await ground(store)
    await HubRegister(store).make_lead(g.lead.id, g.hub.id, None, NOON)
    assert [person.name for person in await People(store).leading(g.hub.id)] == ["Lee Lead"]
    assert await HubRegister(store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    assert not await HubRegister(store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    assert await People(store).leading(g.hub.id) == ()


@pytest.mark.parametrize("broken", [{"ended_at": NOON}, {"ended_at": NOON - MINUTE, "ended_because": "x"}])
async def test_the_schema_refuses_an_enrolment_that_cannot_be(store: Store, broken: dict[str, object]) -> None:
    g = await ground(store)
    await g.enrol("Sam Patel")
    with pytest.raises(IntegrityError):
        async with store.transaction() as connection:
            await connection.execute(update(EnrolmentRow).values(**broken))


async def test_the_schema_refuses_an_address_in_capitals(store: Store) -> None:
    await ground(store)
    with pytest.raises(IntegrityError):
        async with store.transaction() as connection:
            await connection.execute(update(PersonRow).values(email="Lee@hub.example"))


async def test_what_happens_to_a_person_is_on_the_trail(store: Store) -> None:
    g = await ground(store)
    code = (await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)).code
    assert code is not None
    sam = await Codes(store).redeem(code.words, account("U1"), NOON)
    await Enrolments(store).leave(sam.id, g.cohort.id, "left", g.lead.id, NOON)
    trail = [(change.what, change.by) for change in await Audit(store).recent(person_id=sam.id)]
    assert trail == [
        ("enrolment.left", g.lead.id),
        ("account.linked", sam.id),
        ("code.made", g.lead.id),
        ("enrolment.opened", g.lead.id),
    ]
    assert code.words not in str(await Audit(store).recent())
