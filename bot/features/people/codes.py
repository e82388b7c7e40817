"""How a joining code is written, and how it is found in what somebody typed. Apart, since it needs no SQL."""

import re

from bot.features.people.domain import NotACode

LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"  # none that look alike, and no vowels, so that no word is a code
LENGTH = 8
BARE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")
BETWEEN = re.compile(r"[\s‐‑–—_.,-]+")
IN_A_SENTENCE = re.compile(r"\b[A-Z0-9]{4}[\s‐‑–—_.-]?[A-Z0-9]{4}\b", re.IGNORECASE)


def as_typed(code: str) -> str:
    """The characters of a code, however it was typed. Raises NotACode."""
    bare = BETWEEN.sub("", code).upper()
    if not BARE.fullmatch(bare):
        raise NotACode
    return bare


def code_in(text: str) -> str | None:
    """The first thing in a sentence that could be a code."""
    for found in IN_A_SENTENCE.finditer(text):
        bare = BETWEEN.sub("", found[0]).upper()
        if BARE.fullmatch(bare):
            return bare
    return None


def shown(bare: str) -> str:
    """In two groups, as people read a code out."""
    return f"{bare[:4]}-{bare[4:]}"
