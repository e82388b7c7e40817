"""A lead's orders and statements about residentials: each is done, shown first, or asked about."""

import re
from datetime import date

from bot.conversation.repository_undo import UndoLog
from bot.core.conversation import ANSWERED_WITHIN
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.residentials import lead_words
from bot.features.residentials.commands_lead import residentials_of, set_as_said
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.lead_words import OwnWords
from bot.features.residentials.parsing import NotOneSpan
from bot.hubs import resolving
from bot.hubs.lead_dates import KIND, LEAVE_IT, asks_back, calendar_of
from bot.language import Role
from bot.language.act_words import Deed
from bot.language.acts import act_in
from bot.language.phrasing import span

NUMBER = r"(?:\d|one|two|three)"
ONE = (
    rf"(?:the\s+)?(?:residential\s+(?:no\.?\s*|number\s+)?{NUMBER}|"
    r"(?:first|second|third|1st|2nd|3rd)\s+residential)"
)
SAID_OF_A_RESIDENTIAL = re.compile(
    r"(?:please\s+|can you\s+|could you\s+)?(?:"
    rf"(?:set|move|confirm|cancel|change|call off|postpone|make|scrap|bin|drop|ditch)\s+{ONE}|"
    rf"{ONE}\s*[:=–-]?\s+(?:is|isn['’]?t|has|will be|moved?|moves|cancelled|cancel|confirmed|confirm|on|off|to|at|"
    r"provisional|no longer|venue|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+)"
    r")\b[^?]*",
    re.I,
)
ASKED_OF_A_RESIDENTIAL = re.compile(
    r"(?:(?:so|and|hi|ok|please)[\s,]+)*"
    r"(?:when|where|is|isn['’]?t|was|has|(?:what|which) (?:date|day)s?|"
    r"what(?:['’]?s| is| are) the (?:dates?|venue))\b"
    rf"(?:['’]s)?(?:\s+(?:is|are|of|for|was|on))?\s+(?P<one>{ONE})\b(?:['’]s)?(?:\s+(?:on|off|still|now|again|confirmed|cancelled|provisional|certain|set|yet|held|being|moved|"
    r"going ahead|happening|been|date|dates|venue|is|at|starts?))*\s*[?.!]*$",
    re.I,
)
"""“When is residential 2”, “is residential 3 off?”, from a lead: of their own hub's."""
VENUE_FIRST = re.compile(
    r"(?:please\s+)?(?:(?:set|change|make)\s+)?(?:the\s+)?venue\s+(?:for|of|at)\s+(?P<one>"
    rf"{ONE})\s+(?:is(?:\s+now)?|will be|to|:)\s+(?P<venue>\S.*)",
    re.I,
)
WHICH_RESIDENTIAL = re.compile(
    r"(?:please\s+)?(?:cancel|confirm|move|change|set|call off|postpone)\s+(?:(?:all|both|the|my|our)\s+)*"
    r"residentials?\b(?!\s*\d)[^?]*",
    re.I,
)
OFF = re.compile(
    r"(?:^|[\s,;.])(?:(?:the|our|that|this)\s+)?residential(?:['’]?s|\s+(?:is|has|was|will))?\s+"
    r""
    r"(?:(?:been|be|have|to|now|all|definitely|probably)\s+)*(?:off|cancell?ed|called off|"
    r"not (?:happening|on|going ahead|running))\b(?!\s+(?:the|by|to|in)\b)",
    re.I,
)
"""“Bad news, looks like the residential's off, snow”: which one, and whether it is so, is asked."""
BEGINS_WITH_ONE = re.compile(
    rf"(?:{lead_words.LEAD_IN})(?:(?:{lead_words.MOVING}|cancel|confirm|call off)\s+)?(?P<one>{ONE})", re.I
)
SHOW = Button("Show the residentials", "say", {"text": "cohort residential"})
ONE_AT_A_TIME = "I read more than one residential there. One at a time, please. Nothing was changed."
USUAL_DAYS = 2


async def said(turn: Turn, text: str) -> Reply | None:
    """What becomes of it; None for whatever is about no residential."""
    own = lead_words.said_of_one(text)
    if (own or SAID_OF_A_RESIDENTIAL.fullmatch(text)) and lead_words.several(text):
        return Reply((Text(ONE_AT_A_TIME), Actions((SHOW, LEAVE_IT))), KIND, entry=KIND)
    if venue := VENUE_FIRST.fullmatch(text):
        text = f"{venue['one']} venue {venue['venue']}"
    if (
        own
        and (own.starts or lead_words.LENGTH.search(own.rest))
        and (reply := await _from_its_first_day(turn, own))
    ):
        return reply
    if SAID_OF_A_RESIDENTIAL.fullmatch(text):
        return await asks_back(set_as_said)(turn, text)
    if own:
        return await _in_own_words(turn, own)
    if season := lead_words.of_a_season(text):
        return await _of_a_season(turn, season)
    told = act_in(text).deed is Deed.SEND  # “tell everyone the residential is off” is for them
    if OFF.search(text) and "?" not in text and not told and not lead_words.NUMBERED.search(text):
        return await _off(turn)
    return _which(turn) if WHICH_RESIDENTIAL.fullmatch(text) else await _half_read(turn, text)


async def _off(turn: Turn) -> Reply:
    """The one that was set just before, or the only one to come: whether it is to be cancelled is asked."""
    led = await resolving.led(turn)
    there = await residentials_of(turn, led[0]) if len(led) == 1 else ()
    coming = [one for one in there if one.last_day >= turn.today and one.state is not ResidentialState.CANCELLED]
    last = await UndoLog(turn.store).last_here(turn)
    set_now = last is not None and last.kind == "residential" and last.at >= turn.now - ANSWERED_WITHIN
    number = last.entries[0].detail.get("number") if last and set_now else None
    meant = [one for one in coming if one.number == number] or coming
    return await asks_back(set_as_said)(turn, f"cancel {meant[0].number}") if len(meant) == 1 else _which(turn)


async def _in_own_words(turn: Turn, own: OwnWords) -> Reply:
    led = await resolving.led(turn)
    if (
        len(led) == 1
        and own.rest != "cancel"
        and lead_words.is_vague(own.rest, (await calendar_of(turn, led[0])).span)
    ):
        raise NotOneSpan
    return await asks_back(set_as_said)(turn, f"{own.number} {own.rest}")


async def _from_its_first_day(turn: Turn, own: OwnWords) -> Reply | None:
    """“Residential 2 starts on Tuesday 26 January”: as long as it is now, and shown first, unless that is said."""
    led = await resolving.led(turn)
    if len(led) != 1:
        return None
    before = next((one for one in await residentials_of(turn, led[0]) if one.number == own.number), None)
    usual = (before.last_day - before.first_day).days + 1 if before else USUAL_DAYS
    found = lead_words.whole(own, usual, (await calendar_of(turn, led[0])).span)
    if found is None:
        return None
    first, last, behind, length_said = found
    words = f"{own.number} {_written(first)} to {_written(last)} {behind}".strip()
    if length_said:
        return await asks_back(set_as_said)(turn, words)
    sets = Button("Set it", "say", {"text": f"cohort residential {words}"}, "primary")
    days = "one day" if usual == 1 else f"{usual} days"
    text = Text(f"Residential {own.number}: {span(first, last)}, {days}? Nothing is changed yet.")
    asks = OpenQuestion(sets.label, LEAVE_IT.label)
    return Reply((text, Actions((sets, LEAVE_IT))), KIND, entry=KIND, asks=asks)


async def _of_a_season(turn: Turn, own: OwnWords) -> Reply | None:
    """None where neither a day nor a deed is said of it."""
    led = await resolving.led(turn)
    if len(led) != 1 or not (await calendar_of(turn, led[0])).span(own.rest).days:
        return None
    which = Button(f"Residential {own.number}", "say", {"text": f"cohort residential {own.number} {own.rest}"})
    text = Text(
        f"Residentials go by their numbers. Do you mean residential {own.number}? Nothing has been changed yet."
    )
    asks = OpenQuestion(which.label, LEAVE_IT.label)
    return Reply((text, Actions((which, SHOW, LEAVE_IT))), KIND, entry=KIND, asks=asks)


async def _half_read(turn: Turn, text: str) -> Reply | None:
    """An order or a date for a residential that is named, with words that were not read."""
    found = BEGINS_WITH_ONE.match(text)
    led = await resolving.led(turn) if found else ()
    if found is None or len(led) != 1:
        return None
    act, reading = act_in(text), (await calendar_of(turn, led[0])).span(text[found.end() :])
    if act.deed not in (Deed.CHANGE, Deed.DELETE) and not any(one.role is Role.DATE for one in reading.stretches):
        return None
    usage = turn.catalogue.usage("cohort residential")
    which = " ".join(found["one"].split())
    text = f"I understood that it is about {which}, but not the rest, so nothing was changed. {usage}"
    return Reply((Text(text), Actions((SHOW, LEAVE_IT))), KIND, entry=KIND)


def under_a_condition(what: str) -> Reply:
    text = "I can't wait for an “if”, so nothing was changed. Say it again when it is certain. Shall I show them?"
    show = Button(f"Show the {what}s", "say", {"text": f"cohort {what}"})
    return Reply((Text(text), Actions((show, LEAVE_IT))), KIND, entry=KIND)


def _which(turn: Turn) -> Reply:
    usage = turn.catalogue.usage("cohort residential")
    text = f"Which residential? Put its number into it. Nothing was changed.\n{usage}"
    return Reply((Text(text), Actions((SHOW, LEAVE_IT))), KIND, entry=KIND)


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
