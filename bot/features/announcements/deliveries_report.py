"""The message that said “on its way”, changed once to how it went: on the platform, and never a second message."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.core.reply import Reply
from bot.db.sqlite_file import Reading
from bot.delivery.domain import Delivery, Priority
from bot.delivery.kinds import (
    DeliveryRows,
    FanOut,
    SendingPolicy,
)
from bot.delivery.live_messages import LiveMessages, to_change
from bot.delivery.shared_reads import SharedReads
from bot.delivery.triggered_kind import TriggeredKind
from bot.features.announcements import service
from bot.features.announcements.domain import REPORT
from bot.features.announcements.queries_report import has_gone, may_see, still_going
from bot.identity.repository import People

NOTHING_TO_CHANGE = DeliveryRows(None)


class AnnouncementReportDelivery(TriggeredKind):
    """For each message that follows an announcement, one delivery that changes it when everything is sent."""

    rules = (REPORT,)
    policy = SendingPolicy(
        Priority.AWAITED,
        keeps_hours=False,
        written_ahead=False,
        lapses=True,
        most_blind_sends=1,
        deletes=False,
        changes=True,
    )

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        """Once nothing waits and nothing is under way; until then it is looked at again, for at most a year."""
        event, now = fan_out.event, fan_out.now
        shown = await LiveMessages(fan_out.store).one(event.owed.number)
        if shown is None or event.owed.expires_at <= now:
            return NOTHING_TO_CHANGE
        goes_on = still_going(shown.number)
        when = (~goes_on.exists(), has_gone(shown.number))
        return DeliveryRows(None, (to_change(event, now, self.policy.priority, when),), keeps_open=goes_on)

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        """For who leads the hub no more, the message stays as it is."""
        seen = await may_see(reading, {one.occasion.owed.number for one in batch})
        return {one.id for one in batch if one.occasion.owed.number in seen}

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        """Raises LookupError when the message follows nothing any more."""
        shown = await LiveMessages(reads.store).one(one.occasion.owed.number)
        reader = await People(reads.store).of(shown.to) if shown else None
        if shown is None or reader is None:
            raise LookupError(f"nothing is known of message {one.occasion.owed.number}")
        hubs = None if reader.admin else [hub.id for hub in reader.leads]
        return await service.how_it_went(reads.store, shown.number, hubs, one.attempted_at or one.next_at)
