"""Enrolling and joining as they are typed: a lead enrols, a specialist joins, and nobody else gets anywhere."""

import re
from dataclasses import dataclass

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.people.codes import code_in
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.identity.repository import People
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept

CODE = re.compile(r"Joining code: (\S+)")


@dataclass
class JoinTalk:
    """Several people talking to one bot."""

    core: Core
    ground: Ground

    async def say(self, user: str, text: str) -> str:
        return plain(await self.reply(user, text))

    async def reply(self, user: str, text: str) -> Reply:
        return await self.core.handle(Message(account(user), f"with {user}", text))

    async def enrolled(self, name: str) -> str:
        """The code that the lead is shown for somebody."""
        found = CODE.search(
            await self.say("lead", f"cohort enrol {name}, {name.split(maxsplit=1)[0]}@school.example, Oakfield")
        )
        assert found
        return found[1]


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> JoinTalk:
    clock.moment = NOON
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lead"), NOON)
    return JoinTalk(core, g)


@pytest.mark.parametrize(
    "way",
    ["join {}", "/mastery join {}", "{}", "Join with code {}.", "my code is {}", "please join {}", "JOIN {}!"],
)
async def test_a_code_is_taken_however_it_is_given(talk: JoinTalk, way: str) -> None:
    code = await talk.enrolled("Sam Patel")
    said = await talk.say("sam", way.format(code))
    assert "Welcome, Sam Patel!" in said
    assert "Cohort 12, North Mersey Maths Hub, Oakfield" in said


@pytest.mark.parametrize(
    "way", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")]
)
async def test_a_code_may_be_typed_loosely(talk: JoinTalk, way: object) -> None:
    assert callable(way)
    code = await talk.enrolled("Sam Patel")
    assert "Welcome, Sam Patel!" in await talk.say("sam", f"join {way(code)}")


async def test_what_is_not_a_code_is_asked_for_and_what_does_not_fit_is_said(talk: JoinTalk) -> None:
    assert "join K7QF-3M2P" in await talk.say("sam", "join")
    assert "join K7QF-3M2P" in await talk.say("sam", "where do I put the code")
    assert "doesn't look like a joining code" in await talk.say("sam", "/mastery join hello")
    for _ in range(5):
        assert "I don't know that code" in await talk.say("sam", "join 2222-2222")
    assert "wait an hour" in await talk.say("sam", f"join {await talk.enrolled('Sam Patel')}")


@pytest.mark.parametrize(
    "text", ["join the programme next year?", "can I join tomorrow", "12-11-2026", "2026-2027"]
)
async def test_what_only_looks_a_little_like_it_is_a_question(talk: JoinTalk, text: str) -> None:
    assert code_in(text) is None
    assert "code" not in (await talk.reply("sam", text)).kind


async def test_a_used_code_and_a_taken_account_are_said(talk: JoinTalk) -> None:
    mine, theirs = await talk.enrolled("Sam Patel"), await talk.enrolled("Kim Lee")
    await talk.say("sam", f"join {mine}")
    assert "has been used already" in await talk.say("kim", f"join {mine}")
    assert "belongs to somebody else" in await talk.say("sam", f"join {theirs}")
    assert "Welcome, Kim Lee!" in await talk.say("kim", f"join {theirs}")


@pytest.mark.parametrize("user", ["a teacher", "sam"])
@pytest.mark.parametrize(
    "text",
    [
        "cohort enrol Al Fox, al@school.example, Oakfield",
        "/cohort enrol Al Fox, al@school.example, Oakfield",
        "add a specialist",
        "cohort code Sam Patel",
        "cohort leave Sam Patel",
        "cohort move Sam Patel, Fenland, Upton",
    ],
)
async def test_nobody_but_a_lead_enrols(talk: JoinTalk, user: str, text: str) -> None:
    await talk.say("sam", f"join {await talk.enrolled('Sam Patel')}")
    assert "Only hub leads can do that" in await talk.say(user, text)
    g = talk.ground
    assert [person.name for person in await People(g.store).at([g.hub.id, g.other.id])] == ["Sam Patel"]


async def test_a_lead_is_told_how_and_what_is_wrong(talk: JoinTalk) -> None:
    for text in ("cohort enrol", "add a specialist"):
        assert "cohort enrol Sam Patel, sam@school.example, Oakfield Primary" in await talk.say("lead", text)
    for text in ("cohort enrol Sam", "cohort enrol a, b@c.example, d@e.example", "cohort enrol a, b, c, d"):
        assert "Write it like this" in await talk.say("lead", text)
    await talk.enrolled("Sam Patel")
    assert "enrolled in this cohort already" in await talk.say("lead", "cohort enrol Sam, sam@school.example, Oak")
    assert "not sure which hub" in await talk.say("lead", "cohort enrol Al Fox, al@b.example, Oak, Fenland")
    assert "nobody of that name" in await talk.say("lead", "cohort code Nobody Here")


async def test_a_lead_makes_a_new_code_moves_and_lets_go(talk: JoinTalk) -> None:
    old = await talk.enrolled("Sam Patel")
    found = CODE.search(await talk.say("lead", "cohort code sam patel"))
    assert found
    assert "I don't know that code" in await talk.say("sam", f"join {old}")
    await talk.say("sam", f"join {found[1]}")
    assert "Nothing is changed yet" in await talk.say("lead", "cohort move Sam Patel, fenland, Upton")
    assert "now at Fenland Maths Hub, Upton" in await talk.say("lead", "yes")
    assert "nobody of that name" in await talk.say("lead", "cohort leave Sam Patel"), "of another hub by now"
    await talk.enrolled("Kim Lee")
    assert "Nothing is changed yet" in await talk.say("lead", "cohort leave Kim Lee, moved abroad")
    assert "Kim Lee has left Cohort 12" in await talk.say("lead", "yes")
    history = await Enrolments(talk.ground.store).history((await People(talk.ground.store).all())[0].id)
    assert [place.ended_because for place in history] == ["moved abroad"]


async def test_no_cohort_this_year_is_said(talk: JoinTalk, clock: SetClock) -> None:
    clock.moment = NOON.replace(year=2029)
    said = await talk.say("lead", "cohort enrol Al Fox, al@b.example, Oak")
    assert "Cohort 12's year ended on 31 August 2027, and the next cohort is not set up yet." in said


async def test_a_lead_enrols_by_form_and_each_slip_is_named_at_its_field(talk: JoinTalk) -> None:
    (form,) = (await talk.reply("lead", "cohort enrol")).forms
    good = {**form.values, "name": "Sam Patel", "email": "sam@school.example", "school": "Oakfield"}

    async def send(who: str, **changed: str) -> Reply:
        return await talk.core.handle(Submit(account(who), f"with {who}", form.action, {**good, **changed}))

    for field, wrong in {"name": "", "email": "sam at school", "school": "x" * 121}.items():
        assert set((await send("lead", **{field: wrong})).errors) == {field}
    assert "belongs to another hub" in plain(await send("lead", hub=str(talk.ground.other.id)))
    assert "Only hub leads" in plain(await send("a teacher"))
    assert "Joining code: " in plain(await send("lead"))
    assert "enrolled in this cohort already" in plain(await send("lead"))
