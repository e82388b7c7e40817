"""One e-mail to one person, over SMTP: built, sent once, and its end told apart. No address goes into a log."""

import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

import aiosmtplib
import structlog

from adapters.email import render
from adapters.email.settings import Encryption, MailServer
from adapters.email.stop_links import WHERE, token_for
from bot.core.activity import Address
from bot.core.clock import Clock
from bot.core.email_address import is_email_address
from bot.core.reply import Reply
from bot.db.deployment import DeploymentIdentity, identity
from bot.db.store import Store
from bot.identity.email_choices import EmailChoices
from scheduler.ports import Ambiguous, CannotTell, Found, Outcome, Refused, Sent, Throttled

log = structlog.get_logger(__name__)
TIMEOUT = 20.0  # seconds for each step with the mail server
MINUTE = 60.0
LEAST_WAIT = 1.0  # seconds
BUSY = frozenset((421, 450, 451, 452))  # “not now”: the server is to be left alone for a while
BUSY_FOR = 120.0  # seconds
NO_ADDRESS = "no e-mail address is on record any more"
WANTS_NONE = "asked for no e-mail"


class MailPace:
    """How many e-mails go in a minute; then it says how long to wait. seconds: a clock that only goes on."""

    def __init__(self, per_minute: int, seconds: Callable[[], float]) -> None:
        self._most, self._seconds = per_minute, seconds
        self._gone: list[float] = []

    def wait(self) -> float:
        """0 for who may send now, which is counted; else the seconds until the next may go."""
        now = self._seconds()
        self._gone = [at for at in self._gone if now - at < MINUTE]
        if len(self._gone) < self._most:
            self._gone.append(now)
            return 0.0
        return max(LEAST_WAIT, MINUTE - (now - self._gone[0]))


class EmailSender:
    """Implements `scheduler.ports.PlatformSender`; an address names the person: {"person": 7}.

    The e-mail address is read when the message goes, so that no copy of it lies in the outbox. SMTP cannot be
    asked whether a message has arrived; each has a Message-ID by which mail programs know it again.
    """

    platform = "email"
    can_look = False
    settle = 0.0

    def __init__(
        self,
        server: MailServer,
        store: Store,
        clock: Clock,
        seconds: Callable[[], float],
        timeout: float = TIMEOUT,
    ) -> None:
        self._server, self._store, self._clock, self._timeout = server, store, clock, timeout
        self._pace = MailPace(server.per_minute, seconds)
        self._deployment: DeploymentIdentity | None = None
        self.problem = ""

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        person = to.get("person")
        found = await EmailChoices(self._store).address_of(person) if isinstance(person, int) else None
        if found is None or not is_email_address(found.email):
            return Refused(NO_ADDRESS)
        if found.stopped:
            return Refused(WANTS_NONE)
        if (wait := self._pace.wait()) > 0:
            return Throttled(wait)
        try:
            message = await self._message(found.person_id, found.email, reply, token)
        except ValueError:
            return Refused("what stands in its head cannot be sent by e-mail")
        return await self._handed_over(message)

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        return CannotTell("an e-mail cannot be looked for")

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:  # noqa: ARG002
        return Refused("an e-mail that was sent cannot be changed")

    async def delete(self, to: Address, message: str) -> Outcome:  # noqa: ARG002
        return Refused("an e-mail that was sent cannot be taken back")

    async def try_credentials(self) -> None:
        """Connect, log in and go. Raises SMTPException, OSError."""
        client = self._client()
        try:
            await client.connect()
            if self._server.user:
                await client.login(self._server.user, self._server.password)
        finally:
            client.close()

    async def _message(self, person: int, email: str, reply: Reply, token: str) -> EmailMessage:
        """Raises ValueError for a line break in what goes into a header."""
        if self._deployment is None:
            self._deployment = await identity(self._store)
        stop = f"{self._server.public_url}{WHERE}/{token_for(person, self._deployment.key)}"
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"], made["Subject"] = self._server.sender, email, render.subject(reply)
        made["Date"] = self._clock()
        domain = self._server.sender.rpartition("@")[2]
        made["Message-ID"] = f"<{token}.{self._deployment.name[:12]}@{domain}>"
        made["List-Unsubscribe"] = f"<{stop}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(render.as_text(reply, stop))
        made.add_alternative(render.as_html(reply, stop), subtype="html")
        return made

    async def _handed_over(self, message: EmailMessage) -> Outcome:
        """Until the text is handed over nothing was sent; from then on it may have been."""
        client, given = self._client(), False
        try:
            await client.connect()
            if self._server.user:
                await client.login(self._server.user, self._server.password)
            await client.mail(self._server.sender)
            await client.rcpt(str(message["To"]))
            given = True
            await client.data(message.as_bytes())
        except aiosmtplib.SMTPResponseException as error:
            return self._answered(error.code)
        except (aiosmtplib.SMTPException, OSError) as error:
            return self._broken_off(error, given=given)
        finally:
            client.close()
        self.problem = ""
        return Sent(str(message["Message-ID"]))

    def _client(self) -> aiosmtplib.SMTP:
        tls = self._server.tls
        return aiosmtplib.SMTP(
            hostname=self._server.host,
            port=self._server.port,
            timeout=self._timeout,
            use_tls=tls is Encryption.IMPLICIT,
            start_tls=tls is Encryption.STARTTLS,
            tls_context=None if tls is Encryption.NONE else ssl.create_default_context(),
        )

    def _answered(self, code: int) -> Outcome:
        """The server said no, in a number; its words may hold an address and are not kept."""
        if code in BUSY:
            return Throttled(BUSY_FOR)
        if code in (530, 534, 535, 538):
            self.problem = f"the mail server does not take our user name and password ({code})"
            return Refused(self.problem, for_good=False)
        log.warning("the mail server refused an e-mail", code=code)
        return Refused(f"the mail server refused it ({code})", for_good=code >= 500)

    def _broken_off(self, error: Exception, *, given: bool) -> Outcome:
        why = f"the mail server did not answer ({type(error).__name__})"
        log.warning("sending an e-mail broke off", error=type(error).__name__, given=given)
        if given:
            return Ambiguous(why)
        self.problem = why
        return Refused(why, for_good=False)
