"""How much of a day: "am", "the afternoon", "half a day", "all day", "1/2 day", "two days", "2 hours"."""

from dataclasses import dataclass
from fractions import Fraction

from bot.language.mentions import PartOfDay, Scan
from bot.language.numerals import PARTS, number
from bot.language.numeric_dates import names_a_figure
from bot.language.words import UNITS, word_set

MORNING = frozenset(("am", "morning", "mornings", "amm"))
AFTERNOON = frozenset(("pm", "afternoon", "afternoons", "arvo"))
WHOLE = frozenset(("full", "whole", "all", "entire"))
RUN_TOGETHER = {"fullday": PartOfDay.FULL, "allday": PartOfDay.FULL, "halfday": PartOfDay.HALF}
HALVES = frozenset(("half", "½"))
NOON = frozenset(("lunch", "lunchtime", "midday"))
EARLIER = frozenset(("before", "pre"))
NO_HALF_DAY = frozenset(
    ("term", "terms", "termly", "past", "hour", "hours", "an", "way", "class", "group", "marathon")
)
LONGER = frozenset(("week", "weeks", "month", "year", "fortnight", "wk"))
DAYS = frozenset(("day", "days"))
OWNERS = frozenset(("the", "my", "our", "their", "his", "her", "your", "these", "those"))
CLOCK_UNITS = word_set("hour hours hr hrs h minute minutes min mins")


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `start` to `end`. part: of a day. days: how many were said. unknown: counted in something else."""

    start: int
    end: int
    part: PartOfDay | None = None
    days: Fraction | None = None
    unknown: bool = False


def part_at(scan: Scan, at: int) -> Amount | None:
    """The part of a day that stands there, with "and the afternoon" after "morning"."""
    first = _one_part(scan, at)
    if first is None:
        return None
    after = first.end
    joint = scan.text(after) in ("and", "&", "+", "/", ",") or (scan.text(after) in ("-", "to"))
    if joint and first.part in (PartOfDay.MORNING, PartOfDay.AFTERNOON):
        second = _one_part(scan, after + 1)
        if second and {first.part, second.part} == {PartOfDay.MORNING, PartOfDay.AFTERNOON}:
            return Amount(at, second.end, PartOfDay.FULL)
    if first.part is PartOfDay.HALF and (second := _one_part(scan, after)):
        return Amount(at, second.end, second.part) if second.part is not PartOfDay.FULL else first
    if first.part in (PartOfDay.MORNING, PartOfDay.AFTERNOON) and (second := _one_part(scan, after)):
        return Amount(at, second.end, first.part) if second.part is PartOfDay.HALF else first
    return first


def _one_part(scan: Scan, at: int) -> Amount | None:
    start = at
    if scan.text(at) in ("in", "for", "of") and scan.text(at + 1) in (
        "the",
        "a",
        "all",
        "half",
        "morning",
        "afternoon",
    ):
        at += 1
    if scan.text(at) == "-" and scan.text(at + 1) in MORNING | AFTERNOON | HALVES | WHOLE:
        at += 1
    if scan.text(at) in ("(", "the", "a") and scan.text(at + 1) in MORNING | AFTERNOON | WHOLE | HALVES:
        at += 1
    word = scan.text(at)
    if word in RUN_TOGETHER:
        return Amount(start, at + 1, RUN_TOGETHER[word])
    if word in MORNING or word in AFTERNOON:
        if word == "am" and scan.text(at - 1) == "i":
            return None
        after = at + 1 + (scan.text(at + 1) in ("only", "session") and scan.text(at + 2) != "session")
        after += scan.text(start) == "(" and scan.text(after) == ")"
        return Amount(start, after, PartOfDay.MORNING if word in MORNING else PartOfDay.AFTERNOON)
    if word in ("before", "after", "pre", "post"):
        noon = at + 1 + (scan.text(at + 1) == "-")
        if scan.text(noon) in NOON:
            return Amount(start, noon + 1, PartOfDay.MORNING if word in EARLIER else PartOfDay.AFTERNOON)
    return _whole(scan, start, at) or _half(scan, start, at)


def _whole(scan: Scan, start: int, at: int) -> Amount | None:
    if scan.text(at) not in WHOLE:
        return None
    after = at + 1
    after += scan.text(after) in ("the", "of", "-")
    if scan.text(after) in DAYS:
        return Amount(start, after + 1, PartOfDay.FULL)
    if scan.text(at) == "full" or (scan.text(at) == "all" and scan.text(at + 1) == "of"):
        return Amount(start, after, PartOfDay.FULL)
    return None


def _half(scan: Scan, start: int, at: int) -> Amount | None:
    after = _after_half(scan, at)
    if after is None:
        return None
    after += scan.text(after) == "of"
    after += scan.text(after) == "a"
    if scan.text(after) in LONGER:
        return None
    after += scan.text(after) in ("-",) and scan.text(after + 1) in DAYS
    if scan.text(after) in ("release", "school"):
        after += scan.text(after + 1) in DAYS
    if scan.text(after) in DAYS:
        return Amount(start, after + 1, PartOfDay.HALF)
    if scan.text(after) in OWNERS and scan.text(after + 1) not in DAYS | MORNING | AFTERNOON:
        return None  # half the staff
    if scan.text(after) in NO_HALF_DAY or (scan.text(after) == "-" and scan.text(after + 1) in NO_HALF_DAY):
        return None
    return Amount(start, _after_half(scan, at) or at, PartOfDay.HALF)


def _after_half(scan: Scan, at: int) -> int | None:
    """Behind half, ½, 0.5, .5 or 1/2 where those are no date."""
    if scan.text(at) in HALVES:
        return None if scan.at(at - 1).digits and not scan.at(at).gap else at + 1
    one, two, three = scan.at(at), scan.at(at + 1), scan.at(at + 2)
    if one.text in ("0", "1") and two.text in (".", "/") and not two.gap and not three.gap:
        figure = one.text + two.text + three.text
        if figure == "0.5" or (figure == "1/2" and half_in_figures(scan, at)):
            return at + 3
    if one.text == "." and two.text == "5" and not two.gap and one.gap:
        return at + 2
    return None


def half_in_figures(scan: Scan, at: int) -> bool:
    """Whether 1/2 is a half: before "day", or beside a date that it does not belong to."""
    if names_a_figure(scan, at):
        return False
    after = scan.at(at + 3)
    if after.text in DAYS or (after.text == "a" and scan.text(at + 4) in DAYS):
        return True
    if after.text in ("/", ".", "-") and not after.gap:
        return False
    joined = scan.text(at - 1) in (",", "&", "and", "to", "-") or after.text in (",", "&", "and", "to", "-")
    return scan.dated_elsewhere(at, at + 3) and not joined


def amount_at(scan: Scan, at: int) -> Amount | None:
    """A count of days or hours: "two days", "1½ days", "two half days", "2 hours", "a quarter of a day"."""
    start, count = at, _count(scan, at)
    if count is None:
        return None
    value, at = count
    if scan.text(at) in CLOCK_UNITS:
        return Amount(start, at + 1, unknown=True)
    at += scan.text(at) == "x"
    halves = scan.text(at) == "half"
    at += halves or scan.text(at) in ("full", "whole")
    at += scan.text(at) in ("-", "release", "school")
    if scan.text(at) not in DAYS or scan.text(at + 1) in ("ago", "later", "time", "before", "after", "from"):
        return None
    part = PartOfDay.HALF if halves else PartOfDay.FULL if scan.text(at - 1) in ("full", "whole") else None
    return Amount(start, at + 1, part, value)


def _count(scan: Scan, at: int) -> tuple[Fraction, int] | None:
    token = scan.at(at)
    article = token.text in ("a", "an")
    if article and scan.text(at + 1) in ("couple", "quarter"):
        at += 1
        token, article = scan.at(at), False
    if token.text == "quarter" or token.text in ("¼", "¾"):
        after = at + 1 + (scan.text(at + 1) == "of")
        after += scan.text(after) in ("a", "the")
        return (Fraction(1, 4), after) if scan.text(after) in UNITS else None
    if token.ordinal or (not article and token.number is None and token.text != "couple"):
        return None
    value = number(token.text)
    if value is None:
        return None
    at += 1
    at += token.text == "couple" and scan.text(at) == "of"
    if scan.text(at) == "." and scan.at(at + 1).digits == 1 and not scan.at(at).gap and not scan.at(at + 1).gap:
        value, at = value + Fraction(scan.at(at + 1).number or 0, 10), at + 2
    elif scan.text(at) in PARTS:
        value, at = value + PARTS[scan.text(at)], at + 1
    elif scan.said(at, "and", "a", "half") or scan.said(at, "1", "/", "2"):
        value, at = value + Fraction(1, 2), at + 3
    return value, at
