"""The kinds of reminder that somebody can stop or put off, and which rule is of which kind. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

RESIDENTIAL, AFTER, REPORT, LATE, NUDGE, PACE = "residential", "after", "report", "late", "nudge", "pace"
RULES = frozenset({RESIDENTIAL, AFTER, REPORT, LATE, NUDGE, PACE})
KINDS: Mapping[str, str] = MappingProxyType(
    {"residentials": "residentials", "reports": "reports", "days": "release days"}
)
"""Kind → what it is called."""
ALL = "all"


def head(rule: str) -> str:
    """The rule without its number: `report` of `report_14`."""
    return rule.partition("_")[0]


def kind_of(rule: str) -> str:
    """What somebody stops who stops this rule."""
    kinds = {REPORT: "reports", LATE: "reports", NUDGE: "days", PACE: "days", AFTER: "days"}
    return kinds.get(head(rule), "residentials")


def kind_of_subject(subject: str) -> str:
    """`reports` of `report:3`; empty for what is of no kind."""
    return {"report": "reports", "residential": "residentials", "days": "days"}.get(subject.partition(":")[0], "")
