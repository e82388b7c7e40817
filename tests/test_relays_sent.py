"""What a hub's answer does after it is written down: it goes to who asked, once, through the outbox."""

import asyncio
from datetime import timedelta
from random import Random

from bot.desk.posts import answered
from bot.plain import plain
from bot.reply import Reply, Text
from bot.store import Store
from bot.store.records_desk import Asker, NewQuestion, Post
from bot.store.records_outbox import Status
from scheduler import local
from scheduler.deliver import Desk
from scheduler.ports import Ambiguous
from scheduler.words import words
from tests.fakes.platform import FakePlatform
from tests.ground import NOON, account, ground
from tests.stores import store, url

__all__ = ["store", "url"]


def post(key: str = "answer:1:1", user: str = "Sam") -> Post:
    return Post(key, account(user), {"user": user}, Reply((Text("Your hub has answered."),), "handoff"))


async def sent(store: Store, platform: FakePlatform, minutes: int = 1) -> dict[Status, int]:
    now = NOON + timedelta(minutes=minutes)
    await local.drain(Desk(store, {"slack": platform}, words, lambda: now, Random(1), in_flight=1))
    return await store.sending.tally()


async def test_a_post_goes_once_however_often_it_is_left(store: Store) -> None:
    await ground(store)
    platform = FakePlatform()
    await store.desk.post([post(), post()], NOON)
    assert await sent(store, platform) == {Status.SENT: 1}
    await store.desk.post([post()], NOON)
    assert await sent(store, platform, 5) == {Status.SENT: 1}
    assert [(user, plain(reply)) for user, reply in platform.told] == [("Sam", "Your hub has answered.")]
    assert await store.desk.to_send() == ()


async def test_one_that_may_have_arrived_is_looked_up_and_not_sent_again(store: Store) -> None:
    await ground(store)
    platform = FakePlatform(faults=[Ambiguous("timed out")])
    await store.desk.post([post()], NOON)
    await sent(store, platform)
    assert await sent(store, platform, 5) == {Status.SENT: 1}
    assert list(platform.arrived.values()) == [1]


async def test_what_was_for_an_account_that_is_forgotten_is_not_sent(store: Store) -> None:
    await ground(store)
    platform = FakePlatform()
    await store.desk.post([post()], NOON)
    await store.desk.forget(account("Sam"))
    assert await sent(store, platform) == {}, "nothing stays of it that names the account"
    assert platform.told == []


async def test_it_goes_to_where_the_account_was_heard_from_last(store: Store) -> None:
    g = await ground(store)
    platform, asker = FakePlatform(), Asker(account("Sam"), "C", {"user": "an old place"})
    question = await store.questions.ask(asker, NewQuestion(g.hub.id, "Where?"), lambda _asked: (), NOON)
    await store.desk.post([post("a word")], NOON)
    await store.people.remember_address(account("Kim"), {"user": "somebody else's"})
    await store.people.remember_address(account("Sam"), {"user": "a new place"})
    await sent(store, platform)
    fresh = await store.questions.one(question.id)
    await store.questions.answer(fresh, "There.", (), g.lead.id, answered, NOON)
    await sent(store, platform)
    assert [to for to, _ in platform.told] == ["a new place", "a new place"]


async def test_two_processes_that_leave_the_same_at_once_leave_it_once(store: Store) -> None:
    await ground(store)
    platform = FakePlatform()
    await asyncio.gather(*(store.desk.post([post("a"), post("b")], NOON) for _ in range(5)))
    assert await sent(store, platform) == {Status.SENT: 2}
