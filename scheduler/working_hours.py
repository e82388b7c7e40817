"""When somebody may be written to: by their own clock, on their hub's working days, as the records have them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.working_days import Calendar, Hours, zone_of
from bot.db.store import Store
from bot.delivery.domain import Delivery
from bot.delivery.outbox import Outbox
from bot.hubs.holidays import Holidays

KEPT = timedelta(minutes=5)  # a hub's zone and holidays change seldom


class Opening:
    def __init__(self, store: Store, hours: Hours) -> None:
        self._store, self._hours = store, hours
        self._known: dict[int, tuple[datetime, Calendar]] = {}

    async def next(self, one: Delivery, moment: datetime) -> datetime:
        """That moment, or when the next working day opens there."""
        hub_id = one.occasion.owed.hub_id
        if hub_id is None:
            return moment
        return (await self._calendar(hub_id, moment)).next_open(moment, zone_of(one.zone))

    async def _calendar(self, hub_id: int, moment: datetime) -> Calendar:
        read_at, calendar = self._known.get(hub_id, (None, None))
        if read_at is None or calendar is None or abs(moment - read_at) > KEPT:
            zone = zone_of(await Outbox(self._store).zone_of(hub_id)) or ZoneInfo("Europe/London")
            calendar = Calendar(zone, self._hours, await Holidays(self._store).of(hub_id))
            self._known[hub_id] = (moment, calendar)
        return calendar
