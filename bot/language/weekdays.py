"""Weekdays with the words beside them: "last Friday", "Tuesday next week", "Friday week", "Friday before last"."""

from datetime import date

from bot.language.anchors import anchor_at, settled
from bot.language.calendars import DAY, WEEK, monday, on_or_after, on_or_before
from bot.language.dates import in_words
from bot.language.doubts import About, one_of
from bot.language.mentions import Lean, Mention, Scan, Unsettled
from bot.language.settling import bare, by_word
from bot.language.weeks import week_at
from bot.language.words import COMING, LAST, NEXT, UNITS, WEEKS, WHICH, word_set

NOT_BEHIND = word_set("door to thing minute time step steps one two three few papers year lesson")
ENDS = frozenset(("", ",", ".", ";", "and", "&", "+", "to", "-", "am", "pm", ")", "(", "workshop", "!", "?", ":"))


def weekday_at(scan: Scan, at: int) -> Mention | None:
    """One weekday, as far as its own words settle it."""
    start = at
    at += scan.text(at) in ("the", "on", "of")
    which, at = _which(scan, at)
    token = scan.at(at)
    if token.weekday is None or token.plural:
        return None
    at += 1 + (scan.text(at + 1) == "." and len(token.text) <= 5 and scan.text(at + 2) != "")
    if which is None:
        return _behind(scan, start, at, token.weekday) or Mention(start, at, weekday=token.weekday)
    if which == 1 and scan.text(start) in ("the", "this"):
        days = [by_word(scan, token.weekday, 2), by_word(scan, token.weekday, 1)]
        doubt = _ask("Which week do you mean?", days) if days[0] != days[1] else None
        return Mention(start, at, days=(days[1],), unsettled=doubt)
    if scan.text(at) in WEEKS and which != 0:
        day = by_word(scan, token.weekday, which)
        doubt = None if which == 2 else _ask("Which week do you mean?", [day - WEEK, day, day + WEEK])
        return Mention(start, at + 1, days=(day + WEEK,), unsettled=doubt)
    if scan.text(at) in ("before", "after") and scan.text(at + 1) in LAST | NEXT:
        return None
    mention = Mention(start, at, weekday=token.weekday, which=which)
    mention.days = (by_word(scan, token.weekday, which),)
    return mention


def _which(scan: Scan, at: int) -> tuple[int | None, int]:
    """Last, this, next, coming; "this coming" and "this past" too."""
    if scan.text(at) == "this" and scan.text(at + 1) in LAST | COMING | NEXT:
        at += 1
    if scan.text(at) == "the" and scan.text(at + 1) in WHICH:
        at += 1
    which = WHICH.get(scan.text(at))
    return (None, at) if which is None else (which, at + 1)


def _behind(scan: Scan, start: int, at: int, weekday: int) -> Mention | None:
    """What may follow a weekday and says which."""
    word, second = scan.text(at), scan.text(at + 1)
    if word == "inset":  # the school's own, which may be a day of no week near
        day = bare(scan, weekday)
        return Mention(start, at, days=(day,), unsettled=_ask(f"Do you mean {in_words(day)}?", [day]))
    if (
        word in WEEKS
        and scan.at(at + 1).number is None
        and second not in ("commencing", "beginning", "of", "ending", "before", "after")
    ):
        return settled(start, at + 1, on_or_after(scan.today, weekday) + WEEK)
    if word == "fortnight":
        return settled(start, at + 1, on_or_after(scan.today, weekday) + 2 * WEEK)
    if found := _of_a_week(scan, at, weekday):
        return Mention(start, found[1], days=(found[0],), unsettled=found[2])
    if word in ("before", "after"):
        return _counted_from(scan, start, at, weekday)
    if word == "just" and second == "gone":
        return settled(start, at + 2, on_or_before(scan.today - DAY, weekday))
    ends = second in ENDS or (
        second not in UNITS and second not in ("half", "term") and scan.at(at + 1).month is None
    )
    ends = ends and scan.at(at + 1).weekday is None and second not in NOT_BEHIND
    if word in ("gone", "last", "past") and ends:
        return settled(start, at + 1, on_or_before(scan.today - DAY, weekday))
    if word in ("coming", "next", "following") and ends:
        return settled(start, at + 1, on_or_after(scan.today + DAY, weekday))
    return None


def _of_a_week(scan: Scan, at: int, weekday: int) -> tuple[date, int, Unsettled | None] | None:
    """ "Tuesday (of) next week", "Monday, the week before last"; by a count, the two ways to count must agree."""
    beyond = at + (scan.text(at) in (",", "-", "("))
    if scan.text(beyond) in ("the", "of", "in", "during", "on") and scan.text(beyond + 1) == "":
        return None
    found = week_at(scan, beyond)
    if found is None:
        return None
    start, after = found
    after += beyond != at and scan.text(at) == "(" and scan.text(after) == ")"
    day = start + weekday * DAY
    if scan.text(after - 1) not in ("ago", "now", "time", "weeks"):
        return day, after, None
    back = scan.text(after - 1) == "ago"
    near = on_or_before(scan.today - DAY, weekday) if back else on_or_after(scan.today, weekday)
    weeks = round((start - monday(scan.today)).days / 7)
    other = near + weeks * WEEK
    return day, after, None if other == day else _ask("Which week do you mean?", [day, other])


def _counted_from(scan: Scan, start: int, at: int, weekday: int) -> Mention | None:
    """The Friday before last, after next; the Friday after 12 November; the Monday after (which must be asked)."""
    back, follows = scan.text(at) == "before", scan.text(at + 1)
    if back and follows in LAST and scan.at(at + 2).weekday is None:
        return settled(start, at + 2, on_or_before(scan.today - DAY, weekday) - WEEK)
    if not back and follows in NEXT and scan.at(at + 2).weekday is None:
        days = [on_or_after(scan.today + DAY, weekday) + WEEK, by_word(scan, weekday, 1) + WEEK]
        doubt = _ask("Which week do you mean?", days) if days[0] != days[1] else None
        return Mention(start, at + 2, days=(days[0],), unsettled=doubt)
    found = anchor_at(scan, at + 1, weekdays=False)
    if found is None:
        return None
    day, after = found
    return settled(start, after, on_or_before(day - DAY, weekday) if back else on_or_after(day + DAY, weekday))


def _ask(question: str, days: list[date]) -> Unsettled:
    return Unsettled(About.WHICH_ONE, question, one_of(days))


def previous_weekdays(scan: Scan, weekday: int, count: int) -> list[date]:
    """That many of a weekday, the latest last."""
    latest = bare(scan, weekday) if scan.lean is Lean.PAST else on_or_before(scan.today, weekday)
    return [latest - step * WEEK for step in range(count - 1, -1, -1)]
