"""A platform in a process of its own, over HTTP: counts what arrives by token, and fails as often as it is told.

    python -m tests.support.fakes.receiver '{"busy": 0.01, "broken": 0.01, "dropped": 0.01}'

The port is its first line. busy: 429; refused: nothing was taken, and it says so; broken: 500, nothing taken;
dropped: taken, and the connection cut. seconds: how long it takes over each.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from random import Random

import aiohttp
from aiohttp import web

from bot.core.activity import Address
from bot.core.reply import Reply
from scheduler.ports import Ambiguous, CannotTell, Found, NotThere, Outcome, Refused, Sent, Throttled

AFTER = 1  # seconds that a 429 asks for
TOOK_NOTHING = 418  # says for certain that nothing arrived, which a 500 does not


class Receiver:
    def __init__(self, faults: Mapping[str, float]) -> None:
        self._seconds = faults.get("seconds", 0.0)
        self._faults = {name: share for name, share in faults.items() if name != "seconds"}
        self._random = Random(7)
        self._arrived = Counter[str]()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/message", self._take)
        app.router.add_get("/message/{token}", self._find)
        app.router.add_get("/arrived", self._count)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        token = str((await request.json())["token"])
        await asyncio.sleep(self._seconds)
        chance = self._random.random()
        for name, share in self._faults.items():
            if chance < share:
                return await self._fail(name, token, request)
            chance -= share
        self._arrived[token] += 1
        return web.json_response({"id": f"m-{token}"})

    async def _fail(self, name: str, token: str, request: web.Request) -> web.Response:
        if name == "busy":
            return web.Response(status=429, headers={"Retry-After": str(AFTER)})
        if name == "refused":
            return web.Response(status=TOOK_NOTHING)
        if name == "dropped":
            self._arrived[token] += 1
            if request.transport is not None:
                request.transport.close()
        return web.Response(status=500)

    async def _find(self, request: web.Request) -> web.Response:
        return web.json_response({"there": self._arrived[request.match_info["token"]]})

    async def _count(self, _request: web.Request) -> web.Response:
        return web.json_response(self._arrived)


class ReceivedPost:
    """scheduler.ports.Sender over HTTP; every platform of this kind is the same but for its name."""

    settle = 0.2

    def __init__(self, session: aiohttp.ClientSession, url: str, platform: str, *, can_look: bool) -> None:
        self.platform, self.can_look = platform, can_look
        self._session, self._url = session, url

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002
        try:
            async with self._session.post(f"{self._url}/message", json={"token": token}) as answer:
                if answer.status == 429:
                    return Throttled(float(answer.headers["Retry-After"]))
                if answer.status == TOOK_NOTHING:
                    return Refused("not today", for_good=False)
                if answer.status != 200:
                    return Ambiguous(f"it answered {answer.status}")
                return Sent(str((await answer.json())["id"]))
        except (aiohttp.ClientError, OSError) as error:
            return Ambiguous(type(error).__name__)

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        if not self.can_look:
            return CannotTell("it cannot be asked")
        try:
            async with self._session.get(f"{self._url}/message/{token}") as answer:
                return Sent(f"m-{token}") if (await answer.json())["there"] else NotThere()
        except (aiohttp.ClientError, OSError) as error:
            return CannotTell(type(error).__name__)

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:  # noqa: ARG002
        return Sent(message)

    async def delete(self, to: Address, message: str) -> Outcome:  # noqa: ARG002
        return Sent(message)


@asynccontextmanager
async def receiving(**faults: float) -> AsyncIterator[str]:
    """The address of one in a process of its own, until the block ends."""
    command = [sys.executable, "-m", "tests.support.fakes.receiver", json.dumps(faults)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.terminate()
        await process.wait()


async def arrived(url: str) -> Counter[str]:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/arrived") as answer:
        return Counter(await answer.json())


async def _serve() -> None:
    runner = web.AppRunner(Receiver(json.loads(sys.argv[1])).app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
