"""Teams on our server: an activity comes in, the core answers, and the answer goes where Teams expects it."""

import asyncio

import aiohttp
from aiohttp import web

from adapters.base import Surroundings
from adapters.followed_messages import FollowedMessages
from adapters.inbox import Inbox, resumed_regularly
from adapters.metrics import SECRET_ENDS
from adapters.newest_messages import NewestMessages
from adapters.teams.adapter import Adapter
from adapters.teams.auth_inbound import Keys, Signatures
from adapters.teams.auth_outbound import NoToken, Tokens
from adapters.teams.connector_client import Connectors
from adapters.teams.conversation_references import References
from adapters.teams.credentials import Endpoints, TeamsCredentials
from adapters.teams.dropped_files import TeamsDroppedFiles
from adapters.teams.files import Files
from adapters.teams.inbound import PLATFORM
from adapters.teams.outbound import Outbound
from adapters.teams.personal_chats import Chats
from adapters.teams.rate_limit import RateLimiter
from adapters.teams.replies import ReplyPosting
from adapters.teams.sender import TeamsSender
from adapters.teams.time_source import Timing
from adapters.teams.turns import TeamsTurns
from adapters.teams.users import TeamsUsers
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.processes import Processes
from scheduler.ports import PlatformSender

ROUTE = "/api/messages"
CONNECTIONS = 100  # kept open to Teams
BATCH_WAIT = 0.003  # seconds that a claim waits for others to share its write; nobody notices, and the disk does


class TeamsPlatform:
    """The platform. `sender` is there once it was started."""

    def __init__(
        self,
        around: Surroundings,
        credentials: TeamsCredentials,
        endpoints: Endpoints,
        timing: Timing | None = None,
    ) -> None:
        who = (
            "anybody on this machine, unsigned"
            if credentials.anonymous
            else f"{len(credentials.tenants)} tenant(s)"
        )
        self.about = f"POST {ROUTE}, for {who}"
        self.name = "Teams"
        self._around = around
        self._credentials = credentials
        self._endpoints = endpoints
        self._timing = timing or Timing()
        self._files = Files(around.settings.teams.url, around.store, self._timing.now)
        self._session: aiohttp.ClientSession | None = None
        self._adapter: Adapter | None = None
        self._turns: TeamsTurns | None = None
        self._keys: Keys | None = None
        self._connectors: Connectors | None = None
        self._posting: ReplyPosting | None = None
        self._looking: asyncio.Task[None] | None = None
        self._inbox = Inbox(around.store, PLATFORM, self._timing.now, BATCH_WAIT)
        self.sender: PlatformSender

    def mount(self, app: web.Application) -> None:
        """Add the routes. A process that only sends does not call this, and answers nothing that was left."""
        app.on_startup.append(self._open)
        app.router.add_post(ROUTE, self._take)
        self._files.mount(app)

    async def start(self) -> None:
        """Open the pool of connections and fetch Microsoft's keys ahead."""
        session = self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
        )
        monotonic = self._timing.monotonic
        connectors = self._connectors = Connectors(
            session, Tokens(self._credentials, self._endpoints, session, self._timing)
        )
        keys = Keys(self._endpoints, session, monotonic)
        signatures = Signatures(keys, self._credentials, self._endpoints.issuer, self._timing.wall)
        self._adapter = Adapter(signatures, self._credentials, connectors)
        pace = RateLimiter(monotonic, lambda: self._around.store.companion(Processes).count)
        out = Outbound(connectors, Chats(connectors), pace, self._files.links, self._timing)
        self._posting = ReplyPosting(out)
        self._turns = self._answering(session, connectors, self._posting)
        self.sender = TeamsSender(out)
        if not self._credentials.anonymous:
            self._keys = keys
            await keys.prefetch()

    def _answering(
        self, session: aiohttp.ClientSession, connectors: Connectors, posting: ReplyPosting
    ) -> TeamsTurns:
        core, store = self._around.core, self._around.store
        references = References(store, self._timing.monotonic)
        files = TeamsDroppedFiles(session, local=self._credentials.anonymous)
        people = TeamsUsers(connectors, references, store, self._trusts, self._timing.now, files)
        newest, clock = NewestMessages(store), self._timing.now
        followed = FollowedMessages(store, clock)
        return TeamsTurns(core, people, references, self._inbox, posting, self._say_later, newest, followed, clock)

    async def _open(self, _app: web.Application) -> None:
        if self._turns is not None:
            await self._turns.left_over.begin()
            self._looking = asyncio.create_task(resumed_regularly(self._turns.left_over.begin))

    async def _say_later(self, message: OutgoingMessage) -> None:
        await DirectMessages(self._around.store).leave([message], self._timing.now())

    def _trusts(self, tenant: str) -> bool:
        """Nobody's word is taken where anybody may write, whichever tenant they name."""
        return not self._credentials.anonymous and self._around.settings.trusts(PLATFORM, tenant)

    async def try_credentials(self) -> str:
        """One token from Microsoft's login."""
        async with aiohttp.ClientSession() as session:
            try:
                await Tokens(self._credentials, self._endpoints, session, self._timing).header()
            except NoToken as error:
                return str(error)
        return ""

    def problem(self) -> str:
        if self._credentials.ends is not None:
            SECRET_ENDS.set((self._credentials.ends - self._timing.wall().date()).days)
        if self._keys is not None and self._keys.missing:
            return "Microsoft's signing keys could not be fetched; they are asked for again with the next request"
        return self._connectors.health.problem() if self._connectors else ""

    async def stop(self) -> None:
        """The server has let the requests in hand end; what still waits for Teams is left to the next start."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        if self._turns is not None:
            await self._turns.left_over.stop()
        if self._posting is not None:
            await self._posting.stop()
        await self._inbox.close()
        if self._session is not None:
            await self._session.close()

    async def _take(self, request: web.Request) -> web.Response:
        if self._adapter is None or self._turns is None:
            return web.Response(status=503)
        return await self._adapter.process(request, self._turns.on_turn)
