"""A specialist's reminders: what comes; stopped, on again, put off; by command, by button, in their own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.activity import Message
from bot.core.conversation import Fill
from bot.core.errors import StaleButton
from bot.core.permissions import Role, roles
from bot.core.plain_text import plain
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, action, answer, command, intent, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.deadline.views import buttons as deadline_buttons
from bot.features.reminders import service
from bot.features.reminders.domain import ReminderDeed, ReminderRequest
from bot.features.reminders.parsing import BARE, said, snoozed, speaks_of_reminders, stop_command
from bot.features.reminders.parsing_kinds import chosen
from bot.features.reminders.registry import names_of, topic_of, topics
from bot.features.reminders.repository import Reminders
from bot.features.reminders.service import TooLateThen
from knowledge.search import Finding

ALL_OF_THEM = re.compile(r"\breminders\b|\ball\b|\beverything\b|\bpause\b|\bnotifications\b|\balerts\b", re.I)
A_THING_OF_THEIRS = re.compile(r"\bremind me\b.*\bto\b|\balarm\b", re.I)
NOT_THEIRS = (
    "I send reminders only to enrolled specialists: about residentials, reports and release days. Please put the "
    "date in your own calendar. If your Maths Hub gave you a code, type “join” and the code."
)
SENDS_NOTHING = (
    "I send you nothing by myself: I only answer what you write here. Reminders go to enrolled specialists, and "
    "you are not one on this account."
)
AS_A_LEAD = (
    "As a hub lead you are told about questions that wait and about what changes at your hub; I can't stop "
    "that. A programme administrator takes off anyone who no longer leads a hub."
)
OF_A_HUB = (
    "As a hub lead you get no reminders, so nothing was sent or changed. I remind your specialists by myself. "
    "Would you like to see who needs something, or to write to them?"
)
WHO_NEEDS = Button("Who needs something", "say", {"text": "cohort today"})
WRITE = Button("Announce", "say", {"text": "cohort announce"})
HOW_TO_STOP = (
    "Reminders come until you stop them. Type “reminders stop” for all, “reminders stop reports” for one kind, or "
    "“reminders snooze until 5 January” to pause them. Your next ones:"
)
STOPPING = re.compile(r"\b(?:stop|end|off|pause|quit|snooze|unsubscribe)\b", re.I)
ALREADY_ON = "Your reminders are on; they come by themselves."
TASKS = "I remind you about residentials, reports and release days; please put anything else in your own diary."
MOST_DAYS = 31  # that a button puts off by


@command(
    "reminders",
    role=Role.SPECIALIST,
    help="What is coming; all off or on",
    example="reminders; reminders off",
    writes=True,
    for_leads="help",
)
async def reminders(turn: Turn, words: str) -> Reply:
    """The list; “reminders off” and “reminders on” are taken for what they say."""
    said = words.strip(" .!").lower()
    if said in ("off", "on"):
        return await (service.stop if said == "off" else service.start)(turn, tuple(topics()))
    return await service.shown(turn)


@command(
    "reminders stop",
    role=Role.SPECIALIST,
    help="Stop some or all",
    example="reminders stop reports",
    writes=True,
)
async def stop(turn: Turn, words: str) -> Reply:
    return await done_as_said(turn, stop_command(words, turn.today, await service.holidays_of(turn)))


@command(
    "reminders start",
    role=Role.SPECIALIST,
    help="Start them again",
    example="reminders start reports",
    writes=True,
)
async def start(turn: Turn, words: str) -> Reply:
    return await service.start(turn, chosen(words))


@command(
    "reminders snooze",
    role=Role.SPECIALIST,
    help="Put them off for a while",
    example="reminders snooze 3 days",
    writes=True,
)
async def snooze(turn: Turn, words: str) -> Reply:
    """Some or all kinds; without a time, for a few days; with one that is not understood, it asks."""
    return await done_as_said(turn, snoozed(words, turn.today, await service.holidays_of(turn)))


@action("reminder_stop", of="reminders stop", writes=True)
async def stop_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await _in_the_list(turn, values, await service.stop(turn, _kinds(values)))


@action("reminder_start", of="reminders start", writes=True)
async def start_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await _in_the_list(turn, values, await service.start(turn, _kinds(values)))


async def _in_the_list(turn: Turn, values: Mapping[str, str], done: Reply) -> Reply:
    """What was pressed in the list leaves the list there, as it is now."""
    return await service.shown(turn, plain(done)) if values.get("in") == service.LISTED else done


@action("reminder_snooze", of="reminders snooze", writes=True)
async def snooze_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The reminder that the button stands on comes once more; pressed twice, it is put off once."""
    number, days = record_id(values.get("of", "")), values.get("days", "")
    if not (days.isdecimal() and 0 < int(days[:3]) <= MOST_DAYS):
        raise StaleButton
    for waits in await Reminders(turn.store).put_off(turn.me.id):
        if waits.delivery_id == number:
            return service.again_on(turn, waits.at)
    told = await Reminders(turn.store).told(turn.me.id, turn.now)
    this = [one for one in told if one.delivery_id == number]
    if not this:
        raise TooLateThen
    return await service.once_more(turn, this[0], turn.today + timedelta(days=int(days)))


@answer(service.WHICH, of="reminders stop", writes=False)
async def stop_under_the_list(turn: Turn, said: Fill, _values: Mapping[str, str]) -> Reply | None:
    """“Stop”, and no more, right under the list."""
    asked = turn.standing.asked
    bare = said.words.strip(" .!").lower() in ("stop", "stop please", "please stop")
    return await service.which_to_stop(turn) if bare and asked and not asked.overtaken else None


@intent("reminder_list", role=Role.ANYONE, writes=False)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    if Role.SPECIALIST not in roles(turn.person):
        return _found(_not_theirs(turn), finding)
    return _found(await service.shown(turn), finding)


def _may_take(text: str) -> bool:
    return BARE.fullmatch(text.strip(" .!")) is not None or speaks_of_reminders(text)


@middleware(
    "reminders",
    order=35,
    because="below the eligibility check, in which “stop” stops the check; above the search, which only shows",
    role=Role.SPECIALIST,
    may_take=_may_take,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Stop the report ones” is an order, “do the reminders ever stop” is shown what comes; nothing is guessed."""
    if Role.SPECIALIST not in roles(turn.person):
        return await call_next()
    bare = BARE.fullmatch(text.strip(" .!"))
    if bare and not await Reminders(turn.store).told(turn.me.id, turn.now):  # else it is about what was sent
        asked = await service.which_to_stop(turn, pause=bare["verb"].lower() != "stop")
        return replace(asked, personal=True)
    if not speaks_of_reminders(text):
        return await call_next()
    wanted = said(text, turn.today, await service.holidays_of(turn))
    if wanted is None:
        return await call_next()
    return replace(await done_as_said(turn, wanted), personal=True)


async def done_as_said(turn: Turn, wanted: ReminderRequest) -> Reply:
    match wanted.deed:
        case ReminderDeed.STOP:
            return await service.stop(turn, wanted.kinds)
        case ReminderDeed.START:
            return await _on_again(turn, wanted.kinds)
        case ReminderDeed.SNOOZE:
            return await _put_off(turn, wanted)
        case ReminderDeed.SHOW:
            how = HOW_TO_STOP if STOPPING.search(turn.typed) else ""
            return await service.shown(turn, TASKS if wanted.task else how)
        case ReminderDeed.ASK:
            return service.ask(wanted)


async def _on_again(turn: Turn, kinds: Sequence[str]) -> Reply:
    choices = await Reminders(turn.store).choices(turn.me.id, turn.now)
    if off := [kind for kind in kinds if kind in choices]:
        return await service.start(turn, off)
    return await service.shown(turn, ALREADY_ON)


async def _put_off(turn: Turn, wanted: ReminderRequest) -> Reply:
    """“Remind me later” is about the reminder that came last; “pause reminders until May” about all."""
    told = await Reminders(turn.store).told(turn.me.id, turn.now)
    of_it = [one for one in told if not wanted.kinds or topic_of(one.owed.rule) in wanted.kinds]
    typed_as_command = not isinstance(turn.activity, Message) or turn.typed.lower().lstrip("/ ").startswith(
        "reminders"
    )
    if of_it and not typed_as_command and not ALL_OF_THEM.search(turn.typed):
        return await service.once_more(turn, of_it[0], wanted.day)
    if wanted.again:  # no reminder came that could come again
        return await service.shown(turn, TASKS)
    return await service.put_off_kinds(turn, wanted.kinds or tuple(topics()), wanted.day)


@intent("reminder_on", "reminder_off", "reminder_snooze", role=Role.ANYONE, writes=False)
async def taken_for_a_wish(turn: Turn, finding: Finding) -> Reply:
    """The search takes it for a wish, but its words were not understood: shown, and nothing changes.

    Many teachers ask before they apply: they are told where to put the date, not only that they may not.
    """
    if Role.SPECIALIST not in roles(turn.person):
        return _found(_not_theirs(turn), finding)
    opening = TASKS if A_THING_OF_THEIRS.search(turn.typed) else ""
    return replace(_found(await service.shown(turn, opening), finding), personal=True)


def _not_theirs(turn: Turn) -> Reply:
    """Whoever is not enrolled yet may want the closing date in their calendar."""
    offered = deadline_buttons(turn)
    leads = Role.LEAD in roles(turn.person)
    if STOPPING.search(turn.typed):
        return Reply((Text(AS_A_LEAD if leads else SENDS_NOTHING),), "reminder_on")
    if leads:
        return Reply((Text(OF_A_HUB), Actions((WHO_NEEDS, WRITE))), "reminder_on", personal=True)
    return Reply((Text(NOT_THEIRS), *((Actions(offered),) if offered else ())), "reminder_on")


def _found(reply: Reply, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    return replace(reply, kind=name, entry=name, score=finding.score)


def _kinds(values: Mapping[str, str]) -> Sequence[str]:
    kinds = names_of(values.get("kind", ""))
    if not kinds:
        raise StaleButton
    return kinds
