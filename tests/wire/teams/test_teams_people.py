"""Who is who in Teams, and where they are reached: references kept, e-mail where it is trusted, chats opened."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from adapters.teams.conversation_references import LASTS
from adapters.teams.private_replies import ASK_ME_THERE, PRIVATELY
from adapters.teams.users import AGAIN
from bot.core.activity import Sender
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.identity.repository import People
from knowledge.model import Knowledge
from knowledge.search import Search
from scheduler.ports import Ambiguous, Outcome, Refused, Sent, Throttled
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.teams import DROPPED, Json, TeamsFault
from tests.support.fakes.teams_client import TeamsPerson
from tests.support.ground import NOON, email, ground
from tests.support.made_up_bot import Answering
from tests.support.stores import store, url
from tests.support.teams_world import ENVIRONMENT, TeamsWorld, world

__all__ = ["store", "url"]

SAM = Sender("teams", TENANT, "aad-sam")
MINE = Reply((Text("4 days left"),), "balance", personal=True)
REMINDER = Reply((Text("A reminder"),), "reminder")
THEIRS: Json = {"id": "29:sam", "aadObjectId": "aad-sam", "tenantId": TENANT, "email": email("Sam Patel")}
Trusting = Callable[..., AbstractAsyncContextManager[TeamsWorld]]


@pytest.fixture
def bot() -> Answering:
    return Answering({"balance": MINE})


@pytest.fixture
def trusting(bot: Answering, knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> Trusting:
    """A world in which app.yaml trusts these tenants; ours, unless others are named."""
    clock.moment = NOON

    def made(
        *tenants: str, environment: Mapping[str, str] = ENVIRONMENT
    ) -> AbstractAsyncContextManager[TeamsWorld]:
        core = bot.core(knowledge, search, store, clock)
        return world(core, store, clock, environment, trusted=tenants or (TENANT,))

    return made


@pytest.fixture
async def w(trusting: Trusting) -> AsyncIterator[TeamsWorld]:
    async with trusting("somebody-else") as one:
        yield one


async def enrolled(store: Store, by_code: bool = True) -> int:
    """Sam, with an account here unless it is to be found by e-mail."""
    g = await ground(store)
    done = await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)
    assert done.code
    if by_code:
        await Codes(store).redeem(done.code.words, SAM, NOON)
    return done.person.id


async def reminded(w: TeamsWorld, store: Store, person_id: int) -> Outcome:
    """What becomes of a reminder to where they are reached now."""
    address = (await People(store).accounts(person_id))[0].address
    return await w.platform.sender.send(address, REMINDER, "t")


async def test_the_whole_reference_is_kept_and_renewed_when_anything_in_it_changes(
    w: TeamsWorld, store: Store
) -> None:
    person_id = await enrolled(store)
    sam = w.person()
    said = sam.message("hello")
    said["conversation"]["somethingNew"] = True
    await sam.send(said)
    address = (await People(store).accounts(person_id))[0].address
    assert set(address) == {"channelId", "serviceUrl", "conversation", "bot", "user", "locale"}
    assert (address["channelId"], address["serviceUrl"]) == ("msteams", w.teams.url)
    assert address["conversation"] == said["conversation"], "also what we know nothing of"
    assert (address["bot"], address["user"]) == (said["recipient"], said["from"])
    await sam.send({**sam.message("hello"), "locale": "cy-GB"})
    assert (await People(store).accounts(person_id))[0].address["locale"] == "cy-GB"


async def test_the_same_directory_id_in_another_tenant_is_somebody_else(
    bot: Answering, knowledge: Knowledge, search: Search, store: Store, clock: SetClock
) -> None:
    several = {**ENVIRONMENT, "MICROSOFT_APP_TYPE": "MultiTenant"}
    core = bot.core(knowledge, search, store, clock)
    async with world(core, store, clock, several, tenants=(TENANT, "bbbb")) as w:
        for tenant in (TENANT, "bbbb"):
            await w.person(tenant=tenant).type("hello")
    assert [one.sender for one in bot.heard] == [SAM, Sender("teams", "bbbb", "aad-sam")]


async def test_what_is_personal_is_not_shown_where_others_listen(w: TeamsWorld, store: Store) -> None:
    await enrolled(store)
    await w.person().type("hello")
    for kind in ("channel", "groupChat"):
        before = len(w.teams.said)
        await w.person(kind=kind).type("balance")
        assert [(p.conversation[:2], p.body["text"]) for p in w.teams.said[before:]] == [
            ("a:", "4 days left"),
            ("19", PRIVATELY),
        ]


async def test_a_chat_that_does_not_say_of_which_kind_it_is_counts_as_no_private_one(
    w: TeamsWorld, store: Store
) -> None:
    await enrolled(store)
    sam = w.person()
    said = sam.message("balance")
    del said["conversation"]["conversationType"]
    said["conversation"]["id"] = "19:somewhere"
    await sam.send(said)
    assert [post.conversation for post in w.teams.said if "4 days left" in str(post.body)] == ["a:sam"]


async def test_who_has_only_used_a_channel_is_answered_in_a_private_chat_that_is_opened(
    w: TeamsWorld, store: Store
) -> None:
    person_id = await enrolled(store)
    in_channel = w.person(kind="channel")
    assert await in_channel.type("balance") == ["bot: 4 days left", f"bot: {PRIVATELY}"]
    assert isinstance(await reminded(w, store, person_id), Sent)
    assert [post.conversation[:2] for post in w.teams.said] == ["a:", "19", "a:"]
    (asked,) = w.teams.opened
    assert (asked["bot"], asked["members"], asked["tenantId"]) == ({"id": "28:bot"}, [{"id": "29:sam"}], TENANT)
    await w.person().type("hello")
    await in_channel.type("hello")
    address = (await People(store).accounts(person_id))[0].address
    assert address["conversation"]["id"] == "a:sam", "a channel takes no private chat's place"


async def test_a_channel_takes_no_private_chats_place_after_a_restart_either(
    trusting: Trusting, store: Store
) -> None:
    person_id = await enrolled(store)
    for kind in ("personal", "channel"):
        async with trusting("somebody-else") as w:
            await w.person(kind=kind).type("hello")
    assert (await People(store).accounts(person_id))[0].address["conversation"]["id"] == "a:sam"


async def test_another_process_that_knew_them_before_keeps_that_they_added_the_bot_again(
    trusting: Trusting, store: Store
) -> None:
    person_id = await enrolled(store)
    async with trusting("somebody-else") as one, trusting("somebody-else") as other:
        there = TeamsPerson(
            one.teams, other.microsoft, other.session, other.bot
        )  # the same Teams, the other process
        await there.type("hello")
        await one.person().send(one.person().activity("installationUpdate", action="remove"))
        assert isinstance(await reminded(one, store, person_id), Refused)
        await there.send(there.activity("installationUpdate", action="add"))
        assert isinstance(await reminded(one, store, person_id), Sent)
        await one.person().send(one.person().activity("installationUpdate", action="remove"))
        other.hands.seconds += LASTS + 1
        await there.type("hello")
        assert isinstance(await reminded(one, store, person_id), Sent), "who writes has the bot"


async def test_a_chat_that_cannot_be_opened_is_said_and_nothing_is_shown_in_the_channel(
    w: TeamsWorld, store: Store
) -> None:
    person_id = await enrolled(store)
    w.teams.faults.append(TeamsFault(403, "BotNotInConversationRoster"))
    assert await w.person(kind="channel").type("balance") == [f"bot: {ASK_ME_THERE}"]
    w.teams.faults += [TeamsFault(500), TeamsFault(429, retry_after="7")]
    refused = await reminded(w, store, person_id)
    assert isinstance(refused, Refused)
    assert not refused.for_good, "nothing was said in it, so it can be tried again"
    assert isinstance(await reminded(w, store, person_id), Throttled)
    assert isinstance(await reminded(w, store, person_id), Sent)
    w.teams.faults.append(TeamsFault(DROPPED))
    assert isinstance(await reminded(w, store, person_id), Ambiguous), "the chat is open by now"
    assert len(w.teams.opened) == 1


async def test_whom_a_trusted_tenant_vouches_for_is_known_from_the_first_word(
    trusting: Trusting, store: Store
) -> None:
    person_id = await enrolled(store, by_code=False)
    async with trusting() as w:
        w.teams.roster["29:sam"] = THEIRS
        await w.person().type("hello")
        assert w.teams.looked_up == ["29:sam"]
        assert isinstance(await reminded(w, store, person_id), Sent)
        await w.person().type("hello")
        assert len(w.teams.looked_up) == 1, "once known, nobody asks again"


@pytest.mark.parametrize(
    "changed",
    [
        {"tenantId": "another"},
        {"tenantId": None},
        {"aadObjectId": "aad-eve"},
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"userPrincipalName": "sam.patel_school.example#EXT#@hub.example"},
        {"email": None},
        {"email": "somebody.else@school.example"},
    ],
)
async def test_a_guests_or_another_ones_address_links_nobody(
    trusting: Trusting, store: Store, changed: Json
) -> None:
    await enrolled(store, by_code=False)
    async with trusting() as w:
        w.teams.roster["29:sam"] = {**THEIRS, **changed}
        await w.person().type("hello")
        assert len(w.teams.looked_up) == 1
    assert await People(store).of(SAM) is None


async def test_a_tenant_that_is_not_trusted_is_not_even_asked(w: TeamsWorld, store: Store) -> None:
    await enrolled(store, by_code=False)
    w.teams.roster["29:sam"] = THEIRS
    await w.person().type("hello")
    assert not w.teams.looked_up
    assert await People(store).of(SAM) is None


async def test_in_development_where_anybody_may_write_no_address_is_believed(
    trusting: Trusting, store: Store
) -> None:
    await enrolled(store, by_code=False)
    async with trusting(environment={**ENVIRONMENT, "TEAMS_ALLOW_ANONYMOUS": "1"}) as w:
        w.teams.roster["29:sam"] = THEIRS
        await w.person().send(w.person().message("hello"), "")
        assert not w.teams.looked_up
    assert await People(store).of(SAM) is None


async def test_a_stranger_is_looked_up_in_private_chat_only_and_now_and_then(
    trusting: Trusting, store: Store, clock: SetClock
) -> None:
    async with trusting() as w:
        await w.person(kind="channel").type("hello")
        assert not w.teams.looked_up
        w.teams.faults.append(TeamsFault(500))
        for _ in range(2):
            assert await w.person().type("hello") == ["bot: heard hello"], "no turn fails over it"
        assert len(w.teams.looked_up) == 1
        clock.moment += AGAIN + timedelta(seconds=1)
        await enrolled(store, by_code=False)
        w.teams.roster["29:sam"] = THEIRS
        await w.person().type("hello")
    assert await People(store).of(SAM) is not None, "whom their hub has enrolled meanwhile"
