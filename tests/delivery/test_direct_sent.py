"""What a hub's answer does after it is written down: it goes to who asked, once, through the outbox."""

import asyncio
from datetime import timedelta
from random import Random

from bot.core.plain_text import plain
from bot.core.reply import Reply, Text
from bot.db.erasure import Erasures
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from bot.features.ask_hub.domain import Asker, NewQuestion
from bot.features.ask_hub.notifications import answered
from bot.features.ask_hub.repository import Questions
from bot.features.people.repository import PeopleRegister
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.ports import Ambiguous
from tests.support.direct_messages import messages_to_send
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import NOON, account, ground
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]


def post(key: str = "answer:1:1", user: str = "Sam") -> OutgoingMessage:
    return OutgoingMessage(key, account(user), {"user": user}, Reply((Text("Your hub has answered."),), "handoff"))


async def sent(store: Store, platform: FakePlatform, minutes: int = 1) -> dict[DeliveryStatus, int]:
    now = NOON + timedelta(minutes=minutes)
    await local_engine.drain(DeliveryContext(store, {"slack": platform}, lambda: now, Random(1), in_flight=1))
    return await Leases(store).tally()


async def test_a_post_goes_once_however_often_it_is_left(store: Store) -> None:
    await ground(store)
    platform = FakePlatform()
    await DirectMessages(store).leave([post(), post()], NOON)
    assert await sent(store, platform) == {DeliveryStatus.SENT: 1}
    await DirectMessages(store).leave([post()], NOON)
    assert await sent(store, platform, 5) == {DeliveryStatus.SENT: 1}
    assert [(user, plain(reply)) for user, reply in platform.told] == [("Sam", "Your hub has answered.")]
    assert await messages_to_send(store) == ()


async def test_one_that_may_have_arrived_is_looked_up_and_not_sent_again(store: Store) -> None:
    await ground(store)
    platform = FakePlatform(faults=[Ambiguous("timed out")])
    await DirectMessages(store).leave([post()], NOON)
    await sent(store, platform)
    assert await sent(store, platform, 5) == {DeliveryStatus.SENT: 1}
    assert list(platform.arrived.values()) == [1]


async def test_what_was_for_an_account_that_is_forgotten_is_not_sent(store: Store) -> None:
    await ground(store)
    platform = FakePlatform()
    await DirectMessages(store).leave([post()], NOON)
    await Erasures(store).erase(None, [account("Sam")], NOON)
    assert await sent(store, platform) == {}, "nothing stays of it that names the account"
    assert platform.told == []


async def test_it_goes_to_where_the_account_was_heard_from_last(store: Store) -> None:
    g = await ground(store)
    platform, asker = FakePlatform(), Asker(account("Sam"), "C", {"user": "an old place"})
    question = await Questions(store).ask(asker, NewQuestion(g.hub.id, "Where?"), lambda _asked: (), NOON)
    await DirectMessages(store).leave([post("a word")], NOON)
    await PeopleRegister(store).remember_address(account("Kim"), {"user": "somebody else's"})
    await PeopleRegister(store).remember_address(account("Sam"), {"user": "a new place"})
    await sent(store, platform)
    fresh = await Questions(store).one(question.id)
    await Questions(store).answer(fresh, "There.", (), g.lead.id, answered, NOON)
    await sent(store, platform)
    assert [to for to, _ in platform.told] == ["a new place", "a new place"]


async def test_two_processes_that_leave_the_same_at_once_leave_it_once(store: Store) -> None:
    await ground(store)
    platform = FakePlatform()
    await asyncio.gather(*(DirectMessages(store).leave([post("a"), post("b")], NOON) for _ in range(5)))
    assert await sent(store, platform) == {DeliveryStatus.SENT: 2}
