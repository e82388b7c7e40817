"""Addresses in somebody's words, so that a renderer can make each a link that shows where it leads."""

import re

LONGEST = 500  # characters; a longer one stays words
MOST = 50  # in one text; what comes after them stays words
ADDRESS = re.compile(
    r"(?<![\w/.@-])(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"“”‘’|\\^`{}\x00-\x1f\ud800-\udfff…]{3,}", re.I
)
AFTER = ".,;:!?'*_~"  # at its end they belong to the sentence
PAIRS = {")": "(", "]": "["}


def parts(text: str) -> list[tuple[str, str]]:
    """The text in pieces, in order: words, and the address that they are; empty for what is none."""
    found: list[tuple[str, str]] = []
    at = 0
    for match in ADDRESS.finditer(text):
        words = _without_end(match[0])
        cut = text[match.start() + len(words) :].startswith("…")
        if len(found) >= 2 * MOST or not 0 < len(words) <= LONGEST or cut or "." not in words:
            continue
        found += [(text[at : match.start()], "")] if match.start() > at else []
        found.append((words, words if words.lower().startswith("http") else f"https://{words}"))
        at = match.start() + len(words)
    return [*found, (text[at:], "")] if at < len(text) or not found else found


def has_link(text: str) -> bool:
    """Quick for what has none, which is nearly everything."""
    return ("://" in text or "www." in text.lower()) and any(address for _, address in parts(text))


def _without_end(words: str) -> str:
    """Without the full stop of its sentence, and without a bracket that was opened before it."""
    while words and (words[-1] in AFTER or words[-1] in PAIRS):
        closed = words[-1]
        if closed in PAIRS and words.count(closed) <= words.count(PAIRS[closed]):
            break
        words = words[:-1]
    return words
