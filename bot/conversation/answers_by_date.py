"""Which of several dates on buttons is meant: “the Tuesday one”, “24th”, “the first”. Pure."""

import re

from bot.core.conversation import AskedQuestion
from bot.core.reply import Button

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tues", "weds", "thurs")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "sept", "september")
LAST_MONTHS = ("october", "november", "december")
NAMES_OF_DAYS = (*DAYS, *MONTHS, *LAST_MONTHS)
DATED_LABEL = re.compile(
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun) (?P<day>\d{1,2}) "
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b"
)
# Of dates on buttons: they stand in order.
PLACES = {"first": 0, "former": 0, "earlier": 0, "second": 1, "third": 2, "last": -1, "latter": -1, "later": -1}
ORDINAL = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?")
SAYS_ONLY = frozenset(("the", "one", "on", "of", "that", "this", "it", "was", "it's", "i", "meant", "mean"))
FEWEST_DATES, MOST_OF_A_DATE, SHORTEST_NAME = 2, 4, 3


def by_date(asked: AskedQuestion, said: str) -> Button | None:
    """The only one of several dates on buttons that the words can mean; None for none, and for several."""
    if asked.overtaken:
        return None
    dated = [(found, one) for one in asked.buttons if (found := DATED_LABEL.match(one.label.lower()))]
    words = [word for word in said.split() if word not in SAYS_ONLY]
    if len(dated) < FEWEST_DATES or not words or len(words) > MOST_OF_A_DATE:
        return None
    if len(words) == 1 and words[0] in PLACES and -len(dated) <= PLACES[words[0]] < len(dated):
        return dated[PLACES[words[0]]][1]
    fitting = [one for found, one in dated if all(_is_of(word, found) for word in words)]
    return fitting[0] if len(fitting) == 1 else None


def _is_of(word: str, label: re.Match[str]) -> bool:
    """Whether a word is the weekday, the day or the month of a date on a label."""
    if number := ORDINAL.fullmatch(word):
        return number["day"] == label["day"]
    named = any(name.startswith(word) for name in NAMES_OF_DAYS) and len(word) >= SHORTEST_NAME
    return word[:SHORTEST_NAME] in (label["weekday"], label["month"]) and named
