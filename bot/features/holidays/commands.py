"""School holidays for a hub lead: in them nobody is reminded; set, listed and removed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.errors import BotError, FieldErrors
from bot.core.fitting import listed
from bot.core.form import DateField, Form
from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.features.holidays.parsing import LONGEST, UNSURE, between_terms, holiday, states
from bot.hubs import resolving
from bot.hubs.holidays import Holidays
from bot.hubs.lead_dates import (
    KIND,
    LEAVE_IT,
    ROOM,
    asks_back,
    asks_what_is_set,
    at_each,
    calendar_of,
    picked,
)
from bot.hubs.resolving import hub_of_button
from bot.language.phrasing import span

WHICH_DAYS = (
    "From which day to which? Fill in the form, or say for example: Christmas holidays 21 December to 1 January."
)


MONTH_ALONE = re.compile(r"\bin\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s*\W*$", re.I)
"""“Holidays in December”: a whole month is hardly meant."""


class SeveralHolidays(BotError):
    """There is more than one, or it has other days than that. Which one do you mean? Nothing was changed."""

    WORDS = "On the list: {}. Which holiday do you mean? Type its first day. Nothing was changed."


class NoSuchHoliday(BotError):
    """No holiday of your hub holds that day. Type “cohort holidays” to see them. Nothing was changed."""


@command(
    "cohort holidays",
    "cohort holiday",
    role=Role.LEAD,
    help="School holidays, in which nobody is reminded",
    example="cohort holidays 26 to 30 October; cohort holidays remove 26 October",
    writes=True,
)
@asks_back
async def holidays(turn: Turn, words: str) -> Reply:
    if asks_what_is_set(words):
        return await at_each(turn, "cohort holidays", listed_holidays)
    hub, rest = await resolving.at_the_end(turn, words)
    if not rest.strip():
        return await listed_holidays(turn, hub)
    several = len(await resolving.led(turn)) > 1
    sure = UNSURE.sub("", rest)
    wanted = holiday(sure, await calendar_of(turn, hub), hub.name if several else "")
    if wanted.remove:
        return await _remove(turn, hub, wanted.days.first, wanted.days.last)
    if states(rest) or sure != rest or MONTH_ALONE.search(rest):
        return _shall_i(hub, wanted.days.first, wanted.days.last, several=several)
    return await _add(turn, hub, wanted.days.first, wanted.days.last)


async def days_asked(turn: Turn) -> Reply:
    """“Put the Christmas holidays in”: which days, with the form."""
    shown = await at_each(turn, "cohort holidays", listed_holidays)
    return replace(shown, blocks=(Text(WHICH_DAYS), *shown.blocks))


async def broken_up_shown(turn: Turn, text: str) -> Reply:
    """“We break up on 18 December and are back 4 January”: the days between, noted on a press."""
    led = await resolving.led(turn)
    if len(led) != 1:
        raise resolving.WhichHub
    days = between_terms(text, await calendar_of(turn, led[0]))
    return _shall_i(led[0], days.first, days.last, several=False)


def _shall_i(hub: Hub, first: date, last: date, *, several: bool) -> Reply:
    """A statement is no order: shown, and noted on a press or a yes."""
    where = f", {hub.name}" if several else ""
    days = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    note = Button("Note it", "say", {"text": f"cohort holidays {days}{where}"}, "primary")
    text = Text(f"Not noted yet: school holidays {span(first, last)} at {hub.name}. Shall I note them?")
    asks = OpenQuestion(note.label, LEAVE_IT.label)
    return Reply((text, Actions((note, LEAVE_IT))), KIND, entry=KIND, asks=asks)


@action("cohort_holiday_add", of="cohort holidays", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await hub_of_button(turn, values)
    first, last = picked(values.get("first", "")), picked(values.get("last", ""))
    errors = {} if first else {"first": "Pick the first day."}
    if last is None or (first and not timedelta(0) <= last - first <= LONGEST):
        errors["last"] = f"Pick the last day, at most {LONGEST.days} days after the first."
    if errors or first is None or last is None:
        raise FieldErrors(errors)
    return await _add(turn, hub, first, last)


async def _add(turn: Turn, hub: Hub, first: date, last: date) -> Reply:
    await Holidays(turn.store).add(hub.id, first, last, turn.me.id, turn.now)
    text = Text(f"Noted for {hub.name}: school holidays {span(first, last)}. I'll send no reminders in them.")
    note = Note(
        "Reminders about a date to come will be sent before the holidays; all others will wait until after them."
    )
    return Reply((text, note), KIND, entry=KIND)


async def _remove(turn: Turn, hub: Hub, first: date, last: date) -> Reply:
    """The one holiday that holds these days."""
    there = await Holidays(turn.store).of(hub.id)
    held = [one for one in there if one[0] <= last and first <= one[1]]
    if len(held) > 1 or (held and not held[0][0] <= first <= last <= held[0][1]):
        raise SeveralHolidays(SeveralHolidays.WORDS.format(_and(held)))
    gone = await Holidays(turn.store).remove(hub.id, first, turn.me.id, turn.now)
    if not gone:
        raise NoSuchHoliday
    return Reply((Text(f"Removed at {hub.name}: {_and(gone)}."),), KIND, entry=KIND)


def _and(spans: Sequence[tuple[date, date]]) -> str:
    return "; ".join(span(first, last) for first, last in spans)


async def listed_holidays(turn: Turn, hub: Hub) -> Reply:
    there = await Holidays(turn.store).of(hub.id)
    coming = [(first, last) for first, last in there if last >= turn.today]
    lines = listed([f"• {span(first, last)}" for first, last in coming], LONGEST_REPLY - ROOM)
    fields = (DateField("first", "First day"), DateField("last", "Last day"))
    form = Form("Add a school holiday", "cohort_holiday_add", fields, "Add it", {"hub": str(hub.id)})
    text = Text(f"{hub.name}, school holidays:\n{lines or 'None is set to come.'}")
    return Reply((text, Note(turn.catalogue.usage("cohort holidays")), form), KIND, entry=KIND)
