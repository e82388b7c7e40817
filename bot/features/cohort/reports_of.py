"""“Dev's sent his autumn report in”, from a lead: how Dev stands is shown, and nobody ticks for another."""

import re

from bot.core.identity import Person
from bot.core.turn import Turn
from bot.hubs import resolving
from bot.identity.repository import People

REPORT = re.compile(
    r"\breports?\b.*\b(?:in|done|sent|finished|submitted|late|overdue|yet)\b|"
    r"\b(?:sent|done|finished|submitted|tick(?:ed)?(?:\s+off)?|mark(?:ed)?|sending|owes?|missed|where(?:'s| is))\b"
    r".*\breports?\b",
    re.I,
)
SETS_ONE = re.compile(r"^(?:please\s+)?(?:add|create|new|move|extend|rename|remove|delete|cancel)\b", re.I)
LONGEST = 25  # words
THEIR_OWN = "Everybody ticks off their own reports, so nothing was changed. This is how they stand:"


async def whose_report(turn: Turn, text: str) -> Person | None:
    """The one of the lead's people who is named, with a report that they did or owe; else None."""
    if len(text.split()) > LONGEST or not REPORT.search(text) or SETS_ONE.match(text):
        return None
    there = await People(turn.store).at([hub.id for hub in await resolving.led(turn)])
    words = {word.removesuffix("'s") for word in re.findall(r"[\w'-]+", text.casefold().replace("’", "'"))}
    whole = [one for one in there if set(one.name.casefold().split()) <= words]
    named = whole or [one for one in there if one.name.casefold().split()[0] in words]
    return named[0] if len(named) == 1 else None
