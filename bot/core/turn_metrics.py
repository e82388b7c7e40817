"""What is counted of each turn: the kind of its reply, how it ended, and how long it took."""

from enum import StrEnum
from functools import cache

from prometheus_client import Counter, Histogram

TURNS = Counter("mastery_turns", "Turns, by the kind of reply and how they ended", ["platform", "kind", "outcome"])
SECONDS = Histogram(
    "mastery_turn_seconds",
    "From the activity to its reply, without the platform's part",
    ["platform"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)


class Outcome(StrEnum):
    """`WITHOUT_RECORDS`: from the sheet alone; `AWAY`: told that the records are away; `FAILED`: our mistake."""

    ANSWERED = "answered"
    WITHOUT_RECORDS = "without records"
    AWAY = "away"
    FAILED = "failed"


def count(platform: str, kind: str, outcome: Outcome, seconds: float) -> None:
    turns, took = _counters(platform, kind, outcome)
    turns.inc()
    took.observe(seconds)


@cache  # few: a platform's, a reply's kind and an outcome stand in the code
def _counters(platform: str, kind: str, outcome: Outcome) -> tuple[Counter, Histogram]:
    return TURNS.labels(platform, kind, outcome.value), SECONDS.labels(platform)
