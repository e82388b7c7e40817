"""How a release day and a balance are said: in days and halves, with the weekday, so that a slip is seen."""

from collections.abc import Iterable, Sequence

from bot.core.open_question import SpokenOf
from bot.core.reply import Progress, Text
from bot.features.release_days.domain import Balance, Part, ReleaseDay, ReleaseDayInput
from bot.language.dates import in_words

SPOKEN_AS = "release_day"
PARTS = {Part.FULL: "full day", Part.MORNING: "morning", Part.AFTERNOON: "afternoon", Part.HALF: "half a day"}


def in_days(half_days: int) -> str:
    """Half-days as people say them: ½, 1, 3½."""
    whole, half = divmod(abs(half_days), 2)
    sign = "-" if half_days < 0 else ""
    return f"{sign}{whole or ''}{'½' if half else ''}" or "0"


def figure(half_days: int) -> int | float:
    """Half-days as a number of days to sum up in a spreadsheet."""
    return half_days / 2 if half_days % 2 else half_days // 2


def balance(now: Balance) -> Progress:
    """Used, planned and left as a bar and in words."""
    left = f"{in_days(now.left)} left of" if now.left >= 0 else f"{in_days(-now.left)} over the"
    day = "day" if now.used in (1, 2) else "days"
    caption = f"{in_days(now.used)} {day} used · {in_days(now.planned)} planned · {left} {in_days(now.funded)}"
    return Progress(now.used, now.planned, now.funded, caption)


def one(day: ReleaseDayInput | ReleaseDay) -> str:
    """Thursday 12 November 2026, full day, workshop (with St Mary's)."""
    note = f" ({day.note})" if day.note else ""
    return f"{in_words(day.day)}, {PARTS[day.part]}, {day.purpose.value}{note}"


def lines(opening: str, days: Sequence[ReleaseDayInput | ReleaseDay]) -> Text:
    if len(days) == 1:
        return Text(f"{opening}: {one(days[0])}.")
    return Text("\n".join([f"{opening}:", *(f"• {one(day)}" for day in days)]))


def spoken_of(days: Iterable[ReleaseDay]) -> SpokenOf:
    """These are the days that “that one” means from now on."""
    return SpokenOf(SPOKEN_AS, tuple(day.id for day in days))
