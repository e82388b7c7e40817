"""Activities a second that the bot answers in Teams, its reply posted, beside botbuilder as shipped and aiohttp.

Every server runs in a process of its own, Teams' side of the wire, too; this one only asks, all of them alike.
CPU time is the server's own, so that it says the same on a machine that does other things as well.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot.db.store import Store
from tests.bench.enrolled import enrolled
from tests.bench.teams_servers import PEOPLE
from tests.support.scoring import QUESTIONS, read

AT_ONCE = 16
REQUESTS = 2_500
WARMING = 60
NOTHING, SHIPPED, CHECKS = "bare aiohttp", "botbuilder's echo", "aiohttp, its token checked and an echo posted"
BARE = (
    ("aiohttp", NOTHING, REQUESTS),
    ("aiohttp, posting", "aiohttp, an echo posted", REQUESTS),
    ("aiohttp, checking", CHECKS, REQUESTS),
    ("botbuilder", SHIPPED, 500),
)
OPENINGS = ("", "Hello, ", "Quick question: ", "Please can you tell me: ", "Hi there, ")
NUMBERS = itertools.count(1)
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class BenchServer:
    """`url` is where it is; `said` what else it said when it began."""

    process: int
    url: str
    said: dict[str, str]

    @property
    def silent(self) -> bool:
        """Whether it posts nothing."""
        return self.said["kind"] == "aiohttp"

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


@dataclass(frozen=True)
class TeamsFigures:
    """Requests a second; the milliseconds that all but one in a hundred took at most; those of CPU for each."""

    a_second: float
    p99: float
    cpu: float


def activity(service: str, text: str) -> dict[str, Any]:
    number = next(NUMBERS)
    who = number % PEOPLE
    return {
        "type": "message",
        "id": f"f:{number}",
        "timestamp": "2026-02-10T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": f"29:{who}", "name": "Sam", "aadObjectId": f"aad-{who}"},
        "recipient": {"id": "28:bot", "name": "Mastery"},
        "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": f"t{who}"},
        "channelData": {"tenant": {"id": f"t{who}"}},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "iOS"}],
        "locale": "en-GB",
        "localTimezone": "Europe/London",
        "textFormat": "plain",
        "text": text,
    }


async def ask(server: BenchServer, teams: BenchServer, texts: Iterable[str]) -> TeamsFigures:
    """All of them, so many at once; each is answered before the next one is asked."""
    waiting, spent = iter(texts), list[float]()
    headers = {"Authorization": f"Bearer {teams.said['token']}"} if "signed" in server.said else {}

    async def one_after_the_other(session: aiohttp.ClientSession) -> None:
        for text in waiting:
            sent = time.perf_counter()
            said = activity(teams.url, text)
            async with session.post(f"{server.url}/api/messages", json=said, headers=headers) as answer:
                await answer.read()
                assert answer.status < 300, answer.status
            spent.append(time.perf_counter() - sent)

    async with aiohttp.ClientSession() as session:
        answered, _ = await _taken(session, teams)
        before, started = server.cpu, time.perf_counter()
        await asyncio.gather(*(one_after_the_other(session) for _ in range(AT_ONCE)))
        took, used = time.perf_counter() - started, server.cpu - before
        now, twice = await _taken(session, teams)
    wanted = 0 if server.silent else len(spent)
    assert (now - answered, twice) == (wanted, 0), f"{wanted} asked, {now - answered} answered, {twice} twice"
    return TeamsFigures(len(spent) / took, sorted(spent)[int(len(spent) * 0.99)] * 1000, used / len(spent) * 1000)


async def _taken(session: aiohttp.ClientSession, teams: BenchServer) -> tuple[int, int]:
    """How many activities have been answered so far, and how many messages came twice."""
    async with session.get(f"{teams.url}/taken") as answer:
        found = await answer.json()
    return int(found["answered"]), int(found["twice"])


@asynccontextmanager
async def running(kind: str, service: str = "", database: str = "") -> AsyncIterator[BenchServer]:
    """A server of this kind."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", "-m", "tests.bench.teams_servers", kind, service, database),
        stdout=subprocess.PIPE,
    )
    assert child.stdout
    try:
        line = await child.stdout.readline()
        assert line, f"the server “{kind}” ended"
        said = json.loads(line)
        yield BenchServer(child.pid, said["url"], {**said, "kind": kind})
    finally:
        child.terminate()
        await child.wait()


async def measure() -> None:
    found: dict[str, TeamsFigures] = {}
    with TemporaryDirectory() as folder:
        database = await database_of(Path(folder) / "bench.db")
        async with running("Teams") as teams:
            for kind, name, requests in BARE:
                async with running(kind, teams.url) as server:
                    await ask(server, teams, ["hello"] * WARMING)
                    found[name] = await told(name, server, teams, ["hello"] * requests)
            async with running("the bot", teams.url, database) as server:
                ours = await the_bot(server, teams)
    shipped, bare = found[SHIPPED], found[CHECKS]
    for name, one in ours.items():
        print(
            f"  {name}: {one.a_second / shipped.a_second:.1f} × {SHIPPED} ({shipped.cpu / one.cpu:.1f} × by CPU), "
            f"{one.a_second / bare.a_second:.2f} × {CHECKS}"
        )


async def the_bot(server: BenchServer, teams: BenchServer) -> dict[str, TeamsFigures]:
    """A command and questions, the same and others, from people who have written before."""
    questions = [question.q for path in sorted(QUESTIONS.glob("*.jsonl")) for question in read(path)]
    asked = [f"{opening}{question}" for opening in OPENINGS for question in questions]
    await ask(server, teams, ["releaseday balance", "when is the deadline?"] * PEOPLE)
    return {
        name: await told(name, server, teams, texts)
        for name, texts in (
            ("“releaseday balance”", ["releaseday balance"] * REQUESTS),
            ("“when is the deadline?”", ["when is the deadline?"] * REQUESTS),
            (f"{len(asked)} questions, each for the first time", asked),
            ("the same questions again", asked * 3),
        )
    }


async def told(name: str, server: BenchServer, teams: BenchServer, texts: Sequence[str]) -> TeamsFigures:
    one = await ask(server, teams, texts)
    print(
        f"Teams: {name}: {one.a_second:.0f} requests a second, p99 {one.p99:.0f} ms, {one.cpu:.2f} ms of CPU each",
        flush=True,
    )
    return one


async def database_of(file: Path) -> str:
    """A database in which everybody who asks is enrolled; its URL."""
    url = f"sqlite+aiosqlite:///{file}"
    store = await Store.open(url)
    await enrolled(store, "teams", [(f"t{at}", f"aad-{at}") for at in range(PEOPLE)])
    await store.close()
    return url


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    main()
