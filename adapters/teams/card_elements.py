"""The pieces of an Adaptive Card 1.5 as plain JSON, each bounded; people's words are never read as markup."""

import base64
import struct
import zlib
from collections.abc import Mapping

from adapters.teams.card_text import LONGEST_FACT, LONGEST_LINE, Json, clipped, escaped, line, lines, run, runs

MOST_BUTTONS = 6  # that Teams shows in a row
WIDTH_OF_A_ROW, WIDTH_OF_A_LETTER, AROUND_A_LABEL = 330, 7, 34  # pixels, of a card on a phone
MARKS = {"": "", "good": "✓ ", "warning": "▲ ", "attention": "● "}
COLOURS = {"": "", "good": "Good", "warning": "", "attention": "Attention"}  # Teams' yellow is 1.6:1 on white


def _tile(rows: list[list[int]]) -> str:
    """A PNG of 8 × 8 pixels as an address; 1 is the bar's blue, 0 is clear."""
    raw = b"".join(b"\0" + b"".join(BAR_BLUE if bit else bytes(4) for bit in row) for row in rows)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


BAR_BLUE = bytes((0x2B, 0x7C, 0xD3, 0xFF))
FILLINGS: Mapping[str, Json] = {
    "good": {"backgroundImage": {"url": _tile([[1] * 8] * 8), "fillMode": "Repeat"}},
    "warning": {
        "backgroundImage": {
            "url": _tile([[int((x + y) % 8 < 3) for x in range(8)] for y in range(8)]),
            "fillMode": "Repeat",
        }
    },
}


def heading(title: str) -> list[Json]:
    return [line(*runs(clipped(title, LONGEST_FACT), bold=True))] if title.strip() else []


def title_line(text: str) -> list[Json]:
    """The heading of the card, which a screen reader finds as one."""
    words = escaped(clipped(text, LONGEST_FACT))
    look = {"size": "Large", "weight": "Bolder", "wrap": True, "style": "heading"}
    return [{"type": "TextBlock", "text": words, **look}] if words else []


def badge(text: str, tone: str) -> Json:
    """A state in its colour, with a sign beside it for whoever cannot tell colours apart."""
    return run(f"{MARKS[tone]}{clipped(text, LONGEST_FACT)}", bold=True, color=COLOURS[tone])


def side_by_side(cells: tuple[tuple[str, str], ...]) -> Json:
    """Figures with their names below them."""
    columns = [
        {
            "type": "Column",
            "width": "stretch",
            "items": [
                line(run(clipped(value, LONGEST_FACT), bold=True)),
                line(run(clipped(name, LONGEST_FACT), subtle=True), spacing="None"),
            ],
        }
        for name, value in cells
    ]
    return {"type": "ColumnSet", "columns": columns}


def beside(words: list[Json], button: Json | None) -> Json:
    """Words, and a button at their side."""
    columns: list[Json] = [{"type": "Column", "width": "stretch", "items": words}]
    if button:
        at_the_side = {"type": "Column", "width": "auto", "verticalContentAlignment": "Center"}
        columns.append({**at_the_side, "items": [action_set([button])]})
    return {"type": "ColumnSet", "columns": columns, "separator": True, "spacing": "Small"}


def folded(title: str, inner: list[Json], name: str) -> list[Json]:
    """A button that shows and hides the rest."""
    toggle = {"type": "Action.ToggleVisibility", "title": clipped(title, LONGEST_FACT).strip() or "More"}
    hidden = {"type": "Container", "id": name, "isVisible": False, "items": inner}
    return [action_set([{**toggle, "targetElements": [name]}]), hidden]


def facts(rows: tuple[tuple[str, str], ...]) -> Json:
    return {"type": "FactSet", "facts": [_fact(name, value) for name, value in rows]}


def long_facts(rows: tuple[tuple[str, str], ...]) -> list[Json]:
    """A line for each, since a phone's two columns leave long names or values no room."""
    return [
        line(
            run(f"{' '.join(clipped(name, LONGEST_FACT).split())}: ", bold=True),
            *runs(" ".join(clipped(value, LONGEST_FACT).split())),
            spacing="Small",
        )
        for name, value in rows
    ]


def _fact(name: str, value: str) -> Json:
    return {"title": escaped(clipped(name, LONGEST_FACT)), "value": escaped(clipped(value, LONGEST_FACT))}


def row(first: str, others: str) -> Json:
    """A row of a table that a phone can show: whom it is about, and below it the rest."""
    items = [line(run(clipped(first, LONGEST_FACT), bold=True))]
    if others:
        items.append(line(*runs(clipped(others, LONGEST_LINE)), spacing="None"))
    return {"type": "Container", "items": items, "separator": True, "spacing": "Small"}


def strip(parts: Mapping[str, int]) -> Json:
    """A bar of coloured columns: container style → its share. Screen readers pass it over; the caption says it.

    The styles alone are pale on pale: what is used is filled, what is planned striped, 3:1 on light and on dark.
    """
    columns = [
        {
            "type": "Column",
            "width": share,
            "style": style,
            "minHeight": "12px",
            "spacing": "None",
            "items": [],
            **FILLINGS.get(style, {}),
        }
        for style, share in parts.items()
        if share
    ]
    return {"type": "ColumnSet", "columns": columns, "spacing": "Small"}


def execute(label: str, data: Json, style: str = "", inputs: str = "none") -> Json:
    """A button whose answer replaces the card; where a client knows no such button, one that sends a message."""
    action: Json = {"title": label, "data": data, "associatedInputs": inputs}
    if style:
        action["style"] = style
    fallback = {"type": "Action.Submit", **action}
    return {"type": "Action.Execute", "verb": "mastery", **action, "fallback": fallback}


def ask_first(label: str, question: str, action: Json, style: str = "") -> Json:
    """Cards have no dialog that asks, so the button opens a question with the real button below it."""
    card = {"type": "AdaptiveCard", "body": lines(question), "actions": [action]}
    shown: Json = {"type": "Action.ShowCard", "title": label, "card": card}
    return {**shown, "style": style} if style else shown


def rows_of(actions: list[Json]) -> list[Json]:
    """Buttons in rows that a phone shows whole: a row that is too wide is cut off at its right edge."""
    rows: list[list[Json]] = []
    left = 0
    for action in actions:
        takes = len(action["title"]) * WIDTH_OF_A_LETTER + AROUND_A_LABEL
        if not rows or takes > left or len(rows[-1]) == MOST_BUTTONS:
            rows.append([])
            left = WIDTH_OF_A_ROW
        rows[-1].append(action)
        left -= takes
    drawn = [action_set(row) for row in rows]
    return [*drawn[:1], *({**one, "spacing": "Small"} for one in drawn[1:])]


def action_set(actions: list[Json]) -> Json:
    return {"type": "ActionSet", "actions": actions}
