"""Both pages in a real Chromium: the whole of “Ask my hub”, the clock, the keyboard, no script, and axe-core."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from adapters.console.ask import SetClock
from adapters.console.demo_records import DemoRecords
from adapters.trial.columns import TrialPerson
from adapters.trial.server import TrialPage, running
from adapters.trial.timeline import Jump
from adapters.web.public import PublicPage
from adapters.web.server import application, listening
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.routes import discover
from bot.core.settings import Settings
from bot.core.settings_sections import WebSettings
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.browser import LEFT_OUT, installed
from tests.browser.chromium import PATIENCE, launched, opened, overflows, violations
from tests.support.transcript import IN_MEMORY

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(installed() is None, reason=LEFT_OUT),
]
BEGINS = datetime(2026, 11, 9, 12, tzinfo=ZoneInfo("Europe/London"))
SAID = {
    TrialPerson.TEACHER: "when is the deadline?",
    TrialPerson.SPECIALIST: "releaseday log",
    TrialPerson.LEAD: "cohort status",
}
QUESTION = "is there somewhere to park at the residential?"
expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def hands() -> SetClock:
    return SetClock(BEGINS)


@pytest.fixture(scope="module")
def shared_core(knowledge: Knowledge, search: Search, hands: SetClock) -> Core:
    routes = discover(FEATURES)
    return Core(
        LiveEditions.of_one(knowledge, search),
        routes,
        Store(IN_MEMORY),
        hands,
        who_is,
        conversations=ConversationStates(),
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trial(
    shared_core: Core, hands: SetClock, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[TrialPage, str]]:
    page = TrialPage(shared_core, DemoRecords(shared_core, tmp_path_factory.mktemp("demo")), hands, Settings())
    async with running(page, 0) as address:
        await page.begin()
        yield page, address
    await page.stage.close()


@pytest_asyncio.fixture(loop_scope="module")
async def address(trial: tuple[TrialPage, str]) -> str:
    """Of the page of three columns, with everything as at the beginning."""
    page, address = trial
    await page.stage.begin(BEGINS)
    return address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def public(shared_core: Core) -> AsyncIterator[str]:
    page = PublicPage(shared_core, WebSettings(ask=True, contact="https://hub.example/contact"))
    async with listening(application([], {}, public=page), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}/ask"


async def to(page: Page, name: str, role: str = "button") -> None:
    """Tab on, as a keyboard does, until what has this name is reached."""
    for _ in range(150):
        await page.keyboard.press("Tab")
        found = await page.evaluate(
            "(() => { const e = document.activeElement; return [e.tagName, e.type || '', "
            "(e.labels?.[0]?.textContent || e.textContent || '').trim()]; })()"
        )
        tag, kind, words = found
        is_field = role == "field" and (tag in ("INPUT", "TEXTAREA", "SELECT")) and words.startswith(name)
        if (role == "button" and tag == "BUTTON" and words == name) or is_field:
            return
        if kind == "date":  # its three parts are one stop each
            continue
    raise AssertionError(f"the keyboard does not reach “{name}”")


async def test_ask_my_hub_from_the_question_to_its_answer_with_the_keyboard_alone(
    browser: Browser, address: str
) -> None:
    async with opened(browser, address) as page:
        await to(page, "Write as the teacher", "field")
        await page.keyboard.type(QUESTION)
        await page.keyboard.press("Enter")
        teacher, lead = page.locator("#teacher-log"), page.locator("#lead-log")
        await expect(teacher.get_by_role("button", name="Ask my hub")).to_be_visible()
        await to_in(page, "#teacher-log", "Ask my hub")
        await page.keyboard.press("Enter")
        await expect(teacher.get_by_label("Demo Maths Hub")).to_be_visible()
        await to_in(page, "#teacher-log", "Demo Maths Hub", "field")
        await page.keyboard.press("Space")
        await to(page, "Continue")
        await page.keyboard.press("Enter")
        await expect(teacher.get_by_role("button", name="Send", exact=True)).to_be_visible()
        await to_in(page, "#teacher-log", "Send")
        await page.keyboard.press("Enter")
        await expect(page.locator("#lead.news")).to_be_visible()
        await expect(lead).to_contain_text(QUESTION)
        await to_in(page, "#lead-log", "Answer")
        await page.keyboard.press("Enter")
        await expect(lead.get_by_role("button", name="Send the answer")).to_be_visible()
        await to_in(page, "#lead-log", "Your answer to", "field")
        await page.keyboard.type("Yes, behind the hotel.")
        await to(page, "Send the answer")
        await page.keyboard.press("Enter")
        await expect(teacher.locator(".unasked")).to_contain_text("Yes, behind the hotel.")
        assert await page.locator("#lead.news").count() == 0, "it was turned to"


async def to_in(page: Page, where: str, name: str, role: str = "button") -> None:
    """From the beginning of a column on."""
    await page.locator(where).focus()
    await to(page, name, role)


async def test_the_clock_moves_on_to_the_next_reminder(browser: Browser, address: str) -> None:
    async with opened(browser, address) as page:
        before = await page.locator("#now").text_content()
        await page.get_by_role("button", name="Next thing sent").click()
        await expect(page.locator(".unasked").first).to_be_visible()
        await expect(page.locator("#status")).to_contain_text("sent.")
        assert await page.locator("#now").text_content() != before


async def test_a_story_is_watched_a_step_a_click(browser: Browser, address: str) -> None:
    async with opened(browser, address) as page:
        await page.get_by_label("A story, a step a click").select_option("A question goes to a person")
        await page.get_by_role("button", name="Watch it").click()
        await expect(page.locator("#watch")).to_contain_text("Step 1 of")
        for number in range(2, 6):
            await page.get_by_role("button", name="Next step").click()
            await expect(page.locator("#watch")).to_contain_text(f"Step {number} of")
        await expect(page.locator("#lead.news")).to_be_visible()
        await page.get_by_role("button", name="Stop", exact=True).click()
        await expect(page.get_by_role("button", name="Watch it")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
async def test_axe_finds_nothing_wrong_with_the_three_columns(
    browser: Browser, trial: tuple[TrialPage, str], address: str, width: int, dark: bool
) -> None:
    stage = trial[0].stage
    async with opened(browser, address, width=width, dark=dark) as page:
        if width > 900:
            for who in stage.columns:
                await stage.say(who, SAID[who])
            await expect(page.locator("#lead-log img")).to_be_visible()
            await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert await violations(page) == ""
        assert not await overflows(page)


async def test_on_a_phone_the_columns_are_tabs_and_one_says_that_it_has_news(
    browser: Browser, trial: tuple[TrialPage, str], address: str
) -> None:
    async with opened(browser, address, width=380) as page:
        tabs = page.get_by_role("tab")
        await expect(page.locator("#specialist")).to_be_hidden()
        await tabs.first.focus()
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#specialist")).to_be_visible()
        await expect(page.locator("#teacher")).to_be_hidden()
        await trial[0].timeline.jump(Jump.NEXT)
        await expect(page.locator("[role=tab].news").first).to_be_visible()


async def test_the_public_page_answers_without_a_script(browser: Browser, public: str) -> None:
    async with opened(browser, public, width=320, script=False) as page:
        await page.get_by_label("Your question").fill("how many release days do I get?")
        await page.keyboard.press("Enter")
        await expect(page.locator(".answer")).to_contain_text("ten days")
        await page.go_back()
        await page.get_by_role("link", name="Check whether you could apply").click()
        for _ in range(5):
            await page.get_by_role("button", name="Yes", exact=True).click()
        await page.get_by_role("button", name="See the result").click()
        await expect(page.locator(".answer")).to_contain_text("Nothing here rules you out")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["", "?q=is+there+parking+at+the+residential", "/check"])
async def test_axe_finds_nothing_wrong_with_the_public_page(
    browser: Browser, public: str, path: str, dark: bool
) -> None:
    async with opened(browser, public + path, width=320, dark=dark) as page:
        assert await violations(page) == ""
        assert not await overflows(page)
