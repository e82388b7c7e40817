"""The bot behind Slack's wire beside a bare bolt command that only acknowledges, in one run on one machine.

The server is a process of its own; the fake Slack and the load are in another. "answered" counts what reached the
person: a bare command answers nothing, so only its acknowledgements are there to compare with.
"""

import asyncio
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from aiohttp import ClientSession, TCPConnector, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.app import SlackPlatform
from adapters.slack.means import Credentials, Means
from adapters.web.server import application, listening
from bot import clock
from bot.bootstrap import build
from bot.store import Store
from knowledge.load import load
from tests.fakes.slack import TEAM, TOKEN, FakeSlack, dm_with
from tests.ground import account, ground
from tests.slack_rig import FORM, JSON, SECRET, signature
from tests.transcript import COHORT, KEPT_IN

REQUESTS, AT_ONCE, BURST = 1_500, 20, 500
Body = Callable[[int], tuple[str, str]]


@dataclass
class Measured:
    a_second: float
    p99: float
    answered: float


async def bare(port_file: Path) -> None:
    app = AsyncApp(signing_secret=SECRET, authorize=_authorized, logger=logging.getLogger("bare"))

    @app.command("/releaseday")
    async def acknowledged(ack: Callable[[], Awaitable[object]]) -> None:
        await ack()

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", take)
    await _serve(server, port_file)


async def _authorized() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_user_id="UBOT", bot_id="B1")


async def bot(port_file: Path, api: str) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{port_file.parent}/bench.db")
    now = clock.system()
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    code = await store.codes.make(sam.id, g.lead, now)
    await store.codes.redeem(code.words, account("USAM"), now)
    core = build(load(COHORT), store, clock.system, KEPT_IN)
    means = Means(core, store, clock.system, time.monotonic, asyncio.sleep, "Europe/London")
    platform = SlackPlatform(Credentials(TOKEN, SECRET, "", api), means)
    await platform.start()
    await _serve(application([platform], {}), port_file)
    await platform.stop()
    await store.close()


async def _serve(app: web.Application, port_file: Path) -> None:
    """Until the one who started this ends its input."""
    async with listening(app, "127.0.0.1", 0) as port:
        port_file.write_text(str(port))
        await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def served(which: str, folder: Path, api: str) -> AsyncIterator[str]:
    port_file = folder / f"{which}.port"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench_slack", which, str(port_file), api, stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin
    while not port_file.exists() or not port_file.read_text():
        assert process.returncode is None
        await asyncio.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port_file.read_text()}/slack/events"
    finally:
        process.stdin.close()
        await process.wait()


async def measured(url: str, body: Body, slack: FakeSlack | None, requests: int, at_once: int) -> Measured:
    spent: list[float] = []
    numbers = iter(range(requests))
    started = time.perf_counter()
    before = len(slack.shown) if slack else 0

    async def one_after_the_other(session: ClientSession) -> None:
        for number in numbers:
            text, kind = body(number)
            stamp = str(int(clock.system().timestamp()))
            headers = {
                "Content-Type": kind,
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": signature(SECRET, stamp, text.encode()),
            }
            sent = time.perf_counter()
            async with session.post(url, data=text.encode(), headers=headers) as response:
                assert response.status == 200, await response.text()
            spent.append(time.perf_counter() - sent)

    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        await asyncio.gather(*(one_after_the_other(session) for _ in range(at_once)))
    acknowledged = time.perf_counter() - started
    while slack and len(slack.shown) < before + requests:  # noqa: ASYNC110  a look now and then is enough
        await asyncio.sleep(0.01)
    answered = time.perf_counter() - started
    return Measured(requests / acknowledged, sorted(spent)[int(len(spent) * 0.99) - 1], requests / answered)


def balance(slack: FakeSlack, user: str = "USAM") -> Body:
    def body(number: int) -> tuple[str, str]:
        fields = {
            "command": "/releaseday",
            "text": "balance",
            "team_id": TEAM,
            "user_id": user,
            "channel_id": "C1",
            "trigger_id": f"t{number}",
            "response_url": f"{slack.url}/respond/{time.perf_counter_ns()}",
        }
        return urlencode(fields), FORM

    return body


def question(number: int) -> tuple[str, str]:
    user = f"U{number % 50}"
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": dm_with(user),
        "user": user,
        "text": "how many days release do I get?",
        "ts": f"{number}.1",
    }
    name = f"Ev{time.perf_counter_ns()}"
    return json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": name, "event": event}), JSON


async def main() -> None:
    with TemporaryDirectory(prefix="mastery-bench-") as folder:
        async with FakeSlack().running() as slack:
            api = f"{slack.url}/api/"
            async with served("bare", Path(folder), api) as url:
                await measured(url, balance(slack), None, 100, AT_ONCE)
                plain = await measured(url, balance(slack), None, REQUESTS, AT_ONCE)
            async with served("bot", Path(folder), api) as url:
                await measured(url, balance(slack), slack, 100, AT_ONCE)
                ours = await measured(url, balance(slack), slack, REQUESTS, AT_ONCE)
                asked = await measured(url, question, slack, REQUESTS, AT_ONCE)
                burst = await measured(url, balance(slack), slack, BURST, BURST)
    print(f"Slack{'':29}{'acked/s':>9}{'beside':>8}{'p99 ms':>8}{'answered/s':>12}{'beside':>8}")
    for name, one in (
        ("a bare bolt command, ack only", plain),
        ("/releaseday balance", ours),
        ("a DM question", asked),
    ):
        acked, answered = one.a_second / plain.a_second, one.answered / plain.a_second
        print(f"{name:34}{one.a_second:>9.0f}{acked:>8.2f}{one.p99 * 1e3:>8.1f}", end="")
        print(f"{one.answered:>12.0f}{answered:>8.2f}")
    print(f"{BURST} commands at once: the last acknowledged after {BURST / burst.a_second:.2f} s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        which, port_file, api = sys.argv[1:]
        asyncio.run(bare(Path(port_file)) if which == "bare" else bot(Path(port_file), api))
    else:
        asyncio.run(main())
