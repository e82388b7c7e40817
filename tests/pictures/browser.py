"""Pictures of pages, taken by the system's Chromium without a window, as small as they can be."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright

from tests.browser import installed

WIDTH = 380  # pixels: a phone
LARGEST = 40_000  # bytes of a picture
COLOURS = (64, 32, 16, 8)  # tried in turn
PLACES = """[...document.querySelectorAll(".screen")].map((one) => {
  const box = one.getBoundingClientRect(); return [Math.floor(box.top), Math.ceil(box.bottom)]; })"""


async def photographed(page: Path, pictures: Sequence[Path]) -> None:
    """Each element `.screen` of the page, in order, as a picture of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        shown = await browser.new_page(viewport={"width": WIDTH, "height": 800})
        await shown.goto(page.as_uri())
        places = await shown.evaluate(PLACES)
        whole = await shown.screenshot(full_page=True)
        await browser.close()
    with Image.open(BytesIO(whole)) as image:
        for (top, bottom), picture in zip(places, pictures, strict=True):
            picture.write_bytes(small(image.convert("RGB").crop((0, top, WIDTH, bottom))))


def small(image: Image.Image) -> bytes:
    """As a PNG with as many colours as it has room for."""
    for colours in COLOURS:
        kept = BytesIO()
        image.quantize(colours).save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            break
    return kept.getvalue()
