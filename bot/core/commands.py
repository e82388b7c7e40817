"""Free text → a command with its words, or what the search makes of it."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.search.normalise import clean

LONGEST_MESSAGE = 4_000  # characters read of one message; Slack's own limit for a message is the same
SLASH = re.compile(r"^/?mastery(?:-bot)?\b[ ,:]*|^/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    words: str


def readable(text: str) -> str:
    """What arrived as one safe line of bounded length."""
    return clean(text, LONGEST_MESSAGE)


def command_in(text: str, names: Collection[str]) -> Command | None:
    """The command that the text spells out, if it does: "/mastery help", "eligibility", "Help!".

    A command's word in front of a sentence ("help me understand the funding") is not a command: without a slash,
    the word must stand alone. A command of two words ("releaseday log") nobody says by chance.
    """
    bare = SLASH.sub("", text, count=1)
    spelled_out = bare != text
    word, _, rest = bare.partition(" ")
    second, _, further = rest.lstrip().partition(" ")
    pair = f"{word} {second}".lower().strip("!.?")
    if pair in names:
        return Command(pair, further.strip())
    name = word.lower().strip("!.?")
    if name in names and (spelled_out or not rest):
        return Command(name, rest.strip())
    if not bare.strip(" ?!.") and (spelled_out or "?" in bare):  # "/mastery", "/mastery ?", "??"
        return Command("help", "")
    return None
