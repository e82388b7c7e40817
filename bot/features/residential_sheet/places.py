"""Which words of “who is coming to Leeds?” may be a venue's. Pure."""

import re

from bot.language.words import word_set

WORD = re.compile(r"[^\W_]+")
NO_PLACE = word_set("to at in the on for it then so far yet please now along with us next one and up")


def words_of(venue: str) -> set[str]:
    """The words of a venue, in lower case."""
    return set(WORD.findall(venue.casefold()))


def place_words(rest: str) -> set[str]:
    """What stands behind “who is coming”, without what names no place."""
    return words_of(rest) - NO_PLACE
