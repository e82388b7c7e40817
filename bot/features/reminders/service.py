"""A specialist's reminders shown and changed: the replies that buttons, commands and free text share."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import BotError
from bot.core.fitting import listed
from bot.core.identity import HubCohort
from bot.core.open_question import OpenQuestion
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.turn import Turn
from bot.delivery.outbox import Outbox
from bot.delivery.shared_reads import SharedReads
from bot.delivery.upcoming import Outlook, UpcomingReminder
from bot.features.people.domain import NotEnrolled
from bot.features.reminders.domain import ReminderRequest, SentReminder
from bot.features.reminders.mornings import morning
from bot.features.reminders.parsing import USUAL
from bot.features.reminders.registry import topic_of, topic_of_subject, topics
from bot.features.reminders.repository import Reminders
from bot.features.reminders.repository_settings import OwnReminderSettings
from bot.features.reminders.settings import ReminderSetting, clock
from bot.features.reminders.upcoming import coming, put_off, stopped
from bot.hubs.holidays import Holidays
from bot.language import HolidayCalendar, in_words
from bot.language.dates import in_short

LISTED = "list"  # where a button stands that is one of several
WHICH = "reminders which"  # reads a bare “stop” under the list of reminders
WHICH_ONES = "reminders which ones"  # reads what answers “stop which reminders?”
LIST, ON, OFF, LATER = "reminder_list", "reminder_on", "reminder_off", "reminder_snooze"
HOW = ("reminders stop", "reminders start", "reminders snooze")
NO_CLOCK = "Reminders aren't being sent at the moment. If this goes on, please tell your programme administrator."
ROOM = 400  # characters for what stands around the list


class TooLateThen(BotError):
    """By then it is over, or its next reminder has come, so I can't pause it. To see them, type “reminders”."""


async def shown(turn: Turn, opening: str = "") -> Reply:
    """What is coming, what is put off, what is stopped, with a button for each kind."""
    outlook = await _outlook(turn)
    lines = [_line(turn, one) for one in sorted(await coming(outlook), key=_by_date)]
    runs = await Outbox(turn.store).sends(turn.now)
    off, waits = stopped(outlook.choices), put_off(outlook.choices)
    coming_or_planned = "Your next reminders" if runs else "Planned reminders"
    if not opening:
        opening = f"{coming_or_planned}, each in the morning:" if lines else "No reminder is coming to you."
    if times := in_words_of(await OwnReminderSettings(turn.store).of(turn.me.id), turn):
        opening = opening.replace(", each in the morning:", ":")
        opening = f"{times} {opening}"
    said = [opening, *([listed(lines, LONGEST_REPLY - ROOM)] if lines else [])]
    said += [f"Paused until {in_short(turn.local(at))}: {topics()[kind].called}." for kind, at in waits.items()]
    said += [f"Stopped: {named(off)}."] if off else []
    buttons = [
        Button(f"Start {topics()[kind].called}", "reminder_start", {"kind": kind, "in": LISTED})
        for kind in (*off, *waits)
    ]
    on = [kind for kind in topics() if kind not in outlook.choices]
    buttons += [
        Button(f"Stop {topics()[kind].called}", "reminder_stop", {"kind": kind, "in": LISTED}) for kind in on
    ]
    buttons.append(Button("Change the time", "reminder_times"))
    notes = (Note(turn.catalogue.usage(*HOW)), *((Note(NO_CLOCK),) if lines and not runs else ()))
    asks = OpenQuestion(reader=WHICH, plain=False)
    return Reply((Text("\n".join(said)), *notes, Actions(tuple(buttons))), LIST, entry=LIST, asks=asks)


def in_words_of(setting: ReminderSetting, turn: Turn) -> str:
    """“They come at 16:00. Quiet from … to ….” Empty where nothing was chosen."""
    now, said = setting.lasting(turn.now), []
    if now.minutes is not None:
        said.append(f"They come at {clock(now.minutes)}.")
    if now.quiet_from and now.quiet_until:
        last = turn.local(now.quiet_until - timedelta(days=1))
        said.append(f"Quiet from {in_short(turn.local(now.quiet_from))} to {in_short(last)}.")
    return " ".join(said)


async def which_to_stop(turn: Turn, *, pause: bool = False) -> Reply:
    """A bare “stop” or “pause”: each kind has its button, and nothing is stopped before it is named.

    pause: all of them for the usual few days is offered, too.
    """
    choices = await Reminders(turn.store).choices(turn.me.id, turn.now)
    on = [kind for kind in topics() if kind not in choices]
    buttons = [
        Button(f"Stop {topics()[kind].called}", "reminder_stop", {"kind": kind, "in": LISTED}) for kind in on
    ]
    every = Button("Stop all", "reminder_stop", {"kind": ",".join(on)})
    for_now = Button(f"Pause all for {USUAL} days", "say", {"text": f"reminders snooze {USUAL} days"})
    text = Text(f"{'Pause or stop' if pause else 'Stop'} which reminders? Nothing was stopped.")
    shown_buttons = (*([for_now] if pause and on else []), *([every] if len(on) > 1 else []), *buttons)
    if not shown_buttons:
        return Reply((Text("All your reminders have already been stopped. Nothing was changed."),), OFF, entry=OFF)
    return Reply((text, Actions(shown_buttons)), OFF, entry=OFF, asks=OpenQuestion(reader=WHICH_ONES))


async def stop(turn: Turn, kinds: Sequence[str]) -> Reply:
    choices = await Reminders(turn.store).choices(turn.me.id, turn.now)
    if set(kinds) <= set(stopped(choices)):
        again = Button("Start them again", "reminder_start", {"kind": ",".join(kinds)})
        return Reply(
            (Text(f"Reminders about {named(kinds)} have already been stopped."), Actions((again,))), OFF, entry=OFF
        )
    await Reminders(turn.store).stop(turn.me.id, kinds, turn.now)
    text = (
        f"Stopped: you won't get any more reminders about {named(kinds)}. If I've given you a date and it "
        "changes, I'll still tell you."
    )
    return _done(text, OFF)


async def start(turn: Turn, kinds: Sequence[str]) -> Reply:
    """The kinds, and whatever single thing of them was put off."""
    choices = await Reminders(turn.store).choices(turn.me.id, turn.now)
    names = [name for name in choices if name in kinds or topic_of_subject(name) in kinds]
    await Reminders(turn.store).start(turn.me.id, {*kinds, *names}, turn.now)
    reply = await shown(
        turn, f"Reminders about {named(kinds)} are on {'again' if names else 'already'}. Your next ones:"
    )
    return replace(reply, kind=ON, entry=ON)


async def put_off_kinds(turn: Turn, kinds: Sequence[str], day: date | None) -> Reply:
    """Of what came last of these kinds, what is still of use then comes once more."""
    choices = await Reminders(turn.store).choices(turn.me.id, turn.now)
    kinds = [kind for kind in kinds if kind not in stopped(choices)]
    if not kinds:
        text = "Those are stopped, so there is nothing to pause. Type “reminders start” to have them again."
        return Reply((Text(text),), LATER, entry=LATER)
    until = await _until(turn, day)
    told = await Reminders(turn.store).told(turn.me.id, turn.now)
    again = [one for one in told if topic_of(one.owed.rule) in kinds and one.owed.expires_at > until][:1]
    await Reminders(turn.store).snooze(turn.me.id, kinds, until, turn.now, [one.delivery_id for one in again])
    return _done(f"Paused until {_day(turn, until)}: reminders about {named(kinds)}.", LATER)


async def holidays_of(turn: Turn) -> HolidayCalendar:
    """The school holidays of their hub."""
    return HolidayCalendar.of(await Holidays(turn.store).of(_here(turn).hub_id))


def ask(wanted: ReminderRequest) -> Reply:
    """A question, with its answers as buttons; nothing was changed."""
    buttons = [Button(label, "say", {"text": text}) for label, text in wanted.offers.items()]
    mine = Button("My reminders", "say", {"text": "reminders"})
    plain_yes = len(buttons) == 1 and "Shall I" in wanted.question
    asks = OpenQuestion(yes=buttons[0].label) if plain_yes else None
    return Reply((Text(wanted.question), Actions((*buttons, mine))), LATER, entry=LATER, asks=asks)


async def once_more(turn: Turn, one: SentReminder, day: date | None) -> Reply:
    """The reminder that was sent comes again on that day. Raises TooLateThen."""
    until = await _until(turn, day)
    if one.owed.expires_at <= until:
        raise TooLateThen
    await Reminders(turn.store).snooze(turn.me.id, [one.owed.subject], until, turn.now, [one.delivery_id])
    return again_on(turn, until)


def again_on(turn: Turn, until: datetime) -> Reply:
    return _done(f"All right, I'll remind you again on {_day(turn, until)}.", LATER)


def named(kinds: Collection[str]) -> str:
    """Residentials, reports and release days."""
    *most, last = (topics()[kind].called for kind in topics() if kind in kinds)
    return f"{', '.join(most)} and {last}" if most else last


async def _until(turn: Turn, day: date | None) -> datetime:
    """The morning of a day on which people are written to."""
    day = day or turn.today + timedelta(days=USUAL)
    return morning(day, turn.activity.sender.zone, await Holidays(turn.store).of(_here(turn).hub_id))


async def _outlook(turn: Turn) -> Outlook:
    here, me, store = _here(turn), turn.me.id, turn.store
    return Outlook(
        me,
        here,
        turn.now,
        turn.today,
        await Outbox(store).occasions(here.hub_id, here.cohort_id),
        await Reminders(store).choices(me, turn.now),
        await Reminders(store).put_off(me),
        SharedReads(store),
    )


def _here(turn: Turn) -> HubCohort:
    if turn.me.enrolment is None:
        raise NotEnrolled
    return HubCohort(turn.me.enrolment.hub.id, turn.me.enrolment.cohort.id)


def _by_date(one: UpcomingReminder) -> tuple[bool, float]:
    return (one.at is None, one.at.timestamp() if one.at else 0)


def _line(turn: Turn, one: UpcomingReminder) -> str:
    """“Thu 15 Oct: residential 1 (Thu 12 Nov)”: first when the reminder comes."""
    if one.at:
        return f"• {in_short(turn.local(one.at))}: {one.what}"
    return f"• {one.what[:1].upper()}{one.what[1:]}: {_no_day(one)}"


def _no_day(one: UpcomingReminder) -> str:
    return "no more reminders" if one.planned else "I'm still working out when; ask again in a minute"


def _day(turn: Turn, until: datetime) -> str:
    return in_words(until.astimezone(ZoneInfo(turn.activity.sender.zone)).date())


def _done(text: str, kind: str) -> Reply:
    mine = Button("My reminders", "say", {"text": "reminders"})
    return Reply((Text(text), Actions((mine,))), kind, entry=kind)
