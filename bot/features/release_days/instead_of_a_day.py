"""What a day to log may be instead, by what is on record: a planned day that has moved, or somebody else's."""

from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.features.release_days import context, correcting
from bot.features.release_days.beside_a_day import FOR_ME, FOR_SOMEBODY, unmarked_notes
from bot.features.release_days.clauses import LogReading
from bot.features.release_days.domain import ReleaseDayInput
from bot.identity.repository import People
from bot.language.tokens import tokenise


async def moved_now(turn: Turn, reading: LogReading) -> Reply | None:
    """“The hub day is on the 10th now”, where one is planned already: that one is to move, not one more."""
    one = reading.said[0] if len(reading.said) == 1 else None
    if one is None or one.purpose is None or len(one.days) != 1 or (one.note or "").lower() != "now":
        return None
    planned = [day for day in await context.on_record(turn) if day.day > turn.today and day.purpose is one.purpose]
    if len(planned) != 1:
        return None
    (entry,), (day,) = planned, one.days
    if day < turn.today and not any(token.month for token in tokenise(reading.text)):
        day = entry.day.replace(day=min(day.day, 28))
    return correcting.shown(entry, ReleaseDayInput(day, one.part or entry.part, entry.purpose, entry.note))


async def somebody_elses_day(turn: Turn, reading: LogReading) -> str:
    """What a note seems to say of somebody else's day, in words; empty for nothing."""
    notes = unmarked_notes(reading)
    who = next((found["who"] for note in notes if (found := FOR_SOMEBODY.match(note))), "")
    place = turn.me.enrolment
    if not who or place is None:
        return ""
    a_name = who.istitle() or FOR_ME.search(reading.text)
    if not a_name and not await People(turn.store).named(who, [place.hub.id]):
        return ""
    return f"One person's day at a time. As it stands, “for {who}” would only be a note."
