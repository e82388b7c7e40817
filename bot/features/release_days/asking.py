"""Replies that ask before a release day is logged: what would be put down, and what must be said first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.core.fitting import quoted
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Block, Button, Checklist, Reply, Text
from bot.features.release_days import forms, views
from bot.features.release_days.clauses import LogReading, Said
from bot.features.release_days.domain import Part, Purpose, ReleaseDayInput
from bot.features.release_days.forms import LogPrefill
from bot.language.dates import in_words
from bot.language.doubts import About, Doubt
from bot.language.tokens import tokenise

LOG = "release_log"
DETAILS = "release day details"  # reads the words that answer “What was it for?” and the like
SAVE = "releaseday_save"
LOG_IT, LEAVE_IT, CHANGE = "Log it", "Leave it", "Change"
MOST_CHOICES = 6
PARTLY = ("quarter", "¼", "¾", "hour", "hr", "half", "minute", "min")
NAMED_PURPOSES = tuple(purpose for purpose in Purpose if purpose is not Purpose.OTHER)


def log_button(label: str, records: Iterable[ReleaseDayInput], *, primary: bool = False) -> Button:
    """A button that logs these; what looks odd about them is asked when it is pressed."""
    return Button(label[:75], "releaseday_log_these", forms.as_values(records), "primary" if primary else "")


def leave_button(label: str = LEAVE_IT) -> Button:
    return Button(label, "releaseday_dont")


def form_button(label: str, said: Said) -> Button:
    """Opens the form with what is known, to change it before it is logged."""
    values = {
        "days": ",".join(day.isoformat() for day in said.days),
        "part": (said.part or Part.FULL).value,
        "purpose": said.purpose.name.lower() if said.purpose else "",
        "note": said.note or "",
    }
    return Button(label, "releaseday_form", values)


def asked(*blocks: Block, buttons: Sequence[Button] = (), asks: OpenQuestion | None = None) -> Reply:
    """A question with its buttons; a plain no leaves things as they are."""
    rows = (Actions(tuple(buttons)),) if buttons else ()
    labels = [button.label for button in buttons]
    asks = asks or OpenQuestion(no=LEAVE_IT if LEAVE_IT in labels else "")
    return Reply((*blocks, *rows), LOG, entry=LOG, asks=asks)


def open_to(said: Sequence[Said], yes: str = "", no: str = "", *, proposed: bool = False) -> OpenQuestion:
    """What answers it: the buttons, and, for one clause, words that add to it or put it right."""
    if len(said) != 1:
        return OpenQuestion(yes, no)
    return OpenQuestion(yes, no, DETAILS, forms.as_said(said[0]) | ({"proposed": "yes"} if proposed else {}))


def with_form(opening: str, known: Said) -> Reply:
    """A question, and the form that holds what was said."""
    prefill = LogPrefill(known.days, known.part or Part.FULL, known.purpose, known.note)
    blocks: list[Block] = [Text(opening)] if opening else []
    shown = (*blocks, forms.form("Log a release day", SAVE, prefill))
    return Reply(shown, LOG, entry=LOG, asks=open_to([known]))


def _guessed(words: str, purpose: Purpose) -> str:
    return f"I'm guessing “{purpose.value}” from the word{'s' if ' ' in words else ''} “{words}”."


def shown(reading: LogReading, odd: Sequence[str] = ()) -> Reply:
    """What would be logged, with what is guessed said as a guess; nothing is done. odd: what looks odd."""
    records = reading.records()
    blocks: list[Block] = [views.lines("Not logged yet", records)]
    guesses = {one.guess: one.purpose for one in reading.guessed if one.purpose}
    if guesses:
        blocks.append(Text(" ".join(_guessed(words, purpose) for words, purpose in guesses.items())))
    if odd:
        blocks.append(Checklist(tuple(odd), "Please check:"))
    blocks.append(Text("Shall I log it?" if len(records) == 1 else "Shall I log them?"))
    buttons = [Button(LOG_IT, "releaseday_confirm", forms.as_values(records), "primary")]
    if len(reading.said) == 1:
        buttons.append(form_button(CHANGE, replace(reading.said[0], purpose=None) if guesses else reading.said[0]))
    asks = open_to(reading.said, LOG_IT, LEAVE_IT, proposed=True)
    return asked(*blocks, buttons=(*buttons, leave_button()), asks=asks)


def what_for(reading: LogReading) -> Reply:
    """The days are known, and what they were for is not, or two purposes were named."""
    several = next((one.several for one in reading.said if one.several), ())
    days = ", ".join(dict.fromkeys(map(_day_and_part, (one for one in reading.said if one.days))))
    question = f"was it {' or '.join(one.value for one in several)}" if several else "what was it for"
    opening = f"{days}: {question}? Nothing is logged yet."
    if len(reading.said) == 1 and not several:
        return with_form(opening, reading.said[0])
    buttons = [
        log_button(_capital(purpose.value), _all_for(reading, purpose)) for purpose in several or NAMED_PURPOSES
    ]
    return asked(Text(opening), buttons=(*buttons, leave_button()))


def which_day(reading: LogReading) -> Reply:
    """What it was for may be known, and the day is not."""
    one = next((one for one in reading.said if one.purpose), reading.said[0] if reading.said else None)
    known = one or Said((), None, None, None)
    if known.note and not (known.purpose or known.part):
        opening = f"I see no date in {quoted(known.note, 60)}. Which day was it? Nothing is logged yet."
        return with_form(opening, known)
    what = f" ({known.purpose.value})" if known.purpose else ""
    said = known.purpose or known.part
    return with_form(f"Which day was that{what}? Nothing is logged yet." if said else "", known)


def doubtful(reading: LogReading) -> Reply:
    """The first thing that must be asked, with its answers as buttons where they settle it."""
    doubt = reading.doubts[0]
    where = _clause(reading, doubt)
    opening = f"Nothing is logged yet. {doubt.question}"
    if len(reading.doubts) == 1 and where is not None:
        buttons = _choices(reading, doubt, where)
        if buttons:
            lines = [f"• {in_words(day)}" for choice in doubt.choices[:1] for day in choice.days]
            listed = "\n".join([opening, *lines]) if doubt.about is About.REPEAT else opening
            asks = _open_to_days(reading, doubt) if doubt.about in (About.WHICH_DAY, About.WEEKDAY) else None
            if len(buttons) == 1:
                asks = OpenQuestion(buttons[0].label, LEAVE_IT)
            return asked(Text(listed), buttons=(*buttons, leave_button()), asks=asks)
    known = reading.said[where] if where is not None else Said((), None, None, None)
    form = with_form(opening, replace(known, days=(), purpose=None if known.guess else known.purpose))
    month = next((token.text for token in tokenise(doubt.extent.of(reading.text)) if token.month), "")
    if doubt.about is not About.NO_SUCH_DAY or not month or form.asks is None:
        return form
    return replace(form, asks=replace(form.asks, values={**form.asks.values, "month": month}))


def _open_to_days(reading: LogReading, doubt: Doubt) -> OpenQuestion | None:
    """Answered by weekdays too, which then are those of the days on the buttons: “Monday and Tuesday”."""
    if len(reading.said) != 1:
        return None
    among = ",".join(day.isoformat() for choice in doubt.choices for day in choice.days)
    values = forms.as_said(replace(reading.said[0], days=())) | {"among": among}
    return OpenQuestion(no=LEAVE_IT, reader=DETAILS, values=values)


def _clause(reading: LogReading, doubt: Doubt) -> int | None:
    """The clause that the doubt is about."""
    if len(reading.said) == 1 or doubt.about is About.SECOND_THOUGHT:
        return 0
    inside = (
        at for at, one in enumerate(reading.said) if any(x.start <= doubt.extent.start < x.end for x in one.at)
    )
    return next(inside, None)


def _choices(reading: LogReading, doubt: Doubt, where: int) -> list[Button]:
    said = reading.said[where]
    if doubt.about is About.SEVERAL and reading.as_note:
        return [
            _ready("It's part of the note", reading.as_note),
            _ready("One more day", _put(reading, where, replace(said, purpose=reading.said[where - 1].purpose))),
        ]
    if doubt.about is About.SECOND_THOUGHT:
        return _one_side(reading, doubt)
    if doubt.about in (About.TIME, About.AMOUNT) and said.days and _about_a_part(reading.text, doubt):
        parts = (Part.MORNING, Part.AFTERNOON, Part.FULL) if doubt.about is About.TIME else (Part.HALF, Part.FULL)
        return [
            _ready(_capital(views.PARTS[part]), _put(reading, where, replace(said, part=part))) for part in parts
        ]
    if len(doubt.choices) < 2 and doubt.about not in (About.REPEAT, About.NO_SUCH_DAY):
        return []
    made = [
        _ready(
            f"All {len(choice.days)} days" if len(choice.days) > 2 else choice.label,
            _put(reading, where, replace(said, days=choice.days)),
        )
        for choice in doubt.choices[:MOST_CHOICES]
    ]
    every = tuple(day for choice in doubt.choices for day in choice.days)
    if doubt.about is About.WHICH_DAY and len(every) > 1 and _says_all(reading.text):
        made.append(_ready(f"All {len(every)} days", _put(reading, where, replace(said, days=every))))
    return made


def _one_side(reading: LogReading, doubt: Doubt) -> list[Button]:
    """“The 10th, sorry, the 11th”: one or the other, where both are said of the same thing."""
    alike = {(one.part, one.purpose, one.note) for one in reading.said}
    first = reading.said[0]
    if len(alike) > 1 or first.several:
        return []
    return [_ready(choice.label, (replace(first, days=choice.days),)) for choice in doubt.choices]


def _about_a_part(text: str, doubt: Doubt) -> bool:
    """Whether a part of one day is in doubt, and not how many days."""
    words = doubt.extent.of(text).lower()
    return doubt.about is About.TIME or (
        any(one in words for one in PARTLY) and "days" not in words and " and " not in words
    )


def _says_all(text: str) -> bool:
    return bool({"all", "every", "whole", "entire"} & set(text.lower().split()))


def _put(reading: LogReading, where: int, clause: Said) -> tuple[Said, ...]:
    return (*reading.said[:where], clause, *reading.said[where + 1 :])


def _ready(label: str, said: Sequence[Said]) -> Button:
    """Logs them if nothing is missing and nothing is guessed; else opens the form with what is known."""
    if all(one.purpose and one.days and not one.guess for one in said):
        return log_button(label, [record for one in said for record in one.records()])
    return form_button(label[:75], replace(said[0], purpose=None if said[0].guess else said[0].purpose))


def _all_for(reading: LogReading, purpose: Purpose) -> list[ReleaseDayInput]:
    return [
        record
        for one in reading.said
        for record in replace(
            one, purpose=one.purpose or purpose, note=None if one.several else one.note
        ).records()
    ]


def _day_and_part(said: Said) -> str:
    days: Sequence[date] = said.days
    part = f", {views.PARTS[said.part]}" if said.part else ""
    return f"{', '.join(map(in_words, days))}{part}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
