"""Joining codes as one file, to be handed over."""

from collections.abc import Sequence

from bot.core.csv_file import csv_file
from bot.core.identity import Hub
from bot.core.reply import Block, Note
from bot.features.people.domain import Code

HOW = (
    "Each code works once and for 14 days, and I can't show it again: hand them over now. They type “join” and "
    "the code to me. Delete the file then."
)


def codes_file(hub: Hub, codes: Sequence[tuple[str, str | None, Code | None]]) -> tuple[Block, ...]:
    """A row for each: name, e-mail address, what to type, until when; nothing where there is no code."""
    rows = [
        (name, email or "", f"join {code.words}", code.expires_at.date().isoformat())
        for name, email, code in codes
        if code
    ]
    if not rows:
        return ()
    title = f"Joining codes of {hub.name}: {len(rows)}"
    return (csv_file("joining-codes.csv", title, ("Name", "E-mail", "Type this", "Until"), rows), Note(HOW))
