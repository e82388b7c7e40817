"""Where the log goes: to standard error, one line each; what repeats itself is counted instead."""

import logging
import sys
import time
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

from adapters.console.error_lines import without_words
from bot.core.environment import EnvironmentVariable
from bot.core.errors import SettingsError

FORMAT = EnvironmentVariable("LOG_FORMAT", "`text` (default), or `json`: one JSON object a line")
LEVEL = EnvironmentVariable("LOG_LEVEL", "`warning` by default; `debug`, `info` or `error`")
VARIABLES = (FORMAT, LEVEL)
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
A_WHILE, MOST = 60.0, 20  # seconds, and lines of one event in them
SAME = ("event", "level", "error", "why", "status", "kind")  # what makes two lines the same but for their details
Event = MutableMapping[str, Any]


class Repeats:
    """A processor: of one event only so many lines a minute are written; the next one after says how many more."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._seconds, self._most = seconds, most
        self._seen: dict[tuple[str, ...], tuple[float, int]] = {}

    def __call__(self, _logger: Any, _name: str, event: Event) -> Event:
        """Raises structlog.DropEvent."""
        same, now = tuple(str(event.get(part, "")) for part in SAME), self._seconds()
        since, count = self._seen.get(same, (now, 0))
        if now - since > A_WHILE:
            if count > self._most:
                event["more_before"] = count - self._most
            since, count = now, 0
            self._forget(now)
        self._seen[same] = (since, count + 1)
        if count >= self._most:
            raise structlog.DropEvent
        return event

    def _forget(self, now: float) -> None:
        for same, (since, count) in list(self._seen.items()):
            if now - since > A_WHILE and count <= self._most:
                del self._seen[same]


def processors(given: str) -> list[Any]:
    """given: `text` or `json`. A list, for structlog changes it in place where a test captures lines."""
    last = (
        structlog.processors.JSONRenderer()
        if given == "json"
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    return [
        structlog.processors.add_log_level,
        Repeats(),
        structlog.processors.TimeStamper(fmt="iso"),
        without_words,
        last,
    ]


class ToStructlog(logging.Handler):
    """Lines of libraries, written as ours are. Only what went wrong, and where: their words may hold anybody's."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        about = {"error": error} if error else {}
        level = logging.ERROR if record.levelno >= logging.ERROR else logging.WARNING
        said = record.getMessage().partition("\n")[0]  # asyncio's second line quotes the error with its message
        structlog.get_logger(record.name).log(level, f"{record.name}: {said[:300]}", **about)


class LogOutput:
    """Where lines are written to. One that cannot be written, as on a full disk, is left out: it ends no turn."""

    def __init__(self, to: TextIO) -> None:
        self._to = to

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # ValueError: it was closed
            self._to.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._to.flush()


def quiet(environment: Mapping[str, str]) -> None:
    """Set the log up, libraries' included. Raises SettingsError for a format or level that there is not."""
    given, level = FORMAT.read(environment) or "text", LEVEL.read(environment) or "warning"
    if given not in ("text", "json"):
        raise SettingsError(f"LOG_FORMAT is “{given}”; write text or json.")
    if level not in LEVELS:
        raise SettingsError(f"LOG_LEVEL is “{level}”; write {', '.join(LEVELS)}.")
    structlog.configure(
        processors=processors(given),
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", LogOutput(sys.stderr))),
    )
    if not any(isinstance(one, ToStructlog) for one in logging.getLogger().handlers):
        logging.getLogger().addHandler(ToStructlog(logging.WARNING))
