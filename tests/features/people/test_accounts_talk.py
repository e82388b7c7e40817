"""Accounts and roles as people hear of them: a second account, a role given or taken, and how to unlink."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Sender, Submit
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.people.import_domain import Arrival, ImportRole
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_import import PeopleImport
from bot.identity.repository import People
from tests.support.audit_trail import Audit
from tests.support.ground import NOON, Ground, account, email, ground
from tests.support.kept import kept
from tests.support.sending import left
from tests.support.stores import store, url

__all__ = ["store", "url"]
SLACK, TEAMS, THIRD = account("sam"), Sender("teams", "tenant", "aad-sam"), account("third")


@dataclass
class AccountsTalk:
    """Sam in Slack and in Teams, Pat who administers, and what is left to be sent to each account."""

    core: Core
    ground: Ground
    sam: Person

    async def reply(self, who: Sender, text: str) -> Reply:
        said = Message(who, f"with {who.user}", text, {"user": who.user})
        return await self.core.handle(said)

    async def say(self, who: Sender, text: str) -> str:
        return plain(await self.reply(who, text))

    async def press(self, who: Sender, reply: Reply, label: str) -> Reply:
        (button,) = (one for one in reply.buttons if one.label.startswith(label))
        return await self.core.handle(Submit(who, f"with {who.user}", button.action, button.values))

    async def join(self, who: Sender, person: Person) -> str:
        code = await Codes(self.ground.store).make(person.id, None, NOON)
        return await self.say(who, f"join {code.words}")

    async def told(self, who: Sender) -> list[str]:
        return [plain(post.reply) for post in await left(self.ground.store) if post.to == who]

    async def users(self) -> list[str]:
        return [one.user for one in await People(self.ground.store).accounts(self.sam.id)]


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> AccountsTalk:
    clock.moment = NOON
    g = await ground(store)
    pat = await PeopleRegister(store).add("Pat Admin", "pat@ncetm.example", NOON, admin=True)
    talk = AccountsTalk(core.over(store), g, await g.enrol("Sam Patel"))
    await talk.join(account("pat"), pat)
    await talk.join(account("lee"), g.lead)
    return talk


async def test_who_is_linked_hears_of_a_second_account_and_unlinks_it(talk: AccountsTalk) -> None:
    await talk.join(SLACK, talk.sam)
    assert await talk.told(SLACK) == []
    welcome = await talk.join(TEAMS, talk.sam)
    assert "Also linked to your record: Slack" in welcome
    (told,) = await talk.told(SLACK)
    assert "Another account was linked to your record: Teams, with a joining code." in told
    assert "“accounts”" in told
    assert await talk.told(TEAMS) == []
    shown = await talk.reply(SLACK, "accounts")
    assert shown.personal
    assert "Slack, this one" in plain(shown)
    asked = await talk.press(SLACK, shown, "Unlink Teams")
    assert "Unlink your Teams account" in plain(asked)
    assert await talk.users() == ["sam", "aad-sam"], "nothing is changed by asking"
    assert "is unlinked" in plain(await talk.press(SLACK, asked, "Yes"))
    assert await talk.users() == ["sam"]
    assert "Only enrolled specialists" in await talk.say(TEAMS, "releaseday balance")
    assert "was unlinked" in (await talk.told(TEAMS))[-1], "so that nobody is locked out without a word"
    trail = [one.what for one in await Audit(talk.ground.store).recent(person_id=talk.sam.id)]
    assert trail[0] == "account.unlinked"


async def test_a_plain_yes_unlinks_and_a_no_does_not(talk: AccountsTalk) -> None:
    for who in (SLACK, TEAMS):
        await talk.join(who, talk.sam)
    for answer, left_over in (("no", ["sam", "aad-sam"]), ("yes", ["sam"])):
        await talk.press(SLACK, await talk.reply(SLACK, "accounts"), "Unlink Teams")
        await talk.say(SLACK, answer)
        assert await talk.users() == left_over


async def test_ones_own_account_can_be_unlinked_and_a_code_links_it_again(talk: AccountsTalk) -> None:
    await talk.join(SLACK, talk.sam)
    asked = await talk.press(SLACK, await talk.reply(SLACK, "accounts"), "Unlink Slack")
    assert "It is the only one" in plain(asked)
    assert "is unlinked" in plain(await talk.press(SLACK, asked, "Yes"))
    assert "isn't linked to a record" in await talk.say(SLACK, "accounts")
    assert "Welcome, Sam Patel!" in await talk.join(SLACK, talk.sam)


async def test_nobody_unlinks_somebody_elses_account(talk: AccountsTalk) -> None:
    await talk.join(SLACK, talk.sam)
    (sams,) = await People(talk.ground.store).accounts(talk.sam.id)
    for who in (account("pat"), account("lee"), account("nobody")):
        for action in ("account_unlink", "account_unlink_sure"):
            forged = Submit(who, "C", action, {"account": str(sams.id)})
            assert "unlinked" not in plain(await talk.core.handle(forged))
    assert await talk.users() == ["sam"]


async def test_what_was_unlinked_is_not_linked_again_by_its_address(talk: AccountsTalk) -> None:
    await talk.join(SLACK, talk.sam)
    link = Codes(talk.ground.store).link_by_email
    assert await link(TEAMS, email("Sam Patel"), NOON, trusted=True)
    assert "Teams, by its e-mail address" in (await talk.told(SLACK))[-1]
    asked = await talk.press(SLACK, await talk.reply(SLACK, "accounts"), "Unlink Teams")
    await talk.press(SLACK, asked, "Yes")
    later = NOON + timedelta(days=2)
    assert await link(TEAMS, email("Sam Patel"), later, trusted=True) is None
    assert await link(THIRD, email("Sam Patel"), later, trusted=True), "another one may be"
    assert "Welcome, Sam Patel!" in await talk.join(TEAMS, talk.sam), "and with a code it comes back"


async def test_what_waits_for_an_unlinked_account_is_not_sent_to_it(talk: AccountsTalk) -> None:
    for who in (SLACK, TEAMS, THIRD):
        await talk.join(who, talk.sam)
    assert len(await talk.told(TEAMS)) == 1
    asked = await talk.press(SLACK, await talk.reply(SLACK, "accounts"), "Unlink Teams")
    await talk.press(SLACK, asked, "Yes")
    (told,) = await talk.told(TEAMS)
    assert "was unlinked" in told


async def test_who_becomes_a_lead_or_stops_is_told_by_whom(talk: AccountsTalk) -> None:
    await talk.join(SLACK, talk.sam)
    pat, place = account("pat"), talk.ground.other.name
    made = await talk.say(pat, f"cohort lead Sam Patel, {email('Sam Patel')}, {place}")
    assert "Slack" in made, "the administrator sees which accounts take the role on"
    assert await talk.told(SLACK) == [
        f"You are now a lead of {place}: Pat Admin made you one. Type “cohort” to see what you can do.\n"
        "Your record is linked to Slack. If an account isn't yours, type “accounts” and unlink it."
    ]
    await talk.say(pat, f"cohort lead remove {email('Sam Patel')}, {place}")
    assert (await talk.told(SLACK))[1:] == [
        f"You no longer lead {place}: Pat Admin took that back. "
        "If that is a mistake, ask a programme administrator."
    ]


async def test_who_is_made_an_administrator_by_the_operator_is_told_and_told_again_when_it_ends(
    talk: AccountsTalk,
) -> None:
    await talk.join(SLACK, talk.sam)
    store = talk.ground.store
    boss = Arrival(2, "Sam Patel", email("Sam Patel"), "", "", "", ImportRole.ADMIN)
    await PeopleImport(store).bring_in([boss], {}, NOON)
    await PeopleRegister(store).unmake_administrator(talk.sam.id, NOON)
    given, taken = await talk.told(SLACK)
    assert "You are now a programme administrator: an administrator made you one." in given
    assert "You are no longer a programme administrator: an administrator took that back." in taken


async def test_an_account_without_a_code_is_told_that_it_needs_one_for_the_role(talk: AccountsTalk) -> None:
    store, place = talk.ground.store, talk.ground.other
    await Codes(store).link_by_email(SLACK, email("Sam Patel"), NOON, trusted=True)
    await PeopleRegister(store).remember_address(SLACK, {"user": "sam"})
    made = await talk.say(account("pat"), f"cohort lead Sam Patel, {email('Sam Patel')}, {place.name}")
    code = made.partition("Joining code: ")[2].split("\n")[0]
    assert code, "their account has no code behind it, so it needs one"
    assert "type “join” and the code" in (await talk.told(SLACK))[-1]
    assert "linked by its e-mail address alone" in await talk.say(SLACK, "cohort status")
    assert f"lead of {place.name}" in await talk.say(SLACK, f"join {code}")
    assert "Only hub leads" not in await talk.say(SLACK, "cohort status")


async def test_an_administrator_makes_a_new_code_for_a_lead_and_a_lead_cannot(talk: AccountsTalk) -> None:
    await talk.ground.lead_elsewhere()
    for words in ("Fay Lead", "fay@hub.example"):
        made = await talk.say(account("pat"), f"cohort code {words}")
        assert "Joining code" in made
        assert "lead of Fenland Maths Hub" in made
    assert "nobody of that name" in await talk.say(account("lee"), "cohort code Fay Lead")
    assert "nobody called “Nobody Here”" in await talk.say(account("pat"), "cohort code Nobody Here")
    assert "Joining code" in await talk.say(account("pat"), "cohort code Sam Patel")
    assert "Joining code" in await talk.say(account("pat"), "cohort code Pat Admin")
