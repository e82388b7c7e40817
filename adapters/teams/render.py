"""A reply → what Teams shows: plain text where that is all there is, else an Adaptive Card 1.5."""

import base64
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import assert_never

from adapters.teams.card_elements import (
    action_set,
    ask_first,
    badge,
    beside,
    execute,
    facts,
    folded,
    heading,
    long_facts,
    row,
    rows_of,
    side_by_side,
    strip,
    title_line,
)
from adapters.teams.card_inputs import form_elements
from adapters.teams.card_text import LONGEST_FACT, Json, as_json, clipped, inert, line, lines, run, sendable, size
from adapters.teams.fitting import ROOM, WORDS_A_MESSAGE, fitting, message_words, words_in
from adapters.teams.inbound import OURS
from bot.core.form import Form
from bot.core.links import has_link
from bot.core.plain_text import CELLS, aloud
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

LARGEST = 28 * 1024  # bytes of a card; Teams takes more in a message, and other places where cards go do not
LONGEST_FALLBACK = 500  # characters for clients that show no cards
LARGEST_PICTURE = 18_000  # characters of a picture inside the card; a larger one is linked to
MOST_FACTS = 20  # in one piece, of which a longer list has several
LONGEST_NAME, LONGEST_VALUE = 24, 60  # characters of a fact that a phone shows in two columns
MOST_COLUMNS = 4  # side by side on a phone
STYLES = {"": "", "primary": "positive", "danger": "destructive"}
CARD = "application/vnd.microsoft.card.adaptive"
NO_LINK = "I can't hand over files here yet. Your administrator can turn that on."

Link = Callable[[File | Picture], str]
"""Where a file can be fetched from for a while; empty where there is no such place."""


def no_links(_kept: File | Picture) -> str:
    return ""


def message(reply: Reply, link: Link = no_links) -> Json:
    """The activity for a reply, as plain JSON."""
    text = aloud(reply)
    if all(isinstance(block, Text | Note | Checklist) for block in reply.blocks) and not has_link(text):
        return {
            "type": "message",
            "textFormat": "plain",
            "text": message_words(text).strip() or "…",
            "summary": _short(text),
        }
    attachment = {"contentType": CARD, "content": _card(reply, link, text)}
    return {"type": "message", "summary": _short(text), "attachments": [attachment]}


def card(reply: Reply, link: Link = no_links) -> Json:
    """The reply as a card; what does not fit is left out from the end, and said to be."""
    return _card(reply, link, aloud(reply))


def _card(reply: Reply, link: Link, words: str) -> Json:
    body = list(_elements(reply, link))
    found: Json = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": inert(clipped(words, LONGEST_FALLBACK)) or "Open this message in a newer Teams.",
        "speak": inert(_short(words)),
        "body": body,
    }
    text = as_json(found)
    too_large = len(text) * 4 > ROOM and size(body) > ROOM  # a character has four bytes at the most
    too_long = len(text) > WORDS_A_MESSAGE and words_in(body) > WORDS_A_MESSAGE  # its words are a part of the text
    if too_large or too_long:
        found["body"] = fitting(body)
        text = as_json(found)
    return sendable(found, text)


def _short(text: str) -> str:
    """What a notification shows, and a screen reader says first."""
    return clipped(" ".join(text[:2_000].split()), 300)


def _elements(reply: Reply, link: Link) -> Iterator[Json]:
    numbers = count()
    for block in reply.blocks:
        first = True
        for element in _block(block, reply.errors, link, numbers):
            yield {**element, "spacing": "Medium"} if first else element
            first = False


def _block(block: Block, errors: Mapping[str, str], link: Link, numbers: Iterator[int]) -> list[Json]:
    match block:
        case Heading(text):
            return title_line(text)
        case Text(text, strong):
            return lines(text, bold=strong)
        case Note(text):
            return lines(text, subtle=True)
        case Facts(rows, title):
            if any(len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE for name, value in rows):
                return [*heading(title), *long_facts(rows)]
            some = [facts(rows[at : at + MOST_FACTS]) for at in range(0, len(rows), MOST_FACTS)]
            return [*heading(title), *some]
        case Checklist(items, title):
            return [*heading(title), *(_closer(piece) for item in items for piece in lines(f"• {item}"))]
        case Table(headings, rows, title):
            return [*heading(title), *(_row(headings, cells) for cells in rows)]
        case Progress(done, planned, whole, caption, title):
            return [*heading(title), *_bar(done, planned, whole), *lines(caption)]
        case File() as file:
            return _file(file, link(file))
        case Picture() as picture:
            return _picture(picture, link)
        case Actions(buttons):
            return rows_of([_button(button) for button in buttons])
        case Badge(text, tone):
            return [line(badge(text, tone))] if text.strip() else []
        case Item() as item:
            return [_item(item)]
        case Columns(cells):
            return [side_by_side(cells[at : at + MOST_COLUMNS]) for at in range(0, len(cells), MOST_COLUMNS)]
        case WebLink(text, url):
            return lines(f"{text}: {url}" if text else url)
        case Collapsible(title, blocks):
            inner = [element for one in blocks for element in _block(one, errors, link, numbers)]
            return folded(title, inner, f"folded{next(numbers)}") if inner else heading(title)
        case Form() as form:
            return form_elements(form, errors, next(numbers))
        case _:
            assert_never(block)


def _closer(element: Json) -> Json:
    return {**element, "spacing": "Small"}


def _row(headings: tuple[str, ...], cells: tuple[str, ...]) -> Json:
    named = (f"{name} {cell}".strip() for name, cell in zip(headings[1:], cells[1:], strict=False) if cell)
    return row(cells[0] if cells else "", " · ".join(named))


def _bar(done: int, planned: int, whole: int) -> list[Json]:
    """Used filled, planned lighter, left empty, on light and on dark; cells as in `plain_text.bar`."""
    if whole <= 0:
        return []
    full = max(0, min(CELLS, round(done * CELLS / whole)))
    soon = max(0, min(CELLS - full, round((done + planned) * CELLS / whole) - full))
    return [strip({"good": full, "warning": soon, "emphasis": CELLS - full - soon})]


def _item(item: Item) -> Json:
    """Whom it is about with the state beside it, the rest below, and its button at the side."""
    first = [run(clipped(item.title, LONGEST_FACT), bold=True)]
    if item.badge and item.badge.text.strip():
        first += [run("  "), badge(item.badge.text, item.badge.tone)]
    words: list[Json] = [line(*first)]
    words += [{**one, "spacing": "None"} for one in lines(clipped(item.text, LONGEST_FACT))]
    return beside(words, _button(item.button) if item.button else None)


def _file(file: File, url: str) -> list[Json]:
    named = lines(f"{clipped(file.title, 500)} ({clipped(file.name, 150)})")
    if not url:
        return [*named, *lines(NO_LINK, subtle=True)]
    return [
        *named,
        action_set([{"type": "Action.OpenUrl", "title": f"Open {clipped(file.name, 60)}", "url": url}]),
    ]


def _picture(picture: Picture, link: Link) -> list[Json]:
    """Inside the card where it is small, so that it is still there when somebody scrolls back next year."""
    data = base64.b64encode(picture.png).decode() if len(picture.png) * 4 / 3 < LARGEST_PICTURE else ""
    url = f"data:image/png;base64,{data}" if data else link(picture)
    title, alt = heading(picture.title), clipped(picture.alt, 1_000)
    if not url:
        return [*title, *lines(alt)]
    return [*title, {"type": "Image", "url": url, "altText": inert(alt), "size": "Stretch"}]


def _button(button: Button) -> Json:
    data = {OURS: {"action": button.action, "values": dict(button.values)}}
    style = STYLES[button.style]
    if not button.confirm:
        return execute(button.label, data, style)
    return ask_first(button.label, button.confirm, execute(button.label, data, style), style)
