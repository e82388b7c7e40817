"""At what time of day reminders come, and a quiet time without any: by command, in one's own words, by form."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import BotError, FieldErrors
from bot.core.form import ChoiceField, DateField, Form
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.features.reminders import service
from bot.features.reminders.repository_settings import OwnReminderSettings
from bot.features.reminders.settings import TIMES, ReminderSetting, clock, minutes_of
from bot.language import read_span
from bot.language.dates import in_words
from bot.language.reading import read_time

KIND = "reminder_times"
LONGEST = timedelta(days=120)
DAY = timedelta(days=1)
MORNING = "morning"
AT = re.compile(
    r"^\W*(?:please\s+)?(?:can\s+you\s+|could\s+you\s+)?(?:remind\s+me|send\s+(?:me\s+)?(?:my\s+|the\s+)?reminders|"
    r"(?:my\s+|the\s+)?reminders)\s+(?:(?:should|to|must|can)\s+)?(?:come\s+|to\s+come\s+|always\s+)*at\s+"
    r"(?P<at>[\w:. ]+?)(?:\s+(?:instead|from\s+now\s+on|in\s+future|please|every\s+time|each\s+time))*\W*$",
    re.I,
)
QUIET = re.compile(
    r"^\W*(?:please\s+)?(?:no\s+reminders|(?:don['’]?t|do\s+not)\s+(?:send\s+(?:me\s+)?(?:any\s+)?reminders|remind\s+me)|"
    r"(?:keep|be|stay)\s+quiet|quiet(?:\s+(?:time|period))?|leave\s+me\s+(?:alone|in\s+peace))\s+"
    r"(?P<from>from|between|during)\s+(?P<span>.+?)(?:\s+please)?\W*$",
    re.I,
)


class WhichTime(BotError):
    """At what time? From 07:30 to 18:00, for example: reminders at 16:00. “reminders at morning” is as before."""


class WhichQuietTime(BotError):
    """From when to when? Type for example: reminders quiet 1 to 12 March. Nothing was changed."""


class FromWhenUntilWhen(BotError):
    """From that day until when? Type for example: reminders quiet 20 December to 4 January.
    Nothing was changed."""


@command(
    "reminders at",
    role=Role.SPECIALIST,
    help="Their time of day",
    example="reminders at 16:00",
    writes=True,
)
async def at(turn: Turn, words: str) -> Reply:
    return await _at(turn, words) if words.strip() else await form(turn)


@command(
    "reminders quiet",
    role=Role.SPECIALIST,
    help="A time without any",
    example="reminders quiet 1 to 12 March",
    writes=True,
)
async def quiet(turn: Turn, words: str) -> Reply:
    """`reminders quiet SPAN`, `reminders quiet off`."""
    if words.strip(" .!").lower() in ("off", "end", "stop", "none"):
        setting = await _mine(turn)
        return await _set(turn, replace(setting, quiet_from=None, quiet_until=None))
    return await _quiet(turn, words) if words.strip() else await form(turn)


@action("reminder_times", of="reminders at", writes=False)
async def form_asked_for(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await form(turn)


@action("reminder_times_set", of="reminders at", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    chosen, errors = values.get("at", ""), dict[str, str]()
    minutes = int(chosen) if chosen.isdecimal() and int(chosen[:5]) in TIMES else None
    if minutes is None and chosen != MORNING:
        errors["at"] = "Choose one of the times."
    first, last = _picked(values.get("first", "")), _picked(values.get("last", ""))
    if bool(first) != bool(last) or (first and last and not _is_a_time(turn, first, last)):
        errors["last"] = "Both days, the last one not over and within four months; or leave both empty."
    if errors:
        raise FieldErrors(errors)
    setting = ReminderSetting(minutes)
    return await _set(turn, _with_quiet(turn, setting, first, last) if first and last else setting)


def _may_take(text: str) -> bool:
    return bool(AT.match(text) or QUIET.match(text))


@middleware(
    "when reminders come",
    order=36,
    because="before the reminders, which take “remind me at …” for one reminder and “no reminders” for all",
    role=Role.SPECIALIST,
    may_take=_may_take,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    if Role.SPECIALIST in roles(turn.person):
        if (said := AT.match(text)) and read_time(said["at"]):
            return replace(await _at(turn, said["at"]), personal=True)
        if span := QUIET.match(text):
            if span["from"].lower() == "from" and await _one_day(turn, span["span"]):
                raise FromWhenUntilWhen
            return replace(await _quiet(turn, span["span"]), personal=True)
    return await call_next()


async def form(turn: Turn) -> Reply:
    setting = await _mine(turn)
    first = turn.local(setting.quiet_from) if setting.quiet_from else None
    last = turn.local(setting.quiet_until - DAY) if setting.quiet_until else None
    times = {MORNING: "In the morning, at 07:30", **{str(one): clock(one) for one in TIMES[1:]}}
    fields = (
        ChoiceField("at", "At what time?", times, str(setting.minutes) if setting.minutes else MORNING),
        DateField("first", "Quiet from", first, "if you want none for a while", required=False),
        DateField("last", "Quiet to", last, required=False),
    )
    return Reply((Form("When you are reminded", "reminder_times_set", fields, "Save"),), KIND)


async def _at(turn: Turn, words: str) -> Reply:
    said = words.strip(" .!").lower().removeprefix("at ")
    setting = await _mine(turn)
    if said in ("morning", "the morning", "usual", "the usual time", "off"):
        return await _set(turn, replace(setting, minutes=None))
    time_said = read_time(said)
    minutes = minutes_of(time_said) if time_said else None
    if minutes is None:
        raise WhichTime
    return await _set(turn, replace(setting, minutes=minutes))


async def _quiet(turn: Turn, words: str) -> Reply:
    reading = read_span(words, turn.today, holidays=await service.holidays_of(turn))
    span = reading.span if reading.certain else None
    if span is None or not _is_a_time(turn, span.first, span.last):
        raise WhichQuietTime
    return await _set(turn, _with_quiet(turn, await _mine(turn), span.first, span.last))


async def _one_day(turn: Turn, words: str) -> bool:
    span = read_span(words, turn.today, holidays=await service.holidays_of(turn)).span
    return span is not None and span.first == span.last


async def _mine(turn: Turn) -> ReminderSetting:
    return (await OwnReminderSettings(turn.store).of(turn.me.id)).lasting(turn.now)


async def _set(turn: Turn, setting: ReminderSetting) -> Reply:
    zone = turn.me.zone or turn.activity.sender.zone
    await OwnReminderSettings(turn.store).set(turn.me.id, setting, zone, turn.now)
    text = f"Reminders come at {clock(setting.minutes)}." if setting.minutes else "Reminders come in the morning."
    if setting.quiet_from and setting.quiet_until:
        days = f"{in_words(turn.local(setting.quiet_from))} to {in_words(turn.local(setting.quiet_until - DAY))}"
        text = f"{text} Quiet from {days}: what falls in it comes after it, if it is of use then."
    mine = Button("My reminders", "say", {"text": "reminders"})
    return Reply((Text(text), Actions((mine,))), KIND)


def _with_quiet(turn: Turn, setting: ReminderSetting, first: date, last: date) -> ReminderSetting:
    zone = ZoneInfo(turn.me.zone or turn.activity.sender.zone)
    minutes = setting.minutes or TIMES[0]
    begins = datetime.combine(first, time(), zone).astimezone(UTC)
    ends = datetime.combine(last + DAY, time(minutes // 60, minutes % 60), zone).astimezone(UTC)
    return replace(setting, quiet_from=begins, quiet_until=ends)


def _is_a_time(turn: Turn, first: date, last: date) -> bool:
    return first <= last and last >= turn.today and last - turn.today <= LONGEST


def _picked(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
