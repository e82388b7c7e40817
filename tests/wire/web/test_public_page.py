"""/ask, for who has neither Slack nor Teams: read-only, without a script, and with nothing kept."""

import html
import re
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from sqlalchemy import func, select

from adapters.web.public import PublicPage
from adapters.web.rate_limit import RateLimit
from adapters.web.server import application, listening
from bot.core.dispatcher import Core
from bot.core.settings_sections import WebSettings
from bot.db import schema
from bot.db.store import Store

CONTACT = "https://hub.example/contact"
SETTINGS = WebSettings(ask=True, frames=("https://www.hub.example",), contact=CONTACT, behind_proxy=True)


@dataclass
class Answer:
    """What came back. `page`: the HTML; `words`: without its tags."""

    status: int
    headers: dict[str, str]
    page: str

    @property
    def words(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.page)).split())


class Visitor:
    """Follows links and presses buttons as a browser without a script does."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address
        self.last = Answer(0, {}, "")

    async def get(self, path: str, headers: dict[str, str] | None = None, **query: str) -> Answer:
        async with self.session.get(self.address + path, params=query, headers=headers) as answer:
            return await self._read(answer)

    async def press(self, label: str) -> Answer:
        form = next(
            one for one in re.findall(r"<form method=\"post\".*?</form>", self.last.page) if f">{label}<" in one
        )
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        async with self.session.post(f"{self.address}/ask/check", data=fields) as answer:
            return await self._read(answer)

    async def follow(self, label: str) -> Answer:
        (path,) = re.findall(rf'href="([^"]*)">{label}<', self.last.page)
        return await self.get(html.unescape(path))

    async def _read(self, answer: aiohttp.ClientResponse) -> Answer:
        self.last = Answer(answer.status, dict(answer.headers), await answer.text())
        return self.last


class Hand:
    """A clock that only goes forward, moved by the test."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def visitor(core: Core, hand: Hand) -> AsyncIterator[Visitor]:
    page = PublicPage(core, SETTINGS, RateLimit(hand, for_one=40))
    async with (
        listening(application([], {}, public=page), "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Visitor(session, f"http://127.0.0.1:{port}")


async def test_a_question_is_answered_with_where_it_stands_in_the_sheet(visitor: Visitor) -> None:
    answer = await visitor.get("/ask", q="when is the deadline?")
    assert "Applications close on 23 April 2026" in answer.words
    assert "Cohort 12 information sheet, “Overview”" in answer.words


async def test_what_people_ask_next_is_a_link_that_can_be_shared(visitor: Visitor) -> None:
    await visitor.get("/ask", q="when is the deadline?")
    answer = await visitor.follow("How to apply")
    assert "entry=" in visitor.last.page or answer.status == 200
    assert '<h2 id="asked">How to apply</h2>' in answer.page
    assert (await visitor.get("/ask", entry="no-such")).status == 404


async def test_what_the_sheet_leaves_open_leads_to_the_hubs_own_page(visitor: Visitor) -> None:
    answer = await visitor.get("/ask", q="is there somewhere to park at the residential?")
    assert f'href="{CONTACT}"' in answer.page
    assert "Ask my hub" not in answer.words


@pytest.mark.parametrize(
    "asked", ["releaseday log friday", "log half yesterday", "cohort status", "delete my data"]
)
async def test_what_needs_a_record_is_said_to_be_elsewhere(visitor: Visitor, asked: str) -> None:
    assert "for enrolled specialists and their hub leads" in (await visitor.get("/ask", q=asked)).words


@pytest.mark.parametrize("asked", ["...", "<script>alert(1)</script>", "x" * 5_000, "\u202e"])
async def test_whatever_is_asked_is_words(visitor: Visitor, asked: str) -> None:
    answer = await visitor.get("/ask", q=asked)
    assert answer.status == 200
    assert "<script" not in answer.page


async def test_the_check_is_walked_with_its_answers_in_the_page_alone(visitor: Visitor) -> None:
    await visitor.get("/ask", q="am I eligible?")
    await visitor.follow("Start the check")
    assert "Question 1 of 5" in visitor.last.words
    await visitor.press("Why do you ask?")
    await visitor.press("No")
    await visitor.press("Yes")
    assert "Question 3 of 5" in visitor.last.words
    await visitor.press("Back")
    assert "Question 2 of 5" in visitor.last.words
    for _ in range(4):
        await visitor.press("Yes")
    assert "Are these your answers?" in visitor.last.words
    await visitor.press("See the result")
    assert "To sort out" in visitor.last.words
    assert visitor.last.headers["Cache-Control"] == "no-store"
    await visitor.press("Change an answer")
    await visitor.press("Qualified Teacher Status")
    assert "You answered No." in visitor.last.words
    await visitor.press("Yes")
    await visitor.press("See the result")
    assert "To sort out" not in visitor.last.words


@pytest.mark.parametrize("answers", ["no:such", "::::", "q_qts:maybe", ",,,", "q_qts:yes," * 500])
async def test_answers_that_were_made_up_count_for_nothing(visitor: Visitor, answers: str) -> None:
    async with visitor.session.post(f"{visitor.address}/ask/check", data={"answers": answers}) as answer:
        assert answer.status == 200


async def test_no_cookie_no_script_and_no_frame_but_of_the_sites_that_are_named(visitor: Visitor) -> None:
    answer = await visitor.get("/ask", q="when is the deadline?")
    policy = answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("frame-ancestors https://www.hub.example")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


async def test_who_asks_too_often_waits_and_nobody_else_does(visitor: Visitor, hand: Hand) -> None:
    mine, theirs = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "spoofed, 203.0.113.8"}
    for _ in range(40):
        await visitor.get("/ask", mine, entry="deadline")
    answer = await visitor.get("/ask", mine, q="when is the deadline?")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
    assert (await visitor.get("/ask", theirs, q="when is the deadline?")).status == 200
    hand.now += 2
    assert (await visitor.get("/ask", mine, q="when is the deadline?")).status == 200


async def test_the_page_is_off_unless_it_is_asked_for() -> None:
    assert not WebSettings().ask
    async with listening(application([], {}), "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        assert (await Visitor(session, f"http://127.0.0.1:{port}").get("/ask")).status == 404


async def test_visitors_leave_no_record(visitor: Visitor, core: Core, store: Store) -> None:
    before = await rows(store)
    for number, asked in enumerate(("when is the deadline?", "am I eligible?", "balance", "why?", "hello")):
        await visitor.get("/ask", {"X-Forwarded-For": f"203.0.113.{number}"}, q=asked)
    assert await rows(store) == before
    assert not core._memory._said


async def rows(store: Store) -> list[int]:
    """How many each table has."""
    async with store.transaction() as connection:
        counts = [select(func.count()).select_from(one) for one in schema.metadata().sorted_tables]
        return [(await connection.execute(count)).scalar() or 0 for count in counts]


def test_ten_thousand_visitors_are_counted_in_little_memory(hand: Hand) -> None:
    tracemalloc.start()
    limit = RateLimit(hand)
    for number in range(10_000):
        limit.wait(f"2001:db8::{number}")
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 20 * 1024 * 1024


@pytest.mark.parametrize("sites", [["hub.example"], ["https://hub.example/x"], ["https://a; script-src *"]])
def test_a_site_that_is_no_site_is_refused(sites: list[str]) -> None:
    with pytest.raises(ValueError, match="write each site"):
        WebSettings(frames=tuple(sites))
