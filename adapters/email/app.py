"""E-mail as a platform of the server: a sender, and the pages behind the link to stop."""

import time

import aiosmtplib
from aiohttp import web

from adapters.base import Surroundings
from adapters.email.pages import StopPages
from adapters.email.sender import EmailSender
from adapters.email.settings import MailServer
from bot.core import clock
from scheduler.ports import PlatformSender


class EmailPlatform:
    """Implements `adapters.base.Platform`. People who have not joined are written to while it is on."""

    name = "E-mail"

    def __init__(self, around: Surroundings, server: MailServer) -> None:
        self._store = around.store
        self._mail = EmailSender(server, around.store, clock.system, time.monotonic)
        self.sender: PlatformSender = self._mail
        self._pages = StopPages(around.store, clock.system)
        self.about = f"{server.host}:{server.port}, {server.tls.value}, at most {server.per_minute} a minute"

    def mount(self, app: web.Application) -> None:
        self._pages.mount(app)

    async def start(self) -> None:
        self._store.by_email = True

    async def try_credentials(self) -> str:
        """Connects, logs in, and goes away again."""
        try:
            await self._mail.try_credentials()
        except (aiosmtplib.SMTPException, OSError) as error:
            return f"the mail server could not be used ({type(error).__name__})"
        return ""

    def problem(self) -> str:
        return self._mail.problem

    async def stop(self) -> None:
        self._store.by_email = False
