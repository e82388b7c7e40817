"""Who is writing, as Slack knows them: their time zone and, in a trusted workspace, their e-mail address."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

import structlog
from cachetools import TLRUCache

from adapters.slack.context import SlackContext
from adapters.slack.dropped_files import DroppedFiles
from adapters.slack.inbound import MENTION, Payload, SlackPlace, address, who
from adapters.slack.mrkdwn import escape
from adapters.slack.web_api import FAILURES, WebApiClient
from adapters.slack.workspaces import Workspaces
from bot.core.activity import Sender
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People

log = structlog.get_logger(__name__)

MOST_PEOPLE = 5_000  # remembered at once; who asked longest ago is forgotten first
MOST_PICKED = 10  # people with @ in one message whose names are looked up
LONGEST_NAME = 80  # characters
REMEMBERED = timedelta(days=1)
AGAIN = timedelta(minutes=5)  # until somebody is looked up again whom Slack would not tell us about
NOT_VOUCHED_FOR = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_invited_user")

zones = cache(available_timezones)


class KnownUser(NamedTuple):
    """What Slack said of somebody. zone: an IANA name, or empty; lasts: how long it is taken for true."""

    zone: str
    lasts: timedelta


def _until(_key: tuple[str, str], user: KnownUser, now: datetime) -> datetime:
    return now + user.lasts


class SlackUsers:
    """Slack is asked about each person once a day at most; its answer is kept in memory alone."""

    def __init__(self, client: WebApiClient, workspaces: Workspaces, context: SlackContext) -> None:
        self._client, self._workspaces = client, workspaces
        self.files = DroppedFiles(client, workspaces)
        self._store, self._clock = context.store, context.clock
        self._trusts, self._otherwise = context.trusts, context.zone
        self._known = TLRUCache[tuple[str, str], KnownUser, datetime](MOST_PEOPLE, _until, self._clock)

    async def sender(self, place: SlackPlace) -> Sender:
        key = (place.team, place.user)
        user = self._known.get(key)
        if user is None:
            user = self._known[key] = await self._looked_up(place)
        return who(place.team, place.user, user.zone or self._otherwise)

    async def named(self, text: str, place: SlackPlace) -> str:
        """The text with the names of those who were picked with @ in it, and without the bot's own mention.

        The name on record, where the account is somebody's; else the one that Slack shows.
        """
        picked = list(dict.fromkeys(found["user"] for found in MENTION.finditer(text)))[:MOST_PICKED]
        if not picked:
            return text
        workspace = await self._workspaces.of(place.team)
        own = workspace.bot_user if workspace else ""
        names = {user: await self._name_of(place, user) for user in picked if user != own}
        return MENTION.sub(lambda found: escape(names.get(found["user"], "")) or " ", text)

    async def _name_of(self, place: SlackPlace, user: str) -> str:
        """Empty for a bot, and for whom nobody knows."""
        person = await People(self._store).of(who(place.team, user))
        if person is not None:
            return person.name
        found = await self._ask(replace(place, user=user))
        profile = found.get("profile")
        shown = profile.get("real_name") if isinstance(profile, dict) else ""
        return (
            ""
            if found.get("is_bot")
            else " ".join(str(shown or found.get("real_name") or "").split())[:LONGEST_NAME]
        )

    async def _looked_up(self, place: SlackPlace) -> KnownUser:
        """Ask Slack; somebody whose e-mail address is on record is linked to their account on the way."""
        found = await self._ask(place)
        known = await self._recognised(place, found)
        zone = str(found.get("tz") or "")
        return KnownUser(zone if zone in zones() else "", REMEMBERED if found and known else AGAIN)

    async def _recognised(self, place: SlackPlace, found: Payload) -> bool:
        """Link their account by e-mail; False when to look again soon, as a hub may enrol them. Never raises."""
        sender = who(place.team, place.user)
        email, trusted = _email(found, place.team), self._trusts(place.team)
        try:
            if email and trusted:
                await Codes(self._store).link_by_email(sender, email, self._clock(), trusted=True)
            known = await PeopleRegister(self._store).remember_address(sender, address(place))
        except Exception as error:
            log.error("account not looked up", error=type(error).__name__)
            return False
        return known or not trusted

    async def _ask(self, place: SlackPlace) -> Payload:
        workspace = await self._workspaces.of(place.team)
        if workspace is None:
            return {}
        try:
            answer = await self._client.ask("users.info", workspace.token, {"user": place.user})
        except FAILURES:
            return {}
        user = answer.get("user")
        return user if isinstance(user, dict) else {}


def _email(user: Payload, team: str) -> str:
    """The address, if confirmed and of a full member of that workspace: never a guest's.

    Shared channels show others' members, too.
    """
    profile = user.get("profile")
    ours = user.get("team_id") == team and user.get("is_email_confirmed") is True
    if not ours or any(user.get(kind) for kind in NOT_VOUCHED_FOR) or not isinstance(profile, dict):
        return ""
    return str(profile.get("email") or "")
