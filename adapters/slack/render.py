"""A reply as a Slack message: Block Kit within every limit, and the same in words for whoever cannot see it."""

import json
from dataclasses import dataclass
from typing import Any, assert_never

from adapters.slack import buttons, modals
from adapters.slack.limits import (
    BLOCKS_A_MESSAGE,
    FIELDS_A_SECTION,
    LONGEST_FALLBACK,
    LONGEST_FIELD,
    LONGEST_HEADER,
    LONGEST_TEXT,
    ROOM_IN_A_MESSAGE,
    WORDS_A_MESSAGE,
)
from adapters.slack.mrkdwn import ELLIPSIS, bold, clean, cut, escaped, fewer, joined, pieces
from bot.core.form import Form
from bot.core.plain_text import aloud, bar, plain, row_in_words
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

Drawn = list[dict[str, Any]]
AS_JSON = json.JSONEncoder(ensure_ascii=False).encode  # made once, for every message is measured

LONGEST_NAME = 150  # the bold words at the beginning of a line
LONGEST_FACT = 60  # what a column of two can show on one line or two
ROOMS = (ROOM_IN_A_MESSAGE, 6_000, LONGEST_TEXT, 1_200, 400, 150)  # for one block, tried in turn
MARKS = {"": "", "good": "✓ ", "warning": "▲ ", "attention": "● "}  # beside words that say the same
EVERYBODY = "<!channel>"
LEFT_OUT = "This was too long for one message: some of it is left out."
NOT_OFFERED = "Left out, since it carries too much for a button here: {}. Type it as a command instead."
TYPE_IT = "This form has too much in it to open here. Type the command with these in it:"


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text`: for notifications and screen readers. `files`: what is still to be uploaded, in order."""

    text: str
    blocks: Drawn
    files: tuple[File | Picture, ...] = ()


def message(reply: Reply) -> Rendered:
    """Any reply, as something that Slack takes."""
    files = tuple(block for block in reply.blocks if isinstance(block, File | Picture))
    if reply.pings:
        ping = _section(EVERYBODY)
        return Rendered(f"{EVERYBODY} {fallback(reply)}", [ping, *blocks(reply, BLOCKS_A_MESSAGE - 1)], files)
    return Rendered(fallback(reply), blocks(reply), files)


def fallback(reply: Reply) -> str:
    """The reply in words, escaped like everything else; of a row of buttons, their labels."""
    labels = " · ".join(button.label for button in reply.buttons)
    return escaped(aloud(reply), LONGEST_FALLBACK) or escaped(labels, LONGEST_FALLBACK) or ELLIPSIS


def blocks(reply: Reply, most: int = BLOCKS_A_MESSAGE, words: int = WORDS_A_MESSAGE) -> Drawn:
    """At most so many blocks and characters; the longest texts are shortened first, and it is said."""
    for room in ROOMS:
        drawn = [part for at, block in enumerate(reply.blocks) for part in _block(block, at, room)]
        weight = _weight(drawn)  # what is to be read is less than that: it is counted where it could be too much
        if weight <= ROOM_IN_A_MESSAGE and len(drawn) <= most and (weight <= words or visible(drawn) <= words):
            return drawn if room == ROOMS[0] else _closed(drawn, most, words)
    return _closed(drawn, most, words)


def visible(drawn: Drawn) -> int:
    """How many characters of these blocks are to be read, labels of buttons included."""
    return sum(_visible(block) for block in drawn)


def _visible(part: object) -> int:
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        shown = (value for name, value in part.items() if name not in ("confirm", "value"))
        return own + sum(map(_visible, shown))
    return sum(map(_visible, part)) if isinstance(part, list) else 0


def _closed(drawn: Drawn, most: int, words: int) -> Drawn:
    """With a last line that says that not all is there: first texts make room for it, then the heaviest blocks."""
    texts = [at for at, block in enumerate(drawn) if block["type"] != "actions"]
    rows = [at for at, block in enumerate(drawn) if block["type"] == "actions"]
    kept = sorted([*rows, *texts][: most - 1])
    weights = {at: _weight(drawn[at : at + 1]) for at in kept}
    closing = _context(LEFT_OUT)
    read = {at: _visible(drawn[at]) for at in kept}
    while sum(weights.values()) + _weight([closing]) > ROOM_IN_A_MESSAGE:
        del weights[max(weights, key=lambda at: weights[at])]
    while sum(read[at] for at in weights) + len(LEFT_OUT) > words:
        del weights[max(weights, key=lambda at: read[at])]
    return [*(drawn[at] for at in weights), closing]


def _weight(drawn: Drawn) -> int:
    return len(AS_JSON(drawn))


def _block(block: Block, at: int, room: int) -> Drawn:
    """`at`: the block's place in the reply. `room`: for the texts of this one."""
    match block:
        case Heading(text):
            return _heading(text, room)
        case Text(text, strong):
            if strong:
                return _lines("", [bold(line, min(room, LONGEST_TEXT)) for line in text.splitlines()], room)
            return [_section(piece) for piece in pieces(cut(text, room), LONGEST_TEXT)]
        case Note(text):
            return [_context(words) for words in [escaped(text, min(room, LONGEST_TEXT))] if words]
        case Facts(rows, title):
            return _facts(rows, title, room)
        case Checklist(items, title):
            return _lines(title, [_line("", f"• {item}", room) for item in items if clean(item)], room)
        case Table(headings, rows, title):
            return _lines(title, [_row(headings, row, room) for row in rows], room)
        case Progress(done, planned, whole, caption, title):
            return _lines(title, [bar(done, planned, whole), _line("", caption, room)], room)
        case File(name, _, _, title):
            return _lines("", [_line("", f"{title} ({name})", room)], room)
        case Picture(_, alt, title):  # what follows as a file carries all the words itself
            return _lines(title, [_line("", alt.partition("\n")[0], room)], room)
        case Actions(offered):
            rows_, too_much = buttons.rows(offered)
            return [*rows_, *_not_offered(too_much, room)]
        case Badge(text, tone):
            return [_context(escaped(f"{MARKS[tone]}{text}", min(room, LONGEST_TEXT)))] if clean(text) else []
        case Item() as item:
            return _item(item, room)
        case Columns(cells):
            return _facts(cells, "", room)
        case WebLink(text, url):
            return _lines("", [escaped(f"{text}: {url}" if text else url, min(room, LONGEST_FIELD))], room)
        case Collapsible() as folded:
            return _folded(folded, room)
        case Form():
            return _form(block, at, room)
        case _:
            assert_never(block)


def _heading(text: str, room: int) -> Drawn:
    """Slack's own heading where it takes it; a longer one in bold."""
    words = " ".join(clean(text).split())
    if 0 < len(words) <= LONGEST_HEADER:
        return [{"type": "header", "text": {"type": "plain_text", "text": words}}]
    return _lines("", [bold(text, min(room, LONGEST_TEXT))], room)


def _item(item: Item, room: int) -> Drawn:
    """Whom it is about with the state beside it, the rest below, and its button at the side."""
    state = cut(f"{MARKS[item.badge.tone]}{item.badge.text}", LONGEST_NAME) if item.badge else ""
    first = _line(item.title, state, room, " · ")
    (drawn,) = _lines("", [first, escaped(item.text, min(room, LONGEST_FIELD))], room) or [_section(ELLIPSIS)]
    if item.button is None:
        return [drawn]
    element = buttons.one(item.button)
    return [drawn | {"accessory": element}] if element else [drawn, *_not_offered([item.button.label], room)]


def _folded(folded: Collapsible, room: int) -> Drawn:
    """One section, which Slack folds by itself when it is long: “See more”."""
    words = plain(Reply(folded.blocks, "folded"))
    title = bold(folded.title, min(room, LONGEST_NAME))
    text = escaped(words, min(room, LONGEST_TEXT - len(title) - 1))
    return [_section("\n".join(part for part in (title, text) if part))] if title or text else []


def _not_offered(labels: list[str], room: int) -> Drawn:
    named = ", ".join(f"“{label}”" for label in labels)
    return [_context(escaped(NOT_OFFERED.format(named), min(room, LONGEST_TEXT)))] if labels else []


def _facts(rows: tuple[tuple[str, str], ...], title: str, room: int) -> Drawn:
    """Two columns of few and short ones, which a phone shows as one; else a line for each."""
    if len(rows) > FIELDS_A_SECTION or any(len(part) > LONGEST_FACT for row in rows for part in row):
        return _lines(title, [_line(name, value, room) for name, value in rows], room)
    fields = [_line(name, value, LONGEST_FIELD // 2, "\n") for name, value in rows]
    section: dict[str, Any] = {"type": "section", "fields": [_mrkdwn(field) for field in fields if field]}
    heading = bold(title, min(room, LONGEST_NAME))
    if not section["fields"]:
        return _lines(title, [], room)
    return [section | ({"text": _mrkdwn(heading)} if heading else {})]


def _form(form: Form, at: int, room: int) -> Drawn:
    """A button that opens it, or what to type when a button cannot carry it."""
    if (packed := modals.carried_form(form)) is not None:
        return [buttons.opening(form.title, at, packed)]
    asked = plain(Reply((form,), "form")).removeprefix(form.title)
    return _lines(form.title, [TYPE_IT, *pieces(cut(asked, room), LONGEST_TEXT)], room)


def _row(headings: tuple[str, ...], row: tuple[str, ...], room: int) -> str:
    """The first cell in bold, then the others with their headings."""
    name, words = row[0], row_in_words(headings, row)
    return _line(name, words.removeprefix(name).removeprefix(":"), room)


def _line(name: str, value: str, room: int, between: str = " ") -> str:
    parts = (bold(name, min(room, LONGEST_NAME)), escaped(value, min(room, LONGEST_FIELD)))
    return between.join(part for part in parts if part)


def _lines(title: str, lines: list[str], room: int) -> Drawn:
    """The lines under a heading, in as few sections as it takes."""
    heading = bold(title, min(room, LONGEST_NAME))
    shown = [line for line in lines if line]
    return [
        _section(text) for text in joined([*([heading] if heading else []), *fewer(shown, room)], LONGEST_TEXT)
    ]


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> dict[str, Any]:
    """Verbatim: no address or name in somebody's words becomes a link."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
