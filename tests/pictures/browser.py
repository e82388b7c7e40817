"""Pictures of pages, taken by Chromium without a window, as small as they can be."""

import html
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

WIDTH = 380  # pixels: a phone
ALWAYS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")
COLOURS = 64
LEAST = 500  # pixels: Chromium's own window is no narrower, so the page is cut out of it
MEASURE = """
const measure = () => { document.title = JSON.stringify([...document.querySelectorAll(".screen")].map(
  (one) => { const box = one.getBoundingClientRect(); return [Math.floor(box.top), Math.ceil(box.bottom)]; })); };
measure(); addEventListener("load", measure);
"""


def photographed(page: Path, pictures: Sequence[Path]) -> None:
    """A page of screens below each other, each cut out; its script puts where they are into its title."""
    found = re.search(r"<title>(.*?)</title>", _chromium("--dump-dom", page.as_uri()))
    places = json.loads(html.unescape(found[1])) if found else []
    whole = page.with_suffix(".png")
    _chromium(f"--screenshot={whole}", f"--window-size={LEAST},{places[-1][1] + 100}", page.as_uri())
    with Image.open(whole) as image:
        for (top, bottom), picture in zip(places, pictures, strict=True):
            image.convert("RGB").crop((0, top, WIDTH, bottom)).quantize(COLOURS).save(picture, optimize=True)


def _chromium(*options: str) -> str:
    done = subprocess.run(["chromium", *ALWAYS, *options], capture_output=True, text=True, check=True)
    return done.stdout
