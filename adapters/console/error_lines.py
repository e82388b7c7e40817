"""How an error is written to the log: its types and where it was raised, without what people wrote.

A message of Python, of a library or of the conversation quotes what it fails at: a name, or somebody's own text.
Only the errors that are written for operators keep their words.
"""

import sys
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

from bot.core.errors import SettingsError
from bot.db.errors import StoreError

FOR_OPERATORS = (SettingsError, StoreError)
MOST = 10  # errors of one chain or group
CAUSED = "The above was the direct cause of:"
MEANWHILE = "While that was handled, this was raised:"


def without_words(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: `exc_info` becomes `exception`, as `lines` has it."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    error = given if isinstance(given, BaseException) else sys.exception() if given else None
    if error is not None:
        event["exception"] = "\n".join(lines(error))
    return event


def lines(error: BaseException, most: int = MOST) -> Iterator[str]:
    """The error as a traceback with the same frames, after what led to it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and most > 1:
        yield from lines(before, most - 1)
        yield CAUSED if error.__cause__ else MEANWHILE
    yield from _frames(error.__traceback__)
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    yield f"{name}: {error}" if isinstance(error, FOR_OPERATORS) else name
    if isinstance(error, BaseExceptionGroup) and most > 1:
        for one in error.exceptions[:MOST]:
            yield from (f"  | {line}" for line in lines(one, most - 1))


def _frames(at: TracebackType | None) -> Iterator[str]:
    if at is not None:
        yield "Traceback (most recent call last):"
        yield "".join(traceback.format_tb(at)).rstrip("\n")
