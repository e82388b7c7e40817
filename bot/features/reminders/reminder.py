"""What every reminder has in common: whom it leaves alone, when it goes, and the buttons that answer it."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.db.sqlite_file import Reading
from bot.delivery.domain import Delivery, NotificationEvent, Priority, ScheduledNotification
from bot.delivery.fan_out_sql import deliveries_to
from bot.delivery.kinds import (
    Condition,
    Connection,
    DeliveryRows,
    FanOut,
    NotificationKind,
    SendingPolicy,
    Topic,
)
from bot.delivery.recheck import still_owed_to_people
from bot.delivery.shared_reads import SharedReads
from bot.delivery.told import told_since
from bot.features.reminders.recipients import names_of, no_earlier_than_put_off, wanting
from bot.features.reminders.repository_settings import OwnReminderSettings, after_quiet, as_they_chose

Said = tuple[str, tuple[Button, ...]]
"""The words, and the buttons that answer them."""
USEFUL = timedelta(days=7)  # how long a word that has no later one after it is worth sending
PUT_OFF_BY = (3, 1)  # days that the button offers, if the reminder is still of use then
REMINDER = SendingPolicy(
    Priority.DATED,
    keeps_hours=True,
    written_ahead=True,
    lapses=True,
    most_blind_sends=1,
    deletes=False,
    changes=False,
)


class Reminder(NotificationKind):
    """A reminder that each person gets in the morning of a working day, unless they stopped it or put it off.

    A feature's reminder declares rules, topic, plan and upcoming as every kind does, and the two parts below.
    """

    PARTS: ClassVar[Mapping[str, str]] = {
        "recipient_filter": "to whom it is owed",
        "said": "its words and the buttons that answer them",
    }

    topic: ClassVar[Topic]
    policy = REMINDER

    @abstractmethod
    def recipient_filter(self, owed: ScheduledNotification, today: date) -> Condition:
        """The condition on an enrolment to whose person it is owed; that they want it is asked besides."""

    @abstractmethod
    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:
        """Its words for one person, as the records are now. today: their own date."""

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        owed, now = fan_out.event.owed, fan_out.now
        meant = wanting(owed, self.topic, self.recipient_filter(owed, now.date()))
        theirs = as_they_chose(owed, fan_out, await OwnReminderSettings(fan_out.store).times())
        when = no_earlier_than_put_off(after_quiet(theirs), names_of(owed, self.topic), now)
        return DeliveryRows(
            deliveries_to(fan_out.event, meant, when, now, self.policy.priority, email=fan_out.store.by_email)
        )

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        return await still_owed_to_people(reading, batch, self._still_owed, today)

    def _still_owed(self, event: NotificationEvent, today: date) -> Condition:
        owed = event.owed
        return wanting(owed, self.topic, self.recipient_filter(owed, today), ~told_since(event))

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        text, buttons = await self.said(reads, one, one.their_date)
        stop = Button(
            f"Stop {self.topic.called.removesuffix('s').replace(' ', '-')} reminders",
            "reminder_stop",
            {"kind": self.topic.name},
        )
        hint = Note("Type “reminders” to see what else is coming up.")
        return Reply((Text(text), Actions((*buttons, *_later(one), stop)), hint), "reminder", personal=True)

    async def after_sent(self, connection: Connection, sent: Sequence[Delivery], now: datetime) -> None:
        """Nothing: that it was sent stands in the delivery."""


def _later(one: Delivery) -> Sequence[Button]:
    """One button, for the longest of a few times after which the reminder is still of use."""
    now, owed = one.attempted_at or one.occasion.owed.due_at, one.occasion.owed
    for days in PUT_OFF_BY:
        if now + timedelta(days=days) < owed.expires_at:
            label = "Remind me tomorrow" if days == 1 else f"Remind me in {days} days"
            return (Button(label, "reminder_snooze", {"of": str(one.id), "days": str(days)}),)
    return ()
