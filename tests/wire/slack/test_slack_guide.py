"""docs/slack.md, walked: every numbered step is tried against the fake, or is one that only Slack itself has."""

import json
import re
import shlex
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
import yaml
from aiohttp import ClientSession
from cryptography.fernet import Fernet

from adapters.__main__ import main
from adapters.serve import running
from bot.core import clock
from bot.core.dispatcher import Core
from bot.core.settings import Settings
from bot.db.store import Store
from tests.support.fakes.slack import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, TEAM, TEAM_2, TOKEN, FakeSlack, dm_with
from tests.support.slack_rig import JSON, SECRET, signature, until

GUIDE = Path("docs/slack.md").read_text(encoding="utf-8")
GIVEN = {
    "SLACK_BOT_TOKEN": TOKEN,
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_APP_TOKEN": APP_TOKEN,
    "SLACK_CLIENT_ID": CLIENT_ID,
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "SLACK_TOKEN_KEY": Fernet.generate_key().decode(),
}
ON_SLACKS_PAGES = {
    "Over HTTP": {1, 4},
    "Without a public address: Socket Mode": {2, 3},
    "In further workspaces": {1, 2, 5},
}


def steps(heading: str) -> dict[int, str]:
    """The numbered steps under a heading."""
    part = GUIDE.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = re.split(r"^(\d+)\. ", part, flags=re.MULTILINE)[1:]
    return dict(zip(map(int, found[::2]), found[1::2], strict=True))


def exported(step: str) -> dict[str, str]:
    """The environment that a step asks for, with the fake's own values."""
    (line,) = re.findall(r"`export ([^`]+)`", step)
    return {name: GIVEN[name] for name in re.findall(r"(\w+)=", line)}


def manifest_of(step: str, folder: Path) -> dict[str, Any]:
    """Run the command as it stands there; what it wrote, as Slack reads it."""
    (line,) = re.findall(r"`mastery (manifest [^`]+)`", step)
    words = [str(folder / word) if word.endswith(".yaml") else word for word in shlex.split(line)]
    assert main(words) == 0
    found: dict[str, Any] = yaml.safe_load(Path(words[-1]).read_text(encoding="utf-8"))
    return found


@dataclass
class GuideServer:
    """What `mastery serve` runs, and Slack's requests to it."""

    url: str
    session: ClientSession
    said: str = ""
    number: Iterator[int] = field(default_factory=lambda: iter(range(1, 99)))

    async def post(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        raw, stamp = json.dumps(body).encode(), str(int(clock.system().timestamp()))
        headers = {
            "Content-Type": JSON,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(SECRET, stamp, raw),
        }
        async with self.session.post(f"{self.url}/slack/events", data=raw, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else {}

    async def help_in(self, team: str) -> int:
        return (await self.post(self.event(team)))[0]

    def event(self, team: str) -> dict[str, Any]:
        words = {"type": "message", "channel_type": "im", "channel": dm_with("U1"), "user": "U1", "text": "help"}
        name = f"Ev{next(self.number)}"
        return {"type": "event_callback", "team_id": team, "event_id": name, "event": {**words, "ts": "1.1"}}


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """`main` points the log at this test's own standard error, which is closed after it."""
    yield
    structlog.reset_defaults()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack().running() as slack:
        yield slack
    assert slack.broken == []


@asynccontextmanager
async def serving(
    core: Core,
    store: Store,
    slack: FakeSlack,
    environment: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    settings: str = "{}",
) -> AsyncIterator[GuideServer]:
    around = {**environment, "PORT": "0", "SLACK_API_URL": f"{slack.url}/api/"}
    config = Settings.model_validate(yaml.safe_load(settings))
    async with running(core, store, config, around) as port, ClientSession() as session:
        yield GuideServer(f"http://127.0.0.1:{port}", session, capsys.readouterr().out)


async def answered(slack: FakeSlack, times: int) -> None:
    """Until so many messages were shown."""
    await until(lambda: len(slack.shown) >= times)


@pytest.mark.parametrize("heading", ON_SLACKS_PAGES)
def test_the_steps_are_numbered_and_none_is_forgotten_here(heading: str) -> None:
    numbers = list(steps(heading))
    assert numbers == list(range(1, len(numbers) + 1))
    tried = set(re.findall(rf"{re.escape(heading)}, (\d+)", Path(__file__).read_text(encoding="utf-8")))
    assert {int(number) for number in tried} == set(numbers) - ON_SLACKS_PAGES[heading]


async def test_over_http(
    core: Core, store: Store, slack: FakeSlack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = steps("Over HTTP")
    found = manifest_of(step[2], tmp_path)  # Over HTTP, 2
    events = found["settings"]["event_subscriptions"]  # Over HTTP, 3: Slack reads the file
    path = urlsplit(events["request_url"]).path
    assert (path, "message.im" in events["bot_events"]) == ("/slack/events", True)
    environment = exported(step[5])  # Over HTTP, 5
    async with serving(core, store, slack, environment, capsys) as server:  # Over HTTP, 6
        assert "Slack is on" in step[6] and "Slack is on" in server.said
        challenge = {"type": "url_verification", "challenge": "abc", "token": "t"}
        assert await server.post(challenge) == (200, {"challenge": "abc"})  # Over HTTP, 7
        assert await server.help_in(TEAM) == 200  # Over HTTP, 8
        await answered(slack, 1)
    assert "Hello! I answer questions" in slack.shown[0].text


async def test_socket_mode(
    core: Core, store: Store, slack: FakeSlack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = steps("Without a public address: Socket Mode")
    found = manifest_of(step[1], tmp_path)  # Without a public address: Socket Mode, 1
    assert found["settings"]["socket_mode_enabled"] is True
    environment = exported(step[4])  # Without a public address: Socket Mode, 4
    async with serving(core, store, slack, environment, capsys) as server:
        assert "Slack is on: Socket Mode" in server.said  # Without a public address: Socket Mode, 5
        envelope = {"type": "events_api", "envelope_id": "E1", "payload": server.event(TEAM)}
        slack.outgoing.put_nowait(envelope)
        assert (await slack.acknowledged.get())["envelope_id"] == "E1"
        await answered(slack, 1)
    assert "Hello! I answer questions" in slack.shown[0].text


async def installed(server: GuideServer, step: str) -> str:
    """What somebody reads in the end who opens the address of that step and agrees."""
    (address,) = re.findall(r"`(https://[^`]+)`", step)
    async with server.session.get(server.url + urlsplit(address).path, allow_redirects=False) as began:
        page, cookie = began.headers["Location"], began.headers["Set-Cookie"].partition(";")[0]
    async with server.session.get(page, allow_redirects=False) as agreed:
        back = urlsplit(agreed.headers["Location"])
    async with server.session.get(f"{server.url}{back.path}?{back.query}", headers={"Cookie": cookie}) as done:
        return await done.text()


async def test_further_workspaces(
    core: Core, store: Store, slack: FakeSlack, capsys: pytest.CaptureFixture[str]
) -> None:
    step = steps("In further workspaces")
    environment = exported(step[3])  # In further workspaces, 3
    async with serving(core, store, slack, environment, capsys) as server:  # In further workspaces, 4
        assert "to be installed at /slack/install" in step[4]
        assert "to be installed at /slack/install" in server.said
        assert await server.help_in(TEAM_2) == 403
        assert "The bot is installed in" in await installed(server, step[6])  # In further workspaces, 6
        assert await server.help_in(TEAM_2) == 200  # In further workspaces, 7
        await answered(slack, 1)
    assert slack.shown[0].team == TEAM_2


async def test_further_workspaces_of_a_list_only(
    core: Core, store: Store, slack: FakeSlack, capsys: pytest.CaptureFixture[str]
) -> None:
    step = steps("In further workspaces")
    (listed,) = re.findall(r"```yaml\n(slack:\n  workspaces: .*?)```", GUIDE, re.DOTALL)
    assert TEAM_2 not in listed
    async with serving(core, store, slack, exported(step[3]), capsys, listed) as server:
        assert "is not open to" in await installed(server, step[6])
        assert await server.help_in(TEAM_2) == 403
