"""Whose clock hangs where: each person's time zone as Slack knows it, asked for once a day at most."""

from collections import OrderedDict
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock

MOST_PEOPLE = 5_000  # remembered at once; who asked longest ago is forgotten first
REMEMBERED = timedelta(days=1)
AGAIN = timedelta(minutes=5)  # until somebody is looked up again whom Slack would not tell us about


class Zones:
    def __init__(self, client: AsyncWebClient, clock: Clock, otherwise: str) -> None:
        """otherwise: the zone of whoever Slack cannot tell us about."""
        self._client = client
        self._clock = clock
        self._otherwise = otherwise
        self._known: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    async def of(self, user: str) -> str:
        zone, until = self._known.get(user, ("", self._clock()))
        if until > self._clock():
            self._known.move_to_end(user)
            return zone
        found = await self._ask(user)
        self._known[user] = (found or self._otherwise, self._clock() + (REMEMBERED if found else AGAIN))
        self._known.move_to_end(user)
        while len(self._known) > MOST_PEOPLE:
            self._known.popitem(last=False)
        return found or self._otherwise

    async def _ask(self, user: str) -> str:
        try:
            answer = await self._client.users_info(user=user)
        except (SlackApiError, ClientError, OSError):
            return ""
        zone = str((answer.get("user") or {}).get("tz") or "")
        return zone if zone in available_timezones() else ""
