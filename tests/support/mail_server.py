"""A real SMTP server on loopback: it keeps what it takes, and can be told to refuse, hang up or say nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postbox:
    """taken: the messages, in order. to: whom each was for. says: what the next texts are answered with, in order.

    hangs_up: how many texts are taken, and the connection is then closed without an answer.
    """

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    refuses_to: str = ""
    hangs_up: int = 0
    silent: bool = False

    async def handle_RCPT(  # noqa: N802  as the library calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.silent:
            await asyncio.sleep(3600)
        if self.refuses_to:
            return self.refuses_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.says:
            return self.says.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(BytesParser(policy=default).parsebytes(content))
        self.to += envelope.rcpt_tos
        if self.hangs_up:
            self.hangs_up -= 1
            transport: Any = server.transport
            transport.abort()
        return "250 OK"


@asynccontextmanager
async def mail_server() -> AsyncIterator[Postbox]:
    box, loop = Postbox(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0)
    box.port = int(server.sockets[0].getsockname()[1])
    try:
        yield box
    finally:
        server.close()
