"""Dates in figures alone, the day first: 12/11, 12.11.26, 12-11-2026; or the year first: 2026-11-12, 20261112."""

from datetime import date

from bot.language.calendars import day_of
from bot.language.doubts import About, one_of
from bot.language.mentions import Mention, Scan, Unsettled
from bot.language.tokens import Token
from bot.language.words import MONTHS, UNITS, word_set

MARKS = frozenset("/.-")
CROWDS = word_set("people children pupils kids students adults attendees delegates percent %")
NAMES_A_FIGURE = word_set(
    "year years yr yrs y ks room rm page pages pp unit module class group level grade table "
    "chapter task set step question stage phase cohort version ratio score"
)
NUMBERS_A_PART = word_set("session sessions day days part week lesson no number visit p")
NO_DAY_BEFORE_A_MONTH = word_set("year years yr yrs y ks room rm page pages pp")
AHEAD = 20  # years
NEAR = 2  # years; "26" after a date is a year only where it is that near


def figure_at(scan: Scan, at: int) -> Mention | None:
    """The date in figures that begins there."""
    first = scan.at(at)
    if not first.digits or first.number is None or names_a_figure(scan, at):
        return None
    found = _run_together(scan, at) or _year_first(scan, at) or _spaced(scan, at) or _day_first(scan, at)
    return found if found and not _goes_on(scan, found.end) else None


def names_a_figure(scan: Scan, at: int) -> bool:
    """Whether the word before makes it no date: "year 5/6", "Y4", "room 12", "session 2/6" beside a date."""
    before = scan.at(at - 1)
    if not before.text or before.text in ("", ","):
        return False
    if before.text[-1].isalpha() and not scan.at(at).gap and before.month is None and before.text not in ("t",):
        return True
    if before.text in NO_DAY_BEFORE_A_MONTH:
        return True
    if before.text in NAMES_A_FIGURE or scan.said(at - 2, "key", "stage"):
        return scan.at(at + 1).month is None
    if before.text in NUMBERS_A_PART and scan.at(at + 1).text in ("/", "of"):
        return scan.dated_elsewhere(at, at + 3)
    return False


def in_the_calendar(start: int, end: int, day: tuple[int, int, int]) -> Mention:
    """A whole date as a mention; one that the calendar has not is asked about."""
    found = day_of(*day)
    if found:
        return Mention(start, end, found.day, found.month, found.year)
    year, month, number = day
    turned = day_of(year, number, month)
    return Mention(start, end, unsettled=no_such_day(number, month, (turned,) if turned else ()))


def no_such_day(number: int, month: int, instead: tuple[date, ...] = ()) -> Unsettled:
    """31/11 and the like."""
    name = f"{number}/{month}" if not 1 <= month <= 12 else f"{number} {_full(month)}"
    which = "Which day do you mean?" if not instead else f"Do you mean {instead[0].day} {instead[0]:%b}?"
    return Unsettled(About.NO_SUCH_DAY, f"There is no {name} in the calendar. {which}", one_of(instead))


def _full(month: int) -> str:
    return next(name for name, at in MONTHS.items() if (at == month and len(name) > 3) or at == month == 5).title()


def _run_together(scan: Scan, at: int) -> Mention | None:
    """20261112, 12112026, 121126."""
    token = scan.at(at)
    written = f"{token.number:0{token.digits}d}"
    found: date | None = None
    if token.digits == 8:
        year_first = day_of(int(written[:4]), int(written[4:6]), int(written[6:]))
        found = year_first if year_first and 1990 < year_first.year < 2100 else None
        found = found or day_of(int(written[4:]), int(written[2:4]), int(written[:2]))
    elif token.digits == 6 and abs(2000 + int(written[4:]) - scan.today.year) <= NEAR:
        found = day_of(2000 + int(written[4:]), int(written[2:4]), int(written[:2]))
    if found is None or abs(found.year - scan.today.year) > 20:
        return None
    return Mention(at, at + 1, found.day, found.month, found.year)


def _year_first(scan: Scan, at: int) -> Mention | None:
    year, mark, month, again, day = (scan.at(at + step) for step in range(5))
    if year.digits != 4 or mark.text not in MARKS or mark.gap or again.text != mark.text:
        return None
    if not 1 <= month.digits <= 2 or not 1 <= day.digits <= 2:
        return None
    end = at + 5
    if scan.text(end) == "t" and not scan.at(end).gap and scan.at(end + 1).digits:
        end += 1
    return in_the_calendar(at, end, (year.number or 0, month.number or 0, day.number or 0))


def _spaced(scan: Scan, at: int) -> Mention | None:
    """12 11 2026."""
    day, month, year = (scan.at(at + step) for step in range(3))
    if not (1 <= day.digits <= 2 and 1 <= month.digits <= 2 and month.gap and year.gap and year.digits in (2, 4)):
        return None
    if not 1 <= (month.number or 0) <= 12 or not 1 <= (day.number or 0) <= 31 or month.ordinal or year.ordinal:
        return None
    if not _is_year(scan, year):
        return None
    return in_the_calendar(
        at, at + 3, (whole_year(year.number or 0, scan.today), month.number or 0, day.number or 0)
    )


def _day_first(scan: Scan, at: int) -> Mention | None:
    day, mark, month = (scan.at(at + step) for step in range(3))
    if mark.text not in MARKS or not 1 <= day.digits <= 2 or not 1 <= month.digits <= 2 or month.ordinal:
        return None
    tight = not mark.gap and not month.gap
    if not tight and mark.text != "/":
        return None
    again, year = scan.at(at + 3), scan.at(at + 4)
    if again.text == mark.text and year.digits in (2, 4) and (mark.text == "/" or not (again.gap or year.gap)):
        return in_the_calendar(
            at, at + 5, (whole_year(year.number or 0, scan.today), month.number or 0, day.number or 0)
        )
    number, of_month = day.number or 0, month.number or 0
    if (
        again.text in (mark.text, "/", ".")
        and not again.gap
        and scan.at(at + 4).digits
        and not scan.at(at + 4).gap
    ):
        return None
    spaced = scan.at(at + 3)
    if spaced.digits == 4 and spaced.gap and of_month <= 12 and _is_year(scan, spaced):
        return in_the_calendar(at, at + 4, ((spaced.number or 0), of_month, number))
    return _without_year(scan, at, number, of_month)


def _without_year(scan: Scan, at: int, number: int, month: int) -> Mention | None:
    mark, after = scan.text(at + 1), scan.at(at + 3)
    if not 1 <= number <= 31 or not 1 <= month <= 31 or after.text in CROWDS or after.text == ":":
        return None
    if mark == "." and (scan.at(at + 2).digits != 2 or month > 12 or _is_a_time(scan, at)):
        return None
    if mark == "-" and (month > 12 or after.text in ("am", "pm") or after.text in UNITS):
        return None
    if month > 12 and number > 12:
        return None
    if month > 12 or day_of(2028, month, number) is None:  # 2028 has a 29 February
        turned = day_of(scan.today.year, number, month) if number <= 12 else None
        instead = (turned,) if turned else ()
        return Mention(at, at + 3, unsettled=no_such_day(number, month, instead))
    return Mention(at, at + 3, number, month)


def _is_a_time(scan: Scan, at: int) -> bool:
    return scan.text(at - 1) in ("at", "@", "from") or scan.text(at + 3) in ("am", "pm")


def _is_year(scan: Scan, year: Token) -> bool:
    return abs(whole_year(year.number or 0, scan.today) - scan.today.year) <= (NEAR if year.digits == 2 else 100)


def whole_year(year: int, today: date) -> int:
    """26 is 2026, and 74 is 1974: no more than twenty years ahead."""
    if year > 99:
        return year
    return 2000 + year if 2000 + year <= today.year + AHEAD else 1900 + year


def _goes_on(scan: Scan, end: int) -> bool:
    """Whether the figure is part of a longer one: 1/2/3/4."""
    mark, after = scan.at(end), scan.at(end + 1)
    return mark.text in ("/", ".") and not mark.gap and bool(after.digits) and not after.gap
