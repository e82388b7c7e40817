"""Free text → a command with its words, or what the search makes of it."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.invisible import is_kept
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


def written(text: str) -> str:
    """What arrived, as it was written, in NFC: only what nobody sees goes, and space at the end of a line.

    For what is kept or sent. `readable` folds more, so that reading is simple: 10³ would become 103.
    """
    normal = unicodedata.normalize("NFC", text[: LONGEST_MESSAGE * 3])
    lines = ("".join(map(_seen, line)).rstrip() for line in normal.splitlines())
    return "\n".join(lines).strip()


def as_written(text: str, words: str) -> str:
    """The end of `text` that reads as `words`, as it was written; `words` themselves where there is none such."""
    read = readable(text)
    if not words or not read.endswith(words):
        return words
    before, rest = len(read[: -len(words)].split()), written(text)
    for _ in range(before):
        rest = rest.split(maxsplit=1)[1] if len(rest.split(maxsplit=1)) > 1 else ""
    return rest if readable(rest) == words else words


def _seen(char: str) -> str:
    """The character, a space for any kind of white space, nothing for one that nobody sees."""
    if char.isspace():
        return " "
    return char if is_kept(char) else ""


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
