"""`make profile`: what a turn costs on each wire, by part, in milliseconds of the server's CPU time.

The server runs in a process of its own, over the real adapters on loopback. The whole is measured first, with
nothing looking on; then the same turns are taken apart (`parts.py`), which slows them down, and the parts' shares
are of that whole. What threads do, such as waiting for the disk, is in the whole and in no share.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from tests.bench import slack, teams, teams_servers
from tests.bench.parts import PARTS, Tally
from tests.support.paths import ROOT

TURNS = int(os.environ.get("PROFILE_TURNS", "1500"))
WIRES = ("Slack command", "Slack DM", "Teams message", "Teams invoke")
QUESTION = "how many release days do we get"
START, STOP = signal.SIGUSR1, signal.SIGUSR2
Shares = dict[str, float]
Ask = Callable[[int], Awaitable[object]]


def serve(wire: str, at: str, *given: str) -> None:
    """The server, until it is ended. START begins to take its turns apart; STOP writes what was found to `at`."""
    tally: list[Tally] = []

    def start(*_signal: object) -> None:
        tally[:] = [Tally()]
        tally[0].begin()

    def stop(*_signal: object) -> None:
        tally[0].end()
        Path(f"{at}.new").write_text(json.dumps(tally[0].spent))
        Path(f"{at}.new").rename(at)

    signal.signal(START, start)
    signal.signal(STOP, stop)
    if wire == "slack":
        asyncio.run(slack.bot(Path(given[0]), given[1]))
    else:
        asyncio.run(teams_servers.serve("the bot", *given))


async def taken_apart(process: int, cpu: Callable[[], float], folder: Path, ask: Ask) -> Shares:
    """Milliseconds of a turn by part, and the whole under the empty name."""
    await ask(TURNS // 2)
    before = cpu()
    await ask(TURNS)
    whole = (cpu() - before) * 1e3 / TURNS
    at = folder / f"{time.monotonic_ns()}.json"
    (folder / "at").unlink(missing_ok=True)
    os.kill(process, START)
    await ask(TURNS)
    os.kill(process, STOP)
    while not (folder / "at").exists():  # noqa: ASYNC110  a look now and then is enough
        await asyncio.sleep(0.02)
    spent: dict[str, int] = json.loads((folder / "at").rename(at).read_text())
    return {"": whole, **{part: whole * spent.get(part, 0) / sum(spent.values()) for part in PARTS}}


async def of_slack(folder: Path) -> dict[str, Shares]:
    async with aiohttp.ClientSession() as session, slack.served("slack", folder) as theirs:
        port, at = folder / "bot.port", folder / "at"
        async with process("slack", str(at), str(port), f"{theirs.url}/api/") as child:
            while not port.exists() or not port.read_text():
                assert child.returncode is None, "the server ended"
                await asyncio.sleep(0.05)
            server = slack.Served(f"http://127.0.0.1:{port.read_text()}", child.pid)
            load = slack.Load(session, server, theirs.url)
            found = dict[str, Shares]()
            await load.measured(slack.questions(["hello"]), slack.PEOPLE)
            for wire, body in zip(WIRES, (slack.balance(theirs.url), slack.questions([QUESTION])), strict=False):

                async def ask(turns: int, body: slack.Body = body) -> None:
                    await load.measured(body, turns)

                found[wire] = await taken_apart(server.pid, server.cpu, folder, ask)
            return found


async def of_teams(folder: Path) -> dict[str, Shares]:
    database = await teams.database_of(folder / "teams.db")
    given = ("teams", str(folder / "at"))
    async with teams.running("Teams") as theirs, process(*given, theirs.url, database) as child:
        assert child.stdout
        said = json.loads(await child.stdout.readline())
        server = teams.BenchServer(child.pid, said["url"], {**said, "kind": "the bot"})

        async def message(turns: int) -> None:
            await teams.ask(server, theirs, [QUESTION] * turns)

        async def invoke(turns: int) -> None:
            await pressed(server, theirs, turns)

        return {
            wire: await taken_apart(child.pid, lambda: server.cpu, folder, ask)
            for wire, ask in zip(WIRES[2:], (message, invoke), strict=True)
        }


async def pressed(server: teams.BenchServer, theirs: teams.BenchServer, turns: int) -> None:
    """So many presses of [My balance], each answered in the response."""
    data = {"mastery": {"action": "say", "values": {"text": "releaseday balance"}}}
    action = {"type": "Action.Execute", "verb": "mastery", "data": data}
    headers = {"Authorization": f"Bearer {theirs.said['token']}"}
    waiting = iter(range(turns))

    async def one_after_the_other(session: aiohttp.ClientSession) -> None:
        for _ in waiting:
            of_a_press: dict[str, Any] = {
                **teams.activity(theirs.url, ""),
                "type": "invoke",
                "name": "adaptiveCard/action",
                "value": {"action": action, "trigger": "manual"},
                "replyToId": "7",
            }
            async with session.post(f"{server.url}/api/messages", json=of_a_press, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                assert (await answer.json())["statusCode"] == 200

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one_after_the_other(session) for _ in range(teams.AT_ONCE)))


@asynccontextmanager
async def process(*given: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The server, ended at the end."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-m", "tests.bench.profile", *given), stdin=pipe, stdout=pipe, cwd=ROOT
    )
    try:
        yield child
    finally:
        child.terminate()
        await child.wait()


def table(found: Mapping[str, Shares]) -> str:
    lines = [f"{'ms of CPU a turn':20}" + "".join(f"{wire:>16}" for wire in found)]
    lines += [f"{part:20}" + "".join(f"{one[part]:>16.3f}" for one in found.values()) for part in PARTS]
    return "\n".join([*lines, f"{'the whole':20}" + "".join(f"{one['']:>16.3f}" for one in found.values())])


async def main() -> None:
    with TemporaryDirectory(prefix="mastery-profile-") as name:
        found = await of_slack(Path(name))
        found |= await of_teams(Path(name))
    print(table(found))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(*sys.argv[1:])
    else:
        asyncio.run(main())
