"""The page of `mastery try` over HTTP, as a browser asks for it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from adapters.console.ask import SetClock
from adapters.console.demo_records import DemoRecords
from adapters.trial.server import TrialPage, running
from bot.core.dispatcher import Core
from bot.core.settings import Settings


@dataclass
class Visit:
    """A browser's requests. `address`: ends with a slash."""

    session: aiohttp.ClientSession
    address: str

    async def post(self, path: str, headers: dict[str, str] | None = None, **form: str) -> aiohttp.ClientResponse:
        return await self.session.post(self.address + path, data=form, headers=headers, allow_redirects=False)

    async def page(self) -> str:
        async with self.session.get(self.address) as answer:
            return await answer.text()


@pytest.fixture
async def visit(core: Core, demo_records: DemoRecords, clock: SetClock) -> AsyncIterator[Visit]:
    clock.moment = datetime(2026, 11, 9, 12, tzinfo=ZoneInfo("Europe/London"))
    trial = TrialPage(core, demo_records, clock, Settings())
    async with running(trial, 0) as address, aiohttp.ClientSession() as session:
        await trial.begin()
        yield Visit(session, address)
    await trial.stage.close()


async def test_the_page_runs_and_shows_nothing_but_what_this_server_sends(visit: Visit) -> None:
    async with visit.session.get(visit.address) as answer:
        policy, text = answer.headers["Content-Security-Policy"], await answer.text()
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert text.count('role="log"') == 3
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    assert " style=" not in text


async def test_without_a_script_a_form_shows_the_page_again(visit: Visit) -> None:
    answer = await visit.post("say", who="teacher", text="when is the deadline?")
    assert (answer.status, answer.headers["Location"]) == (303, "/#teacher")
    assert "Applications closed on 23 April 2026" in await visit.page()


async def test_beside_an_answer_stands_what_is_behind_it(visit: Visit) -> None:
    await visit.post("say", who="teacher", text="when is the deadline?")
    text = await visit.page()
    for words in ("Why this answer", "Rests on", "overview 1.3", "&quot;blocks&quot;", "&quot;AdaptiveCard&quot;"):
        assert words in text, words


async def test_what_changes_arrives_as_an_event_and_what_was_missed_comes_first(visit: Visit) -> None:
    known = (await visit.page()).partition('data-last="')[2].partition('"')[0]
    await visit.post("say", who="specialist", text="balance")
    async with visit.session.get(f"{visit.address}events?since={known}") as stream:
        lines = [await stream.content.readline() for _ in range(7)]
    assert b"event: shown\n" in lines
    assert [line for line in lines if line.startswith(b"data:") and b'"who": "specialist"' in line]


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example:80"}])
async def test_no_other_page_can_use_it(visit: Visit, headers: dict[str, str]) -> None:
    assert (await visit.post("say", headers, who="teacher", text="hello")).status == 403


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("press", {"who": "teacher", "message": "999", "number": "0"}, "not on the page any more"),
        ("press", {"who": "nobody", "message": "1", "number": "0"}, "nobody"),
        ("say", {"who": "teacher", "text": "[No such]"}, "there is no button"),
        ("clock", {"to": "date", "day": "soon"}, "Invalid isoformat"),
        ("clock", {"to": "date", "day": "2099-01-01"}, "too far away"),
    ],
)
async def test_what_cannot_be_done_is_said(visit: Visit, path: str, form: dict[str, str], words: str) -> None:
    answer = await visit.post(path, {"Accept": "application/json"}, **form)
    assert words in (await answer.json())["said"]


async def test_a_file_is_handed_over_and_another_one_is_not_there(visit: Visit) -> None:
    await visit.post("say", who="specialist", text="releaseday export")
    text = await visit.page()
    address = text.partition('href="/file/')[2].partition('"')[0]
    async with visit.session.get(f"{visit.address}file/{address}") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    async with visit.session.get(f"{visit.address}file/specialist/1/7") as answer:
        assert answer.status == 404
