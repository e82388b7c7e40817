"""What a handler may touch while it answers one activity: nothing else is within its reach."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.activity import Activity
from knowledge.model import Knowledge

if TYPE_CHECKING:
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Turn:
    """One activity on its way to a reply. `now` is in UTC, `today` is the sender's own date."""

    activity: Activity
    now: datetime
    knowledge: Knowledge
    store: "Store"

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.activity.sender.zone)).date()
