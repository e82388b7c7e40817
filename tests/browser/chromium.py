"""The Chromium of the system, driven without a window; without one these tests are left out, and that is said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests.browser import installed

PATIENCE = 60_000  # milliseconds: a safety limit, not a measure


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, address: str, *, width: int = 1280, dark: bool = False, script: bool = True
) -> AsyncIterator[Page]:
    """A page in a profile of its own; an error in its script, or anything its policy refuses, fails the test."""
    context = await browser.new_context(
        viewport={"width": width, "height": 860},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    wrong = list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    yield page
    await context.close()
    assert not wrong


async def violations(page: Page) -> str:
    """What axe-core finds wrong, by every rule that it has; empty for nothing."""
    found = await Axe().run(page)
    return str(found.generate_report()) if found.violations_count else ""


async def overflows(page: Page) -> bool:
    """Whether the page must be scrolled sideways to be read."""
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
