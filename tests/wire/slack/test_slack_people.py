"""Who somebody in Slack is: known by e-mail where that is trusted, reached where they were, answered in order."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.features.people.domain import Entrant
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from scheduler.ports import Sent
from tests.support.fakes.slack import GATED, TEAM, dm_with, refused
from tests.support.ground import NOON, account, email, ground
from tests.support.kept import kept
from tests.support.slack_rig import Rig, rigged, until

SAM = {"profile": {"email": "Sam.Patel@School.example"}, "is_email_confirmed": True}
BALANCE = "releaseday balance"


@pytest.fixture
@kept
async def sam(store: Store, clock: SetClock) -> Person:
    """Enrolled, and never joined."""
    clock.moment = NOON
    return await (await ground(store)).enrol("Sam Patel")


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock, sam: Person) -> AsyncIterator[Rig]:  # noqa: ARG001
    clock.moment = NOON
    async with rigged(core, store, clock) as rig:  # TEAM is trusted there
        yield rig


async def test_who_was_enrolled_is_known_by_their_address_at_their_first_word(
    rig: Rig, store: Store, sam: Person
) -> None:
    rig.slack.users["USAM"] = SAM
    await rig.dm("USAM", BALANCE)
    assert "0 days used" in rig.slack.shown[-1].text
    (known,) = await People(store).accounts(sam.id)
    assert (known.tenant, known.user) == (TEAM, "USAM")
    assert isinstance(await rig.platform.sender.send(known.address, Reply((Text("Due."),), "x"), "t"), Sent)
    assert rig.slack.shown[-1].args["channel"] == dm_with("USAM")


@pytest.mark.parametrize(
    "said",
    [
        {"profile": {"email": email("Sam Patel")}},
        {**SAM, "is_email_confirmed": False},
        {**SAM, "team_id": "TOTHER"},
        {**SAM, "is_bot": True},
        {**SAM, "deleted": True},
        {**SAM, "profile": None},
        {"is_email_confirmed": True, "profile": {}},
    ],
    ids=["unconfirmed", "denied", "another workspace's", "a bot", "switched off", "no profile", "no address"],
)
async def test_an_address_that_slack_does_not_vouch_for_links_nobody(
    rig: Rig, store: Store, sam: Person, said: dict[str, Any]
) -> None:
    rig.slack.users["USAM"] = said
    await rig.dm("USAM", BALANCE)
    assert "0 days used" not in rig.slack.shown[-1].text
    assert await People(store).accounts(sam.id) == ()


async def test_an_address_links_nobody_where_it_is_not_trusted(
    core: Core, store: Store, clock: SetClock, sam: Person
) -> None:
    async with rigged(core, store, clock, trusted=()) as rig:
        rig.slack.users["USAM"] = SAM
        await rig.dm("USAM", BALANCE)
        assert "0 days used" not in rig.slack.shown[-1].text
    assert await People(store).accounts(sam.id) == ()


async def test_who_is_enrolled_while_they_wait_is_known_within_minutes(rig: Rig, store: Store) -> None:
    rig.slack.users["UANN"] = {**SAM, "profile": {"email": email("Ann Lee")}}
    await rig.dm("UANN", BALANCE)
    assert "0 days used" not in rig.slack.shown[-1].text
    await enrol(store, "Ann Lee")
    rig.clock.moment += timedelta(minutes=6)
    await rig.dm("UANN", BALANCE)
    assert "0 days used" in rig.slack.shown[-1].text


async def enrol(store: Store, name: str) -> None:
    (lead,) = [one for one in await People(store).all() if one.leads]
    cohort = await Cohorts(store).current(NOON.date())
    assert cohort is not None
    entrant = Entrant(name, email(name), "St Anne's", lead.leads[0].id, cohort.id)
    await Enrolments(store).enrol(entrant, lead.id, NOON)


async def test_where_a_person_is_reached_is_kept_when_they_come_back(rig: Rig, store: Store, sam: Person) -> None:
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("USAM"), NOON)  # an account of before addresses were kept
    await rig.command("USAM", "/releaseday", "balance")
    (known,) = await People(store).accounts(sam.id)
    assert known.address == {"team": TEAM, "user": "USAM"}


async def test_nothing_is_kept_of_who_is_not_enrolled(rig: Rig, store: Store) -> None:
    rig.slack.users["USTRANGER"] = {**SAM, "profile": {"email": "stranger@elsewhere.example"}}
    await rig.dm("USTRANGER", "when is the deadline?")
    assert await People(store).of(account("USTRANGER")) is None


async def test_slacks_silence_about_somebody_costs_no_answer(rig: Rig) -> None:
    rig.slack.fail("users.info", refused("missing_scope"))
    await rig.dm("USAM", "when is the deadline?")
    assert "23 April 2026" in rig.slack.shown[-1].text


async def test_a_second_turn_waits_until_the_first_was_shown(rig: Rig, store: Store, sam: Person) -> None:
    """What counts is the order in which a person reads, so that Slack's slowness belongs to the turn."""
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("USAM"), NOON)
    await rig.dm("USAM", "hello")
    rig.waits = False
    rig.slack.fail("chat.postMessage", GATED)
    await rig.dm("USAM", "releaseday log 12 october workshop")
    await until(lambda: len(rig.slack.called("chat.postMessage")) == 2)
    await rig.dm("USAM", BALANCE)
    await rig.dm("UOTHER", "when is the deadline?")
    await until(lambda: len(rig.slack.shown) == 2)
    assert "23 April 2026" in rig.slack.shown[-1].text, "others do not wait"
    rig.slack.opened.set()
    await rig.platform.queue.wait_until_idle()
    first, second = (one.text for one in rig.slack.shown[2:])
    assert "12 Oct" in first
    assert "1 day used" in second


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted", "is_stranger", "is_invited_user"])
async def test_a_guest_of_the_workspace_is_nobody_whom_it_vouches_for(
    rig: Rig, store: Store, sam: Person, kind: str
) -> None:
    rig.slack.users["USAM"] = {**SAM, kind: True}
    await rig.dm("USAM", BALANCE)
    assert "0 days used" not in rig.slack.shown[-1].text
    assert await People(store).accounts(sam.id) == ()


async def test_an_address_of_a_lead_links_nobody_even_where_it_is_trusted(rig: Rig, store: Store) -> None:
    rig.slack.users["ULEE"] = {**SAM, "profile": {"email": "lee@hub.example"}}
    await rig.dm("ULEE", "cohort status")
    assert "Only hub leads" in rig.slack.shown[-1].text
    assert await People(store).of(account("ULEE")) is None
