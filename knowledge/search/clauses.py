"""A message → the parts that may each ask something: sentences, and clauses joined by "and" or "also"."""

import re

MOST_PARTS = 12
FEWEST_WORDS = 3
SENTENCE = re.compile(r"(?<=[.?!;])\s+|\n+")
JOINED = re.compile(
    r"[,;]?\s+(?:and|also|plus|but)\s+(?:also\s+)?(?=(?:what|when|where|who|why|how|which|is|are|do|does|can|could|"
    r"will|would|should|must|has|have)\b)",
    re.IGNORECASE,
)


ASKS = re.compile(
    r"^(?:\W*(?:and|also|so|but|ok|then|oh)\b\W*)*(?:what|whats|when|whens|where|wheres|who|whos|why|how|hows|which|is|are|"
    r"am|do|does|did|can|could|will|would|should|must|has|have|any|need|remind me what|tell me)\b",
    re.IGNORECASE,
)


def asks(part: str) -> bool:
    """Whether a part is put as a question; the others only tell what lies behind it."""
    return "?" in part or bool(ASKS.match(part))


def parts_of(message: str) -> list[str]:
    """The parts in order, at most a dozen; a message that asks one thing comes back as it is."""
    parts = [
        part.strip()
        for sentence in SENTENCE.split(message)
        for part in JOINED.split(sentence)
        if len(part.split()) >= FEWEST_WORDS
    ]
    return parts[-MOST_PARTS:] or [message]
