"""Several workspaces: installed through Slack's own page, answered with their own token, and removed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from adapters.base import Off, Surroundings
from adapters.console.ask import SetClock
from adapters.inbox_repository import InboxRepository
from adapters.slack import connect
from adapters.slack.manifest import INSTALL, INSTALLED, SCOPES
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.reply import Reply, Text
from bot.core.settings import Settings
from bot.db.store import Store
from scheduler.ports import Refused, Sent
from tests.support.fakes.slack import BOT_USER_2, CLIENT_ID, CLIENT_SECRET, TEAM, TEAM_2, TOKEN, refused
from tests.support.ground import account
from tests.support.slack_rig import Rig, rigged

KEY = Fernet.generate_key().decode()
QUESTION = "when is the deadline?"
OAUTH: dict[str, Any] = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "token_key": KEY}


@dataclass
class Page:
    status: int
    text: str
    cookie: str = ""
    location: str = ""


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    async with rigged(core, store, clock, **OAUTH) as rig:
        yield rig


async def page(rig: Rig, path: str, cookie: str = "") -> Page:
    """What a browser gets; it follows no redirection by itself."""
    url = rig.url.removesuffix("/slack/events") + path
    headers = {"Cookie": cookie} if cookie else {}
    async with rig.session.get(url, headers=headers, allow_redirects=False) as response:
        set_cookie = response.headers.get("Set-Cookie", "")
        return Page(response.status, await response.text(), set_cookie, response.headers.get("Location", ""))


async def agreed(rig: Rig) -> tuple[str, str]:
    """Begin, and agree on Slack's page: the address that Slack sends the browser back to, and its cookie."""
    began = await page(rig, INSTALL)
    assert began.status == 302
    async with rig.session.get(began.location, allow_redirects=False) as slacks:
        back = urlsplit(slacks.headers["Location"])
    return f"{back.path}?{back.query}", began.cookie.partition(";")[0]


async def installed(rig: Rig) -> None:
    back, cookie = await agreed(rig)
    done = await page(rig, back, cookie)
    assert (done.status, "installed in Fenland &lt;Schools&gt;" in done.text) == (200, True)


async def ask_in(rig: Rig, team: str, user: str = "UFAR") -> int:
    return (await rig.dm(user, QUESTION, around={"team_id": team})).status


async def removal(rig: Rig, kind: str = "app_uninstalled", later: float = 1.0, **event: Any) -> None:
    moment = int((rig.clock.moment + timedelta(seconds=later)).timestamp())
    answer = await rig.event({"type": kind, **event}, team_id=TEAM_2, event_time=moment)
    assert answer.status == 200


async def test_it_answers_where_it_was_installed_with_that_workspaces_token(rig: Rig) -> None:
    assert await ask_in(rig, TEAM_2) == 403
    await installed(rig)
    assert [await ask_in(rig, TEAM_2), await ask_in(rig, TEAM)] == [200, 200]
    assert [one.team for one in rig.slack.shown] == [TEAM_2, TEAM]
    assert await ask_in(rig, "T3") == 403


async def test_it_asks_for_what_the_manifest_says_and_sends_back_where_it_began(rig: Rig) -> None:
    began = await page(rig, INSTALL)
    query = parse_qs(urlsplit(began.location).query)
    assert query["scope"] == [",".join(SCOPES)]
    assert query["client_id"] == [CLIENT_ID]
    assert CLIENT_SECRET not in began.location
    for mark in ("HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600", "Path=/slack"):
        assert mark in began.cookie


async def test_the_way_back_works_once(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    back, cookie = await agreed(rig)
    assert (await page(rig, back, cookie)).status == 200
    again = await page(rig, back, cookie)
    assert (again.status, "start again" in again.text) == (400, True)
    assert len(rig.slack.called("oauth.v2.access")) == 1
    assert "code-" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("cookie", ["", "mastery_slack_state=another", "other=1"])
async def test_the_way_back_works_only_in_the_browser_that_began(rig: Rig, cookie: str) -> None:
    """Or somebody could be led to finish what another began."""
    back, _ = await agreed(rig)
    assert (await page(rig, back, cookie)).status == 400
    assert rig.slack.called("oauth.v2.access") == []


async def test_the_way_back_works_for_ten_minutes(rig: Rig) -> None:
    back, cookie = await agreed(rig)
    rig.clock.moment += timedelta(minutes=10, seconds=1)
    assert (await page(rig, back, cookie)).status == 400
    assert rig.slack.called("oauth.v2.access") == []


@pytest.mark.parametrize("state", ["", "a", "a.9999999999.b", "a.b.c", ".", "%ED%A0%80.9.x", "x" * 5_000])
async def test_a_state_that_we_did_not_sign_is_refused(rig: Rig, state: str) -> None:
    answer = await page(rig, f"{INSTALLED}?code=c&state={state}", f"mastery_slack_state={state}")
    assert answer.status == 400
    assert rig.slack.called("oauth.v2.access") == []


async def test_who_cancels_reads_that_nothing_was_installed(rig: Rig) -> None:
    back, cookie = await agreed(rig)
    state = parse_qs(urlsplit(back).query)["state"][0]
    answer = await page(rig, f"{INSTALLED}?error=access_denied&state={state}", cookie)
    assert (answer.status, "Nothing was installed" in answer.text) == (200, True)


async def test_a_code_that_slack_does_not_take_installs_nothing(rig: Rig) -> None:
    rig.slack.fail("oauth.v2.access", refused("invalid_code"))
    back, cookie = await agreed(rig)
    answer = await page(rig, back, cookie)
    assert (answer.status, "start again" in answer.text) == (502, True)
    assert await ask_in(rig, TEAM_2) == 403


async def test_a_whole_organisation_is_refused_in_words(rig: Rig) -> None:
    back, cookie = await agreed(rig)
    for given in rig.slack.codes.values():
        given.update({"team": None, "is_enterprise_install": True})
    assert "choose a workspace" in (await page(rig, back, cookie)).text


async def test_tokens_are_sealed_in_the_database(rig: Rig, store: Store) -> None:
    await installed(rig)
    async with store.transaction() as connection:
        (row,) = (await connection.execute(text("SELECT * FROM installation"))).all()
    assert (row.tenant, row.name, row.bot) == (TEAM_2, "Fenland <Schools>", BOT_USER_2)
    assert not any("xoxb" in str(value) for value in row)
    assert Fernet(KEY).decrypt(row.token).startswith(b"xoxb-")


async def test_it_is_still_installed_after_a_restart_and_not_under_another_key(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock, **OAUTH) as rig:
        await installed(rig)
        token = next(token for token, team in rig.slack.tokens.items() if team == TEAM_2)
    another = Fernet.generate_key().decode()
    for key, status in ((another, 403), (f"{another},{KEY}", 200), (KEY, 200)):
        async with rigged(core, store, clock, **{**OAUTH, "token_key": key, "token": ""}) as rig:
            rig.slack.tokens[token] = TEAM_2
            assert await ask_in(rig, TEAM_2) == status
            assert await ask_in(rig, TEAM) == 403, "without a token of its own, the environment's is none"


async def test_a_second_installation_takes_the_place_of_the_first(rig: Rig) -> None:
    await installed(rig)
    first = next(token for token, team in rig.slack.tokens.items() if team == TEAM_2)
    await installed(rig)
    del rig.slack.tokens[first]
    await ask_in(rig, TEAM_2)
    assert [one.team for one in rig.slack.shown] == [TEAM_2]


@pytest.mark.parametrize(
    ("kind", "event", "left"),
    [
        ("app_uninstalled", {}, 403),
        ("tokens_revoked", {"tokens": {"oauth": [], "bot": [BOT_USER_2]}}, 403),
        ("tokens_revoked", {"tokens": {"oauth": ["UFAR"], "bot": []}}, 200),
    ],
    ids=["uninstalled", "the bot's token revoked", "somebody's own token revoked"],
)
async def test_where_it_is_removed_its_token_goes(
    rig: Rig, store: Store, kind: str, event: dict[str, Any], left: int
) -> None:
    await installed(rig)
    await removal(rig, kind, **event)
    assert await ask_in(rig, TEAM_2) == left
    async with store.transaction() as connection:
        rows = (await connection.execute(text("SELECT count(*) FROM installation"))).scalar_one()
    assert rows == (0 if left == 403 else 1)


async def test_a_removal_where_the_token_is_the_environments_is_in_the_log(
    rig: Rig, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its operator learns of it, and whoever comes back after a new installation is welcomed anew."""
    assert await InboxRepository(store).first_welcome(account("USAM"), rig.clock.moment)
    await rig.event({"type": "app_uninstalled"}, event_time=int(rig.clock.moment.timestamp()))
    assert "removed" in "".join(capsys.readouterr())
    assert await InboxRepository(store).first_welcome(account("USAM"), rig.clock.moment)


async def test_the_late_word_of_a_removal_does_not_undo_a_new_installation(rig: Rig) -> None:
    await installed(rig)
    await removal(rig, later=-60.0)
    assert await ask_in(rig, TEAM_2) == 200


async def test_a_removal_in_one_process_is_seen_by_another_within_a_minute(
    rig: Rig, core: Core, store: Store, clock: SetClock
) -> None:
    await installed(rig)
    async with rigged(core, store, clock, **OAUTH) as other:
        assert await ask_in(other, TEAM_2) == 200
        await removal(rig)
        clock.moment += timedelta(minutes=1, seconds=1)
        assert await ask_in(other, TEAM_2) == 403


async def test_what_is_sent_unasked_goes_through_the_workspaces_own_token(rig: Rig) -> None:
    await installed(rig)
    note = Reply((Text("The report is due."),), "reminder")
    for to in ({"team": TEAM_2, "user": "UFAR"}, {"team": TEAM, "user": "USAM"}, {"user": "UOLD"}):
        assert isinstance(await rig.platform.sender.send(to, note, "t"), Sent)
    assert [one.team for one in rig.slack.shown] == [TEAM_2, TEAM, TEAM]
    await removal(rig)
    gone = await rig.platform.sender.send({"team": TEAM_2, "user": "UFAR"}, note, "t")
    assert isinstance(gone, Refused)
    assert "not installed" in gone.why


async def test_a_workspace_that_is_not_on_the_list_is_told_so_and_its_token_given_back(
    core: Core, store: Store, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    serves = Settings.model_validate({"slack": {"workspaces": ["T9"]}}).serves
    async with rigged(core, store, clock, serves=serves, **OAUTH) as rig:
        back, cookie = await agreed(rig)
        answer = await page(rig, back, cookie)
        assert (answer.status, f"add the workspace {TEAM_2}" in answer.text) == (403, True)
        assert TEAM_2 not in rig.slack.tokens.values()
        assert "xoxb" not in "".join(capsys.readouterr())
        assert [await ask_in(rig, TEAM_2), await ask_in(rig, TEAM)] == [403, 200], "the token's own needs no list"
    async with store.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM installation"))).scalar_one() == 0


async def test_a_token_that_slack_does_not_take_back_is_forgotten_all_the_same(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock, serves={TEAM}.__contains__, **OAUTH) as rig:
        rig.slack.fail("auth.revoke", refused("internal_error"))
        back, cookie = await agreed(rig)
        assert (await page(rig, back, cookie)).status == 403
        assert await ask_in(rig, TEAM_2) == 403


async def test_a_workspace_that_is_taken_off_the_list_is_not_answered_any_more(
    core: Core, store: Store, clock: SetClock
) -> None:
    listed = {TEAM_2}
    async with rigged(core, store, clock, serves=listed.__contains__, **OAUTH) as rig:
        await installed(rig)
        assert await ask_in(rig, TEAM_2) == 200
        listed.clear()  # as by a restart with another app.yaml
        assert await ask_in(rig, TEAM_2) == 403


def test_without_a_list_every_workspace_may_install_the_bot() -> None:
    assert Settings().serves("T1")
    assert not Settings.model_validate({"slack": {"workspaces": ["T9"]}}).serves("T1")


@pytest.mark.parametrize("missing", ["SLACK_CLIENT_SECRET", "SLACK_TOKEN_KEY", "SLACK_SIGNING_SECRET"])
def test_half_of_what_installing_takes_is_said_in_words(core: Core, store: Store, missing: str) -> None:
    environment = {
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_TOKEN_KEY": KEY,
        "SLACK_SIGNING_SECRET": "s",
    }
    assert not isinstance(connect(Surroundings(core, store, Settings(), environment, True)), Off)
    with pytest.raises(SettingsError, match=missing):
        connect(Surroundings(core, store, Settings(), {**environment, missing: ""}, True))


def test_a_key_that_is_none_is_said_in_words(core: Core, store: Store) -> None:
    environment = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_TOKEN_KEY": "too short",
        "SLACK_SIGNING_SECRET": "s",
    }
    with pytest.raises(SettingsError, match="openssl rand"):
        connect(Surroundings(core, store, Settings(), environment, True))


async def test_without_a_client_id_there_is_nothing_to_install(core: Core, store: Store, clock: SetClock) -> None:
    async with rigged(core, store, clock) as rig:
        assert (await page(rig, INSTALL)).status == 404
