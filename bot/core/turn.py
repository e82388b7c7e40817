"""What a handler may touch while it answers one activity: nothing else is within its reach."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.core.activity import Activity
from knowledge.model import Knowledge

if TYPE_CHECKING:
    from bot.core.identity import Person
    from bot.db.store import Store


@dataclass(frozen=True, slots=True)
class Turn:
    """One activity on its way to a reply. `now` is in UTC, `today` is the sender's own date.

    person: who is asking, where the handler declares that it needs a role; it was looked up for that.
    before: what was asked from there lately, the oldest first.
    """

    activity: Activity
    now: datetime
    knowledge: Knowledge
    store: "Store"
    person: "Person | None" = None
    before: tuple[str, ...] = ()

    @property
    def me(self) -> "Person":
        """Who is asking, in a handler that needs a role."""
        if self.person is None:
            raise LookupError("this handler declares no role that it needs, so nobody looked up who is asking")
        return self.person

    @property
    def today(self) -> date:
        return self.local(self.now)

    def local(self, moment: datetime) -> date:
        """The sender's own date at that moment."""
        return moment.astimezone(ZoneInfo(self.activity.sender.zone)).date()
