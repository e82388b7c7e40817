"""Texts in Slack's markup: whatever people wrote is escaped, and cut between words where it is too long."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from bot.core import links

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}  # in this order: the first is in the others
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # control characters, halves of a character
ELLIPSIS = "…"
LOOKALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}  # of what Slack takes for bold, italics, struck out, code
MARKS = (*LOOKALIKES, ">")
NOT_IN_BOLD = str.maketrans({"*": "∗"})
MARK = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")  # within a word it is none: an address keeps its own
QUOTE = re.compile(r"^([ \t]*)>", re.MULTILINE)
NO_QUOTE = r"\1›"
LONGEST_TAIL = 12  # characters of "… and 9999 more"


def clean(text: str) -> str:
    """The text without what JSON or a screen cannot show; empty when nothing in it can be seen."""
    if text.isprintable():  # then whatever is left at the ends can be seen
        return text.strip()
    shown = CONTROLS.sub("", text).strip()
    return shown if any(char.isprintable() and not char.isspace() for char in shown) else ""


def literal(text: str) -> str:
    """No star of somebody's words is taken for bold: Slack knows no way to write one, a look-alike stands in."""
    if not any(mark in text for mark in MARKS):
        return text
    if links.has_link(text):  # an address keeps every character, or it leads elsewhere
        return "".join(words if address else _literal(words) for words, address in links.parts(text))
    return _literal(text)


def _literal(text: str) -> str:
    return QUOTE.sub(NO_QUOTE, MARK.sub(lambda mark: LOOKALIKES[mark[0]], text))


def linked(text: str) -> str:
    """Escape what is literal, with each address as a link of ours, `<https://…>`, that shows itself."""
    if not links.has_link(text):
        return escape(text)
    return "".join(_link(words, address) if address else escape(words) for words, address in links.parts(text))


def _link(words: str, address: str) -> str:
    return f"<{escape(address)}>" if words == address else f"<{escape(address)}|{escape(words)}>"


def escape(text: str) -> str:
    """No `<!channel>`, `<@U…>` or `<https://…|…>` of somebody's words is taken for one of ours."""
    for char, escaped_char in ESCAPES.items():
        text = text.replace(char, escaped_char)
    return text


def cut(text: str, room: int) -> str:
    """Clean, at most `room` characters, cut between words; not escaped, for plain_text objects."""
    whole = clean(text)
    return whole if len(whole) <= room else _upto_a_word(whole[: room - 1]) + ELLIPSIS


def escaped(text: str, room: int) -> str:
    """Clean, literal and escaped, at most `room` characters of it, never with half an escape at the end."""
    whole = clean(text)
    start = literal(whole[:room])
    if len(whole) <= room and _cost(start) <= room:
        return linked(start)
    return linked(_upto_a_word(start[: _fitting(start, room - 1)]) + ELLIPSIS)


def bold(text: str, room: int) -> str:
    """In bold, on one line; a star within would end it too early, so another one stands for it."""
    words = escaped(" ".join(text[: room * 2].split()).translate(NOT_IN_BOLD), room - 2)
    return words and f"*{words}*"


def pieces(text: str, room: int) -> list[str]:
    """All of the text, clean, literal and escaped, in pieces of at most `room` characters, cut between words."""
    rest, found = literal(clean(text)), []
    while rest:
        end = _fitting(rest, room)
        part = rest if end == len(rest) else _upto_a_word(rest[:end])
        found.append(linked(part.rstrip()))
        rest = QUOTE.sub(NO_QUOTE, rest[len(part) :].lstrip())
    return [piece for piece in found if piece]


def fewer(lines: Sequence[str], room: int) -> list[str]:
    """As many of the lines as fit, the first in any case, and how many more there are."""
    if sum(len(line) + 1 for line in lines) <= room + 1:
        return list(lines)
    ends = accumulate(len(line) + 1 for line in lines)
    fit = max(1, sum(end <= room - LONGEST_TAIL for end in ends))
    return [*lines[:fit], f"{ELLIPSIS} and {len(lines) - fit} more"] if fit < len(lines) else list(lines)


def joined(lines: Sequence[str], room: int) -> list[str]:
    """The lines in as few texts of at most `room` characters as it takes; no line is longer than that."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= room:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts


def _fitting(text: str, room: int) -> int:
    """How many characters of the text fit in the room once they are escaped."""
    start = text[:room]
    if _cost(start) <= room:
        return len(start)
    return bisect_right(range(1, len(start) + 1), room, key=lambda end: _cost(start[:end]))


def _cost(text: str) -> int:
    """Characters once it is escaped, its addresses as links."""
    links_in_it = (
        sum(len(_link(words, address)) - len(escape(words)) for words, address in links.parts(text) if address)
        if links.has_link(text)
        else 0
    )
    return len(text) + links_in_it + sum(text.count(char) * (len(escape) - 1) for char, escape in ESCAPES.items())


def _upto_a_word(text: str) -> str:
    """Without the word that was cut at the end, unless that takes more than half of the text."""
    for gap in ("\n", " "):
        at = text.rfind(gap)
        if at > len(text) // 2:
            return text[:at]
    return text
