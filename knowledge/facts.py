"""The sheet's figures and the application window, on which all of the knowledge base rests; and its error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
TWO_DAYS = re.compile(
    rf"\b(?P<day>\d{{1,2}}) (?P<month>{MONTHS}) (?P<year>\d{{4}})(?P<and> and | to |–)"
    rf"(?P<last>\d{{1,2}} (?P<month_2>{MONTHS}) (?P=year))\b"
)
FIGURE = re.compile(rf"\d|£|%|\b(?:{MONTHS})\b")  # what a text must name from facts.yaml, not write itself
VERDICT = re.compile(r"\b(?:ineligible|not eligible|rejected|you will get in|guaranteed a place)\b", re.IGNORECASE)


NOT_IN_THE_SHEET, IN_DOUBT, CONFIRMED = "not in the new sheet", "in doubt", "confirmed"
OPEN_REVIEWS = (NOT_IN_THE_SHEET, IN_DOUBT)  # nothing is served before somebody has settled it


class KnowledgeError(Exception):
    """The knowledge base cannot be used as it stands; the message says where and what to do."""


class Phase(StrEnum):
    """Where a day lies in the application window; the closing date itself still counts as open."""

    BEFORE = "before"
    OPEN = "open"
    LAST_DAY = "last day"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the sheet, written once. `says` is how it reads in a sentence.

    review: NOT_IN_THE_SHEET for one that was carried over and stands nowhere in the new sheet; IN_DOUBT where the
    new sheet's words leave open which day it is; CONFIRMED once somebody has said that it holds.
    """

    name: str
    says: str
    section: str
    day: date | None = None
    review: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationWindow:
    """The days on which applications are taken, both included.

    closes_at: when applications end on the last day, where the sheet says so. over: it is past that time.
    """

    opens: date
    closes: date
    closes_at: time | None = None
    over: bool = False

    def at(self, moment: datetime) -> "ApplicationWindow":
        """The window as it is at that moment of its own place."""
        past = self.closes_at is not None and moment.date() == self.closes and moment.time() >= self.closes_at
        return replace(self, over=True) if past else self

    def phase(self, today: date) -> Phase:
        if today < self.opens:
            return Phase.BEFORE
        if today > self.closes:
            return Phase.CLOSED
        if today == self.closes:
            return Phase.CLOSED if self.over else Phase.LAST_DAY
        return Phase.OPEN


def fill(text: str, names: Mapping[str, str], window: ApplicationWindow, today: date) -> str:
    """`text` with its {names} replaced; `{days_left}` counts the nights until the closing date."""
    left = (window.closes - today).days
    said = text.format_map({**names, "days_left": "1 day left" if left == 1 else f"{left} days left"})
    return TWO_DAYS.sub(_said_once, said)


def _said_once(found: "re.Match[str]") -> str:
    """ "23 June 2027 and 24 June 2027" → "23 and 24 June 2027": a month and a year that both days have, once."""
    month = "" if found["month"] == found["month_2"] else f" {found['month']}"
    return f"{found['day']}{month}{found['and']}{found['last']}"


def first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return head + "." if stop else text
