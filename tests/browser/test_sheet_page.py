"""The pages for whoever reviews next year's answers: in light and dark, on a desk and on a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe

from knowledge.model import Knowledge
from knowledge.sheet.diff import changes, new_sections, old_sentences
from knowledge.sheet.page import diff_page, review_page
from knowledge.sheet_text import sentences
from tests.browser import LEFT_OUT, installed
from tests.browser.chromium import launched, opened
from tests.support.cohort_13 import SHEET

pytestmark = [pytest.mark.slow, pytest.mark.skipif(installed() is None, reason=LEFT_OUT)]


async def test_both_pages_are_readable_wherever_they_are_opened(knowledge: Knowledge, tmp_path: Path) -> None:
    text = SHEET.read_text(encoding="utf-8")
    found = changes(old_sentences(knowledge), sentences(text, new_sections(text, knowledge.sections)))
    pages = {"review": review_page(knowledge), "diff": diff_page(knowledge, found, ("this year", "next year"))}
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    async with launched() as browser:
        for name in pages:
            for width, dark in ((1280, False), (1280, True), (380, False)):
                address = (tmp_path / f"{name}.html").as_uri()
                async with opened(browser, address, width=width, dark=dark) as page:
                    assert await page.evaluate("document.documentElement.scrollWidth") <= width
                    assert (await Axe().run(page)).response["violations"] == []
