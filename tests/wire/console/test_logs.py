"""The log: as text or as JSON, libraries' lines as ours, and of what repeats itself a few lines and a number."""

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import structlog

from adapters.console import logs
from bot.core.errors import SettingsError


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    handlers = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers = handlers
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.quiet({"LOG_FORMAT": "json"})
    structlog.get_logger().warning("answer not delivered", reference="ab12")
    structlog.get_logger().info("left out")
    (line,) = lines(capsys)
    found = json.loads(line)
    assert (found["event"], found["level"], found["reference"]) == ("answer not delivered", "warning", "ab12")
    assert found["timestamp"].endswith("Z")


def test_a_librarys_line_is_written_as_ours_without_what_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    logs.quiet({"LOG_FORMAT": "json"})
    try:
        raise ValueError("what Alexandra wrote")
    except ValueError:
        logging.getLogger("psycopg.pool").exception("a connection failed")
    (line,) = lines(capsys)
    assert json.loads(line)["event"] == "psycopg.pool: a connection failed"
    assert json.loads(line)["error"] == "ValueError"
    assert "Alexandra" not in line


def test_an_outage_fits_on_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    logs.quiet({})
    for number in range(10_000):
        structlog.get_logger().warning("turn without the database", reference=f"{number:08x}")
    written = lines(capsys)
    assert len(written) == logs.MOST
    assert sum(map(len, written)) < 100_000


def test_a_log_on_a_full_disk_or_closed_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stderr", full)
        logs.quiet({})
        for number in range(3):
            structlog.get_logger().error(f"turn failed {number}")
            logging.getLogger("psycopg.pool").error("a connection failed")
        with suppress(OSError):
            full.close()
        structlog.get_logger().error("turn failed again")


def test_after_a_minute_it_says_how_many_more_there_were() -> None:
    passed = [0.0]
    repeats = logs.Repeats(lambda: passed[0], most=2)

    def line(event: str) -> object:
        return repeats(None, "warning", {"event": event})

    assert [line("a"), line("a"), line("b")] == [{"event": "a"}, {"event": "a"}, {"event": "b"}]
    for _ in range(3):
        with pytest.raises(structlog.DropEvent):
            line("a")
    passed[0] = logs.A_WHILE + 1
    assert line("a") == {"event": "a", "more_before": 3}


@pytest.mark.parametrize("wrong", [{"LOG_FORMAT": "xml"}, {"LOG_LEVEL": "loud"}])
def test_what_there_is_not_is_refused_in_words(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="; write "):
        logs.quiet(wrong)
