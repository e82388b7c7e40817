"""1,500 connections that begin a request and say no more, to a server that may open 1,024 files."""

import asyncio
from contextlib import suppress

from tests.drill.people import Crowd, somebody
from tests.drill.report import Limits, Row, counted
from tests.drill.world import SQLITE, Server, world

HALF_OPEN, FILES, LASTS = 1_500, 1_024, 20.0
AGAIN = 5.0  # seconds after which one that was closed comes again
BEGINNING = b"POST /slack/events HTTP/1.1\r\nHost: mastery.example\r\nContent-Le"


async def half_open(engine: str) -> Row:
    async with world(engine, most_files=FILES) as w:
        crowd, (server, *_) = Crowd(w), w.servers
        hanging = [asyncio.create_task(_hang(server)) for _ in range(HALF_OPEN)]
        try:
            await asyncio.sleep(2)
            async with crowd.writing(every=0.3):
                await asyncio.sleep(LASTS)
        finally:
            for one in hanging:
                one.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
        await crowd.write(somebody("slack"))
        return await counted("1,500 half-open", crowd, limits=Limits(slowest=3.0, log_kb=100.0, no_ack=0))


async def _hang(server: Server) -> None:
    """Whenever it is closed it comes again."""
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            try:
                writer.write(BEGINNING)
                await reader.read()
            finally:
                writer.close()
        await asyncio.sleep(AGAIN)


FAULTS = {"half-open": (half_open, (SQLITE,))}
