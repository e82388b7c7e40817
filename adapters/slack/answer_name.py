"""One turn's answer in Slack: the name by which it is found again after a kill, and that it was not shown."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnswerName:
    """Names the answer of one turn. since: when the turn was begun before, if it was: the answer may be there.

    is_anothers: whether another process has turned out to give it.
    """

    token: str
    since: datetime | None = None
    is_anothers: Callable[[], bool] = bool


ANSWERING: ContextVar[AnswerName | None] = ContextVar("the answer that this turn gives", default=None)


class NotDelivered(Exception):
    """An answer could not be shown, or nobody can tell whether it was."""
