"""How an announcement is delivered, and how one is taken back."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.core.reply import Reply
from bot.db.sqlite_file import Reading
from bot.delivery.domain import Delivery, NotificationEvent, Priority
from bot.delivery.fan_out_sql import at_each_zone, deliveries_to
from bot.delivery.kinds import (
    Condition,
    DeliveryRows,
    FanOut,
    SendingPolicy,
)
from bot.delivery.recheck import still_owed_to_people
from bot.delivery.shared_reads import SharedReads
from bot.delivery.triggered_kind import TriggeredKind
from bot.features.announcements.audience import audience_of
from bot.features.announcements.domain import ANNOUNCEMENT, RECALL
from bot.features.announcements.message import message, taken_back
from bot.features.announcements.queries import channels_of
from bot.features.announcements.repository import Announcements
from bot.features.announcements.repository_withdraw import on_its_way, to_take_back
from bot.identity.queries import at_hub


class AnnouncementDelivery(TriggeredKind):
    """To whoever is meant at the time that the lead set, and into the hub's channel where they said so."""

    rules = (ANNOUNCEMENT,)
    policy = SendingPolicy(
        Priority.BULK,
        keeps_hours=False,
        written_ahead=False,
        lapses=False,
        most_blind_sends=2,
        deletes=False,
        changes=False,
    )

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        event, now = fan_out.event, fan_out.now
        audience = await Announcements(fan_out.store).audience(event.owed.number)
        meant = audience_of(event.owed.here, audience, now.date())
        at, email = at_each_zone(event.owed, {}), fan_out.store.by_email
        people = deliveries_to(event, meant, at, now, self.policy.priority, email=email)
        return DeliveryRows(people, (channels_of(event, self.policy.priority),) if audience.channel else ())

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        """What goes to a channel is owed; of people, to whoever has not left the hub since."""
        channels = {one.id for one in batch if one.person_id is None}
        people = [one for one in batch if one.person_id is not None]
        return channels | await still_owed_to_people(reading, people, _is_at_the_hub, today)

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        """Read once for everybody whom it goes to. Raises LookupError when it is not there."""
        number = one.occasion.owed.number
        found = await reads.once((ANNOUNCEMENT, number), lambda store: Announcements(store).one(number))
        if found is None:
            raise LookupError(f"there is no announcement {number}")
        return message(found, to_channel=one.person_id is None)


class RecallDelivery(TriggeredKind):
    """For each message of an announcement that was sent, one delivery that deletes it."""

    rules = (RECALL,)
    policy = SendingPolicy(
        Priority.AWAITED,
        keeps_hours=False,
        written_ahead=True,
        lapses=True,
        most_blind_sends=1,
        deletes=True,
        changes=False,
    )

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        """What was sent by now; while any message is still on its way, the recall is looked at again."""
        number = fan_out.event.owed.number
        rows = to_take_back(number, fan_out.now, self.policy.priority)
        return DeliveryRows(None, (rows,), keeps_open=on_its_way(number))

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        """All of them: what was sent and taken back is to be deleted, whoever has left since."""
        return {one.id for one in batch}

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        """What stands in its place where the platform does not let us delete it."""
        return taken_back()


def _is_at_the_hub(event: NotificationEvent, today: date) -> Condition:  # noqa: ARG001  as every condition is asked
    return at_hub(event.owed.here)
