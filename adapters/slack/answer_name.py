"""The name by which an answer is found again in Slack, should this process be killed while it gives it."""

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
