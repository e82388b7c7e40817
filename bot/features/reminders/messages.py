"""What is sent unasked says: an occasion and a person → a reply with the buttons that answer it."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.db.store import Store
from bot.delivery.domain import ANNOUNCEMENT, MOVED, RELAY, TAKEN_BACK, Delivery
from bot.features.announcements.message import message
from bot.features.announcements.repository import Announcements
from bot.features.ask_hub.repository_channels import HubInboxRepository
from bot.features.people.repository_hubs import Cohorts
from bot.features.release_days.reminders import behind, nothing_logged
from bot.features.release_days.repository import ReleaseDays
from bot.features.reminders.registry import KINDS, head
from bot.features.reminders.repository import Reminders
from bot.features.reminders.rules import AFTER, LATE, NUDGE, PACE, REPORT, RESIDENTIAL, kind_of
from bot.features.reports.reminders import cancelled, due, moved, over, residential
from bot.features.reports.repository import Reports
from bot.features.residentials.repository import Residentials
from scheduler.working_hours import zone_of

Said = tuple[str, tuple[Button, ...]]
LATER = (3, 1)  # days that somebody can put a reminder off by, if it is still of use then


async def words(store: Store, one: Delivery) -> Reply:
    """The message for this delivery, with the dates and the record as they are now."""
    owed = one.occasion.owed
    if owed.rule == ANNOUNCEMENT:
        announcement = await Announcements(store).one(owed.number)
        if announcement is None:
            raise ValueError(f"{owed.subject} is not there")
        return message(announcement, to_channel=one.person_id is None)
    if owed.rule == RELAY:
        relay = await HubInboxRepository(store).relay(owed.number)
        if relay is None:
            raise ValueError(f"{owed.subject} was forgotten")
        return relay.post.reply
    today = _today(one)
    if owed.rule in (MOVED, TAKEN_BACK):
        text, buttons = await _correction(store, one)
        return Reply((Text(text), Actions(buttons)), "reminder", personal=True)
    text, buttons = await _reminder(store, one, today)
    hint = Note("“reminders” shows what else is coming.")
    return Reply((Text(text), Actions((*buttons, *_later(one), _stop(one))), hint), "reminder", personal=True)


async def _reminder(store: Store, one: Delivery, today: date) -> Said:
    owed, here, person = one.occasion.owed, one.occasion.owed.here, one.person_id or 0
    rule = head(owed.rule)
    if rule in (NUDGE, PACE):
        balance = await ReleaseDays(store).balance(person, here.cohort_id, today)
        (cohort,) = (found for found in await Cohorts(store).all() if found.id == here.cohort_id)
        return nothing_logged(balance) if rule == NUDGE else behind(balance, cohort, today)
    if rule in (REPORT, LATE):
        reports = {f"report:{report.id}": report for report in await Reports(store).list(here, person)}
        return due(reports[owed.subject], today)
    if rule in (RESIDENTIAL, AFTER):
        there = {f"residential:{found.id}": found for found in await Residentials(store).list(here, person)}
        return over(there[owed.subject]) if rule == AFTER else residential(there[owed.subject], today)
    raise ValueError(f"no words for {owed.rule}")


async def _correction(store: Store, one: Delivery) -> Said:
    owed = one.occasion.owed
    there = await Residentials(store).list(owed.here, one.person_id or 0)
    found = next(residential for residential in there if f"residential:{residential.id}" == owed.subject)
    was = await Reminders(store).day_told(one)
    return cancelled(found) if owed.rule == TAKEN_BACK else moved(found, was)


def _later(one: Delivery) -> Sequence[Button]:
    """One button, for the longest of a few times after which the reminder is still of use."""
    now, owed = one.attempted_at or one.occasion.owed.due_at, one.occasion.owed
    for days in LATER:
        if now + timedelta(days=days) < owed.expires_at:
            label = "Remind me tomorrow" if days == 1 else f"Remind me in {days} days"
            return (Button(label, "reminder_snooze", {"of": str(one.id), "days": str(days)}),)
    return ()


def _stop(one: Delivery) -> Button:
    kind = kind_of(one.occasion.owed.rule)
    return Button(f"Stop these ({KINDS[kind]})", "reminder_stop", {"kind": kind})


def _today(one: Delivery) -> date:
    """Their own date when it is sent."""
    zone = zone_of(one.zone) or zone_of(one.hub_zone) or ZoneInfo("Europe/London")
    return (one.attempted_at or one.occasion.owed.due_at).astimezone(zone).date()
