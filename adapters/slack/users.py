"""Who is writing, as Slack knows them: their time zone, and their e-mail address where its word is taken."""

from collections import OrderedDict
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

import structlog

from adapters.slack.context import SlackContext
from adapters.slack.inbound import Payload, SlackPlace, address, who
from adapters.slack.web_api import FAILURES, WebApiClient
from adapters.slack.workspaces import Workspaces
from bot.core.activity import Sender
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes

log = structlog.get_logger(__name__)

MOST_PEOPLE = 5_000  # remembered at once; who asked longest ago is forgotten first
REMEMBERED = timedelta(days=1)
AGAIN = timedelta(minutes=5)  # until somebody is looked up again whom Slack would not tell us about

zones = cache(available_timezones)


class SlackUsers:
    """Each is asked about once a day at most; what Slack says of them is kept nowhere else."""

    def __init__(self, wire: WebApiClient, workspaces: Workspaces, means: SlackContext) -> None:
        self._wire, self._workspaces = wire, workspaces
        self._store, self._clock = means.store, means.clock
        self._trusts, self._otherwise = means.trusts, means.zone
        self._known: OrderedDict[tuple[str, str], tuple[str, datetime]] = OrderedDict()

    async def sender(self, place: SlackPlace) -> Sender:
        key = (place.team, place.user)
        zone, until = self._known.get(key, ("", self._clock()))
        if until <= self._clock():
            zone, until = await self._met(place)
            self._known[key] = (zone, until)
        self._known.move_to_end(key)
        while len(self._known) > MOST_PEOPLE:
            self._known.popitem(last=False)
        return who(place.team, place.user, zone or self._otherwise)

    async def _met(self, place: SlackPlace) -> tuple[str, datetime]:
        """Their zone, and until when that is taken for true. On the way they are recognised, if they can be."""
        found = await self._ask(place)
        known = await self._recognised(place, found)
        zone = str(found.get("tz") or "")
        lasts = REMEMBERED if found and known else AGAIN
        return zone if zone in zones() else "", self._clock() + lasts

    async def _recognised(self, place: SlackPlace, found: Payload) -> bool:
        """False when it is worth another look soon: the hub may enrol them any minute. No turn fails over it."""
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
            answer = await self._wire.ask("users.info", workspace.token, {"user": place.user})
        except FAILURES:
            return {}
        user = answer.get("user")
        return user if isinstance(user, dict) else {}


def _email(user: Payload, team: str) -> str:
    """Confirmed, and of somebody of that very workspace: a shared channel shows people of others, too."""
    profile = user.get("profile")
    ours = user.get("team_id") == team and user.get("is_email_confirmed") is True
    if not ours or user.get("is_bot") or user.get("deleted") or not isinstance(profile, dict):
        return ""
    return str(profile.get("email") or "")
