"""A reply as an e-mail: plain text and simple HTML from the same blocks. Nothing can be pressed in it."""

from collections.abc import Sequence
from html import escape
from typing import assert_never

from bot.core import links
from bot.core.fitting import clipped
from bot.core.form import Form
from bot.core.plain_text import plain, row_in_words
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

LONGEST_SUBJECT = 78  # characters
SHORT_LINE = 50  # such as “From Lee Lead, North Mersey Maths Hub”
SUBJECT = "A word from your Maths Hub"
WHY = (
    "You get this by e-mail because your Maths Hub has enrolled you and you have not joined the bot in Slack or "
    "Teams. Nobody reads replies to it; ask your Maths Hub."
)
STOP = "To get no more of these:"
PAGE = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    "<title>{title}</title></head>"
    '<body style="font:16px/1.5 sans-serif;max-width:42rem;margin:0 auto;padding:16px">{body}</body></html>'
)


def subject(reply: Reply) -> str:
    """The first line that says something, and the next where that is short; without a line break in it."""
    lines = [line.strip() for line in plain(reply).splitlines() if line.strip()] or [SUBJECT]
    said = ": ".join(lines[:2]) if len(lines[0]) <= SHORT_LINE else lines[0]
    return clipped(
        " ".join("".join(char if char.isprintable() else " " for char in said).split()), LONGEST_SUBJECT
    )


def as_text(reply: Reply, stop: str) -> str:
    """stop: where the link to stop leads."""
    said = "\n\n".join(plain(one) for one in reply.messages)
    return f"{said}\n\n-- \n{WHY}\n{STOP} {stop}\n"


def as_html(reply: Reply, stop: str) -> str:
    blocks = "".join(_block(block) for one in reply.messages for block in one.blocks)
    foot = (
        f'<hr><p style="font-size:14px">{escape(WHY)} {STOP} <a href="{escape(stop)}">stop these e-mails</a>.</p>'
    )
    return PAGE.format(title=escape(subject(reply)), body=blocks + foot)


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h3>{_linked(text)}</h3>"
        case Text(text, strong):
            return f"<p><strong>{_linked(text)}</strong></p>" if strong else f"<p>{_linked(text)}</p>"
        case Note(text):
            return f'<p style="font-size:14px">{_linked(text)}</p>'
        case Badge(text):
            return f"<p>{escape(text)}</p>"
        case Facts(rows, title):
            return _title(title) + _list([f"{name}: {said}" for name, said in rows])
        case Checklist(items, title):
            return _title(title) + _list(items)
        case Table(headings, rows, title):
            return _title(title) + _list([row_in_words(headings, row) for row in rows])
        case Progress(_, _, _, caption, title):
            return f"{_title(title)}<p>{_linked(caption)}</p>"
        case File(name, _, _, title):
            return f"<p>{escape(title)} ({escape(name)})</p>"
        case Picture(_, alt, title):
            return f"{_title(title)}<p>{_linked(alt)}</p>"
        case Item(title, text, badge):
            state = f" ({escape(badge.text)})" if badge else ""
            return f"<p><strong>{escape(title)}</strong>{state}<br>{_linked(text)}</p>"
        case Columns(cells):
            return _list([f"{name}: {said}" for name, said in cells])
        case WebLink(text, url):
            return f"<p>{_linked(f'{text}: {url}' if text else url)}</p>"
        case Collapsible(title, blocks):
            return _title(title) + "".join(map(_block, blocks))
        case Form(title):
            return _title(title)
        case Actions():
            return ""
        case _:
            assert_never(block)


def _title(text: str) -> str:
    return f"<p><strong>{escape(text)}</strong></p>" if text else ""


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{_linked(item)}</li>' for item in items)}</ul>" if items else ""


def _linked(text: str) -> str:
    """Addresses as links that show where they lead; line breaks as such."""
    made = (f'<a href="{escape(to)}">{escape(said)}</a>' if to else escape(said) for said, to in links.parts(text))
    return "".join(made).replace("\n", "<br>")
