"""What comes round for the whole of the records: what is past its time is deleted, once a day."""

from datetime import datetime

from bot.core.working_days import Hours
from bot.db.store import Store
from bot.delivery.daily_purge import purge_once_a_day
from bot.delivery.recurring import recurring


@recurring("purge")
async def purge(store: Store, now: datetime, _hours: Hours) -> int:
    """Leaves no message."""
    await purge_once_a_day(store, now)
    return 0
