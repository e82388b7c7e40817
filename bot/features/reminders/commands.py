"""A specialist's reminders: what comes; stopped, on again, put off; by command, by button, in their own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.errors import StaleButton
from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import action, command, intent
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.reminders import service
from bot.features.reminders.parsing import UntilWhen, chosen, day_in, kinds_in
from bot.features.reminders.registry import names_of, topic_of, topics
from bot.features.reminders.repository import Reminders
from bot.features.reminders.service import TooLateThen
from bot.language.acts import act_in
from knowledge.search import Finding

ALL_OF_THEM = re.compile(r"\breminders\b|\ball\b|\beverything\b|\bpause\b|\bnotifications\b|\balerts\b", re.I)
A_THING_OF_THEIRS = re.compile(r"\bremind me\b.*\bto\b|\balarm\b", re.I)
NOT_THEIRS = (
    "I only remind enrolled specialists, of residentials, reports and release days. Please put the date in your "
    "own calendar. If your Maths Hub gave you a code, type “join” and the code."
)
HOW_TO_STOP = (
    "Reminders come until you stop them: “reminders stop” stops all, “reminders stop reports” some, “reminders "
    "snooze until” and a date puts them off. What comes:"
)
FOR_HOW_LONG = "Until when? Nothing is stopped. Type for example: reminders snooze until 4 January. What comes:"
FOR_A_WHILE = re.compile(
    r"\b(?:half[\s-]?term|christmas|xmas|easter|summer|holidays?|weekends?|week|month|term|over|during|before|after|"
    r"until|till|between|"
    r"tomorrow|today|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b",
    re.I,
)
MOST_DAYS = 31  # that a button puts off by


@command(
    "reminders",
    role=Role.SPECIALIST,
    help="What is coming; all off or on",
    example="reminders; reminders off",
    writes=True,
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
    return await service.stop(turn, chosen(words))


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
    """Some or all kinds; without a time, for a few days. Raises UntilWhen."""
    day, kinds = day_in(words, turn.today), kinds_in(words)
    if day is None and words and not kinds:
        raise UntilWhen
    return await service.put_off_kinds(turn, kinds or tuple(topics()), day)


@action("reminder_stop", of="reminders stop", writes=True)
async def stop_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await service.stop(turn, _kinds(values))


@action("reminder_start", of="reminders start", writes=True)
async def start_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await service.start(turn, _kinds(values))


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
    return await service.once_more(turn, this[0], day_in(f"{days} days", turn.today))


@intent("reminder_list", of="reminders", writes=False)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    return _found(await service.shown(turn), finding)


@intent("reminder_on", role=Role.ANYONE, writes=True)
async def asked_to_remind(turn: Turn, finding: Finding) -> Reply:
    """On again what was stopped; who has stopped nothing is told what comes by itself.

    Many teachers ask before they apply: they are told where to put the date, not only that they may not.
    """
    if Role.SPECIALIST not in roles(turn.person):
        return _found(Reply((Text(NOT_THEIRS),), "reminder_on"), finding)
    return replace(await _on_again(turn, finding), personal=True)


async def _on_again(turn: Turn, finding: Finding) -> Reply:
    kinds, choices = kinds_in(_text(turn)), await Reminders(turn.store).choices(turn.me.id, turn.now)
    if off := [kind for kind in kinds or topics() if kind in choices]:
        return _found(await service.start(turn, off), finding)
    opening = "Your reminders are on; they come by themselves."
    if A_THING_OF_THEIRS.search(_text(turn)):
        opening = "I remind you of residentials, reports and release days; anything else goes into your own diary."
    return _found(await service.shown(turn, opening), finding)


@intent("reminder_off", of="reminders stop", writes=True)
async def asked_to_stop(turn: Turn, finding: Finding) -> Reply:
    """For good only where no time is named; a question about stopping is answered."""
    text = _text(turn)
    if act_in(text).asks:
        return _found(await service.shown(turn, HOW_TO_STOP), finding)
    if FOR_A_WHILE.search(text):
        return _found(await service.shown(turn, FOR_HOW_LONG), finding)
    return _found(await service.stop(turn, kinds_in(text) or tuple(topics())), finding)


@intent("reminder_snooze", of="reminders snooze", writes=True)
async def asked_to_wait(turn: Turn, finding: Finding) -> Reply:
    """“Remind me later” is about the reminder that came last; “pause reminders until May” about all."""
    text = _text(turn)
    if act_in(text).asks:
        return _found(await service.shown(turn, HOW_TO_STOP), finding)
    day, kinds = day_in(text, turn.today), kinds_in(text)
    told = await Reminders(turn.store).told(turn.me.id, turn.now)
    of_it = [one for one in told if not kinds or topic_of(one.owed.rule) in kinds]
    if of_it and not ALL_OF_THEM.search(text):
        return _found(await service.once_more(turn, of_it[0], day), finding)
    return _found(await service.put_off_kinds(turn, kinds or tuple(topics()), day), finding)


def _found(reply: Reply, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    return replace(reply, kind=name, entry=name, score=finding.score)


def _text(turn: Turn) -> str:
    return turn.activity.text if isinstance(turn.activity, Message) else ""


def _kinds(values: Mapping[str, str]) -> Sequence[str]:
    kinds = names_of(values.get("kind", ""))
    if not kinds:
        raise StaleButton
    return kinds
