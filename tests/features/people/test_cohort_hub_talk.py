"""What a programme administrator says about hubs and their leads, and that nobody else can."""

from dataclasses import dataclass

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.identity.repository import People
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]


@dataclass
class AdminTalk:
    core: Core
    ground: Ground

    async def reply(self, text: str, user: str = "admin") -> Reply:
        return await self.core.handle(Message(account(user), user, text))

    async def say(self, text: str, user: str = "admin") -> str:
        return plain(await self.reply(text, user))

    async def press(self, reply: Reply, label: str, user: str = "admin") -> str:
        (button,) = (button for button in reply.buttons if button.label == label)
        return plain(await self.core.handle(Submit(account(user), user, button.action, dict(button.values))))


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> AdminTalk:
    clock.moment = NOON
    g = await ground(store)
    admin = await PeopleRegister(store).add("Pat Admin", "pat@ncetm.example", NOON, admin=True)
    for person, user in ((admin.id, "admin"), (g.lead.id, "lead")):
        code = await Codes(store).make(person, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    return AdminTalk(core.over(store), g)


async def test_a_new_hub_is_asked_about_then_added_with_its_lead(talk: AdminTalk) -> None:
    asked = await talk.reply("cohort hub North Wolds")
    assert "There is no hub called North Wolds yet. Add it?" in plain(asked)
    assert "No hub was added" in await talk.press(asked, "Don't")
    assert "North Wolds is there" in await talk.press(asked, "Add this hub")
    assert "North Wolds: no lead yet" in await talk.say("cohort hub north wolds")
    said = await talk.say("cohort lead Ann Lee, ann.lee@school.example, North Wolds")
    assert "Leads: North Wolds" in said
    code = said.partition("Joining code: ")[2].split("\n")[0]
    assert "lead of North Wolds" in await talk.say(f"join {code}", "ann")
    assert "North Wolds: Ann Lee" in await talk.say("cohort hub")


async def test_who_is_known_already_gets_no_second_code(talk: AdminTalk) -> None:
    hub = await HubRegister(talk.ground.store).ensure_hub("North Wolds", NOON)
    said = await talk.say(f"cohort lead Somebody, {talk.ground.lead.email}, {hub.name}")
    assert "linked already" in said
    assert "Joining code" not in said


async def test_a_lead_who_stops_leads_no_more(talk: AdminTalk) -> None:
    gone = f"cohort lead remove {talk.ground.lead.email}, {talk.ground.hub.name}"
    assert "no longer leads" in await talk.say(gone)
    assert "They don't lead that hub" in await talk.say(gone)
    assert "Only hub leads" in await talk.say("cohort status", "lead")


@pytest.mark.parametrize(
    "typed",
    ["cohort lead", "cohort hub", "cohort hub X", "cohort lead Ann, a@b.example, X", "cohort lead remove a, b"],
)
@pytest.mark.parametrize("user", ["lead", "stranger"])
async def test_only_administrators_can(talk: AdminTalk, typed: str, user: str) -> None:
    assert "Only programme administrators can do that" in await talk.say(typed, user)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("cohort lead Ann Lee", "Write it like this"),
        ("cohort lead Ann Lee, not an address, Kent", "Write it like this"),
        ("cohort lead Ann Lee, ann@school.example, Atlantis", "not sure which hub"),
        ("cohort lead remove Ann Lee", "Write it like this"),
    ],
)
async def test_what_is_not_understood_changes_nothing(talk: AdminTalk, typed: str, said: str) -> None:
    before = await People(talk.ground.store).all()
    assert said in await talk.say(typed)
    assert await People(talk.ground.store).all() == before
