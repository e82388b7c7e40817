"""What is typed in answer to the bot's own questions about release days."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.conversation import Fill
from bot.core.reply import Reply
from bot.core.routing import answer
from bot.core.turn import Turn
from bot.features.release_days import context, correcting, forms
from bot.features.release_days.answering import ask_for_the_rest, log_or_ask, propose
from bot.features.release_days.asking import DETAILS
from bot.features.release_days.beside_a_day import second_wish
from bot.features.release_days.borders import beside
from bot.features.release_days.clauses import Said
from bot.features.release_days.commands_manage import change_to, one_named
from bot.features.release_days.correcting import CHANGED_TO, DELETED_INSTEAD
from bot.features.release_days.details import details_in, merged, purpose_alone
from bot.features.release_days.domain import ReleaseDayInput
from bot.features.release_days.meant import entries_meant
from bot.features.release_days.wishes import DayWish
from bot.language.act_words import Deed
from bot.language.acts import Mood, act_in
from bot.language.calendars import Span

USUAL = re.compile(
    r"(?:the|my|as|same as)?\s*(?:usual|normal|always|last time|before)(?:\s+(?:one|thing|please))?", re.I
)
"""Words that answer, and say nothing that is on record: the question is asked again."""

NOT_THIS = re.compile(r"(?:well\s+|no\s+)?(?:it\s+was\s+|it's\s+)?not\s+(?:an?|the|for)\b.{1,40}$", re.I)
"""“Not a workshop this time”: what it was for is still open."""
ALSO = re.compile(r"^(?:(?:and|also|plus|yes|ok|okay)[\s,]+)+", re.I)
OF_THAT_DAY = re.compile(r"\b(?:on\s+|for\s+)?(?:that|the)\s+day\b", re.I)
"""“Workshop that day”: the day that was asked about."""
ONLY_PART = re.compile(
    r",?\s*\b(?:but\s+)?(?:only|just)(?:\s+(?:for|in))?(?:\s+(?:the|a))?\s+"
    r"(?=(?:am|pm|mornings?|afternoons?|half)\b)",
    re.I,
)


@answer(DETAILS, of="releaseday log", writes=True)
async def details(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“12th january”, “half a day, workshop”: with the rest known, the day is logged.

    A correction (“no, friday”) and what comes after something else was said are shown first. A question is none.
    """
    act = act_in(said.words)
    if act.asks:
        return None
    cohort = context.cohort(turn)
    words = forms.dated_among(values, OF_THAT_DAY.sub(" ", said.words) if values.get("days") else said.words)
    words = ONLY_PART.sub(" ", words)
    found = details_in(words, turn.today, Span(cohort.starts, cohort.ends))
    known = forms.known_in(values)
    whole = bool(found and found.days and found.purpose and act.certain and act.deed is Deed.LOG)
    if whole and (values.get("proposed") or known.days or not known.note):
        return None  # an order of its own: nothing of what stands open belongs to it
    if found is None and USUAL.fullmatch(said.words):
        return ask_for_the_rest(known)
    if found is None:
        return await _what_for(turn, said, known)
    anew = bool(found.days and found.purpose and known.note and not found.note)  # the note was said of another
    known = merged(known, found)
    if not known.days or known.purpose is None:
        return ask_for_the_rest(known)
    wanted = known.records()
    asked = turn.standing.asked
    offered = forms.dates(values.get("among", ""))
    other = bool(offered) and not {one.day for one in wanted} <= set(offered)
    if other or found.guess or said.corrects or values.get("proposed") or asked is None or asked.overtaken or anew:
        return await propose(turn, wanted)
    return await log_or_ask(turn, wanted)


async def _what_for(turn: Turn, said: Fill, known: Said) -> Reply | None:
    """“It was the hub thing, collaboration”, of a day whose purpose was asked; “not a workshop” asks it again."""
    asked = turn.standing.asked
    if not known.days or known.purpose or asked is None or asked.overtaken:
        return None
    if (what := purpose_alone(said.words, turn.today)) is None:
        return ask_for_the_rest(known) if NOT_THIS.match(said.words) else None
    purpose, plainly = what
    wanted = replace(known, purpose=purpose).records()
    return await log_or_ask(turn, wanted) if plainly and not said.corrects else await propose(turn, wanted)


@answer(DELETED_INSTEAD, of="releaseday delete", writes=True)
async def deleted_instead(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“No, the one before”, “4 November”, after “shall I delete it?”: that one is shown, and asked about."""
    if act_in(said.words).asks:
        return None
    there = await context.on_record(turn)
    if others := beside(said.words, there, values.get("day", "")):
        return correcting.to_delete(others)
    cohort = context.cohort(turn)
    year = Span(cohort.starts, cohort.ends)
    found = entries_meant(DayWish(Deed.DELETE, said.words), there, (), turn.today, year)
    return correcting.deletion(found.entries) if found.exact and len(found.entries) == 1 else None


@answer(CHANGED_TO, of="releaseday change", writes=True)
async def changed_to(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“half” or “to the afternoon”, after “releaseday change friday”; a question changes nothing."""
    act = act_in(said.words)
    if act.asks or act.mood is Mood.REPORT or (act.certain and act.deed not in (None, Deed.CHANGE)):
        return None  # what was done on some day is a day of its own
    if others := beside(said.words, await context.on_record(turn), values.get("day", "")):
        return correcting.to_change(others)
    cohort = context.cohort(turn)
    if second_wish(said.words):
        return None
    words = ALSO.sub("", said.words).removeprefix("to ").removeprefix("into ")
    found = details_in(words, turn.today, Span(cohort.starts, cohort.ends))
    asked = turn.standing.asked
    if found is None or len(found.days) > 1 or asked is None or (found.days and found.purpose):
        return None
    before = await one_named(turn, values.get("day", ""))
    known = ReleaseDayInput(before.day, before.part, before.purpose, before.note)
    if values.get("shown"):
        known = forms.known_in(values).records()[0]
    wanted = replace(
        known,
        day=found.days[0] if found.days else known.day,
        part=found.part or known.part,
        purpose=found.purpose or known.purpose,
        note=found.note or known.note,
    )
    if wanted == known:
        return correcting.same_already(before)
    # Another day, a note, or something else than what was just proposed is shown before it is done.
    shown = bool(found.days or found.note or asked.question.yes)
    return await change_to(turn, before, wanted, first=asked.overtaken or said.corrects or shown)
