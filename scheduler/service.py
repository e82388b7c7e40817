"""Everything that is said unasked, running in this process: one sends from a file, any number on a server."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from importlib.util import find_spec

from sqlalchemy import make_url

from bot.core.clock import Clock
from bot.core.reminder_rules import rules_of
from bot.core.settings_sections import ReminderSettings
from bot.db.store import THROW_AWAY, Store
from scheduler.clock import send_from_here, tick, ticking
from scheduler.delivery_context import DeliveryContext
from scheduler.health import HealthMonitor
from scheduler.local_engine import alone
from scheduler.ports import PlatformSender


@asynccontextmanager
async def sending(
    store: Store, senders: Mapping[str, PlatformSender], given: ReminderSettings, clock: Clock
) -> AsyncIterator[HealthMonitor]:
    """The clock, while the block runs. Raises SettingsError when another process sends from this file."""
    context, health = DeliveryContext(store, senders, clock, rules=rules_of(given)), HealthMonitor(clock())
    async with AsyncExitStack() as stack:
        if store.is_sqlite or find_spec("procrastinate") is None:
            stack.enter_context(_alone(store))
            await stack.enter_async_context(ticking(context, health, lambda: send_from_here(context)))
        else:
            from scheduler.postgres_engine import Distributed, hand_out  # noqa: PLC0415  an extra

            engine = Distributed(context)
            health.worker = engine.problem
            await stack.enter_async_context(engine.working())
            await stack.enter_async_context(ticking(context, health, engine.send, hand_out))
        yield health


async def sent_once(
    store: Store, senders: Mapping[str, PlatformSender], given: ReminderSettings, clock: Clock
) -> int:
    """One tick; how many deliveries were handled. Raises SettingsError when another process is at it."""
    with _alone(store):
        return await tick(DeliveryContext(store, senders, clock, rules=rules_of(given)), HealthMonitor(clock()))


def _alone(store: Store) -> AbstractContextManager[None]:
    """A server lets many send; each takes what no other holds."""
    if not store.is_sqlite or store.url in THROW_AWAY:
        return nullcontext()
    return alone(make_url(store.url).database or "")
