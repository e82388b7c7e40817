"""A wish granted: done where the entry and the new value are wholly named, else shown with buttons."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.reply import Button, Reply, Text
from bot.core.turn import Turn
from bot.features.release_days import context, correcting, views
from bot.features.release_days.checks import in_the_year, refuse
from bot.features.release_days.commands_manage import change_form, put_right, take_off
from bot.features.release_days.correcting import CORRECTED
from bot.features.release_days.domain import LONGEST_NOTE, Part, ReleaseDay, ReleaseDayInput
from bot.features.release_days.meant import Found, entries_meant, split_run_on
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.spoken_of import LATELY, just_spoken_of, last_spoken_of, removed_lately
from bot.features.release_days.values import Value, value_in
from bot.features.release_days.wish_words import TWO_CHANGES
from bot.features.release_days.wishes import DayWish
from bot.language.act_words import Deed
from bot.language.calendars import Span
from bot.language.dates import in_words
from bot.language.hearsay import HEDGED

HALF_OF = re.compile(r"\b(?P<half>mornings?|afternoons?|half|am|pm)\s+(?:a\s+day\s+)?(?:of|on|from)\b", re.I)
LEFT_OF = {Part.MORNING: Part.AFTERNOON, Part.AFTERNOON: Part.MORNING, Part.HALF: Part.HALF}
BUT_MORE = re.compile(r"\bbut\s+(?!not\b|keep\b)\S.*$", re.I)
TAKEN_OFF = re.compile(
    r"\b(?:day|entry|one|record)\s+(?:that\s+)?i\s+(?:just\s+)?(?:deleted|removed|undid|took off|cancelled)\b|"
    r"\bdeleted (?:day|entry|one)\b",
    re.I,
)
ONE_AT_A_TIME = (
    "Those are two changes, so nothing was changed. Say one, and then the other: “change 4 November to half”."
)
LOOSELY = re.compile(r"\b(?:forget|drop|lose|clear|chuck|cancel)\b", re.I)
"""Verbs with other uses: with “that” after them, they may say no more than “never mind”."""
NEVER_MIND = re.compile(r"\W*(?:oh |ok |just |please )?forget (?:it|that|about it|about that)\W*$", re.I)


async def granted(turn: Turn, wish: DayWish) -> Reply:
    """The entry and what it should be: done where both are wholly named, shown where not."""
    if wish.deed is Deed.RESTORE:
        return await _restoring(turn, wish)
    if wish.deed is Deed.CHANGE and TWO_CHANGES.search(turn_text(turn)):
        return Reply((Text(ONE_AT_A_TIME),), CORRECTED, entry=CORRECTED)
    if wish.plain and wish.deed is not Deed.NOTE and HEDGED.search(turn_text(turn)):
        wish = replace(wish, plain=False)
    year = Span(context.cohort(turn).starts, context.cohort(turn).ends)
    wish = split_run_on(wish, turn.today, year)
    there = await context.on_record(turn)
    if not there:
        return correcting.nothing_for("any day yet")
    last = await last_spoken_of(turn)
    if wish.deed is Deed.DELETE and not last and NEVER_MIND.match(turn_text(turn)):
        return Reply((Text("All right, nothing was changed."),), CORRECTED, entry=CORRECTED)
    found = entries_meant(wish, there, last, turn.today, year)
    if found.question:
        return correcting.asked(
            Text(f"{found.question} Nothing was changed."), buttons=(correcting.LIST,), leave=False
        )
    if found.missing:
        return correcting.nothing_for(in_words(found.missing), found.entries)
    if not found.entries:
        return correcting.which_entry("delete" if wish.deed is Deed.DELETE else "change")
    if found.partly:
        return correcting.nothing_for(in_words(found.partly), found.entries[:1])
    if wish.deed is Deed.DELETE:
        return await _deleting(turn, wish, found)
    if wish.deed is Deed.NOTE:
        return await _noting(turn, wish, found)
    return await _changing(turn, wish, found, year)


async def _deleting(turn: Turn, wish: DayWish, found: Found) -> Reply:
    meant = not found.pointed or (just_spoken_of(turn) and wish.which and not LOOSELY.search(turn_text(turn)))
    if found.exact and meant and not found.by_what and wish.plain and not wish.to:
        return await take_off(turn, found.entries)
    entry = found.entries[0]
    if len(found.entries) == 1 and entry.part is Part.FULL and (half := _half_named(wish.which)):
        return correcting.shown(entry, ReleaseDayInput(entry.day, LEFT_OF[half], entry.purpose, entry.note))
    if len(found.entries) == 1 or found.every:
        odd = found.odd or (more[0].strip(" ,.") if (more := BUT_MORE.search(turn_text(turn))) else "")
        return correcting.deletion(found.entries, odd)
    return correcting.which_of(
        found.entries,
        [correcting.delete_button([one], correcting.label("Delete", one)) for one in _recent(found.entries)],
    )


def _half_named(which: str) -> Part | None:
    """“Delete the morning of 21 October”: only that half is to go."""
    found = HALF_OF.search(which)
    if found is None:
        return None
    said = found["half"].lower()
    return (
        Part.HALF if said == "half" else Part.MORNING if said in ("am", "morning", "mornings") else Part.AFTERNOON
    )


async def _changing(turn: Turn, wish: DayWish, found: Found, year: Span) -> Reply:
    entries = _recent(found.entries)
    values = [value_in(wish, one, turn.today, year) for one in entries]
    if len(entries) > 1:
        return correcting.which_of(
            entries, [_change_of(one, value) for one, value in zip(entries, values, strict=True)]
        )
    entry, value = entries[0], values[0]
    if value.question or (value.others and value.day is None):
        return _which_day(entry, value)
    if value.empty:
        if wish.plain and found.exact and not wish.to and not found.pointed:
            return change_form(entry)
        return correcting.what_is_wrong(entry, "What should it be?")
    wanted = value.of(entry)
    in_the_year(wanted.day, context.cohort(turn), "Nothing was changed.")
    if _same(entry, wanted):
        if value.left:
            return correcting.what_is_wrong(
                entry, f"I'm not sure what “{value.left[:60]}” should change. What should it be?"
            )
        return correcting.same_already(entry)
    if value.others:
        return correcting.either_day(entry, [wanted, *(replace(wanted, day=day) for day in value.others)])
    if found.exact and value.whole and wish.plain:
        return await put_right(turn, entry, wanted, {})
    others = [one for one in await context.on_record(turn) if one.id != entry.id]
    refuse([wanted], others, context.cohort(turn), "Nothing was changed.")
    return correcting.shown(entry, wanted, value.left)


def _which_day(entry: ReleaseDay, value: Value) -> Reply:
    if value.others:
        ways = [value.of(entry) if day is None else replace(value.of(entry), day=day) for day in value.others]
        reply = correcting.either_day(entry, ways[: correcting.MOST_CHOICES])
        return (
            reply
            if not value.question
            else replace(
                reply, blocks=(reply.blocks[0], Text(f"Nothing was changed. {value.question}"), *reply.blocks[2:])
            )
        )
    return correcting.what_is_wrong(entry, value.question)


def _change_of(entry: ReleaseDay, value: Value) -> Button:
    """Of several entries: changes this one as was said, or opens its form."""
    if value.empty or value.others or value.question or _same(entry, value.of(entry)):
        return correcting.edit_button(entry, correcting.label("Change", entry))
    return correcting.change_button(entry, value.of(entry), correcting.label("Change", entry), primary=False)


async def _noting(turn: Turn, wish: DayWish, found: Found) -> Reply:
    entries = _recent(found.entries)
    if len(entries) > 1:
        return correcting.which_of(entries, [_note_button(one, wish) for one in entries])
    entry = entries[0]
    if not wish.to and not wish.instead:
        return change_form(entry)
    if not wish.to and not entry.note:
        return correcting.what_is_wrong(entry, "It has no note. What should it be?")
    wanted = _with_note(entry, wish.to, instead=wish.instead)
    if len(wanted.note or "") > LONGEST_NOTE:
        return correcting.what_is_wrong(
            entry, f"That makes a note of more than {LONGEST_NOTE} characters. Shall I open it?"
        )
    if found.exact and wish.plain:
        return await put_right(turn, entry, wanted, {"sure": "yes"})
    return correcting.shown(entry, wanted)


def _note_button(entry: ReleaseDay, wish: DayWish) -> Button:
    wanted = _with_note(entry, wish.to, instead=wish.instead)
    if not wish.to or len(wanted.note or "") > LONGEST_NOTE:
        return correcting.edit_button(entry, correcting.label("Change", entry))
    return correcting.change_button(entry, wanted, correcting.label("Note for", entry), primary=False)


def _with_note(entry: ReleaseDay, note: str, *, instead: bool = False) -> ReleaseDayInput:
    """What was noted before stays before it, unless the new note stands instead of it."""
    whole = f"{entry.note}; {note}" if entry.note and not instead else note
    return ReleaseDayInput(entry.day, entry.part, entry.purpose, whole or None)


async def _restoring(turn: Turn, wish: DayWish) -> Reply:
    """What was taken off last, or on the day that is named."""
    gone = list(await removed_lately(turn))
    year = Span(context.cohort(turn).starts, context.cohort(turn).ends)
    if not gone:
        return correcting.nothing_to_restore()
    found = entries_meant(replace(wish, deed=Deed.CHANGE), gone, gone[:1], turn.today, year)
    if found.missing or not found.entries or found.question:
        return correcting.nothing_to_restore()
    named = found.exact and not found.pointed
    lately = [one for one in gone if one.deleted_at and one.deleted_at > turn.now - LATELY]
    if wish.plain and len(lately) == 1 and TAKEN_OFF.search(wish.which) and found.pointed:
        return await put_back(turn, lately[0])
    if named and wish.plain and len(found.entries) == 1:
        return await put_back(turn, found.entries[0])
    return correcting.restoring(found.entries[: correcting.MOST_CHOICES] if named else gone[:1])


async def put_back(turn: Turn, entry: ReleaseDay, key: str = "") -> Reply:
    wanted = ReleaseDayInput(entry.day, entry.part, entry.purpose, entry.note)
    refuse([wanted], await context.on_record(turn), context.cohort(turn), "Nothing was put back.")
    done = await ReleaseDays(turn.store).log(context.whose(turn), [wanted], context.request(turn, key))
    blocks = (views.lines("Back on record", done.added), views.balance(done.balance))
    return Reply(blocks, CORRECTED, entry=CORRECTED, spoken_of=views.spoken_of(done.added))


def turn_text(turn: Turn) -> str:
    return context.typed(turn, "")


def _recent(entries: Sequence[ReleaseDay]) -> list[ReleaseDay]:
    """The newest entries first, as many as can be chosen from."""
    if len(entries) <= correcting.MOST_CHOICES:
        return list(entries)
    return sorted(entries, key=lambda one: (one.logged_at, one.id), reverse=True)[: correcting.MOST_CHOICES]


def _same(entry: ReleaseDay, wanted: ReleaseDayInput) -> bool:
    return (entry.day, entry.part, entry.purpose, entry.note) == (
        wanted.day,
        wanted.part,
        wanted.purpose,
        wanted.note,
    )
