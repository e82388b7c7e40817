"""The figures, dates, years and cohorts that a text holds, in one form each, so that two texts can be compared."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time

from knowledge.numerals import ORDINALS, TENS, UNITS, VALUES

NTHS = (*ORDINALS, "twentieth", *(f"twenty-{ORDINALS[unit]}" for unit in range(1, 6)))
"""By value, as far as cohorts go."""
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
NUMBERS = {**VALUES, **{f"{tens}-{UNITS[unit]}": VALUES[tens] + unit for tens in TENS for unit in range(1, 10)}}
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
COUNTED = r"days?|weeks?|months?|years?|terms?|hours?|nights?|residentials?|events?|workshops?|sessions?|visits?"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
MONTH = "|".join(month[:3] + (f"(?:{month[3:]})?" if month[3:] else "") for month in MONTHS)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+)?"
DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
HOUR = r"\d{1,2}(?:[.:][0-5]\d)?"

PATTERNS = (
    (
        "days",
        rf"\b(?P<day>{DAY})(?:\s+(?P<month>{MONTH}))?(?:,?\s+(?P<year>\d{{4}}))?\s*(?:–|—|-|to|until|and)\s*"
        rf"{WEEKDAY}(?P<day2>{DAY})\s+(?:of\s+)?(?P<month2>{MONTH})\b\.?(?:,?\s+(?P<year2>\d{{4}}))?",
    ),
    ("date", rf"\b(?P<day3>{DAY})\s+(?:of\s+)?(?P<month3>{MONTH})\b\.?(?:,?\s+(?P<year3>\d{{4}}))?"),
    ("date_us", rf"\b(?P<month4>{MONTH})\s+(?P<day4>{DAY})\b(?:,?\s+(?P<year4>\d{{4}}))?"),
    ("iso", r"\b(?P<year5>\d{4})-(?P<month5>\d{2})-(?P<day5>\d{2})\b"),
    (
        "short",
        r"(?<![\w./-])(?P<day6>\d{1,2})(?P<sep>[/.-])(?P<month6>\d{1,2})(?P=sep)(?P<year6>(?:20)?\d{2})(?!\w|[/.-]\d)",
    ),
    ("clock", rf"\b(?:(?P<from_hour>{HOUR})\s?(?:–|-|to)\s?)?(?P<hour>{HOUR})\s?(?P<half>[ap])\.?m\b"),
    ("of_24", r"\b(?P<of_24>(?:[01]?\d|2[0-3]):[0-5]\d)\b"),
    ("noon", r"\b(?:12\s+)?(?P<noon>noon|midday)\b"),
    ("numbered", r"\b(?:residential|part|phase|session|module|step|appendix|section|table|note)\s+\d{1,2}\b"),
    ("cohort", rf"\bcohorts?\s+(?P<cohort>\d{{1,2}}|{NUMBER})\b"),
    ("nth_cohort", rf"\b(?P<nth>{'|'.join(NTHS[1:])})\s+(?:\w+\s+)?cohort\b"),
    ("academic", r"\b(?P<from>20\d{2}|[2-9]\d)\s?[/–-]\s?(?P<to>(?:20)?\d{2})\b(?!\s?[/–-]\s?\d)"),
    ("term", r"\b(?P<term>autumn|spring|summer|winter)(?:\s+term)?\s+(?P<term_year>20\d{2})\b"),
    ("month_year", rf"\b(?P<of_month>{MONTH})\s+(?P<of_year>20\d{{2}})\b"),
    ("money", r"£\s?(?P<money>\d[\d,.]*)"),
    ("pence", r"(?<![\w.])(?P<pence>\d{1,3}(?:\.\d)?)\s?(?:p|pence)\b"),
    ("percent", r"\b(?P<percent>\d+(?:\.\d+)?)\s?(?:%|per\s?cent)"),
    ("year", r"\b(?P<alone>(?:19|20)\d{2})\b"),
    ("digits", rf"(?<![\w./])(?P<digits>{DIGITS})(?![\w/])"),
    ("ordinal", rf"\b(?P<ordinal>{'|'.join(NTHS[10:])})\b"),
    ("word", rf"\b(?P<word>{NUMBER})\b"),
)
READ = re.compile("|".join(f"(?P<_{name}>{pattern})" for name, pattern in PATTERNS), re.IGNORECASE)
TIME = re.compile(r"\d{1,2}(?:\.\d\d)?[ap]m|12 noon|\d{1,2}:\d\d")
SMALL = re.compile(COUNTED, re.IGNORECASE)
AFTER_TWO = re.compile(
    rf"(?:(?!(?:of|the|in|per|for|and|or|to|with|has|have|is|are|carries|brings)\b)[a-z]+[\s-]+){{0,2}}(?:{COUNTED})\b",
    re.IGNORECASE,
)
SMALL_NUMBER = re.compile(r"\b(?:one|two)\b", re.IGNORECASE)
SMALL_ORDINAL = re.compile(rf"\b(?:{'|'.join(NTHS[3:10])})\b", re.IGNORECASE)
MONTH_ALONE = re.compile(
    rf"\b(?:{'|'.join(month for month in MONTHS if month != 'may')})\b|(?<=\bin )may\b", re.IGNORECASE
)


def figures(text: str) -> frozenset[str]:
    """Every figure in the text, each in one form: "2026-04-23", "2026/27", "10", "cohort 12", "autumn 2026", "£5".

    "one" and ordinals below the tenth are words like any other, and so is "two" where it counts no time or event.
    """
    return frozenset(found for match in READ.finditer(text) for found in _said(match))


def with_places(text: str) -> list[tuple[str, int]]:
    """Every figure in the text with the place at which it begins, as the text has them."""
    return [(found, match.start()) for match in READ.finditer(text) for found in _said(match)]


def small_figures(text: str) -> frozenset[str]:
    """What no fact need have, and a fact may: "one" and "two" of anything, "third", months without a year."""
    counts = {str(NUMBERS[found[0].lower()]) for found in SMALL_NUMBER.finditer(text)}
    counts |= {f"{NTHS.index(found[0].lower())}th" for found in SMALL_ORDINAL.finditer(text)}
    return frozenset(counts | {found[0].lower() for found in MONTH_ALONE.finditer(text)}) - figures(text)


def figures_of_fact(says: str) -> frozenset[str]:
    """The same for the words of a fact, which may be a number alone: "two" counts there, whatever it counts."""
    alone = number(says)
    return (figures(says) or small_figures(says)) if alone is None else figures(says) | {str(alone)}


def school_years(found: Iterable[str]) -> frozenset[str]:
    """The school years that begin in a September among these figures: "september 2028" → "2028/29"."""
    starts = [int(one[-4:]) for one in found if one.startswith("september 2")]
    return frozenset(f"{start}/{(start + 1) % 100:02}" for start in starts)


def number(said: str) -> int | None:
    """What a whole number says, in figures or words: "ten" → 10, "twenty-one" → 21; None for anything else."""
    tidy = re.sub(r"(?<=\d),(?=\d{3}\b)", "", "-".join(said.lower().split()))
    return int(tidy) if tidy.isdecimal() else NUMBERS.get(tidy)


def time_of(said: str) -> time | None:
    """ "12 noon" → 12:00, "4.30pm" → 16:30; None for what is no time of day, or two."""
    found = [one for one in figures(said) if TIME.fullmatch(one)]
    if len(found) != 1:
        return None
    if found[0] == "12 noon":
        return time(12)
    hour, _, minute = re.sub("[ap]m", "", found[0]).replace(":", ".").partition(".")
    later = 12 if found[0].endswith("pm") and int(hour) < 12 else 0
    return time((int(hour) + later) % 24, int(minute or 0))


def ordinal(value: int) -> str:
    """12 → "twelfth"."""
    return NTHS[value] if 0 < value < len(NTHS) else f"{value}th"


def in_words(value: int) -> str:
    """12 → "twelve"."""
    return next((word for word, known in NUMBERS.items() if known == value), str(value))


def _said(match: "re.Match[str]") -> Iterator[str]:
    groups = match.groupdict().items()
    found = {name: value.lower() for name, value in groups if value and not name.startswith("_")}
    if "day" in found:  # "5–7 October 2027": both ends, each of them in the month and year that is said
        first, year = found.get("month", found["month2"]), found.get("year2", "")
        yield _date(found["day"], first, found.get("year", year))
        yield _date(found["day2"], found["month2"], year)
        return
    for at in range(3, 7):
        if f"day{at}" in found:
            year = found.get(f"year{at}", "")
            yield _date(found[f"day{at}"], found[f"month{at}"], f"20{year}" if len(year) == 2 else year)
            return
    match match.lastgroup or "":
        case "_numbered":  # "Residential 1", "Part 2": a name, and no count
            return
        case _ if "cohort" in found:
            yield f"cohort {number(found['cohort'])}"
        case _ if "nth" in found:
            yield f"cohort {NTHS.index(found['nth'])}"
        case _ if "from" in found:
            yield from _academic(found["from"], found["to"])
        case _ if "term" in found:
            yield f"{found['term']} {found['term_year']}"
        case _ if "of_month" in found:
            yield f"{MONTHS[_month(found['of_month']) - 1]} {found['of_year']}"
        case _ if "money" in found:
            yield f"£{found['money'].rstrip('.,').replace(',', '')}"
        case _ if "hour" in found:
            hours = [found[name] for name in ("from_hour", "hour") if name in found]
            yield from (f"{hour.replace(':', '.').removesuffix('.00')}{found['half']}m" for hour in hours)
        case _ if "of_24" in found:
            yield found["of_24"]
        case _ if "noon" in found:
            yield "12 noon"
        case _ if "pence" in found:
            yield f"{found['pence']}p"
        case _ if "percent" in found:
            yield f"{found['percent']}%"
        case _ if "ordinal" in found:
            yield f"{NTHS.index(found['ordinal'])}th"
        case _ if "word" in found:
            value = NUMBERS[found["word"]]
            after = match.string[match.end() :].lstrip(" -\n")
            if value > 2 or (value == 2 and AFTER_TWO.match(after)):
                yield str(value)
        case _:
            yield found.get("alone") or found["digits"].replace(",", "")


def _academic(first: str, last: str) -> Iterator[str]:
    """ "2026/27" and "26-27" are one year; anything else that looks like it is two figures."""
    start, end = int(first) % 100, int(last) % 100
    if end == (start + 1) % 100:
        yield f"20{start:02}/{end:02}"
    else:
        yield from (first, last)


def _month(said: str) -> int:
    return int(said) if said.isdecimal() else [month[:3] for month in MONTHS].index(said[:3]) + 1


def _date(day: str, month: str, year: str) -> str:
    try:
        return date(int(year or 2000), _month(month), int(day.rstrip("stndrh"))).isoformat()[0 if year else 5 :]
    except ValueError:
        return f"{day} {month} {year}".strip()
