"""How a direct message is delivered, whatever it is about: a question to leads, an answer, a digest."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.core.reply import Reply
from bot.db.sqlite_file import Reading
from bot.delivery.direct import DirectMessages, mark_sent
from bot.delivery.direct_rechecks import still_worth_sending
from bot.delivery.domain import RELAY, Delivery, Priority
from bot.delivery.kinds import (
    Connection,
    DeliveryRows,
    FanOut,
    SendingPolicy,
)
from bot.delivery.registry import rechecks
from bot.delivery.shared_reads import SharedReads
from bot.delivery.triggered_kind import TriggeredKind


class DirectMessageDelivery(TriggeredKind):
    """To one account or channel; its delivery is written together with the message (`bot.delivery.direct_sql`)."""

    rules = (RELAY,)
    policy = SendingPolicy(
        Priority.AWAITED,
        keeps_hours=False,
        written_ahead=True,
        lapses=True,
        most_blind_sends=1,
        deletes=False,
        changes=False,
    )

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        """None beside the one that was written with the message."""
        return DeliveryRows(None)

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        numbers = {one.id: one.occasion.owed.number for one in batch}
        due = await still_worth_sending(reading, set(numbers.values()), rechecks())
        return {id for id, number in numbers.items() if number in due}

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        """Raises LookupError when its account was forgotten."""
        relay = await DirectMessages(reads.store).one(one.occasion.owed.number)
        if relay is None:
            raise LookupError(f"{one.occasion.owed.subject} was forgotten")
        return relay.post.reply

    async def after_sent(self, connection: Connection, sent: Sequence[Delivery], now: datetime) -> None:
        await mark_sent(connection, [one.occasion.owed.number for one in sent], now)
