"""The workspaces in which the bot is installed, each with its token: one of the environment, others on record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from cachetools import LRUCache, TTLCache

from adapters.inbox_repository import InboxRepository
from adapters.slack.context import serves_all
from adapters.slack.installations import Installation, Installations
from adapters.slack.token_encryption import TokenCipher
from bot.core.clock import Clock
from bot.db.outage import is_outage
from bot.db.store import Store

log = structlog.get_logger(__name__)

SLACK = "slack"
MOST_KNOWN = 10_000  # workspaces whose tokens are held decrypted
LASTS = timedelta(minutes=1)  # until another process's word of a removal or a new token is seen here


@dataclass(frozen=True, slots=True)
class Workspace:
    """`bot_user`: the bot's own account there, which is never answered."""

    team: str
    token: str
    bot_user: str = ""


class NotConnected(OSError):
    """Slack could not be reached since the start; an OSError, as other failures of its network are."""


class Workspaces:
    """own: the one whose token stands in the environment, once Slack has said which it is.

    connecting: Slack could not be asked for that yet.
    cipher: where workspaces install the bot by themselves; without it, the environment's is the only one.
    `serves`: which of those that do are answered.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        cipher: TokenCipher | None = None,
        serves: Callable[[str], bool] = serves_all,
    ) -> None:
        self._store, self._clock, self._cipher = store, clock, cipher
        self.serves = serves
        self._known: TTLCache[str, Workspace, datetime] = TTLCache(MOST_KNOWN, LASTS, clock)
        self._last: LRUCache[str, Workspace] = LRUCache(MOST_KNOWN)
        self.own: Workspace | None = None
        self.connecting = False

    async def of(self, team: str) -> Workspace | None:
        """Nothing for a workspace in which the bot is not installed. Raises what the store raises."""
        if self.own is not None and team in ("", self.own.team):
            return self.own
        if self.connecting:
            raise NotConnected("Slack has not said yet which workspace the token is for")
        if self._cipher is None or not team or not self.serves(team):
            return None
        workspace = self._known.get(team)
        if workspace is not None:
            return workspace
        try:
            workspace = await self._look_up(team, self._cipher)
        except Exception as error:
            if is_outage(error) and team in self._last:  # as it was when the database could last be asked
                return self._last[team]
            raise
        if workspace is None:
            self._last.pop(team, None)
            return None
        self._known[team] = self._last[team] = workspace
        return workspace

    async def install(self, workspace: Workspace, name: str) -> None:
        """Keep the token that a workspace gave. Raises what the store raises."""
        if self._cipher is None:
            raise LookupError("SLACK_TOKEN_KEY is not set, so no token can be encrypted")
        encrypted = self._cipher.encrypt(workspace.token)
        installation = Installation(SLACK, workspace.team, name, workspace.bot_user, encrypted, self._clock())
        await Installations(self._store).keep(installation)
        self._known.pop(workspace.team, None)
        log.warning("installed", team=workspace.team)

    async def removed(self, team: str, at: datetime) -> None:
        """The bot was removed at that moment: delete the token, which is dead, and forget who was welcomed."""
        self._known.pop(team, None)
        self._last.pop(team, None)
        own = self.own is not None and team == self.own.team  # whose token is not on record, and as dead
        if await Installations(self._store).remove(SLACK, team, at) or own:
            await InboxRepository(self._store).forget_welcomes(SLACK, team)
            log.warning("removed", team=team)

    async def _look_up(self, team: str, cipher: TokenCipher) -> Workspace | None:
        found = await Installations(self._store).of(SLACK, team)
        if found is None:
            return None
        token = cipher.decrypt(found.token)
        if token is None:
            log.error("installation cannot be opened: SLACK_TOKEN_KEY is another one", team=team)
            return None
        return Workspace(team, token, found.bot)
