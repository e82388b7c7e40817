"""Characters that nobody sees: zero-width and control characters, marks of direction, what is unassigned."""

import unicodedata

UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))  # Unicode's kinds of them
JOINERS = frozenset("\u200c\u200d")  # hold the parts of one emoji, and of letters in some scripts, together


def is_seen(char: str) -> bool:
    return unicodedata.category(char) not in UNSEEN


def is_kept(char: str) -> bool:
    """For what is kept or sent as it was written: emoji and letters stay whole."""
    return char in JOINERS or is_seen(char)


def without_unseen(text: str) -> str:
    """For what is read or compared: two texts that look the same are the same. White space of any kind stays."""
    if text.isprintable():
        return text
    return "".join(char for char in text if char.isspace() or is_seen(char))
