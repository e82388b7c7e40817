"""Who may write to the bot: real tokens, checked against keys served on loopback; and the bot's own token."""

from datetime import timedelta
from typing import Any

import jwt
import pytest

from adapters.console.ask import SetClock
from adapters.serve import any_on
from adapters.teams.auth_inbound import KEPT, SOON
from adapters.teams.credentials import read
from bot.core import clock as clocks
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.reply import Reply, Text
from bot.core.settings import Settings
from bot.core.settings_sections import TeamsSettings
from bot.db.store import Store
from scheduler.ports import Refused
from tests.support.fakes.microsoft import ISSUER, PROOF, SECRET, STRANGER, TENANT, TO_BOT, Microsoft
from tests.support.teams_world import ENVIRONMENT, TeamsWorld, world
from tests.wire.teams.test_teams_sender import to


def in_seconds(ahead: int) -> int:
    """A moment as a token gives it, counted from when it is asked for: a long run may come to it late."""
    return int(clocks.system().timestamp()) + ahead


async def test_a_signed_message_is_answered_and_the_answer_carries_the_bots_own_token(w: TeamsWorld) -> None:
    assert await w.person().type("when is the deadline?")
    await w.person().type("thanks")
    assert w.microsoft.asked["token"] == 1, "fetched once and kept"
    assert w.microsoft.asked["keys"] == 1, "fetched ahead and kept"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "junk",
        "a.b.c",
        "e30.e30.e30",
        "ü",
        "eyJhbGciOiJub25lIn0.e30.",
        jwt.encode({"iss": ISSUER}, "x" * 32, "HS256", {"kid": "k1"}),
    ],
)
async def test_junk_instead_of_a_token_is_401(w: TeamsWorld, token: str) -> None:
    status, _ = await w.person().send(
        w.person().message("hello"), token.encode("utf-8", "replace").decode("latin-1")
    )
    assert status == 401
    assert not w.teams.posts


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": timedelta(seconds=-301)},
        {"nbf": timedelta(seconds=900)},
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "https://login.example"},
        {"iss": None},
        {"exp": None},
        {"serviceurl": "https://elsewhere.example"},
        {"serviceurl": None},
    ],
)
async def test_a_token_for_another_time_or_bot_or_server_is_401(w: TeamsWorld, changed: dict[str, Any]) -> None:
    sam = w.person()
    claims: dict[str, Any] = {
        name: in_seconds(int(value.total_seconds())) if isinstance(value, timedelta) else value
        for name, value in changed.items()
    }
    status, _ = await sam.send(sam.message("hello"), w.microsoft.signed(w.teams.url, **claims))
    assert status == 401
    assert not w.teams.posts


async def test_a_token_that_ended_within_the_five_minutes_that_clocks_differ_is_taken(w: TeamsWorld) -> None:
    sam = w.person()
    assert (await sam.send(sam.message("hello"), w.microsoft.signed(w.teams.url, exp=in_seconds(-200))))[0] == 200


async def test_a_token_of_another_key_is_401_and_strangers_cannot_make_the_bot_fetch_keys(w: TeamsWorld) -> None:
    sam = w.person()
    assert (await sam.send(sam.message("hello"), w.microsoft.signed(w.teams.url, STRANGER)))[0] == 401
    unknown = w.microsoft.signed(w.teams.url, STRANGER, kid="k2")
    for _ in range(5):
        assert (await sam.send(sam.message("hello"), unknown))[0] == 401
    assert w.microsoft.asked["keys"] == 1
    w.hands.seconds += 301
    await sam.send(sam.message("hello"), unknown)
    assert w.microsoft.asked["keys"] == 2, "Microsoft does change its keys"


async def test_a_token_that_held_is_known_again_but_not_beyond_its_time(w: TeamsWorld) -> None:
    sam, token = w.person(), w.microsoft.signed(w.teams.url)
    assert (await sam.send(sam.message("hello"), token))[0] == 200
    w.hands.seconds += 3600
    assert (await sam.send(sam.message("hello"), token))[0] == 200, "clocks may differ"
    w.hands.seconds += 301
    assert (await sam.send(sam.message("hello"), token))[0] == 401


async def test_a_token_that_held_is_not_for_another_server_or_channel(w: TeamsWorld) -> None:
    sam, token = w.person(), w.microsoft.signed(w.teams.url)
    assert (await sam.send(sam.message("hello"), token))[0] == 200
    assert (await sam.send({**sam.message("hello"), "serviceUrl": "https://elsewhere.example"}, token))[0] == 401
    assert (await sam.send({**sam.message("hello"), "channelId": "webchat"}, token))[0] == 401


@pytest.mark.parametrize("published", [("k2", TO_BOT), ("k1", STRANGER)], ids=["another id", "another key"])
async def test_a_token_that_held_ends_with_the_key_that_signed_it(
    w: TeamsWorld, published: tuple[str, Any]
) -> None:
    sam, token = w.person(), w.microsoft.signed(w.teams.url, exp=in_seconds(3 * 86_400))
    assert (await sam.send(sam.message("hello"), token))[0] == 200
    w.microsoft.published = published
    w.hands.seconds += KEPT + 1
    assert (await sam.send(sam.message("hello"), token))[0] == 401


async def test_a_key_that_may_not_sign_for_teams_is_401(core: Core, store: Store, clock: SetClock) -> None:
    async with world(
        core, store, clock, prepare=lambda microsoft: setattr(microsoft, "endorsements", ["webchat"])
    ) as w:
        assert (await w.person().send(w.person().message("hello")))[0] == 401


async def test_keys_of_other_kinds_among_microsofts_are_skipped(core: Core, store: Store, clock: SetClock) -> None:
    odd = [
        {"kty": "EC", "kid": "e1", "crv": "P-256"},
        {"kty": "oct", "kid": "o1", "k": "AA"},
        {"kty": "RSA"},
        "junk",
    ]
    async with world(core, store, clock, prepare=lambda microsoft: microsoft.odd.extend(odd)) as w:
        assert (await w.person().send(w.person().message("hello")))[0] == 200


async def test_without_microsofts_keys_nothing_is_believed_and_teams_may_come_again(
    core: Core, store: Store, clock: SetClock
) -> None:
    def down(microsoft: Microsoft) -> None:
        microsoft.failing = True

    async with world(core, store, clock, prepare=down) as w:
        sam = w.person()
        assert (await sam.send(sam.message("hello")))[0] == 503
        asked = w.microsoft.asked["openid"]
        w.hands.seconds += 1
        assert (await sam.send(sam.message("hello")))[0] == 503
        assert w.microsoft.asked["openid"] == asked, "not with every request"
        w.microsoft.failing = False
        w.hands.seconds += SOON + 1
        assert (await sam.send(sam.message("hello")))[0] == 200, "nor only after minutes"


async def test_a_token_and_an_activity_that_both_name_no_server_do_not_match(w: TeamsWorld) -> None:
    sam = w.person()
    nowhere = {name: said for name, said in sam.message("hello").items() if name != "serviceUrl"}
    assert (await sam.send(nowhere, w.microsoft.signed("", serviceurl=None)))[0] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"type": 5}', b"\xff\xfe"])
async def test_what_is_no_activity_is_400(w: TeamsWorld, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {w.microsoft.signed(w.teams.url)}", "Content-Type": "application/json"}
    async with w.session.post(f"{w.bot}/api/messages", data=body, headers=headers) as answer:
        assert answer.status == 400


async def test_an_activity_of_the_wrong_shape_is_no_500(w: TeamsWorld) -> None:
    sam = w.person()
    for name, value in (("from", 5), ("conversation", []), ("entities", "x"), ("channelData", [1]), ("text", {})):
        status, _ = await sam.send({**sam.message("hello"), name: value})
        assert status in (200, 400, 403)


async def test_half_a_character_is_no_500(core: Core, store: Store, clock: SetClock) -> None:
    async with world(core, store, clock, {**ENVIRONMENT, "TEAMS_ALLOW_ANONYMOUS": "1"}) as w:
        sam = w.person()
        for name in ("id", "text", "locale"):
            assert (await sam.send({**sam.message("hello"), name: "\ud83d"}, ""))[0] == 200
        said = sam.message("hello 🙂")
        said["conversation"]["id"] += "\ud83d"
        assert (await sam.send(said, ""))[0] == 200
        assert len(w.teams.said) == 4


async def test_an_activity_that_names_no_server_to_answer_to_is_400(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with world(core, store, clock, {**ENVIRONMENT, "TEAMS_ALLOW_ANONYMOUS": "1"}) as w:
        assert (await w.person().send({**w.person().message("hello"), "serviceUrl": ""}, ""))[0] == 400


async def test_another_tenant_is_403(w: TeamsWorld) -> None:
    eve = w.person("eve", tenant="bbbb")
    assert (await eve.send(eve.message("hello")))[0] == 403
    mixed = {**w.person().message("hello"), "channelData": {"tenant": {"id": "bbbb"}}}
    assert (await w.person().send(mixed))[0] == 403
    assert not w.teams.posts


@pytest.mark.parametrize("channel", ["webchat", "emulator", "directline", "email", "", None, "MSTEAMS"])
async def test_what_did_not_come_through_teams_is_403(
    core: Core, store: Store, clock: SetClock, channel: str | None
) -> None:
    """Azure turns Web Chat on for every bot, and Microsoft signs for it, too; nobody is signed in there."""

    def any_channel(microsoft: Microsoft) -> None:
        microsoft.endorsements = []

    async with world(core, store, clock, prepare=any_channel) as w:
        sam = w.person()
        status, _ = await sam.send({**sam.message("hello"), "channelId": channel})
        assert status == 403
        assert not w.teams.said
        assert await sam.type("hello")


def test_several_tenants_need_a_list() -> None:
    multi = {**ENVIRONMENT, "MICROSOFT_APP_TYPE": "MultiTenant", "MICROSOFT_APP_TENANT_ID": ""}
    with pytest.raises(SettingsError, match="teams: tenants:"):
        read(multi, Settings(), loopback=True)
    ours = read(multi, Settings(teams=TeamsSettings(tenants=("AAAA", "bbbb"))), loopback=True)
    assert ours.tenants == {"aaaa", "bbbb"}
    assert ours.login_tenant == "botframework.com"


async def test_several_tenants_that_are_listed_are_answered_and_no_other(
    core: Core, store: Store, clock: SetClock
) -> None:
    several = {**ENVIRONMENT, "MICROSOFT_APP_TYPE": "MultiTenant"}
    async with world(core, store, clock, several, tenants=(TENANT, "bbbb")) as w:
        for tenant in (TENANT, "bbbb"):
            assert await w.person(tenant=tenant).type("when is the deadline?")
        eve = w.person(tenant="cccc")
        assert (await eve.send(eve.message("when is the deadline?")))[0] == 403
    assert len(w.teams.said) == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"MICROSOFT_APP_ID": "", "TEAMS_ALLOW_ANONYMOUS": "0"}, "MICROSOFT_APP_ID is empty"),
        ({"MICROSOFT_APP_PASSWORD": ""}, "MICROSOFT_APP_PASSWORD"),
        ({"MICROSOFT_APP_TENANT_ID": ""}, "MICROSOFT_APP_TENANT_ID is missing"),
        ({"MICROSOFT_APP_TYPE": "Anything"}, "write SingleTenant, MultiTenant or UserAssignedMSI"),
        ({"MICROSOFT_APP_TYPE": "UserAssignedMSI"}, "IDENTITY_ENDPOINT"),
        ({"MICROSOFT_APP_TYPE": "UserAssignedMSI", "MICROSOFT_APP_TENANT_ID": ""}, "TENANT_ID is missing"),
        ({"TEAMS_ALLOW_ANONYMOUS": "yes"}, "write 1, or leave it out"),
    ],
)
def test_half_of_the_credentials_are_refused_in_words(changed: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read({**ENVIRONMENT, **changed}, Settings(), loopback=True)


def test_unsigned_activities_are_only_taken_on_loopback() -> None:
    with pytest.raises(SettingsError, match="only goes with HOST=127"):
        read({"TEAMS_ALLOW_ANONYMOUS": "1"}, Settings(), loopback=False)
    assert read({"TEAMS_ALLOW_ANONYMOUS": "1"}, Settings(), loopback=True).anonymous


async def test_in_development_the_unsigned_are_answered_but_never_handed_the_bots_token(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with world(core, store, clock, {**ENVIRONMENT, "TEAMS_ALLOW_ANONYMOUS": "1"}) as w:
        sam = w.person()
        assert (await sam.send(sam.message("when is the deadline?"), ""))[0] == 200
        assert len(w.teams.said) == 1
        assert w.microsoft.asked["token"] == 0
        assert (await sam.send(sam.message("hello"), "junk"))[0] == 401, "who signs must sign well"


async def test_a_secret_that_has_ended_is_said_in_the_outcome_and_tried_again(w: TeamsWorld) -> None:
    w.microsoft.secrets = {"a new one"}
    sam = w.person()
    assert (await sam.send(sam.message("hello")))[0] == 200
    assert not w.teams.posts
    w.microsoft.secrets = {SECRET}
    assert await sam.type("when is the deadline?")


async def test_a_managed_identity_needs_no_password(core: Core, store: Store, clock: SetClock) -> None:
    given = {**ENVIRONMENT, "MICROSOFT_APP_TYPE": "UserAssignedMSI", "IDENTITY_HEADER": PROOF}
    del given["MICROSOFT_APP_PASSWORD"]
    async with world(core, store, clock, given) as w:
        for _ in range(2):
            assert await w.person().type("when is the deadline?")
        assert (w.microsoft.asked["managed"], w.microsoft.asked["token"]) == (1, 0)
        w.hands.seconds += 3400
        sam = w.person()
        assert (await sam.send(sam.message("hello"), w.microsoft.signed(w.teams.url, exp=in_seconds(9_000))))[
            0
        ] == 200
        assert w.microsoft.asked["managed"] == 2, "another one before the first has ended"


async def test_a_managed_identity_that_azure_does_not_know_is_said(
    core: Core, store: Store, clock: SetClock
) -> None:
    given = {**ENVIRONMENT, "MICROSOFT_APP_TYPE": "UserAssignedMSI", "IDENTITY_HEADER": "another"}
    async with world(core, store, clock, given) as w:
        assert await w.platform.sender.send(to(w), Reply((Text("A reminder"),), "x"), "t") == Refused(
            "Teams did not take it: Azure gives the bot's managed identity no token; check MICROSOFT_APP_ID.",
            for_good=False,
        )


def test_no_secret_shows_in_what_might_be_logged() -> None:
    managed = {"MICROSOFT_APP_TYPE": "UserAssignedMSI", "IDENTITY_ENDPOINT": "http://x", "IDENTITY_HEADER": PROOF}
    for environment in (ENVIRONMENT, {**ENVIRONMENT, **managed}):
        shown = repr(read(environment, Settings(), loopback=True))
        assert SECRET not in shown
        assert PROOF not in shown


@pytest.mark.parametrize(
    ("environment", "on"),
    [
        ({}, False),
        ({"TEAMS_ALLOW_ANONYMOUS": "1"}, True),
        ({"TEAMS_ALLOW_ANONYMOUS": "0"}, False),
        ({"MICROSOFT_APP_ID": "x"}, True),
        ({"SLACK_BOT_TOKEN": "x"}, True),
    ],
)
def test_mastery_run_serves_once_there_is_something_to_serve(environment: dict[str, str], on: bool) -> None:
    assert any_on(environment) is on
