"""The topics of reminders that somebody can stop or put off, as the features' reminders declare them."""

from collections.abc import Mapping

from bot.delivery.kinds import Topic
from bot.delivery.registry import registered


def topics() -> Mapping[str, Topic]:
    """Name → topic, in the order in which they are listed."""
    return registered().topics


def topic_of(rule: str) -> str:
    """The topic that somebody stops who stops this rule; empty for what nobody can stop."""
    kinds = registered()
    topic = kinds.of(rule).topic if kinds.know(rule) else None
    return topic.name if topic else ""


def topic_of_subject(subject: str) -> str:
    """`reports` of `report:3`; empty for what is of no topic."""
    return next((topic.name for topic in topics().values() if topic.subjects.fullmatch(subject)), "")


def names_of(text: str) -> list[str]:
    """The topics with commas between them, in their order; none if there is another name among them."""
    named = text.split(",")
    return [name for name in topics() if name in named] if set(named) <= set(topics()) else []
