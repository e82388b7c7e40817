"""Channels that are shared with another organisation: its people are answered, through our own installation."""

import json
from typing import Any

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.identity.repository import People
from tests.support.fakes.slack import BOT_USER, TEAM
from tests.support.ground import NOON, email, ground
from tests.support.slack_rig import Rig, rigged, until

PARTNER = "TPARTNER"
OURS = [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}]
MENTION = {
    "type": "app_mention", "user": "UPARTNER", "channel": "C1", "ts": "1750000000.1",
    "text": f"<@{BOT_USER}> when is the deadline?", "team": PARTNER, "user_team": PARTNER, "source_team": PARTNER,
}  # fmt: skip


async def said_by_partner(rig: Rig, **around: Any) -> int:
    return (await rig.event(MENTION, team_id=PARTNER, is_ext_shared_channel=True, **around)).status


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> Any:
    clock.moment = NOON
    async with rigged(core, store, clock) as rig:
        yield rig


async def test_a_partners_mention_is_answered_with_the_token_of_the_team_that_is_authorized(rig: Rig) -> None:
    assert await said_by_partner(rig, authorizations=OURS) == 200
    assert "23 April 2026" in rig.slack.shown[-1].text


@pytest.mark.parametrize(
    "authorizations",
    [None, [], [{"team_id": PARTNER}], [{}], ["T1"], {"0": {"team_id": TEAM}}, [{"team_id": 1}], [None]],
)
async def test_whoever_names_no_team_of_ours_is_refused(rig: Rig, authorizations: Any) -> None:
    assert await said_by_partner(rig, authorizations=authorizations) in (400, 403)
    assert not rig.slack.shown


async def test_our_own_team_is_known_where_slack_leaves_the_authorized_one_out(rig: Rig) -> None:
    """As for an app that is installed for a whole organisation."""
    mention = {**MENTION, "team": TEAM}
    assert (await rig.event(mention, authorizations=[{"team_id": None}])).status == 200
    assert "23 April 2026" in rig.slack.shown[-1].text


async def test_a_partners_address_links_nobody(rig: Rig, store: Store) -> None:
    sam = await (await ground(store)).enrol("Sam Patel")
    theirs = {"profile": {"email": email("Sam Patel")}, "is_email_confirmed": True}
    rig.slack.users["UPARTNER"] = {**theirs, "team_id": PARTNER, "is_stranger": True}
    await said_by_partner(rig, authorizations=OURS)
    assert await People(store).accounts(sam.id) == ()


async def test_what_a_restart_left_unanswered_is_answered_by_the_same_team(
    core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment = NOON
    async with rigged(core, store, clock) as rig:
        await rig.platform._inbox.claim("mention:T1:C1:1750000000.1", json.dumps(await kept()))
    async with rigged(core, store, clock) as rig:
        await until(lambda: bool(rig.slack.shown))
        assert "23 April 2026" in rig.slack.shown[-1].text


async def kept() -> Any:
    """What is kept of the partner's mention until it is answered."""
    from adapters.slack.inbound import needed_to_answer  # noqa: PLC0415  the test is about what it leaves

    whole = {"type": "event_callback", "team_id": PARTNER, "event_id": "Ev1", "authorizations": OURS}
    slim = needed_to_answer({**whole, "event": MENTION})
    assert "UBOT" not in json.dumps(slim["authorizations"]), "no more than is needed"
    return slim
