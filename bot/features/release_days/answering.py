"""What is said of days answered: logged where every word is understood; else asked, shown or refused."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.errors import BotError
from bot.core.open_question import OpenQuestion
from bot.core.permissions import roles
from bot.core.reply import Actions, Block, Button, Checklist, Reply, Text
from bot.core.turn import Turn
from bot.features.release_days import asking, context, forms, views
from bot.features.release_days.asking import LOG
from bot.features.release_days.beside_a_day import (
    FOR_ME,
    NO_PUPILS,
    ONE_AT_A_TIME,
    ONLY_YOURS,
    hedged,
    private_notes,
    second_wishes,
    without_notes,
)
from bot.features.release_days.checks import doubts, in_the_year, refuse
from bot.features.release_days.clauses import LogReading, Said
from bot.features.release_days.domain import DaysChanged, ReleaseDayInput
from bot.features.release_days.instead_of_a_day import moved_now, somebody_elses_day
from bot.features.release_days.log_reading import reading_of
from bot.features.release_days.repository import ReleaseDays
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood
from bot.language.calendars import HolidayCalendar, Span
from bot.language.dates import in_words
from bot.language.doubts import About

HOW = (
    "To log a day, say it as you would to a person: “log half yesterday, pilot workshop with St Mary's”. Or type:"
)
LOG_ONE = Button("Log a day", "releaseday_form", style="primary")
LIST = Button("List my days", "say", {"text": "releaseday list"})
ORDERED = Act(Mood.ORDER, Deed.LOG, certain=True)
LOG_WORDS = frozenset(["log", "logg", "lg", "record", "register", "put", "write", "jot"])
"""With these verbs a message is about a release day, whatever the search would make of it."""
LOOKS_BACK = re.compile(r"\s*(?:did|have|has|had|was|were|is|are|when|which|what)\b", re.I)
ORDERED_AFTER = re.compile(
    r"\?\s*(?:(?:also|and|oh|then|please|btw|by the way)[\s,]+)*(?P<order>(?:log|record|put|add|stick|pop|enter|"
    r"note\s+down|register)\b)",
    re.I,
)
"""“How many are left? Log 17 November …”: an order behind a question."""
ONE_THING = "That is a question and a day at once. First the day; then ask the question again."
KEEPS = re.compile(r"\b(?:forget|forgotten|lose|losing|miss|missing|overlook)\b", re.I)
"""“Don't let me forget 9 December”: it is to stay."""
UNDOING = re.compile(r"\b(?:delete|remove|change|cancel|move|undo|alter|edit|touch|take)\b", re.I)


class DaysDoNotFit(BotError):
    """I can't tell which days you mean. Type each date, for example: log 12 and 13 November residential."""


def how_to_log(turn: Turn) -> str:
    return f"{HOW}\n{turn.catalogue.lines('releaseday', roles(turn.person))}"


async def read_log(turn: Turn, text: str, act: Act | None) -> LogReading:
    """Raises NothingToLog, TooManyDays. The hub's holidays are looked up where one is spoken of."""
    cohort = context.cohort(turn)
    year = Span(cohort.starts, cohort.ends)
    reading = reading_of(text, turn.today, year, act=act)
    if any(one.about is About.HOLIDAY for one in reading.doubts):
        holidays = HolidayCalendar.of(await context.holidays(turn))
        reading = reading_of(text, turn.today, year, holidays, act)
    return reading


async def ordered_behind(turn: Turn, text: str) -> Reply | None:
    """“How many are left? Log 17 November …”: the day is shown; a question and an order are two things."""
    found = ORDERED_AFTER.search(text)
    reading = await read_log(turn, text[found.start("order") :], ORDERED) if found else None
    if reading is None or not reading.certain:
        return None
    proposed = await shown_first(turn, reading)
    return replace(proposed, blocks=(Text(ONE_THING), *proposed.blocks))


async def answered(turn: Turn, reading: LogReading) -> Reply:
    """Logged where every word is understood; else asked, shown or answered, and nothing is done."""
    if reading.act.mood is Mood.REFUSAL:
        return await _refused(turn, reading)
    for day in reading.days:
        in_the_year(day, context.cohort(turn))
    if reading.act.asks:
        return await _told(turn, reading)
    if any(_counts(reading, one.extent.of(reading.text)) for one in reading.doubts if one.about is About.AMOUNT):
        raise DaysDoNotFit
    if reading.doubts:
        return asking.doubtful(reading)
    if not reading.days or not all(one.days for one in reading.said):
        return asking.which_day(reading)
    if not reading.complete:
        return asking.what_for(reading)
    if moved := await moved_now(turn, reading):
        return moved
    if more := second_wishes(reading):
        proposed = await shown_first(turn, without_notes(reading, more))
        left = "”, “".join(note.lstrip(" .!?;") for note in more)
        return replace(proposed, blocks=(Text(ONE_AT_A_TIME.format(more=left)), *proposed.blocks))
    if FOR_ME.search(reading.text) and await somebody_elses_day(turn, reading):
        return Reply((Text(ONLY_YOURS),), LOG, entry=LOG)
    if beside := await somebody_elses_day(turn, reading):
        proposed = await shown_first(turn, reading)
        return replace(proposed, blocks=(Text(beside), *proposed.blocks))
    if private := private_notes(reading):
        proposed = await shown_first(turn, without_notes(reading, private))
        return replace(proposed, blocks=(Text(NO_PUPILS), *proposed.blocks))
    if not reading.certain or not reading.act.may_write or _loosely(reading) or hedged(reading):
        return await shown_first(turn, reading)
    return await log_or_ask(turn, reading.records())


async def shown_first(turn: Turn, reading: LogReading) -> Reply:
    """Raises DayIsFull for what could not be logged."""
    there, cohort = await context.on_record(turn), context.cohort(turn)
    refuse(reading.records(), there, cohort)
    return asking.shown(reading, doubts(reading.records(), there, cohort.half_days, turn.today))


def _counts(reading: LogReading, words: str) -> bool:
    """Whether a number of days was said that the dates do not add up to."""
    return bool(reading.days) and ("days" in words.lower().split() or " and a half" in words.lower())


def _loosely(reading: LogReading) -> bool:
    """The verb has many uses, and words stand before the purpose: “book a hotel for the workshop”."""
    verb = reading.text[: reading.act.object_at].lower().split()
    strong = reading.act == replace(ORDERED, object_at=reading.act.object_at) and (
        not verb or LOG_WORDS & set(verb)
    )
    return any(one.worded for one in reading.said) and not strong


async def _told(turn: Turn, reading: LogReading) -> Reply:
    """“Was 14 October a full day”: what is on record for it. “Can I log Friday”: how."""
    if not reading.days or (reading.act.deed is Deed.LOG and not LOOKS_BACK.match(reading.text)):
        return _told_how(turn, reading)
    there = [one for one in await context.on_record(turn) if one.day in reading.days]
    days = " and ".join(map(in_words, reading.days[:3]))
    shown = views.lines("On record", there) if there else Text(f"Nothing is on record for {days}.")
    return Reply((shown, Actions((LIST,))), LOG, entry=LOG)


def _told_how(turn: Turn, reading: LogReading) -> Reply:
    """The answer to a question about logging; what it names can be logged with a press."""
    opening = Text(
        "You can log any day of your cohort's year, weekends and planned days too: I ask where something "
        "looks odd. " + how_to_log(turn)
    )
    if reading.certain:
        buttons = (asking.log_button(asking.LOG_IT, reading.records()), asking.leave_button())
        return asking.asked(opening, views.lines("Not logged", reading.records()), buttons=buttons)
    return Reply((opening, Actions((LOG_ONE, LIST))), LOG, entry=LOG)


async def _refused(turn: Turn, reading: LogReading) -> Reply:
    """“Don't log Friday”, “I did not take 12 November”: nothing is logged, and what is there can be taken off."""
    there = [one for one in await context.on_record(turn) if one.day in reading.days]
    if UNDOING.search(reading.text) and reading.text.lower().lstrip().startswith(("don", "do not", "please")):
        return Reply((Text("All right, nothing was changed."), Actions((LIST,))), LOG, entry=LOG)
    if not there:
        return Reply((Text("All right, nothing was logged."),), LOG, entry=LOG)
    if KEEPS.search(reading.text):
        shown = views.lines("On record, and it stays", there)
        return Reply((shown, Actions((LIST,))), LOG, entry=LOG, spoken_of=views.spoken_of(there))
    text = views.lines("All right, nothing was logged. On record already", there)
    button = Button("Delete it", "releaseday_delete", {"day": str(there[0].id)})
    asks = OpenQuestion(button.label, asking.LEAVE_IT)
    return asking.asked(text, Text("Shall I take it off?"), buttons=(button, asking.leave_button()), asks=asks)


async def log_or_ask(turn: Turn, wanted: Sequence[ReleaseDayInput], token: str = "") -> Reply:
    """Put them down, unless something looks odd: then ask first. Raises DayIsFull, OutsideTheYear."""
    there = await context.on_record(turn)
    odd = doubts(wanted, there, context.cohort(turn).half_days, turn.today)
    if not odd:
        refuse(wanted, there, context.cohort(turn))
        return await put_down(turn, wanted, token)
    if before := await ReleaseDays(turn.store).already(context.whose(turn), context.request(turn, token)):
        return logged(before)  # delivered twice: what looks odd is its own first time
    refuse(wanted, there, context.cohort(turn))
    return _proposed(wanted, odd)


async def put_down(turn: Turn, wanted: Sequence[ReleaseDayInput], token: str) -> Reply:
    done = await ReleaseDays(turn.store).log(context.whose(turn), wanted, context.request(turn, token))
    return logged(done)


def logged(done: DaysChanged) -> Reply:
    """What is on record now."""
    if not done.added:
        return Reply((Text("That was logged, and has been deleted since."), views.balance(done.balance)), LOG)
    opening = "Logged already" if done.again else "Logged"
    blocks: list[Block] = [views.lines(opening, done.added), views.balance(done.balance)]
    if len(done.added) == 1:
        change = Button("Change", "releaseday_change_form", {"day": str(done.added[0].id)})
        blocks.append(Actions((change,)))
    return Reply(tuple(blocks), LOG, entry=LOG, spoken_of=views.spoken_of(done.added))


def ask_for_the_rest(known: Said) -> Reply:
    """The form for what is still missing, with the question in words."""
    reading = LogReading("", (known,), (), ORDERED)
    return asking.what_for(reading) if known.days else asking.which_day(reading)


async def propose(turn: Turn, wanted: Sequence[ReleaseDayInput]) -> Reply:
    """What would be logged; nothing is before it is confirmed. Raises DayIsFull, OutsideTheYear."""
    there, cohort = await context.on_record(turn), context.cohort(turn)
    refuse(wanted, there, cohort)
    return _proposed(wanted, doubts(wanted, there, cohort.half_days, turn.today))


def _proposed(wanted: Sequence[ReleaseDayInput], odd: Sequence[str]) -> Reply:
    # What looks odd is probably a slip: the safe button is the one that stands out.
    yes = Button("Log it anyway" if odd else "Log it", "releaseday_confirm", forms.as_values(wanted))
    no = asking.leave_button("Don't log it")
    yes, no = (yes, replace(no, style="primary")) if odd else (replace(yes, style="primary"), no)
    right = (Checklist(tuple(odd), "Please check:"),) if odd else ()
    alike = {(one.part, one.purpose, one.note) for one in wanted}
    days = tuple(one.day for one in wanted)
    said = [Said(days, part, purpose, note) for part, purpose, note in alike]
    asks = asking.open_to(said, yes.label, no.label, proposed=True)
    return asking.asked(views.lines("Not logged yet", wanted), *right, buttons=(yes, no), asks=asks)
