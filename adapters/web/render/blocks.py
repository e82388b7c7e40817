"""Every block of a reply as HTML; how it is pressed, sent or fetched is up to the page that it stands in."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import count
from typing import Protocol, assert_never

from adapters.web.render.fields import field
from adapters.web.render.text import linked, paragraphs
from bot.core.form import Form
from bot.core.reply import (
    Actions,
    Badge,
    Block,
    Button,
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

BAR = 200  # units across a progress bar, of which its parts are counted


class Controls(Protocol):
    """What can be done in a reply, as the page that shows it wants it. Numbers count within the reply, from 0."""

    def buttons(self, buttons: Sequence[tuple[int, Button]]) -> str:
        """A row of buttons, each with its number among all of the reply."""

    def form(self, form: Form, number: int, fields: str) -> str:
        """A form around the HTML of its fields."""

    def address(self, file: File | Picture, number: int) -> str:
        """Where a file or picture of the reply is fetched; empty where it is not."""


def message(reply: Reply, controls: Controls, name: str = "m", filled: Mapping[str, str] | None = None) -> str:
    """The blocks of a reply, in order; `reply.then` is a message of its own.

    name: begins every id in it, so it must be the page's only one. filled: what was typed into its form, which
    is shown again with what is wrong.
    """
    drawing = _Drawing(controls, name, reply.errors, filled or {})
    return "".join(drawing.block(one) for one in reply.blocks)


class _Drawing:
    """One reply being drawn: counts its buttons, forms and files."""

    def __init__(
        self, controls: Controls, name: str, errors: Mapping[str, str], filled: Mapping[str, str]
    ) -> None:
        self._controls, self._name, self._errors, self._filled = controls, name, errors, filled
        self._buttons, self._forms, self._files = count(), count(), count()

    def block(self, block: Block) -> str:
        match block:
            case Heading(text):
                return f"<h3>{linked(text)}</h3>"
            case Text(text, strong):
                return paragraphs(text, strong=strong)
            case Note(text):
                return f'<div class="note">{paragraphs(text)}</div>'
            case Facts(rows, title):
                return _title(title) + _pairs("facts", rows)
            case Columns(cells):
                return _pairs("cells", cells)
            case Checklist(items, title):
                listed = "".join(f"<li>{linked(item)}</li>" for item in items)
                return f'{_title(title)}<ul class="checklist">{listed}</ul>' if listed else _title(title)
            case Table(headings, rows, title):
                return _table(headings, rows, title)
            case Progress(done, planned, whole, caption, title):
                return f'{_title(title)}{_bar(done, planned, whole)}<p class="caption">{linked(caption)}</p>'
            case File() | Picture():
                return self._fetched(block)
            case Actions(buttons):
                return self._controls.buttons([(next(self._buttons), one) for one in buttons]) if buttons else ""
            case Badge():
                return f"<p>{_badge(block)}</p>"
            case Item():
                return self._item(block)
            case WebLink(text, url):
                return f"<p>{escape(text)}: {linked(url)}</p>" if text else f"<p>{linked(url)}</p>"
            case Collapsible(title, blocks):
                inside = "".join(map(self.block, blocks))
                return f"<details><summary>{escape(title) or 'More'}</summary>{inside}</details>"
            case Form():
                return self._form(block)
            case _:
                assert_never(block)

    def _fetched(self, block: File | Picture) -> str:
        address = escape(self._controls.address(block, next(self._files)))
        if isinstance(block, Picture):
            words = paragraphs(block.alt)
            folded = f"<details><summary>The picture in words</summary>{words}</details>"
            image = f'<img src="{address}" alt="{escape(block.alt.splitlines()[0] if block.alt else "")}">'
            return f"{_title(block.title)}{image + folded if address else words}"
        words = f"{escape(block.title)} ({escape(block.name)})"
        return f'<p class="file"><a href="{address}" download>{words}</a></p>' if address else f"<p>{words}</p>"

    def _item(self, item: Item) -> str:
        state = f" {_badge(item.badge)}" if item.badge else ""
        said = (
            f'<div class="said"><p><strong>{escape(item.title)}</strong>{state}</p>{paragraphs(item.text)}</div>'
        )
        button = self._controls.buttons([(next(self._buttons), item.button)]) if item.button else ""
        return f'<div class="item">{said}{button}</div>'

    def _form(self, form: Form) -> str:
        number = next(self._forms)
        name = f"{self._name}-{number}"
        inside = "".join(
            field(one, f"{name}-{at}", self._errors.get(one.name, ""), self._filled.get(one.name))
            for at, one in enumerate(form.fields)
        )
        return self._controls.form(form, number, f"{_title(form.title)}{inside}")


def _title(text: str) -> str:
    return f'<p class="title">{escape(text)}</p>' if text else ""


def _pairs(style: str, rows: Iterable[tuple[str, str]]) -> str:
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{linked(said)}</dd></div>" for name, said in rows)
    return f'<dl class="{style}">{pairs}</dl>' if pairs else ""


def _badge(badge: Badge) -> str:
    return f'<span class="badge {badge.tone or "plain"}">{escape(badge.text)}</span>'


def _table(headings: Iterable[str], rows: Iterable[tuple[str, ...]], title: str) -> str:
    """It scrolls by itself where it is too wide, and the keyboard reaches it there."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{linked(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
        if row
    )
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return (
        f'<div class="scrolls" role="group" tabindex="0" aria-label="{escape(title) or "Table"}">'
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _bar(done: int, planned: int, whole: int) -> str:
    """Drawn for the eye alone: the caption below says the same."""
    if whole <= 0:
        return ""
    full = min(BAR, max(0, round(done * BAR / whole)))
    soon = min(BAR, max(full, round((done + planned) * BAR / whole)))
    return (
        f'<svg class="bar" viewBox="0 0 {BAR} 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="whole" width="{BAR}" height="6"/><rect class="planned" width="{soon}" height="6"/>'
        f'<rect class="done" width="{full}" height="6"/></svg>'
    )
