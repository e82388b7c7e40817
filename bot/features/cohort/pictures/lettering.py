"""Words in Pillow's own font, which has plain letters only: accents are drawn, so that names are spelled right."""

import unicodedata
from functools import cache
from typing import Any

from PIL import ImageDraw, ImageFont

INSTEAD = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe"}
    | {"’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "\u00a0": " "}
)
UNKNOWN = "·"
# The accents, as Unicode takes letters apart.
DIAERESIS, ACUTE, DOUBLE_ACUTE, GRAVE, CIRCUMFLEX = "\u0308", "\u0301", "\u030b", "\u0300", "\u0302"
CARON, BREVE, TILDE, MACRON, RING, DOT = "\u030c", "\u0306", "\u0303", "\u0304", "\u030a", "\u0307"
CEDILLA, OGONEK = "\u0327", "\u0328"


@cache
def font(size: int) -> Any:
    return ImageFont.load_default(size)


def width(text: str, size: int) -> float:
    return float(font(size).getlength("".join(base for base, _ in letters(text))))


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, look: dict[str, Any]) -> None:
    """Words from the top left corner `at`; `look`: what Pillow takes for colour and stroke."""
    written = letters(text)
    bases = "".join(base for base, _ in written)
    draw.text(at, bases, font=font(size), **look)
    for place, (base, marks) in enumerate(written):
        left = at[0] + float(font(size).getlength(bases[:place]))
        box = font(size).getbbox(base)
        for mark in marks:
            _accent(draw, mark, (left + box[0], at[1] + box[1], left + box[2], at[1] + box[3]), look["fill"])


@cache
def letters(text: str) -> tuple[tuple[str, str], ...]:
    """Each letter without its accents, and the accents."""
    found: list[tuple[str, str]] = []
    for char in unicodedata.normalize("NFD", text.translate(INSTEAD)):
        if unicodedata.combining(char) and found:
            base, marks = found[-1]
            found[-1] = (base, marks + char)
        else:
            found.append((char if _drawn(char) else UNKNOWN, ""))
    return tuple(found)


@cache
def _drawn(char: str) -> bool:
    missing = bytes(font(20).getmask("\uffff"))
    return char == " " or bytes(font(20).getmask(char)) != missing


def _accent(draw: ImageDraw.ImageDraw, mark: str, box: tuple[float, float, float, float], colour: str) -> None:
    """One accent over, or under, the letter that fills the box."""
    left, top, right, bottom = box
    x, pen = (left + right) / 2, 3
    dx, y = min(6.0, max(4.0, (right - left) / 3)), top - 1
    lines: list[tuple[float, ...]] = []
    dots: list[float] = []
    if mark in ACUTE + DOUBLE_ACUTE:
        lines = [(x - 2, y, x + dx, y - 6)]
    elif mark == GRAVE:
        lines = [(x + 2, y, x - dx, y - 6)]
    elif mark == CIRCUMFLEX:
        lines = [(x - dx, y, x, y - 5, x + dx, y)]
    elif mark in CARON + BREVE:
        lines = [(x - dx, y - 5, x, y, x + dx, y - 5)]
    elif mark == TILDE:
        lines = [(x - dx, y - 1, x - 2, y - 4, x + 2, y - 1, x + dx, y - 4)]
    elif mark == MACRON:
        lines = [(x - dx, y - 3, x + dx, y - 3)]
    elif mark in CEDILLA + OGONEK:
        lines = [(x, bottom, x + (3 if mark == OGONEK else -3), bottom + 6)]
    elif mark == RING:
        draw.ellipse((x - 4, y - 7, x + 4, y + 1), outline=colour, width=2)
    elif mark in DIAERESIS + DOT:
        dots = [x] if mark == DOT else [x - dx, x + dx]
    for line in lines:
        draw.line(line, fill=colour, width=pen)
    for at in dots:
        draw.ellipse((at - 2, y - 5, at + 2, y - 1), fill=colour)
