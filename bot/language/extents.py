"""Where something stands in a text, and the folding that keeps every character at its place.

Folding is for reading only: it makes case, dashes and quotes alike. What is kept is sliced from the original.
"""

from dataclasses import dataclass

DASHES = dict.fromkeys("‐‑‒–—―−", "-")
QUOTES = dict.fromkeys("‘’ʼ´`", "'") | dict.fromkeys("“”„", '"')
SPACES = dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
ALIKE = str.maketrans(DASHES | QUOTES | SPACES | {"⁄": "/", "∕": "/", "\\": "/"})


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """A stretch of a text, in characters; `end` is the first one after it."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The stretch as it was written."""
        return text[self.start : self.end]


def fold(text: str) -> str:
    """The text in lower case with one kind of dash, quote and space, character by character."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two characters: such a one stays as it is
        lowered = "".join(low if len(low := one.lower()) == 1 else one for one in text)
    return lowered.translate(ALIKE)
