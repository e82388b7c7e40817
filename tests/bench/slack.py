"""The bot behind Slack's wire beside bolt's own way (`slack_peers.py`), in one run on one machine.

Server, Slack and load are a process each on shared cores; so the server's own processor time is given, too.
"answered" counts what reached the person, until the last has: a bare command answers nothing, so only its
acknowledgements are there to compare with.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, TCPConnector, web

from adapters.serve import freeze_gc
from adapters.slack.app import SlackPlatform
from adapters.slack.context import SlackContext, SlackCredentials
from adapters.web.server import application
from bot.bootstrap import build
from bot.core import clock
from bot.db.store import Store
from knowledge.load import load
from tests.bench.enrolled import enrolled
from tests.bench.slack_peers import bare, replying, serve
from tests.support.fakes.slack import BOT_USER, TEAM, TOKEN, dm_with
from tests.support.paths import COHORT
from tests.support.scoring import QUESTIONS, read
from tests.support.slack_rig import FORM, JSON, SECRET, signature
from tests.support.transcript import CACHE_DIR

REQUESTS, WARM_UP, AT_ONCE, BURST = 1_500, 500, 20, 500
PEOPLE = 250  # enough that nobody has more turns under way than one person may
PATIENCE = 60.0  # seconds without a single answer after which no more are waited for
BARE = "bolt, a command acknowledged"
COMMAND, SAID = "bolt, one row read and a command answered", "bolt, one row read and a DM answered"
Body = Callable[[int], tuple[str, str]]


@dataclass
class Served:
    """A server in a process of its own."""

    url: str
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class SlackFigures:
    """`cpu`: milliseconds of the server's own processor time a request, answers included."""

    a_second: float
    p99: float
    answered: float
    cpu: float


async def bot(port_file: Path, api: str) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{port_file.parent}/bench.db")
    await enrolled(store, "slack", [(TEAM, f"U{number}") for number in range(PEOPLE)])
    core = build(load(COHORT), store, clock.system, CACHE_DIR)
    context = SlackContext(core, store, clock.system, time.monotonic, asyncio.sleep, "Europe/London")
    platform = SlackPlatform(SlackCredentials(TOKEN, SECRET, "", api), context)
    await platform.start()
    freeze_gc()
    await serve(application([platform], {}), port_file)
    await platform.stop()
    await store.close()


async def slack(port_file: Path, _api: str) -> None:
    """Accepts whatever it is sent, and counts what a person would see; that it is sound, the tests say."""
    seen = 0

    async def method(request: web.Request) -> web.Response:
        nonlocal seen
        await request.read()
        name = request.match_info["name"]
        seen += name == "chat.postMessage"
        who: dict[str, Any] = {"team_id": TEAM, "user_id": BOT_USER, "user": {"tz": "Europe/London"}, "ts": "1.1"}
        who |= {"upload_url": f"http://{request.host}/api/upload", "file_id": "F1", "files": []}
        return web.json_response({"ok": True, "messages": [], "channel": {"id": "D1"}, **who})

    async def respond(request: web.Request) -> web.Response:
        nonlocal seen
        await request.read()
        seen += 1
        return web.Response(text="ok")

    async def count(_request: web.Request) -> web.Response:
        return web.json_response(seen)

    app = web.Application()
    app.router.add_post("/api/{name}", method)
    app.router.add_post("/respond/{number}", respond)
    app.router.add_get("/count", count)
    await serve(app, port_file)


ROLES = {"bare": bare, "replying": replying, "bot": bot, "slack": slack}


@asynccontextmanager
async def served(which: str, folder: Path, api: str = "") -> AsyncIterator[Served]:
    port_file = folder / f"{which}.port"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.slack", which, str(port_file), api, stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin
    while not port_file.exists() or not port_file.read_text():
        assert process.returncode is None
        await asyncio.sleep(0.05)
    try:
        yield Served(f"http://127.0.0.1:{port_file.read_text()}", process.pid)
    finally:
        process.stdin.close()
        await process.wait()


class Load:
    """`slacks`: the address at which what reached people is counted; nothing for who answers nothing."""

    def __init__(self, session: ClientSession, server: Served, slacks: str = "") -> None:
        self._session, self._server, self._slacks = session, server, slacks

    async def measured(self, body: Body, requests: int = REQUESTS, at_once: int = AT_ONCE) -> SlackFigures:
        spent = list[float]()
        numbers = iter(range(requests))
        before, cpu, started = await self._seen(), self._server.cpu(), time.perf_counter()
        await asyncio.gather(*(self._one_after_the_other(body, numbers, spent) for _ in range(at_once)))
        acknowledged = time.perf_counter() - started
        await self._answered(before, requests)
        answered = time.perf_counter() - started
        cpu = (self._server.cpu() - cpu) * 1e3 / requests
        p99 = sorted(spent)[int(len(spent) * 0.99) - 1]
        return SlackFigures(requests / acknowledged, p99, requests / answered, cpu)

    async def _answered(self, before: int, requests: int) -> None:
        """Wait until all are. Raises AssertionError when some never are."""
        seen, moved_at = before, time.monotonic()
        while self._slacks and seen < before + requests:
            await asyncio.sleep(0.02)
            if (now := await self._seen()) != seen:
                seen, moved_at = now, time.monotonic()
            assert time.monotonic() - moved_at < PATIENCE, f"{seen - before} of {requests} were answered"

    async def _seen(self) -> int:
        if not self._slacks:
            return 0
        async with self._session.get(f"{self._slacks}/count") as response:
            return int(await response.json())

    async def _one_after_the_other(self, body: Body, numbers: Iterator[int], spent: list[float]) -> None:
        for number in numbers:
            text, kind = body(number)
            stamp = str(int(clock.system().timestamp()))
            headers = {
                "Content-Type": kind,
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": signature(SECRET, stamp, text.encode()),
            }
            sent = time.perf_counter()
            url = f"{self._server.url}/slack/events"
            async with self._session.post(url, data=text.encode(), headers=headers) as response:
                assert response.status == 200, await response.text()
            spent.append(time.perf_counter() - sent)


def balance(slacks: str) -> Body:
    def body(number: int) -> tuple[str, str]:
        fields = {
            "command": "/releaseday",
            "text": "balance",
            "team_id": TEAM,
            "user_id": f"U{number % PEOPLE}",
            "channel_id": "C1",
            "trigger_id": f"t{time.perf_counter_ns()}",
            "response_url": f"{slacks}/respond/{time.perf_counter_ns()}",
        }
        return urlencode(fields), FORM

    return body


def questions(asked: Sequence[str]) -> Body:
    """One after the other, by many people, some of them enrolled."""

    def body(number: int) -> tuple[str, str]:
        user = f"U{number % PEOPLE}"
        event = {
            "type": "message",
            "channel_type": "im",
            "channel": dm_with(user),
            "user": user,
            "text": asked[number % len(asked)],
            "ts": f"{number}.1",
        }
        name = f"Ev{time.perf_counter_ns()}"
        return json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": name, "event": event}), JSON

    return body


async def main() -> None:
    asked = [one.q for one in read(QUESTIONS / "open.jsonl")]
    rows = dict[str, SlackFigures]()
    with TemporaryDirectory(prefix="mastery-bench-") as name:
        folder = Path(name)
        async with ClientSession(connector=TCPConnector(limit=0)) as session, served("slack", folder) as slacks:
            async with served("bare", folder) as server:
                load = Load(session, server)
                await load.measured(balance(slacks.url), WARM_UP)
                rows[BARE] = await load.measured(balance(slacks.url))
            async with served("replying", folder, f"{slacks.url}/api/") as server:
                load = Load(session, server, slacks.url)
                await load.measured(balance(slacks.url), WARM_UP)
                rows[COMMAND] = await load.measured(balance(slacks.url))
                rows[SAID] = await load.measured(questions(["hello"]))
            async with served("bot", folder, f"{slacks.url}/api/") as server:
                load = Load(session, server, slacks.url)
                await load.measured(balance(slacks.url), WARM_UP)
                rows["/releaseday balance"] = await load.measured(balance(slacks.url))
                await load.measured(questions(["hello"]), PEOPLE)  # everybody's time zone is asked for once a day
                rows["a DM question, first time"] = await load.measured(questions(asked), len(asked))
                rows["a DM question"] = await load.measured(questions(asked))
                burst = await load.measured(balance(slacks.url), BURST, BURST)
    told(rows)
    for name, beside in (
        ("/releaseday balance", COMMAND),
        ("a DM question, first time", SAID),
        ("a DM question", SAID),
    ):
        one, peer = rows[name], rows[beside]
        print(f"  {name}: {one.answered / peer.answered:.2f} × {beside} ({peer.cpu / one.cpu:.2f} × by CPU)")
    print(f"{BURST} commands at once: the last acknowledged after {BURST / burst.a_second:.2f} s")


def told(rows: dict[str, SlackFigures]) -> None:
    plain = next(iter(rows.values()))
    print(f"Slack{'':37}{'acked/s':>9}{'beside':>8}{'p99 ms':>8}{'answered/s':>12}{'beside':>8}", end="")
    print(f"{'CPU ms':>8}{'beside':>8}")
    for name, one in rows.items():
        print(f"{name:42}{one.a_second:>9.0f}{one.a_second / plain.a_second:>8.2f}{one.p99 * 1e3:>8.1f}", end="")
        print(f"{one.answered:>12.0f}{one.answered / plain.answered:>8.2f}", end="")
        print(f"{one.cpu:>8.2f}{plain.cpu / one.cpu:>8.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        which, port_file, api = sys.argv[1:]
        asyncio.run(ROLES[which](Path(port_file), api))
    else:
        asyncio.run(main())
