"""One day that something else is counted from: "two weeks from *tomorrow*", "the Friday after *12 November*"."""

from datetime import date

from bot.language.calendars import DAY, on_or_after, on_or_before
from bot.language.loose_days import dated_at, loose_at, undecorated
from bot.language.mentions import Mention, Scan
from bot.language.settling import settle_dated, settle_numbers
from bot.language.words import LAST, NEXT, UNITS

MOST = 400
LARGE = frozenset(("hundred", "thousand", "half", "-", "+"))
Counts = list[tuple[int, str]]


def dated_anchor(scan: Scan, at: int, *, weekdays: bool = True) -> tuple[date, int] | None:
    """A date of the calendar, alone and without a doubt. weekdays: whether those behind it belong to it."""
    run = (dated_at if weekdays else undecorated)(scan, at) or loose_at(scan, at)
    if run is None or len(run) != 1:
        return None
    mention = run[0]
    if mention.month is None and not mention.unsettled:
        settle_numbers(scan, run, None, None)
    elif not mention.unsettled:
        settle_dated(scan, mention)
    return (mention.days[0], mention.end) if mention.days and not mention.unsettled else None


def anchor_at(scan: Scan, at: int, *, weekdays: bool = True) -> tuple[date, int] | None:
    """Today, now, tomorrow, a date, last or the coming Friday. weekdays: whether Friday alone will do."""
    token = scan.at(at)
    if token.text == "now":
        return scan.today, at + 1
    if token.relative is not None:
        return scan.today + token.relative * DAY, at + 1
    if found := dated_anchor(scan, at):
        return found
    at += token.text in ("on", "the", "this")
    word = scan.text(at)
    weekday = scan.at(at + (word in LAST | NEXT | {"coming", "this"})).weekday
    if weekday is None:
        return None
    if word in LAST:
        return on_or_before(scan.today - DAY, weekday), at + 2
    if word in NEXT:
        return None  # of this week or of the next one: it must be asked
    if not weekdays and word not in ("coming", "this"):
        return None
    return on_or_after(scan.today, weekday), at + 1 + (word in ("coming", "this"))


def counts_at(scan: Scan, at: int) -> tuple[Counts, int] | None:
    """ "two weeks", "a couple of days", "2 weeks and 2 days", "3d"."""
    found: Counts = []
    while True:
        one = _count(scan, at)
        if one is None:
            break
        count, unit, at = one
        found.append((count, unit))
        if scan.text(at) in ("and", ",") and _count(scan, at + 1):
            at += 1
    return (found, at) if found else None


def _count(scan: Scan, at: int) -> tuple[int, str, int] | None:
    token = scan.at(at)
    if scan.text(at - 1) in LARGE or (scan.text(at - 1) == "and" and scan.text(at - 2) in LARGE):
        return None
    if token.text in ("a", "an") and scan.text(at + 1) in ("couple", "further", "whole", "full"):
        at += 1
        token = scan.at(at)
    if token.text in ("a", "an"):
        count = 1
    elif token.text == "couple":
        count = 2
        at += scan.text(at + 1) == "of"
    elif token.text in ("whole", "full"):
        count = 1
    elif token.number is not None and not token.ordinal:
        count = token.number
    else:
        return None
    at += 1
    at += scan.text(at) in ("more", "full", "whole", "whole")
    if scan.text(at) in ("working", "school", "work") and scan.text(at + 1) in ("day", "days"):
        return count, "workday", at + 2
    unit = UNITS.get(scan.text(at))
    if unit is None or count > MOST or (len(scan.text(at)) == 1 and scan.at(at).gap):
        return None
    return count, unit, at + 1


def settled(start: int, end: int, day: date) -> Mention:
    return Mention(start, end, days=(day,))
