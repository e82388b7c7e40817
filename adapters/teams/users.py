"""Who is writing: their address is stored, and in a trusted tenant their account is linked by e-mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from cachetools import TTLCache

from adapters.teams.activity_codec import InboundActivity, Json
from adapters.teams.connector_client import Connectors, Indeterminate, RateLimited, Rejected
from adapters.teams.conversation_references import References
from adapters.teams.dropped_files import TeamsDroppedFiles
from adapters.teams.inbound import is_personal
from bot.core.activity import Address, Sender
from bot.core.clock import Clock
from bot.db.store import Store
from bot.features.people.repository_codes import Codes

log = structlog.get_logger(__name__)

MOST_STRANGERS = 5_000  # remembered at once; whom we asked about longest ago is forgotten first
AGAIN = timedelta(minutes=5)  # until a stranger is looked up again: their hub may enrol them any minute
MEMBERS = frozenset({"user", "none", ""})  # roles; a roster may leave a member's out
FOREIGN = "#ext#"  # in the sign-in name of a guest, whose address another organisation has given


class TeamsUsers:
    """`trusts`: whether app.yaml takes that tenant's word for somebody's e-mail address."""

    def __init__(
        self,
        connectors: Connectors,
        references: References,
        store: Store,
        trusts: Callable[[str], bool],
        clock: Clock,
        files: TeamsDroppedFiles,
    ) -> None:
        self.files = files
        self._connectors = connectors
        self._references = references
        self._store = store
        self._trusts = trusts
        self._clock = clock
        self._strangers: TTLCache[Sender, bool, datetime] = TTLCache(MOST_STRANGERS, AGAIN, clock)

    async def met(
        self, activity: InboundActivity, sender: Sender, address: Address, *, anew: bool = False
    ) -> None:
        """Called before somebody's turn, so that they are recognised in their first one. Never raises.

        anew: they have just installed the bot, so their address is stored again although it is unchanged.
        """
        try:
            trusted = self._trusts(sender.tenant)
            known = await self._references.refresh(sender, address, anew=anew)
            if known or not trusted or not is_personal(activity) or not self._may_ask(sender):
                return
            if email := await self._email(activity, sender):
                await Codes(self._store).link_by_email(sender, email, self._clock(), trusted=trusted)
                await self._references.refresh(sender, address, anew=True)
        except Exception as error:
            log.error("account not looked up", error=type(error).__name__)

    def _may_ask(self, sender: Sender) -> bool:
        """Whether the roster may be read for somebody now: they are in the directory, and it was not just done."""
        if not sender.user or sender in self._strangers:
            return False
        self._strangers[sender] = True
        return True

    async def _email(self, activity: InboundActivity, sender: Sender) -> str:
        who = activity.from_property
        try:
            found = await self._connectors.member(activity.service_url, activity.conversation.id, who.id or "")
        except (RateLimited, Rejected, Indeterminate) as error:
            log.warning("roster not read", kind=type(error).__name__, why=str(error))
            return ""
        return vouched_for(found, sender)


def vouched_for(member: Json, sender: Sender) -> str:
    """The address of a member of that very tenant; a guest's is only what another organisation said."""
    of_theirs = (member.get("tenantId"), member.get("aadObjectId")) == (sender.tenant, sender.user)
    role, name = (str(member.get(part)).lower() for part in ("userRole", "userPrincipalName"))
    guest = role not in MEMBERS or FOREIGN in name
    return str(member.get("email") or "") if of_theirs and not guest else ""
