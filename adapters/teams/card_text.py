"""Text in an Adaptive Card: bounded, and people's words are never read as markup."""

import json
import re
from typing import Any

from bot.core import links

Json = dict[str, Any]
ENCODER = json.JSONEncoder(ensure_ascii=False)
LONGEST_LINE = 4_000  # characters of one paragraph
LONGEST_FACT = 1_000
CLIPPED = "…"
APART = "\u2060"  # seen by nobody; what it parts is not read as one
ESCAPE = r"\\\1"
OPENS = re.compile(r"\{(?=\{)")
IN_A_LINK = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})
MARKUP = re.compile(
    r"([\\`*\[\]<~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|^[#+>-](?=\s)|(?<=^\d)[.)](?=\s))"
)  # no more than is read as markup: a client that knows no escapes would show each backslash


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
        return without_markup(words)
    return "".join(
        f"[{MARKUP.sub(ESCAPE, piece)}]({address.translate(IN_A_LINK)})" if address else without_markup(piece)
        for piece, address in links.parts(words)
    )


def without_markup(words: str) -> str:
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
