"""Our own pages as they look: `python -m tests.pictures.own_pages [OUT]` writes docs/pictures/{try,ask}-*.png.

It needs Chromium (Debian: `apt-get install chromium fonts-dejavu-core`). No test needs it.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Page

from adapters.console.ask import SetClock
from adapters.console.demo_records import DemoRecords
from adapters.trial.columns import TrialPerson
from adapters.trial.server import TrialPage, running
from adapters.trial.timeline import Jump
from adapters.trial.watch import Watching, plays
from adapters.web.public import PublicPage
from adapters.web.server import application, listening
from bot.bootstrap import build
from bot.core.settings import Settings
from bot.core.settings_sections import WebSettings
from bot.db.store import Store
from knowledge.load import load
from tests.browser.chromium import launched, opened
from tests.support.paths import COHORT, ROOT
from tests.support.transcript import CACHE_DIR, IN_MEMORY

OUT = ROOT / "docs" / "pictures"
BEGINS = datetime(2026, 11, 9, 12, tzinfo=ZoneInfo("Europe/London"))
FEBRUARY = datetime(2026, 2, 10, 12, tzinfo=ZoneInfo("Europe/London"))
LOOKS = ((1280, False), (1280, True), (380, False), (380, True))
COLOURS = 128
STEPS = 4  # of the story, after which the lead has the question


async def taken(page: Page, file: Path, *, whole: bool = False) -> None:
    """As small as it can be, and still true."""
    await page.wait_for_timeout(300)
    with Image.open(BytesIO(await page.screenshot(full_page=whole))) as image:
        image.convert("RGB").quantize(COLOURS).save(file, optimize=True)


@asynccontextmanager
async def trial(clock: SetClock) -> AsyncIterator[tuple[TrialPage, str]]:
    core = build(load(COHORT), Store(IN_MEMORY), clock, CACHE_DIR)
    with TemporaryDirectory() as folder:
        page = TrialPage(core, DemoRecords(core, Path(folder)), clock, Settings())
        async with running(page, 0) as address:
            await page.begin()
            yield page, address
        await page.stage.close()


async def main(out: Path) -> None:
    clock = SetClock(BEGINS)
    async with launched() as browser, trial(clock) as (shown, address):
        watching = Watching(shown.stage, shown.timeline)
        await watching.begin(next(one.name for one in plays() if "person" in one.name))
        for _ in range(STEPS):
            await watching.step()
        await shown.stage.say(TrialPerson.SPECIALIST, "balance")
        for width, dark in LOOKS:
            async with opened(browser, address, width=width, dark=dark) as page:
                await page.evaluate("mark('lead', true)")
                await taken(page, out / _name("try-question", width, dark))
        await shown.timeline.jump(Jump.NEXT)
        await shown.timeline.jump(Jump.NEXT)
        await shown.stage.say(TrialPerson.TEACHER, "when is the deadline?")
        await shown.stage.say(TrialPerson.LEAD, "cohort status")
        for width, dark in LOOKS:
            async with opened(browser, f"{address}#lead", width=width, dark=dark) as page:
                last = page.locator("#teacher-log details.behind").last
                await last.evaluate("one => { one.open = true; one.querySelector('details').open = true; }")
                await page.evaluate("columns.forEach((c) => { const l = at(`${c.id}-log`); l.scrollTop = 1e6; })")
                await taken(page, out / _name("try-reminder", width, dark))
        core = build(load(COHORT), Store(IN_MEMORY), SetClock(FEBRUARY), CACHE_DIR)
        public = PublicPage(core, WebSettings(ask=True, contact="https://hub.example/contact"))
        async with listening(application([], {}, public=public), "127.0.0.1", 0) as port:
            for width, dark in LOOKS:
                asked = f"http://127.0.0.1:{port}/ask?q=how+many+release+days+do+I+get"
                async with opened(browser, asked, width=width, dark=dark) as page:
                    await taken(page, out / _name("ask-answer", width, dark))


def _name(what: str, width: int, dark: bool) -> str:
    return f"{what}-{width}-{'dark' if dark else 'light'}.png"


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT))
