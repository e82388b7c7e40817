"""How somebody's reminders stood, as a button carries it: `reports=on;days=stop;report:3=2026-12-01T07:30Z`."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum

from bot.core.errors import StaleButton
from bot.delivery.upcoming import Choices
from bot.features.reminders.registry import topic_of_subject, topics

MOST = 12  # names in one button


class On(Enum):
    """Not stopped and not put off."""

    ON = "on"


Stood = datetime | On | None
"""Until when it was put off; None for stopped."""


def as_text(names: Collection[str], choices: Choices) -> str:
    """How these stand; what is in no choice is on."""
    return ";".join(f"{name}={_word(choices[name]) if name in choices else On.ON.value}" for name in names)


def state_of(text: str, now: datetime) -> Mapping[str, Stood]:
    """Raises StaleButton. What was put off until a time that has passed meanwhile is on."""
    parts = [part.partition("=") for part in text.split(";")]
    if (
        not text
        or len(parts) > MOST
        or not all(name in topics() or topic_of_subject(name) for name, _, _ in parts)
    ):
        raise StaleButton
    return {name: _stood(word, now) for name, _, word in parts}


def names_of(text: str) -> list[str]:
    """The topics with commas between them, in their order; none if there is another name among them."""
    named = text.split(",")
    return [name for name in topics() if name in named] if set(named) <= set(topics()) else []


def _word(until: datetime | None) -> str:
    return "stop" if until is None else until.isoformat()


def _stood(word: str, now: datetime) -> Stood:
    if word == "stop":
        return None
    if word == On.ON.value:
        return On.ON
    try:
        until = datetime.fromisoformat(word)
    except ValueError:
        raise StaleButton from None
    if until.tzinfo is None:
        raise StaleButton
    return until if until > now else On.ON
