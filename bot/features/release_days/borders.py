"""Which entries “before December”, “everything except the 4th”, “the one before” and “the 14th” may mean. Pure."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from bot.features.release_days.domain import ReleaseDay
from bot.language.calendars import Span
from bot.language.reading import Reading
from bot.language.tokens import tokenise

SIDE = re.compile(r"\b(?P<way>before|until|till|up\s+to|prior\s+to|after|since|from)\b", re.I)
EXCEPT = re.compile(
    r"[\s,]*(?:\b(?:except(?:\s+for)?|but\s+(?:not|keep)|apart\s+from|other\s+than|besides|not)\b|"
    r"(?<=all)\s+but\b|(?<=everything)\s+but\b)\s+(?P<kept>\S.*)$",
    re.I,
)
"""“Everything except 4 November”: what stands behind it stays."""
BESIDE = re.compile(
    r"(?:(?:the|that|my)\s+)?(?:(?:one|day|entry)\s+(?P<way>before|after)(?:\s+(?:it|that|this|that\s+one))?|"
    r"(?P<earlier>previous|earlier|later|next)\s+(?:one|day|entry)|(?P<other>other)(?:\s+(?:one|day|entry))?)"
    r"(?:\s+(?:please|pls|instead|then))*",
    re.I,
)

BOTH = re.compile(
    r"\W*(?:(?:them|those|these|the|my)\s+)?(?:last\s+)?(?:both|two|pair)(?:\s+(?:of\s+)?(?:them|those|these|days|"
    r"ones|entries))?\W*",
    re.I,
)
TOGETHER = timedelta(minutes=30)  # between the two that “them both” means


def on_that_side(
    way: str, reading: Reading, which: str, there: Sequence[ReleaseDay], year: Span
) -> list[ReleaseDay] | None:
    """“Before December”, “after 4 November”; None where no one day or month is the border."""
    months = {token.month for token in tokenise(which) if token.month}
    back = way.lower() in ("before", "until", "till") or "to" in way.lower().split()
    if len(reading.days) == 1:
        border, last = reading.days[0], reading.days[0]
    elif len(months) == 1 and not reading.days:
        (month,) = months
        border = date(year.first.year if month >= year.first.month else year.last.year, month, 1)
        last = date(border.year, month, monthrange(border.year, month)[1])
    else:
        return None
    if back:
        return [one for one in there if one.day < border]
    return [one for one in there if one.day >= border and (way.lower() != "after" or one.day > last)]


def beside(words: str, there: Sequence[ReleaseDay], shown: str) -> Sequence[ReleaseDay]:
    """“The one before”, “the other one”, said of the entry that was just shown: those that may be meant.

    there: the record by date. shown: the id of what was shown.
    """
    found, at = BESIDE.fullmatch(words.strip(" .!,?")), [i for i, one in enumerate(there) if str(one.id) == shown]
    if found is None or len(at) != 1:
        return ()
    if found["other"]:
        return [one for one in there if str(one.id) != shown]
    back = (found["way"] or found["earlier"]).lower() in ("before", "previous", "earlier")
    return there[max(at[0] - 1, 0) : at[0]] if back else there[at[0] + 1 : at[0] + 2]


def nearest_of_that_weekday(
    which: str, reading: Reading, there: Sequence[ReleaseDay], today: date
) -> list[ReleaseDay]:
    """“Delete Monday”, where nothing is on record for the Monday that is meant first: the nearest that is."""
    if not any(token.weekday is not None for token in tokenise(which)) or any(
        token.digits for token in tokenise(which)
    ):
        return []
    found = [one for one in there if one.day.weekday() == reading.days[0].weekday()]
    return sorted(found, key=lambda one: abs(one.day - today))[:1]


def only_one_of_that_number(which: str, reading: Reading, there: Sequence[ReleaseDay]) -> list[ReleaseDay]:
    """“The 14th”, where nothing is on record for the 14th of this month: the only 14th that is."""
    tokens = tokenise(which)
    if any(one.month is not None or one.text == "/" for one in tokens) or not any(one.ordinal for one in tokens):
        return []
    found = [one for one in there if one.day.day == reading.days[0].day]
    return found if len(found) == 1 and len(reading.days) == 1 else []


def logged_together(there: Sequence[ReleaseDay]) -> tuple[ReleaseDay, ...]:
    """The two that were logged last, one soon after the other; empty where they were not."""
    two = sorted(there, key=lambda one: (one.logged_at, one.id))[-2:]
    together = len(two) > 1 and two[1].logged_at - two[0].logged_at <= TOGETHER
    return tuple(two) if together else ()
