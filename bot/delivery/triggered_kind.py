"""A kind of message that no date brings: a lead or a specialist triggers it."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.domain import Delivery
from bot.delivery.kinds import NOTHING_BY_DATE, Connection, KindPlan, NotificationKind, PlanContext
from bot.delivery.upcoming import Outlook, UpcomingReminder


class TriggeredKind(NotificationKind):
    """What somebody triggers: no date brings it, so nothing of it is planned, shown as coming or stopped."""

    topic = None

    async def plan(self, context: PlanContext) -> KindPlan:
        return NOTHING_BY_DATE

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        return ()

    async def after_sent(self, connection: Connection, sent: Sequence[Delivery], now: datetime) -> None:
        """Nothing: that it was sent stands in the delivery."""
