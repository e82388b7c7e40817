"""Days counted from today or another: "yesterday", "3 days ago", "a week on Friday", "the day after 12 Nov"."""

from datetime import date
from itertools import pairwise

from bot.language.anchors import Counts, anchor_at, counts_at, settled
from bot.language.calendars import DAY, WEEK, add, monday, on_or_after, on_or_before
from bot.language.doubts import About, one_of
from bot.language.mentions import Lean, Mention, PartOfDay, Scan, Unsettled
from bot.language.words import LAST, WEEKS

PARTS = {"morning": PartOfDay.MORNING, "afternoon": PartOfDay.AFTERNOON}


def relative_at(scan: Scan, at: int) -> Mention | None:
    """The day that is counted there, whatever it is counted from."""
    token = scan.at(at)
    if token.text == "this" and scan.text(at + 1) in PARTS:
        mention = settled(at, at + 2, scan.today)
        mention.part = PARTS[scan.text(at + 1)]
        return mention
    if token.relative is not None:
        day = scan.today + token.relative * DAY
        if scan.text(at + 1) in WEEKS | {"fortnight"}:
            return settled(at, at + 2, day + (WEEK if scan.text(at + 1) in WEEKS else 2 * WEEK))
        return settled(at, at + 1, day)
    return _day_beside(scan, at) or _counted(scan, at) or _weekdays_ago(scan, at)


def _day_beside(scan: Scan, at: int) -> Mention | None:
    """The day before yesterday, the day after 12 November."""
    start = at
    at += scan.text(at) == "the"
    if scan.text(at) != "day" or scan.text(at + 1) not in ("before", "after", "following"):
        return None
    found = anchor_at(scan, at + 2, weekdays=False)
    return settled(start, found[1], found[0] + (-DAY if scan.text(at + 1) == "before" else DAY)) if found else None


def _counted(scan: Scan, at: int) -> Mention | None:
    start = at
    ahead = scan.text(at) == "in"
    at += ahead
    if scan.text(at) == "fortnight":
        counts: Counts = [(1, "fortnight")]
        after = at + 1
    elif found := counts_at(scan, at):
        counts, after = found
    else:
        return None
    after += scan.text(after) == "'"
    if scan.text(after) == "later" and not scan.before and not ahead:
        question = "Later than which day? Say the date itself."
        return Mention(start, after + 1, days=(), unsettled=Unsettled(About.WHICH_DAY, question))
    base = _from(scan, after, counts, ahead=ahead)
    if base is None:
        return None
    sign, day, end = base
    unsettled = None
    total: date | None = day
    for count, unit in counts:
        total = add(total, sign * count, unit) if total else None
    if (
        total
        and scan.text(end - 2) in ("on", "last")
        and scan.text(after) == "ago"
        and scan.at(end - 1).weekday is not None
    ):
        unsettled = _of_that_week(scan, counts, total, scan.at(end - 1).weekday or 0)
    return Mention(start, end, days=(total,), unsettled=unsettled) if total else None


def _of_that_week(scan: Scan, counts: Counts, counted: date, weekday: int) -> Unsettled | None:
    """Two weeks ago on Friday: two weeks before last Friday, or Friday of the week that lies two weeks back?"""
    day: date | None = scan.today
    for count, unit in counts:
        day = add(day, -count, unit) if day else None
    other = monday(day) + weekday * DAY if day else counted
    if other == counted:
        return None
    return Unsettled(About.WHICH_ONE, "Which week do you mean?", one_of((counted, other)))


def _from(scan: Scan, at: int, counts: Counts, *, ahead: bool) -> tuple[int, date, int] | None:
    """Which way, from which day, and the token behind it all."""
    word, today = scan.text(at), scan.today
    if ahead:
        return 1, today, at + (word == "time")
    if word == "ago":
        return _ago(scan, at + 1)
    if word in ("later", "hence"):
        return 1, scan.before[-1] if scan.before else today, at + 1
    if word in ("from", "after", "before"):
        found = anchor_at(scan, at + 1, weekdays=word == "from")
        return (-1 if word == "before" else 1, *found) if found else None
    if scan.at(at).relative is not None:
        return 1, today + (scan.at(at).relative or 0) * DAY, at + 1
    if any(unit not in ("week", "fortnight") for _, unit in counts):
        return None
    at += word in ("on", "this", "from", "come")
    if scan.text(at) in LAST and (weekday := scan.at(at + 1).weekday) is not None:
        return -1, on_or_before(today - DAY, weekday), at + 2
    at += scan.text(at) == "coming"
    weekday = scan.at(at).weekday
    if weekday is None or scan.at(at).plural or scan.at(at + 1).number is not None:
        return None
    return 1, on_or_after(today, weekday), at + 1


def _ago(scan: Scan, at: int) -> tuple[int, date, int]:
    """A week ago yesterday, a week ago on Thursday: back from that day."""
    on = scan.text(at) in ("on", "last", "this")
    token = scan.at(at + on)
    if token.relative is not None and token.relative <= 0 and not on:
        return -1, scan.today + token.relative * DAY, at + 1
    if token.weekday is not None and not token.plural and scan.at(at + on + 1).number is None:
        return -1, on_or_before(scan.today - DAY, token.weekday), at + on + 1
    return -1, scan.today, at


def _weekdays_ago(scan: Scan, at: int) -> Mention | None:
    """Two Fridays ago, three Mondays from now."""
    count, weekday = scan.at(at).number, scan.at(at + 1).weekday
    if count is None or weekday is None or scan.at(at).ordinal or not 1 <= count <= 60:
        return None
    if scan.text(at + 2) == "ago":
        return settled(at, at + 3, on_or_before(scan.today - DAY, weekday) - (count - 1) * WEEK)
    if scan.said(at + 2, "from", "now"):
        return settled(at, at + 4, on_or_after(scan.today + DAY, weekday) + (count - 1) * WEEK)
    return None


def leans(words: list[str], futures: frozenset[str], pairs: frozenset[tuple[str, str]]) -> Lean:
    """Which way a sentence speaks: "I'll", "booked", "going to" look ahead; all else looks back."""
    ahead = not futures.isdisjoint(words) or not pairs.isdisjoint(pairwise(words))
    return Lean.FUTURE if ahead or words[:1] == ["plan"] else Lean.PAST
