"""A cohort over weeks: the clock is set, what is due is sent, and whoever gets it can press what is in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from adapters.console.ask import SetClock
from bot.core.plain_text import plain
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply
from bot.delivery.domain import CLOCK
from bot.delivery.outbox import Outbox
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.ports import Outcome, PlatformSender
from tests.support.desk_talk import Talk
from tests.support.fakes.platform import FakePlatform


@dataclass
class Weeks:
    """`faults`: platform → what goes wrong with the next sends. `beside`: senders that are no fakes."""

    talk: Talk
    clock: SetClock
    rules: Rules = field(default_factory=Rules)
    faults: dict[str, list[Outcome]] = field(default_factory=dict)
    platforms: dict[str, FakePlatform] = field(default_factory=dict)
    beside: dict[str, PlatformSender] = field(default_factory=dict)
    told: list[tuple[str, Reply]] = field(default_factory=list)

    async def tick(self, moment: str) -> list[tuple[str, str]]:
        """Everything that is due at that moment (UTC): who got it and what it says."""
        self.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        told: list[tuple[str, Reply]] = []
        self.told = told
        for name in ("slack", "teams"):
            platform = self.platforms.setdefault(name, FakePlatform(name))
            platform.told, platform.faults = told, self.faults.pop(name, [])
        await plan_and_fan_out(self.talk.ground.store, self.rules, self.clock.moment)
        await Outbox(self.talk.ground.store).beat(CLOCK, self.clock.moment)
        await local_engine.drain(
            DeliveryContext(
                self.talk.ground.store, {**self.platforms, **self.beside}, self.clock, Random(1), in_flight=1
            )
        )
        self.talk.seen.update(told)
        return [(user, plain(reply)) for user, reply in told]
