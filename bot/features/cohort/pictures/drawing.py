"""What the pictures are drawn with: words, bars, and marks that differ in shape as well as colour."""

import io
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageColor, ImageDraw

from bot.features.cohort.pictures.lettering import font, width, write


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb. used and warning are apart for colour-blind eyes; planned is striped besides."""

    paper: str
    ink: str
    pale: str
    grid: str
    used: str
    planned: str
    warning: str


LIGHT = Palette("#ffffff", "#1f2933", "#52606d", "#cbd2d9", "#0072b2", "#cfe6f5", "#c14600")
DARK = Palette("#1b1f24", "#f0f3f6", "#b4bfca", "#444c56", "#6cb8f0", "#24445c", "#ff9a5c")
SHADES = 5


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on one picture; places are pixels from its top left corner."""

    draw: ImageDraw.ImageDraw
    look: Palette = LIGHT

    def text(self, x: float, y: float, text: str, size: int, colour: str = "") -> float:
        """Words that begin at x; returns where they end."""
        write(self.draw, (x, y), text, size, {"fill": colour or self.look.ink})
        return x + width(text, size)

    def right(self, x: float, y: float, text: str, size: int, colour: str = "") -> None:
        """Words that end at x."""
        write(self.draw, (x - width(text, size), y), text, size, {"fill": colour or self.look.ink})

    def bold(self, x: float, y: float, text: str, size: int, colour: str = "") -> None:
        ink = colour or self.look.ink
        look = {"fill": ink, "stroke_width": 0.6, "stroke_fill": ink}
        write(self.draw, (x, y), text, size, look)

    def bar(self, box: tuple[float, float, float, float], used: float, planned: float) -> None:
        """A whole in a frame: solid for what is used, striped for what is planned; both are parts of 1."""
        left, top, right, bottom = box
        one = left + (right - left) * min(used, 1)
        two = left + (right - left) * min(used + planned, 1)
        self.draw.rectangle(box, fill=self.look.paper, outline=self.look.pale, width=2)
        if two > one:
            self.draw.rectangle((one, top, two, bottom), fill=self.look.planned)
            self._stripes((one + 2, top + 1, two, bottom - 1))
        if one > left:
            self.draw.rectangle((left, top, one, bottom), fill=self.look.used)
        self.draw.rectangle(box, outline=self.look.pale, width=2)

    def pace(self, x: float, top: float, bottom: float) -> None:
        """Where one would be if the year's days were spread evenly: a line with a wedge on it."""
        self.draw.line((x, top - 2, x, bottom + 6), fill=self.look.paper, width=8)
        self.draw.line((x, top - 4, x, bottom + 6), fill=self.look.ink, width=4)
        self.draw.polygon([(x - 11, top - 18), (x + 11, top - 18), (x, top - 2)], fill=self.look.ink)

    def mark(self, x: float, y: float, kind: str, size: int = 28) -> float:
        """A mark in a square of this size; returns where it ends. done, open, late, coming, cannot or silent."""
        look, end, middle = self.look, x + size, (x + size / 2, y + size / 2)
        match kind:
            case "done" | "coming":
                self.draw.rounded_rectangle((x, y, end, y + size), 6, fill=look.used)
                tick = [(x + 6, middle[1]), (middle[0] - 2, y + size - 8), (end - 6, y + 7)]
                self.draw.line(tick, fill=look.paper, width=4, joint="curve")
            case "late":
                self.draw.polygon([(middle[0], y - 1), (end + 1, y + size), (x - 1, y + size)], fill=look.warning)
                self.draw.line((middle[0], y + 9, middle[0], y + size - 10), fill=look.paper, width=4)
                self.draw.rectangle((middle[0] - 2, y + size - 7, middle[0] + 1, y + size - 4), fill=look.paper)
            case "cannot":
                self.draw.rounded_rectangle(
                    (x, y, end, y + size), 6, fill=look.paper, outline=look.warning, width=3
                )
                self.draw.line((x + 8, y + 8, end - 8, y + size - 8), fill=look.warning, width=4)
                self.draw.line((x + 8, y + size - 8, end - 8, y + 8), fill=look.warning, width=4)
            case _:
                self.draw.ellipse((x + 1, y + 1, end - 1, y + size - 1), outline=look.pale, width=3)
                if kind == "silent":
                    self.draw.text((middle[0] - width("?", 20) / 2, y + 2), "?", fill=look.pale, font=font(20))
        return end

    def _stripes(self, box: tuple[float, float, float, float]) -> None:
        blue = self.look.used
        left, top, right, bottom = box
        high = bottom - top
        at = left - high
        while at < right:
            start, end = max(at, left), min(at + high, right)
            if start < end:
                self.draw.line((start, bottom - (start - at), end, bottom - (end - at)), fill=blue, width=3)
            at += 11


def paper(wide: int, high: int, look: Palette) -> tuple[Any, Pen]:
    image = Image.new("RGB", (wide, high), look.paper)
    return image, Pen(ImageDraw.Draw(image), look)


def png(image: Image.Image, look: Palette) -> bytes:
    """The drawn picture as a file, in the colours of its look and what lies between each of them and the paper.

    Colours chosen anew for each picture would take ten times as long as all the drawing.
    """
    kept = io.BytesIO()
    image.quantize(palette=_shades(look), dither=Image.Dither.NONE).save(kept, "PNG", compress_level=6)
    return kept.getvalue()


@cache
def _shades(look: Palette) -> Image.Image:
    """The edges of letters and marks are drawn in SHADES steps from the paper to their colour."""
    ground, *colours = (ImageColor.getrgb(colour)[:3] for colour in astuple(look))
    between = [
        round(low + (high - low) * step / SHADES)
        for colour in colours
        for step in range(1, SHADES + 1)
        for low, high in zip(ground, colour, strict=True)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*ground, *between])
    return palette


def fitting_width(text: str, size: int, room: float) -> str:
    """The text, or as much of it as fits with a mark that there is more."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
