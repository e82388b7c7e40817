"""Shortening what would not fit on a phone or a button: texts, lists of names, lines, whole replies."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.core.plain_text import plain
from bot.core.reply import Reply, Text
from knowledge.facts import first_sentence

LONGEST_QUOTE = 160  # characters of what somebody wrote, in a list
INNER_QUOTES = str.maketrans("“”", "‘’")
MOST_NAMES = 6  # in a list that a phone shows


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text in quotation marks, shortened at a word; quotation marks inside it become single ones."""
    return in_quotes(shortened(text, longest + 2))


def in_quotes(text: str) -> str:
    """The whole text in quotation marks."""
    return f"“{text.translate(INNER_QUOTES)}”"


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut at a word where there is one, with “ …” where something is missing."""
    if len(text) <= longest:
        return text
    return text[: longest - 2].rsplit(" ", 1)[0].rstrip(".,;:") + " …"


def clipped(text: str, longest: int) -> str:
    """At most `longest` characters, cut anywhere, with “…” where something is missing: for a name in a table."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def cut_to_json(text: str, room: int) -> str:
    """As much of the text as takes `room` characters of JSON, where what is not ASCII takes six or twelve."""
    while (over := len(json.dumps(text)) - room) > 0:
        text = text[: -max(1, over // 12)]
    return text


def first_names(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """As many names as a phone shows, on one line, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def with_and(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """The same in a sentence: “Ann, Bo and Cy”, and of too many how many more there are."""
    return (
        first_names(names, most)
        if len(names) > most
        else " and ".join([*filter(None, [", ".join(names[:-1])]), *names[-1:]])
    )


def first_items(items: Sequence[str], most: int = MOST_NAMES) -> tuple[str, ...]:
    """As many items as a phone shows, and how many more there are as the last one."""
    more = len(items) - most
    return (*items[:most], f"and {more} more") if more > 0 else tuple(items)


def fitted(texts: Sequence[str], room: int) -> list[str]:
    """As much of the texts as fits, one a line: the longest keep only their first sentence, then the last goes."""
    fit = list(texts)
    while fit and sum(map(len, fit)) + len(fit) > room:
        at = max(range(len(fit)), key=lambda place: len(fit[place]))
        if (shorter := first_sentence(fit[at])) != fit[at]:
            fit[at] = shorter
        else:
            fit.pop()
    return fit


def within(reply: Reply, room: int) -> Reply:
    """The reply with its first text shortened, if the whole is longer than `room` characters."""
    over = len(plain(reply)) - room
    if over <= 0:
        return reply
    for at, block in enumerate(reply.blocks):
        if isinstance(block, Text):
            lines = fitted(block.text.split("\n"), len(block.text) - over)
            shorter = Text("\n".join(lines))
            return replace(reply, blocks=(*reply.blocks[:at], shorter, *reply.blocks[at + 1 :]))
    return reply


def listed(lines: Sequence[str], room: int) -> str:
    """As many of the lines as fit, one below the other, and how many more there are."""
    for kept in range(len(lines), 0, -1):
        more = [] if kept == len(lines) else [f"… and {len(lines) - kept} more."]
        if len(text := "\n".join([*lines[:kept], *more])) <= room:
            return text
    return f"{len(lines)} in all." if lines else ""
