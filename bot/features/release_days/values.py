"""What an entry should become, in somebody's own words. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.features.release_days.domain import Part, Purpose, ReleaseDay, ReleaseDayInput
from bot.features.release_days.log_reading import PARTS
from bot.features.release_days.purposes import TERMS, purpose_of
from bot.features.release_days.wishes import DayWish
from bot.language.calendars import Span, day_of, monday
from bot.language.doubts import About
from bot.language.frames import DAYS
from bot.language.mentions import Lean
from bot.language.reading import Reading, read
from bot.language.tokens import Token, tokenise
from bot.language.words import word_set

VALUE_WORDS = word_set(
    "a an the of on be it was is only just day days full half whole in for to one that this at and time "
    "instead really actually down session only please normal ordinary regular plain as"
)


@dataclass(frozen=True, slots=True)
class Value:
    """What an entry should become; None where nothing was said. whole: every word was understood; left: from
    the first word that was not.

    others: days that may be meant as well. question: what must be asked, where no day can be read.
    """

    day: date | None = None
    part: Part | None = None
    purpose: Purpose | None = None
    whole: bool = True
    others: tuple[date, ...] = ()
    question: str = ""
    left: str = ""

    @property
    def empty(self) -> bool:
        return self.day is None and self.part is None and self.purpose is None

    def of(self, before: ReleaseDay) -> ReleaseDayInput:
        """The entry with this in it, and the rest as it was."""
        return ReleaseDayInput(
            self.day or before.day, self.part or before.part, self.purpose or before.purpose, before.note
        )


def value_in(wish: DayWish, before: ReleaseDay, today: date, year: Span) -> Value:
    """What the entry `before` should become by these words."""
    if wish.shift is not None:
        return Value(before.day + timedelta(wish.shift), whole=False)
    text = wish.to
    reading = read(
        text,
        today,
        year=year,
        frame=replace(DAYS, lean=Lean.PAST if before.day <= today else Lean.FUTURE),
        terms=TERMS,
    )
    stretches = [extent for segment in reading.segments for extent in segment.words]
    found = purpose_of(text, [term for segment in reading.segments for term in segment.terms], stretches)
    parts = {PARTS[segment.part] for segment in reading.segments if segment.part}
    part = next(iter(parts)) if len(parts) == 1 else None
    day, others, question = _new_day(text, reading, before)
    unknown = _unknown(text, reading)
    if found.purpose is Purpose.OTHER and "something" in text.lower():
        return Value(day, part, None, whole=False, others=others, question=question, left=text.strip())
    whole = not unknown and not found.guess and not found.several and not others and len(parts) < 2
    about = {one.about for one in reading.doubts} - {
        About.NEGATION,
        About.ORDER,
        About.WHICH_ONE,
        About.OUTSIDE_YEAR,
    }
    left = text[unknown[0].start :].strip() if unknown else ""
    return Value(day, part, found.purpose, whole and not about, others, question, left)


def _new_day(text: str, reading: Reading, before: ReleaseDay) -> tuple[date | None, tuple[date, ...], str]:
    """The day, other days that it may be as well, and a question where it names none."""
    for doubt in reading.doubts:
        if doubt.about in (About.WEEKDAY, About.NO_SUCH_DAY, About.FIGURE):
            return None, tuple(day for choice in doubt.choices for day in choice.days), doubt.question
    if len(reading.days) != 1:
        return None, reading.days, ""
    day = reading.days[0]
    tokens = tokenise(text)
    dated = any(
        token.month is not None or token.relative is not None or token.text in ("/", ".", "-") for token in tokens
    )
    said_week = any(token.text in ("last", "next", "this", "week") for token in tokens)
    if dated or said_week:
        return day, (), ""
    weekday = next((token.weekday for token in tokens if token.weekday is not None), None)
    number = next((token.number for token in tokens if token.number and (token.ordinal or token.digits)), None)
    near = day_of(before.day.year, before.day.month, number) if number else None
    if number is None and weekday is not None:
        near = monday(before.day) + timedelta(weekday)
    if near is None or near == day:
        return day, (), ""
    return near, (day,), ""


def _unknown(text: str, reading: Reading) -> list[Token]:
    taken = [(one.start, one.end) for one in reading.stretches if one.role in ("date", "part", "amount", "term")]
    return [
        token
        for token in tokenise(text)
        if token.text.isalnum()
        and token.text not in VALUE_WORDS
        and not any(a <= token.start < b for a, b in taken)
    ]
