"""A reply as plain text: for the terminal, for notifications, and for whoever reads with a screen reader."""

from dataclasses import replace
from typing import assert_never

from bot.core.form import ChoiceField, Field, Form
from bot.core.reply import (
    Actions,
    Badge,
    Block,
    Checklist,
    Collapsible,
    Columns,
    Facts,
    File,
    Heading,
    Item,
    Note,
    Picture,
    Progress,
    Reply,
    Table,
    Text,
    WebLink,
)

CELLS = 20  # of a progress bar


def plain(reply: Reply) -> str:
    """Every block but the buttons, as lines of text."""
    return "\n".join(part for block in reply.blocks if (part := _block(block)))


def aloud(reply: Reply) -> str:
    """The same for whoever listens: a bar of twenty signs is left out, for its caption says it in words."""
    said = (replace(one, whole=0) if isinstance(one, Progress) else one for one in reply.blocks)
    return plain(replace(reply, blocks=tuple(said)))


def _block(block: Block) -> str:
    match block:
        case Heading(text) | Text(text) | Note(text) | Badge(text):
            return text
        case Facts(rows, title):
            return "\n".join([*_heading(title), *(f"{name}: {value}" for name, value in rows)])
        case Checklist(items, title):
            return "\n".join([*_heading(title), *(f"• {item}" for item in items)])
        case Table(headings, rows, title):
            return "\n".join([*_heading(title), *(row_in_words(headings, row) for row in rows)])
        case Progress(done, planned, whole, caption, title):
            drawn = bar(done, planned, whole)
            return "\n".join([*_heading(title), *([drawn] if drawn else []), caption])
        case File(name, _, _, title):
            return f"{title} ({name})"
        case Picture(_, alt, title):
            return "\n".join([*_heading(title), alt])
        case Form(title, _, fields):
            return "\n".join([title, *(f"• {_asked(field)}" for field in fields)])
        case Item(title, text, badge):
            said = " · ".join(part for part in (badge.text if badge else "", text) if part)
            return f"{title}: {said}" if said else title
        case Columns(cells):
            return " · ".join(f"{name}: {value}" for name, value in cells)
        case WebLink(text, url):
            return f"{text}: {url}" if text else url
        case Collapsible(title, blocks):
            return "\n".join([*_heading(title), *(part for one in blocks if (part := _block(one)))])
        case Actions():
            return ""
        case _:
            assert_never(block)


def row_in_words(headings: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A row of a table as a line that a phone can show: the first cell, then the others with their headings."""
    named = (f"{heading} {cell}".strip() for heading, cell in zip(headings[1:], row[1:], strict=True) if cell)
    return f"{row[0]}: {' · '.join(named)}" if len(row) > 1 else row[0]


def bar(done: int, planned: int, whole: int, cells: int = CELLS) -> str:
    """A whole as a row of cells: done, planned, left. What there is more than the whole fills it."""
    if whole <= 0:
        return ""
    full = min(cells, round(done * cells / whole))
    soon = min(cells - full, round((done + planned) * cells / whole) - full)
    return "█" * full + "▒" * soon + "░" * (cells - full - soon)


def _asked(field: Field) -> str:
    """A field of a form with what may go into it."""
    options = f": {' / '.join(field.options.values())}" if isinstance(field, ChoiceField) else ""
    hint = f" ({field.hint})" if field.hint else ""
    return f"{field.label}{'' if field.required else ', optional'}{options}{hint}"


def _heading(title: str) -> list[str]:
    return [title] if title else []
