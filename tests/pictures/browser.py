"""Pictures of pages, taken by Chromium without a window, as small as they can be."""

import re
import subprocess
from pathlib import Path

from PIL import Image

WIDTH = 380  # pixels: a phone
ALWAYS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")
COLOURS = 64
LEAST = 500  # pixels: Chromium's own window is no narrower, so the page is cut out of it


def photographed(page: Path, picture: Path) -> None:
    """A page whose script puts its height into its title."""
    found = re.search(r"<title>(\d+)</title>", _chromium("--dump-dom", page.as_uri()))
    height = int(found[1]) if found else 800
    _chromium(f"--screenshot={picture}", f"--window-size={LEAST},{height + 100}", page.as_uri())
    with Image.open(picture) as image:
        cut = image.convert("RGB").crop((0, 0, WIDTH, height))
    cut.quantize(COLOURS).save(picture, optimize=True)


def _chromium(*options: str) -> str:
    done = subprocess.run(["chromium", *ALWAYS, *options], capture_output=True, text=True, check=True)
    return done.stdout
