"""Every alert of docs/alerts.yml is made to happen once, and keeps quiet before."""

import itertools
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply
from bot.core.routes import discover
from bot.core.turn import Turn
from bot.core.turn_metrics import Outcome, count
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.health import HealthMonitor
from scheduler.ports import Refused
from scheduler.store_watch import StoreWatch
from tests.support.alert_rules import fires, names, rules, scraped
from tests.support.crowd import announce, crowd
from tests.support.fakes.platform import FakePlatform
from tests.support.fakes.slack import BROKEN
from tests.support.ground import NOON
from tests.support.slack_rig import rigged
from tests.support.teams_world import ENVIRONMENT, world
from tests.support.transcript import IN_MEMORY

GUIDE = Path(__file__).parents[2] / "docs" / "operating.md"
SAM = Sender("slack", "T1", "USAM")


@dataclass
class Around:
    """What a bot is made of, for whoever breaks a part of it."""

    core: Core
    store: Store
    clock: SetClock
    knowledge: Knowledge
    search: Search


@pytest.fixture
def around(core: Core, store: Store, clock: SetClock, knowledge: Knowledge, search: Search) -> Around:
    clock.moment = NOON
    return Around(core, store, clock, knowledge, search)


async def _database(around: Around, *, ill: bool) -> None:
    """A socket on which no server listens."""
    store = Store("postgresql+psycopg://nobody@/none?host=/nowhere") if ill else around.store
    if not ill:
        async with store.transaction():  # open before it is looked at, however busy the machine is
            pass
    await StoreWatch(store, around.clock, lambda: 0.0).look()


async def _worker(_around: Around, *, ill: bool) -> None:
    pulse = HealthMonitor(NOON)
    if ill:
        pulse.worker = lambda: "it has ended"
    pulse.problem(NOON)


async def _tick(_around: Around, *, ill: bool) -> None:
    HealthMonitor(NOON).note(NOON - timedelta(minutes=6) if ill else NOON, None, {})


async def _waiting(_around: Around, *, ill: bool) -> None:
    HealthMonitor(NOON).note(NOON, NOON - timedelta(minutes=11) if ill else None, {})


async def _platform(around: Around, *, ill: bool) -> None:
    async with rigged(around.core, around.store, around.clock) as rig:
        if ill:
            for method in ("users.info", "chat.postMessage"):
                rig.slack.fail(method, *[BROKEN] * 4)
            for _ in range(4):
                await rig.dm("USAM", "hello")
        async with rig.session.get(rig.url.replace("/slack/events", "/metrics")) as answer:
            assert answer.status == 200


async def _mistakes(around: Around, *, ill: bool) -> None:
    async def broken(_turn: Turn, _words: str) -> Reply:
        raise ZeroDivisionError

    routes = discover(FEATURES)
    routes.commands["break"] = broken
    core = Core(LiveEditions.of_one(around.knowledge, around.search), routes, around.store, around.clock, who_is)
    for _ in range(4):
        await core.handle(Message(SAM, "D1", "break" if ill else "help"))


async def _not_taken(around: Around, *, ill: bool) -> None:
    async with rigged(around.core, around.store, around.clock) as rig:
        rig.slack.fail("chat.postMessage", *[BROKEN] * (4 if ill else 0))
        rig.numbers = itertools.count(1_000 if ill else 1)  # no event comes twice
        for _ in range(4):
            await rig.dm("USAM", "hello")


async def _refused(around: Around, *, ill: bool) -> None:
    async with rigged(around.core, around.store, around.clock) as rig:
        for _ in range(21):
            answer = await rig.post("{}", secret="another" if ill else "a signing secret")
            assert (answer.status == 401) is ill


async def _unanswered(around: Around, *, ill: bool) -> None:
    await around.core.handle(Message(SAM, "D1", "when is the deadline?"))
    for _ in range(2 if ill else 0):
        await around.core.handle(Message(SAM, "D1", "who won the football last night?"))


async def _slow(_around: Around, *, ill: bool) -> None:
    count("slack", "answer", Outcome.ANSWERED, 5.0 if ill else 0.01)


async def _sends(around: Around, *, ill: bool) -> None:
    store = await Store.open(IN_MEMORY)
    g = await crowd(store, 11)
    await announce(g, NOON)
    await plan_and_fan_out(store, Rules(), NOON)
    platform = FakePlatform(faults=[Refused("they left")] * (11 if ill else 0))
    await local_engine.drain(DeliveryContext(store, {"slack": platform}, around.clock, Random(1)))
    await store.close()


async def _secret(around: Around, *, ill: bool) -> None:
    async with world(around.core, around.store, around.clock) as w:
        ends = w.hands.wall().date() + timedelta(days=20 if ill else 200)
    environment = {**ENVIRONMENT, "MICROSOFT_APP_PASSWORD_ENDS": ends.isoformat()}
    async with world(around.core, around.store, around.clock, environment) as w:
        assert w.platform.problem() == ""


HAPPENS: dict[str, Callable[..., Awaitable[None]]] = {
    "MasteryDatabaseAway": _database,
    "MasterySendingStopped": _worker,
    "MasteryClockStopped": _tick,
    "MasteryMessagesWait": _waiting,
    "MasteryPlatformAway": _platform,
    "MasteryTurnsFail": _mistakes,
    "MasteryAnswersNotTaken": _not_taken,
    "MasteryManyRefused": _refused,
    "MasteryManyUnanswered": _unanswered,
    "MasterySlowTurns": _slow,
    "MasterySendsFail": _sends,
    "MasteryTeamsSecretEnds": _secret,
}


@pytest.mark.parametrize("alert", rules())
async def test_it_is_quiet_while_all_is_well_and_fires_when_it_happens(alert: str, around: Around) -> None:
    for ill in (False, True):
        before = scraped(NOON.timestamp())
        await HAPPENS[alert](around, ill=ill)
        assert fires(alert, before, scraped(NOON.timestamp())) is ill


def test_the_documentation_names_every_metric_that_an_alert_reads() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    read = {re.sub("_(total|sum|count)$", "", name) for one in rules().values() for name in names(one)}
    assert [name for name in sorted(read) if name not in guide] == []
