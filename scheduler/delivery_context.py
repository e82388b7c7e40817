"""What every delivery needs: the store, the platforms, the clock, the rules, the kinds and the jobs."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.core.clock import Clock
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.delivery.domain import NotNoted
from bot.delivery.kinds import NotificationKinds
from bot.delivery.recurring import RecurringJob
from bot.delivery.registry import recurring_jobs, registered
from scheduler.ports import PlatformSender
from scheduler.working_hours import Opening

IN_FLIGHT = 16  # messages under way at once


@dataclass(frozen=True)
class DeliveryContext:
    """What a delivery needs: the store, the platforms, the clock, chance for the jitter, the rules, the kinds.

    stopping: set when nothing new may be begun. in_flight: how many messages may be under way at once.
    jobs: what is done each time the clock comes round.
    not_noted: noted as soon as the database is back.
    """

    store: Store
    senders: Mapping[str, PlatformSender]
    clock: Clock
    random: Random = field(default_factory=Random)
    rules: Rules = field(default_factory=Rules)
    in_flight: int = IN_FLIGHT
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    kinds: NotificationKinds = field(default_factory=registered)
    jobs: Sequence[RecurringJob] = field(default_factory=recurring_jobs)
    not_noted: NotNoted = field(default_factory=NotNoted)
    opening: Opening = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "opening", Opening(self.store, self.rules.hours))

    @property
    def settle(self) -> timedelta:
        """The longest that any platform needs until it can be believed."""
        return timedelta(seconds=max((one.settle for one in self.senders.values()), default=0.0))
