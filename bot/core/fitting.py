"""Shortening what would not fit on a phone: first to first sentences, then by leaving the last lines out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.plain_text import plain
from bot.core.reply import Reply, Text
from knowledge.model import first_sentence


def fitted(texts: Sequence[str], room: int) -> list[str]:
    """As much of the texts as fits, one a line: the longest keep only their first sentence, then the last goes."""
    fit = list(texts)
    while sum(map(len, fit)) + len(fit) > room:
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
