"""What does not come from Slack, or not as Slack sends it: refused, nothing stored, nothing of it in the log."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.fakes.slack import TEAM
from tests.support.slack_rig import FORM, JSON, SECRET, Rig, WireReply, rigged, signature

PRIVATE = "when is the deadline, asks somebody private"
EVENT = {"type": "message", "channel_type": "im", "channel": "DUSAM", "user": "USAM", "text": PRIVATE, "ts": "1.1"}
BODY = json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": EVENT})


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    async with rigged(core, store, clock) as rig:
        yield rig


async def refused(rig: Rig, answer: WireReply, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The same event may still come in, so nothing of the refused one was stored."""
    log = "".join(capsys.readouterr())
    assert answer.status == status
    assert "request refused" in log
    assert PRIVATE not in log
    assert rig.slack.shown == []
    await rig.post(BODY)
    assert len(rig.slack.shown) == 1


async def test_a_bad_signature(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    await refused(rig, await rig.post(BODY, secret="another"), 401, capsys)  # noqa: S106  made up


@pytest.mark.parametrize("stamp", ["", "yesterday", "-1", "²", "9" * 400])
async def test_a_timestamp_that_is_none(rig: Rig, stamp: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await rig.post(BODY, headers={"X-Slack-Request-Timestamp": stamp})
    await refused(rig, answer, 401, capsys)


@pytest.mark.parametrize("aside", [timedelta(minutes=5, seconds=1), timedelta(minutes=-5, seconds=-1)])
async def test_a_stale_timestamp(rig: Rig, aside: timedelta, capsys: pytest.CaptureFixture[str]) -> None:
    stamp = str(int((rig.clock.moment - aside).timestamp()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, BODY.encode())}
    await refused(rig, await rig.post(BODY, headers=headers), 401, capsys)


async def test_no_signature_at_all(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    async with rig.session.post(rig.url, data=BODY, headers={"Content-Type": JSON}) as response:
        answer = WireReply(response.status, await response.text())
    await refused(rig, answer, 401, capsys)


async def test_an_unknown_workspace(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await rig.post(BODY.replace(f'"{TEAM}"', '"T2"'))
    await refused(rig, answer, 403, capsys)


async def test_a_command_from_an_unknown_workspace(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await rig.command("USAM", "/mastery", PRIVATE, team_id="T2")
    await refused(rig, answer, 403, capsys)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", JSON),
        ("[]", JSON),
        ("null", JSON),
        ('"' + PRIVATE + '"', JSON),
        ("{}", JSON),
        ("[" * 50_000, JSON),
        ("", FORM),
        (PRIVATE, FORM),
        ("payload=%7B", FORM),
        ("payload=[]", FORM),
        (b"\xff\xfe\x00", JSON),
        (json.dumps({"type": ["a"], "team_id": {"b": 1}}), JSON),
        (json.dumps({"type": "event_callback", "event": PRIVATE}), JSON),
        (urlencode({"payload": json.dumps({"type": "block_actions", "user": PRIVATE})}), FORM),
        (json.dumps({"type": "event_callback", "team_id": TEAM, "event": PRIVATE}), JSON),
        (json.dumps({"type": "event_callback", "team_id": TEAM, "event": {"type": "message"}}), JSON),
        (json.dumps({"type": "block_actions", "team": {"id": TEAM}, "user": PRIVATE, "actions": []}), JSON),
        (json.dumps({"type": "view_submission", "team": {"id": TEAM}, "view": PRIVATE}), JSON),
        (urlencode({"command": "/mastery", "text": PRIVATE, "team_id": TEAM}), FORM),
    ],
    ids=lambda part: str(part)[:24],
)
async def test_junk(rig: Rig, body: str | bytes, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await rig.post(body, kind)
    log = "".join(capsys.readouterr())
    assert 400 <= answer.status < 500
    assert PRIVATE not in log
    assert PRIVATE not in answer.body
    assert rig.slack.shown == []
    await rig.post(BODY)
    assert len(rig.slack.shown) == 1


async def test_a_body_of_a_megabyte(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await rig.post(BODY[:-1] + " " * 1024 * 1024 + "}")
    await refused(rig, answer, 413, capsys)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
async def test_a_wrong_content_type(rig: Rig, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    await refused(rig, await rig.post(BODY, kind), 415, capsys)


async def test_a_wrong_method_or_path(rig: Rig) -> None:
    async with rig.session.get(rig.url) as response:
        assert response.status == 405


async def test_slacks_own_question_whether_we_are_there_is_answered(rig: Rig) -> None:
    answer = await rig.post(json.dumps({"type": "url_verification", "challenge": "abc"}))
    assert (answer.status, answer.json) == (200, {"challenge": "abc"})
