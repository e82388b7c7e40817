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


async def photographed(page: Path, pictures: Sequence[Path]) -> None:
    """Each element `.screen` of the page, in order, as a picture of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        shown = await browser.new_page(viewport={"width": WIDTH, "height": 800})
        await shown.goto(page.as_uri())
        screens = await shown.locator(".screen").all()
        for screen, picture in zip(screens, pictures, strict=True):
            picture.write_bytes(small(await screen.screenshot()))
        await browser.close()


def small(png: bytes) -> bytes:
    """With as many colours as it has room for."""
    with Image.open(BytesIO(png)) as image:
        for colours in COLOURS:
            kept = BytesIO()
            image.convert("RGB").quantize(colours).save(kept, "PNG", optimize=True)
            if kept.tell() <= LARGEST:
                break
    return kept.getvalue()
