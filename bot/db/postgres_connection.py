"""Connections to PostgreSQL on which nothing waits for ever, also when the server stops without a word."""

import asyncio
import os
import socket
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

from psycopg import AsyncConnection
from psycopg.abc import PQGen

CONNECTING, STATEMENT, POOL = 3, 5, 2  # seconds; the server ends a statement, and a second later so do we
OPTIONS: dict[str, Any] = {
    "connect_timeout": CONNECTING,
    "options": f"-c statement_timeout={STATEMENT * 1000}",
    "keepalives_idle": 10,  # seconds; of a peer that is gone without a word the kernel learns in half a minute
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
T = TypeVar("T")


class BoundedConnection(AsyncConnection[Any]):
    """Its socket is shut when the server does not answer; then whoever waits gets an OperationalError.

    A server that hangs cannot end a statement by its own time-out, and a query that is cancelled waits for the
    server, too. Shutting the socket ends both. longest: seconds for one statement.
    """

    longest: ClassVar[float] = STATEMENT + 1

    async def wait(self, gen: PQGen[T], *args: Any, **named: Any) -> T:
        watchdog = asyncio.get_running_loop().call_later(self.longest, _shut, self.pgconn.socket)
        try:
            return await super().wait(gen, *args, **named)
        finally:
            watchdog.cancel()


def _shut(descriptor: int) -> None:
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as copy:
        copy.shutdown(socket.SHUT_RDWR)
