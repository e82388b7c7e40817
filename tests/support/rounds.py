"""What comes round by the clock, in parts: for hub questions, and what leads and specialists are told."""

from datetime import datetime

from bot.core.working_days import Hours
from bot.db.store import Store
from bot.delivery.recurring import come_round
from bot.delivery.registry import recurring_jobs

QUESTIONS = ("bot.features.ask_hub.jobs", "bot.delivery.jobs")


async def rounds(store: Store, now: datetime) -> int:
    """What is due for hub questions, and the purge; returns how many messages were left to be sent."""
    return await come_round(
        [one for one in recurring_jobs() if one.work.__module__ in QUESTIONS], store, now, Hours()
    )


async def told_round(store: Store, now: datetime) -> int:
    """The rest: what needs leads today, what a co-lead changed, the year's end."""
    return await come_round(
        [one for one in recurring_jobs() if one.work.__module__ not in QUESTIONS], store, now, Hours()
    )
