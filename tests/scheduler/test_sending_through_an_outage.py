"""The database goes away amid the sending: what this process knows is noted afterwards, and nothing is lost.

The platform cannot be asked, so whatever nobody noted would be called unknown and never be sent.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.core.activity import Address
from bot.core.reply import Reply
from bot.db.outage import StoreAway
from bot.db.store import Store
from bot.delivery.domain import Delivery, DeliveryStatus
from bot.delivery.kinds import NotificationKinds
from bot.delivery.leases import Leases
from bot.delivery.registry import registered
from bot.delivery.shared_reads import SharedReads
from bot.features.residentials.reminders import ResidentialReminder
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.ports import Outcome, Refused
from tests.support.fakes.platform import FakePlatform
from tests.support.rounds import rounds
from tests.support.sending import RULES, TUESDAY, desk, reminded
from tests.support.stores import url

if TYPE_CHECKING:
    from bot.db.store import _Reads

__all__ = ["url"]
LATER = TUESDAY + timedelta(minutes=2)  # when every lease is over
PEOPLE = 4
ALL_SENT = {DeliveryStatus.SENT: PEOPLE}


class Unsteady(Store):
    """is_gone: nothing can be read or written. lets_through: so many more writes before that is so.

    loses_answers: what is written is stored, and nobody hears so.
    """

    is_gone = loses_answers = False
    lets_through: int | None = None

    @asynccontextmanager
    async def writing(self, *, durable: bool = True, probing: bool = False) -> AsyncIterator[AsyncConnection]:
        self._refuse_if_gone()
        async with super().writing(durable=durable, probing=probing) as connection:
            yield connection
        if self.loses_answers:
            raise StoreAway
        if self.lets_through is not None:
            self.lets_through -= 1
            self.is_gone = self.lets_through == 0

    def reading(self) -> "_Reads":
        self._refuse_if_gone()
        return super().reading()

    def _refuse_if_gone(self) -> None:
        if self.is_gone:
            raise StoreAway

    def comes_back(self) -> None:
        self.is_gone, self.loses_answers, self.lets_through = False, False, None


@pytest.fixture
async def records(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Unsteady]:
    """With four people who are owed a reminder. It is not asked again before it is back."""
    monkeypatch.setattr(local_engine, "PAUSES", ())
    store = Unsteady(url)
    await store._ready()
    await reminded(store, PEOPLE)
    await plan_and_fan_out(store, RULES, TUESDAY)
    yield store
    await store.close()


@dataclass
class Takes(FakePlatform):
    """While it takes a message the database goes away. answered: set when it may say that it took one."""

    can_look: bool = False
    records: Unsteady | None = None
    answered: asyncio.Event | None = None

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        if self.records is not None:
            self.records.is_gone = True
        if self.answered is not None:
            await self.answered.wait()
        return await super().send(to, reply, token)


async def cut_off(context: DeliveryContext) -> None:
    with pytest.raises(StoreAway):
        await local_engine.drain(context)


async def test_what_was_sent_meanwhile_is_noted_afterwards(records: Unsteady) -> None:
    platform = Takes(records=records)
    context = desk(records, platform)
    await cut_off(context)
    records.comes_back()
    platform.records = None
    await local_engine.drain(replace(context, clock=lambda: LATER))
    assert await Leases(records).tally() == ALL_SENT
    assert len(platform.told) == PEOPLE


async def test_what_another_process_could_only_call_unknown_is_corrected(records: Unsteady) -> None:
    platform = Takes(records=records)
    context = desk(records, platform)
    await cut_off(context)
    records.comes_back()
    platform.records = None
    await local_engine.drain(desk(records, platform, LATER))
    assert await Leases(records).tally() == {DeliveryStatus.UNKNOWN: PEOPLE}
    await local_engine.drain(replace(context, clock=lambda: LATER))
    assert await Leases(records).tally() == ALL_SENT
    assert len(platform.told) == PEOPLE


async def test_what_was_claimed_and_not_begun_is_sent_afterwards(records: Unsteady) -> None:
    platform = Takes()
    context = desk(records, platform)
    records.lets_through = 1  # the claim
    await cut_off(context)
    assert platform.told == []
    records.comes_back()
    await local_engine.drain(replace(context, clock=lambda: LATER))
    assert await Leases(records).tally() == ALL_SENT


async def test_a_claim_that_was_stored_unheard_is_sent_afterwards(records: Unsteady) -> None:
    platform = Takes()
    context = desk(records, platform)
    records.loses_answers = True
    await cut_off(context)
    records.comes_back()
    assert await Leases(records).tally() == {DeliveryStatus.SENDING: PEOPLE}
    await local_engine.drain(replace(context, clock=lambda: LATER))
    assert await Leases(records).tally() == ALL_SENT
    assert len(platform.told) == PEOPLE


async def test_what_is_under_way_is_not_broken_off(records: Unsteady, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_engine, "GLANCE", timedelta(0))
    platform = Takes(records=records, answered=asyncio.Event())
    assert platform.answered is not None
    context = desk(records, platform, in_flight=PEOPLE)
    sending = asyncio.create_task(cut_off(replace(context, in_flight=2)))
    while not records.is_gone:  # noqa: ASYNC110  until the first is under way
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0)
    platform.answered.set()
    await sending
    records.comes_back()
    platform.records = None
    await local_engine.drain(replace(context, clock=lambda: LATER))
    assert await Leases(records).tally() == ALL_SENT
    assert len(platform.told) == PEOPLE


class NoRecords(ResidentialReminder):
    async def message(self, reads: SharedReads, one: Delivery) -> Reply:  # noqa: ARG002  it looks at neither
        raise StoreAway


async def test_words_that_cannot_be_read_meanwhile_are_no_try(records: Unsteady) -> None:
    platform = Takes()
    kinds = [NoRecords() if type(one) is ResidentialReminder else one for one in registered()]
    for minutes in range(5):
        context = desk(records, platform, TUESDAY + timedelta(minutes=minutes))
        await local_engine.drain(replace(context, kinds=NotificationKinds(kinds)), PEOPLE)
    await local_engine.drain(desk(records, platform, TUESDAY + timedelta(minutes=10)))
    assert await Leases(records).tally() == ALL_SENT


@dataclass
class RefusesMeanwhile(Takes):
    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        if self.records is None:
            return await super().send(to, reply, token)
        self.records.is_gone = True
        return Refused("not now", for_good=False)


async def test_what_was_refused_meanwhile_is_tried_again(records: Unsteady) -> None:
    platform = RefusesMeanwhile(records=records)
    context = desk(records, platform)
    await cut_off(context)
    records.comes_back()
    platform.records = None
    for minutes in (2, 4):
        now = TUESDAY + timedelta(minutes=minutes)
        await local_engine.drain(replace(context, clock=lambda now=now: now))  # type: ignore[misc]
    assert await Leases(records).tally() == ALL_SENT


async def test_what_comes_round_meanwhile_is_one_line_in_the_log(records: Unsteady) -> None:
    records.is_gone = True
    with capture_logs() as lines:
        await rounds(records, LATER)
    assert [line["event"] for line in lines] == ["the database cannot be used"]
