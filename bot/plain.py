"""A reply as plain text: for the terminal, for notifications, and for whoever reads with a screen reader."""

from typing import assert_never

from bot.reply import Actions, Block, Checklist, Facts, Note, Reply, Text


def plain(reply: Reply) -> str:
    """Every block but the buttons, as lines of text."""
    return "\n".join(part for block in reply.blocks if (part := _block(block)))


def _block(block: Block) -> str:
    match block:
        case Text(text) | Note(text):
            return text
        case Facts(rows, title):
            return "\n".join([*_heading(title), *(f"{name}: {value}" for name, value in rows)])
        case Checklist(items, title):
            return "\n".join([*_heading(title), *(f"• {item}" for item in items)])
        case Actions():
            return ""
        case _:
            assert_never(block)


def _heading(title: str) -> list[str]:
    return [title] if title else []
