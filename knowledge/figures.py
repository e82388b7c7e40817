"""The figures, dates, years and cohorts that a text holds, in one form each, so that two texts can be compared."""

import re
from collections.abc import Iterator
from datetime import date

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth"),
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
NUMBERS = {word: value for value, word in enumerate(UNITS)}
NUMBERS |= {word: 10 * value for value, word in enumerate(TENS, 2)}
NUMBERS |= {f"{tens}-{UNITS[unit]}": NUMBERS[tens] + unit for tens in TENS for unit in range(1, 10)}
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
COUNTED = r"days?|weeks?|months?|years?|terms?|hours?|nights?|residentials?|events?|workshops?|sessions?|visits?"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
MONTH = "|".join(month[:3] + (f"(?:{month[3:]})?" if month[3:] else "") for month in MONTHS)

PATTERNS = (
    ("date", rf"\b(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}}))?"),
    ("date_us", rf"\b(?P<month2>{MONTH})\s+(?P<day2>{DAY})\b(?:,?\s+(?P<year2>\d{{4}}))?"),
    ("iso", r"\b(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})\b"),
    ("cohort", rf"\bcohorts?\s+(?P<cohort>\d{{1,2}}|{NUMBER})\b"),
    ("nth_cohort", rf"\b(?P<nth>{'|'.join(ORDINALS[1:])})\s+(?:\w+\s+)?cohort\b"),
    ("academic", r"\b(?P<from>20\d{2}|[2-9]\d)\s?[/–-]\s?(?P<to>(?:20)?\d{2})\b(?!\s?[/–-]\s?\d)"),
    ("term", r"\b(?P<term>autumn|spring|summer|winter)(?:\s+term)?\s+(?P<term_year>20\d{2})\b"),
    ("month_year", rf"\b(?P<of_month>{MONTH})\s+(?P<of_year>20\d{{2}})\b"),
    ("money", r"£\s?(?P<money>\d[\d,.]*)"),
    ("percent", r"\b(?P<percent>\d+(?:\.\d+)?)\s?(?:%|per\s?cent)"),
    ("year", r"\b(?P<alone>(?:19|20)\d{2})\b"),
    ("digits", r"(?<![\w./])(?P<digits>\d+(?:\.\d+)?)(?![\w/])"),
    ("ordinal", rf"\b(?P<ordinal>{'|'.join(ORDINALS[3:])})\b"),
    ("word", rf"\b(?P<word>{NUMBER})\b(?=(?:[\s-]+(?P<unit>[a-z]+))?)"),
)
READ = re.compile("|".join(f"(?P<_{name}>{pattern})" for name, pattern in PATTERNS), re.IGNORECASE)
SMALL = re.compile(COUNTED, re.IGNORECASE)


def figures(text: str) -> frozenset[str]:
    """Every figure in the text, each in one form: "2026-04-23", "2026/27", "10", "cohort 12", "autumn 2026", "£5".

    "one", "first" and "second" are words like any other, and so is "two" where it counts no time and no event.
    """
    return frozenset(found for match in READ.finditer(text) for found in _said(match))


def figures_of_fact(says: str) -> frozenset[str]:
    """The same for the words of a fact, which may be a number alone: "two" counts there, whatever it counts."""
    alone = number(says)
    return figures(says) if alone is None else figures(says) | {str(alone)}


def number(said: str) -> int | None:
    """What a whole number says, in figures or words: "ten" → 10, "twenty-one" → 21; None for anything else."""
    tidy = "-".join(said.lower().split())
    return int(tidy) if tidy.isdecimal() else NUMBERS.get(tidy)


def ordinal(value: int) -> str:
    """12 → "twelfth"."""
    return ORDINALS[value] if 0 < value < len(ORDINALS) else f"{value}th"


def in_words(value: int) -> str:
    """12 → "twelve"."""
    return next((word for word, known in NUMBERS.items() if known == value), str(value))


def _said(match: "re.Match[str]") -> Iterator[str]:
    groups = match.groupdict().items()
    found = {name: value.lower() for name, value in groups if value and not name.startswith("_")}
    for suffix in ("", "2", "3"):
        if f"day{suffix}" in found:
            yield _date(found[f"day{suffix}"], found[f"month{suffix}"], found.get(f"year{suffix}", ""))
            return
    match match.lastgroup or "":
        case _ if "cohort" in found:
            yield f"cohort {number(found['cohort'])}"
        case _ if "nth" in found:
            yield f"cohort {ORDINALS.index(found['nth'])}"
        case _ if "from" in found:
            yield from _academic(found["from"], found["to"])
        case _ if "term" in found:
            yield f"{found['term']} {found['term_year']}"
        case _ if "of_month" in found:
            yield f"{MONTHS[_month(found['of_month']) - 1]} {found['of_year']}"
        case _ if "money" in found:
            yield f"£{found['money'].rstrip('.,').replace(',', '')}"
        case _ if "percent" in found:
            yield f"{found['percent']}%"
        case _ if "ordinal" in found:
            yield f"{ORDINALS.index(found['ordinal'])}th"
        case _ if "word" in found:
            value = NUMBERS[found["word"]]
            if value > 2 or (value == 2 and SMALL.fullmatch(found.get("unit", ""))):
                yield str(value)
        case _:
            yield found.get("alone") or found["digits"]


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
