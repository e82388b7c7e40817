"""How somebody's reminders stood, as a button carries it: `reports=on;days=stop;report:3=2026-12-01T07:30Z`."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum

from bot.core.errors import StaleButton
from bot.features.reminders.domain import Choices
from bot.features.reminders.registry import KINDS

MOST = 12  # names in one button
A_NAME = re.compile(rf"{'|'.join(KINDS)}|(?:report|residential):\d{{1,9}}|days:\d{{4}}-\d\d:\d{{1,9}}:\d{{1,9}}")


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
    if not text or len(parts) > MOST or not all(A_NAME.fullmatch(name) for name, _, _ in parts):
        raise StaleButton
    return {name: _stood(word, now) for name, _, word in parts}


def names_of(text: str) -> list[str]:
    """Names with commas between them, those of kinds in the order of the kinds."""
    named = text.split(",")
    return [kind for kind in KINDS if kind in named] if set(named) <= set(KINDS) else []


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
