"""What puts right what was already said of a residential: that it moved, or that it is cancelled."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import ClassVar

from bot.core.reply import Actions, Reply, Text
from bot.db.sqlite_file import Reading
from bot.delivery.domain import Delivery, NotificationEvent, NotificationState, Priority, ScheduledNotification
from bot.delivery.fan_out_sql import at_each_zone, deliveries_to
from bot.delivery.kinds import (
    Condition,
    Connection,
    DeliveryRows,
    FanOut,
    KindPlan,
    NotificationKind,
    PlanContext,
    SendingPolicy,
)
from bot.delivery.recheck import still_owed_to_people
from bot.delivery.shared_reads import SharedReads
from bot.delivery.told import day_told, told_since
from bot.delivery.upcoming import Outlook, UpcomingReminder
from bot.features.reminders.reminder import USEFUL, Said
from bot.features.residentials.domain import Residential, ResidentialState
from bot.features.residentials.recipients import told_anything, told_of_another_day
from bot.features.residentials.reminder_words import cancelled, moved
from bot.features.residentials.reminders import as_it_is, days_of, residentials_of, subject_of

MOVED, TAKEN_BACK = "residential_moved", "residential_cancelled"
CORRECTION = SendingPolicy(
    Priority.AWAITED,
    keeps_hours=True,
    written_ahead=True,
    lapses=True,
    most_blind_sends=1,
    deletes=False,
    changes=False,
)


class _Correction(NotificationKind):
    """To whoever was told otherwise, once for each change. Nobody can stop it or put it off."""

    topic: ClassVar[None] = None
    policy = CORRECTION

    @abstractmethod
    def told_otherwise(self, owed: ScheduledNotification) -> Condition:
        """The condition on an enrolment whose person was told what holds no longer."""

    @abstractmethod
    def still_owed(self, event: NotificationEvent, today: date) -> Condition:
        """The same, when it is about to be sent."""

    @abstractmethod
    async def said(self, reads: SharedReads, one: Delivery) -> Said:
        """Its words and buttons."""

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        event, when = fan_out.event, at_each_zone(fan_out.event.owed, fan_out.at)
        meant = self.told_otherwise(event.owed)
        return DeliveryRows(
            deliveries_to(event, meant, when, fan_out.now, self.policy.priority, email=fan_out.store.by_email)
        )

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        return await still_owed_to_people(reading, batch, self.still_owed, today)

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        text, buttons = await self.said(reads, one)
        return Reply((Text(text), Actions(buttons)), "reminder", personal=True)

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        """Nothing: nobody knows of a change before it is made."""
        return ()

    async def after_sent(self, connection: Connection, sent: Sequence[Delivery], now: datetime) -> None:
        """Nothing: that it was sent stands in the delivery."""


class ResidentialMoved(_Correction):
    rules = (MOVED,)

    async def plan(self, context: PlanContext) -> KindPlan:
        """One that names a day that holds no longer is superseded, as reminders are."""
        there = await residentials_of(context)
        wrong = [one for one in _told_wrongly(context, there) if one.state is not ResidentialState.CANCELLED]
        return KindPlan((), days_of(there), _corrections(context, MOVED, wrong))

    def told_otherwise(self, owed: ScheduledNotification) -> Condition:
        return told_of_another_day(owed)

    def still_owed(self, event: NotificationEvent, today: date) -> Condition:
        return self.told_otherwise(event.owed) & ~told_since(event)

    async def said(self, reads: SharedReads, one: Delivery) -> Said:
        found = await as_it_is(reads, one)
        return moved(found, await day_told(reads.store, one))


class ResidentialTakenBack(_Correction):
    rules = (TAKEN_BACK,)

    async def plan(self, context: PlanContext) -> KindPlan:
        """What says that it is cancelled stays true, and is not superseded."""
        there = await residentials_of(context)
        wrong = [one for one in _told_wrongly(context, there) if one.state is ResidentialState.CANCELLED]
        return KindPlan((), None, _corrections(context, TAKEN_BACK, wrong))

    def told_otherwise(self, owed: ScheduledNotification) -> Condition:
        return told_anything(owed)

    def still_owed(self, event: NotificationEvent, today: date) -> Condition:
        return self.told_otherwise(event.owed)

    async def said(self, reads: SharedReads, one: Delivery) -> Said:
        return cancelled(await as_it_is(reads, one))


def _told_wrongly(context: PlanContext, there: Sequence[Residential]) -> list[Residential]:
    """Those of which people may have been told another day, or a day that is cancelled now."""
    days = days_of(there)
    told = {
        one.owed.subject
        for one in context.have
        if one.state is NotificationState.ENQUEUED
        and one.owed.rule != TAKEN_BACK
        and one.owed.day != days.get(one.owed.subject)
    }
    return sorted((one for one in there if subject_of(one) in told), key=subject_of)


def _corrections(context: PlanContext, rule: str, wrong: Sequence[Residential]) -> list[ScheduledNotification]:
    """One for each change: a revision that was corrected before is not corrected again."""
    before = {(one.owed.rule, one.owed.subject, one.owed.revision) for one in context.have}
    due = context.calendar.next_open(context.now)
    return [
        context.owed((rule, subject_of(one), one.revision), one.first_day, due, due + USEFUL)
        for one in wrong
        if (rule, subject_of(one), one.revision) not in before
    ]
