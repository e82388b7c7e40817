"""The manifest: few scopes, each with its reason; the same commands and events as the app."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import yaml

from adapters.__main__ import main
from adapters.slack.door import PATH
from adapters.slack.manifest import COMMANDS, SCOPES, SHORTCUT, manifest

GUIDE = Path("docs/slack.md")


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
    found = manifest("")
    assert found["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(found)


def test_an_address_that_slack_would_not_take_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "slack", "--url", "http://mastery.example"]) == 1
    assert "https://" in capsys.readouterr().err


def test_it_names_what_the_app_listens_to() -> None:
    found = manifest("")
    assert tuple(one["command"] for one in found["features"]["slash_commands"]) == tuple(COMMANDS)
    assert [one["callback_id"] for one in found["features"]["shortcuts"]] == [SHORTCUT]


def test_every_scope_has_its_reason_in_the_guide() -> None:
    rows = re.findall(r"^\| `([a-z_]+(?::[a-z.]+)?)` \| \S", GUIDE.read_text(), re.MULTILINE)
    assert tuple(rows) == SCOPES
