"""The manifest: few scopes, each with its reason; the same commands and events as the app."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from adapters.__main__ import main
from adapters.console.ask import SetClock
from adapters.slack import inbound as read
from adapters.slack.http import PATH
from adapters.slack.manifest import COMMANDS, SCOPES, SHORTCUT, manifest
from bot.bootstrap import FEATURES
from bot.core.dispatcher import Core
from bot.core.routes import discover
from bot.db.store import Store
from tests.support.fakes.slack import dm_with
from tests.support.slack_rig import rigged

GUIDE = Path("docs/slack.md")
CATALOGUE = discover(FEATURES).catalogue


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """`main` points the log at this test's own standard error, which is closed after it."""
    yield
    structlog.reset_defaults()


def test_it_is_written_for_an_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "slack.yaml"
    assert main(["manifest", "slack", "--url", "https://mastery.example/", "--out", str(out)]) == 0
    found = yaml.safe_load(out.read_text())
    address = f"https://mastery.example{PATH}"
    assert found["settings"]["event_subscriptions"]["request_url"] == address
    assert found["settings"]["interactivity"]["request_url"] == address
    assert {one["url"] for one in found["features"]["slash_commands"]} == {address}
    assert found["settings"]["socket_mode_enabled"] is False
    assert str(out) in capsys.readouterr().out


def test_without_an_address_it_is_for_socket_mode() -> None:
    found = manifest("", CATALOGUE)
    assert found["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(found)


def test_an_address_that_slack_would_not_take_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "slack", "--url", "http://mastery.example"]) == 1
    assert "https://" in capsys.readouterr().err


def test_it_names_what_the_app_listens_to() -> None:
    found = manifest("", CATALOGUE)
    assert tuple(one["command"] for one in found["features"]["slash_commands"]) == tuple(COMMANDS)
    assert [one["callback_id"] for one in found["features"]["shortcuts"]] == [SHORTCUT]


SAMPLES: dict[str, dict[str, Any]] = {
    "app_home_opened": {"type": "app_home_opened", "user": "U1", "channel": dm_with("U1"), "tab": "home"},
    "app_mention": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "help", "ts": "1.1"},
    "app_uninstalled": {"type": "app_uninstalled"},
    "message.im": {
        "type": "message",
        "channel_type": "im",
        "user": "U1",
        "channel": dm_with("U1"),
        "text": "help",
    },
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}},
}


async def test_it_subscribes_to_what_is_handled_and_to_nothing_else(
    core: Core, store: Store, clock: SetClock
) -> None:
    """What nobody handles Slack would deliver for nothing; a channel's words are none of the bot's business."""
    events = manifest("", CATALOGUE)["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(SAMPLES)
    async with rigged(core, store, clock) as rig:
        for name in events:
            seen = len(rig.slack.shown)
            answer = await rig.event(SAMPLES[name], event_time=int(clock.moment.timestamp()))
            assert answer.status == 200
            assert read.removal({"event": SAMPLES[name], "event_time": 1}) or len(rig.slack.shown) == seen + 1


def test_every_scope_has_its_reason_in_the_guide() -> None:
    rows = re.findall(r"^\| `([a-z_]+(?::[a-z.]+)?)` \| \S", GUIDE.read_text(), re.MULTILINE)
    assert tuple(rows) == SCOPES
