"""The pieces of an Adaptive Card 1.5 as plain JSON, each bounded; people's words are never read as markup."""

import base64
import json
import re
import struct
import zlib
from collections.abc import Mapping
from typing import Any

from bot.core import links

Json = dict[str, Any]

ENCODER = json.JSONEncoder(ensure_ascii=False)
LONGEST_LINE = 4_000  # characters of one paragraph
LONGEST_FACT = 1_000
MOST_BUTTONS = 6  # that Teams shows in a row
WIDTH_OF_A_ROW, WIDTH_OF_A_LETTER, AROUND_A_LABEL = 330, 7, 34  # pixels, of a card on a phone
CLIPPED = "…"
APART = "\u2060"  # seen by nobody; what it parts is not read as one
ESCAPE = r"\\\1"
MARKS = {"": "", "good": "✓ ", "warning": "▲ ", "attention": "● "}
COLOURS = {"": "", "good": "Good", "warning": "", "attention": "Attention"}  # Teams' yellow is 1.6:1 on white
OPENS = re.compile(r"\{(?=\{)")
IN_A_LINK = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})
MARKUP = re.compile(
    r"([\\`*\[\]<~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|^[#+>-](?=\s)|(?<=^\d)[.)](?=\s))"
)  # no more than is read as markup: a client that knows no escapes would show each backslash


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


def as_json(value: object) -> str:
    return ENCODER.encode(value)


def size(value: object) -> int:
    """How long something is as JSON, in bytes of UTF-8."""
    return len(as_json(value).encode("utf-8", "surrogatepass"))


def sendable(value: Json, text: str) -> Json:
    """The same without half characters, which JSON on the wire cannot hold; nearly always there are none.

    text: the value as JSON.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return dict(json.loads(text.encode("utf-8", "replace")))
    return value


def clipped(text: str, longest: int) -> str:
    """No longer than that, and without half a character that cannot be sent."""
    begun = text[: longest + 1]
    safe = begun if begun.isascii() else begun.encode("utf-8", "replace").decode("utf-8")
    return safe if len(safe) <= longest else safe[: longest - 1].rstrip() + CLIPPED


def escaped(text: str) -> str:
    """For the few places that read Markdown and offer nothing else: facts and choices in sight.

    An address becomes a link to itself.
    """
    words = " ".join(text.split())
    if not links.has_link(words):
        return _plain(words)
    return "".join(
        f"[{MARKUP.sub(ESCAPE, piece)}]({address.translate(IN_A_LINK)})" if address else _plain(piece)
        for piece, address in links.parts(words)
    )


def _plain(words: str) -> str:
    return inert(MARKUP.sub(ESCAPE, words))


def inert(text: str) -> str:
    """Without what a card would work out: `{{DATE(…)}}` in somebody's words stays what they wrote."""
    return OPENS.sub(f"{{{APART}", text) if "{{" in text else text


def run(text: str, *, bold: bool = False, subtle: bool = False, color: str = "") -> Json:
    """Words as they are: a text run knows no markup but dates to be worked out."""
    found: Json = {"type": "TextRun", "text": inert(text)}
    if bold:
        found["weight"] = "Bolder"
    if subtle:
        found["isSubtle"] = True
    if color:
        found["color"] = color
    return found


def line(*runs: Json, **more: Any) -> Json:
    return {"type": "RichTextBlock", "inlines": list(runs), **more}


def runs(text: str, *, bold: bool = False, subtle: bool = False, color: str = "") -> list[Json]:
    """Words as runs, each address in them one that opens it; what is shown is the address itself."""
    if not links.has_link(text):
        return [run(text, bold=bold, subtle=subtle, color=color)]
    found = []
    for words, address in links.parts(text):
        piece = run(words, bold=bold, subtle=subtle, color=color)
        if address:
            piece["selectAction"] = {"type": "Action.OpenUrl", "url": address}
        found.append(piece)
    return found


def lines(text: str, *, subtle: bool = False, bold: bool = False) -> list[Json]:
    """A paragraph for each line; the first keeps its distance from what stands before."""
    found: list[Json] = []
    for words in clipped(text, LONGEST_LINE * 4).splitlines():
        spacing = {"spacing": "Small"} if found else {}
        if words.strip():
            found.append(line(*runs(clipped(words, LONGEST_LINE), subtle=subtle, bold=bold), **spacing))
    return found


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
