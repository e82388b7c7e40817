"""Words in DejaVu Sans Condensed 2.37, which lies beside this file with its licence: names keep their accents."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageDraw, ImageFont

FONT = Path(__file__).with_name("fonts") / "DejaVuSansCondensed.ttf"
UNKNOWN = "·"


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """size: pixels."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: int) -> float:
    """Pixels."""
    return font(size).getlength(drawable(text))


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, look: dict[str, Any]) -> None:
    """Words from the top left corner `at`; `look`: what Pillow takes for colour and stroke."""
    draw.text(at, drawable(text), font=font(size), **look)


@cache
def drawable(text: str) -> str:
    """The text with letters and accents put together, and a dot for each character that the font lacks."""
    return "".join(char if _in_font(char) else UNKNOWN for char in unicodedata.normalize("NFC", text))


@cache
def _in_font(char: str) -> bool:
    missing = bytes(font(20).getmask("\uffff"))
    return char.isspace() or bytes(font(20).getmask(char)) != missing
