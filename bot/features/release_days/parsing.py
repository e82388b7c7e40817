"""What somebody says of a release day ("half yesterday, workshop with St Mary's") → days, part, purpose, note.

Only what is said is read; what is missing stays None, and the handler asks for it.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.core.errors import BotError
from bot.features.release_days.domain import LONGEST_NOTE, Part, Purpose
from bot.language.former_dates import DateMatch, Lean, NotADay, days_in

MOST_DAYS = 10  # in one message; more is a slip, or better typed in parts
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

HALF = re.compile(
    r"\b(?:a\s+)?ha?lf(?:[\s-]+(?:of\s+)?(?:a\s+)?days?)?\b|½(?:\s*days?\b)?|(?<!\d)0?\.5\b|\b1/2(?=\s*days?\b)",
    re.I,
)
MORNING = re.compile(r"\b(?:mornings?|a\.?m\.?|before lunch)(?!\w)", re.I)
AFTERNOON = re.compile(r"\b(?:aft\w*noons?|p\.?m\.?|after lunch|arvo)(?!\w)", re.I)
FULL = re.compile(
    r"\b(?:full|whole|all|entire)(?:\s+the)?[\s-]+days?\b|\ball\s+of\b|\b(?:full|fullday|allday)\b", re.I
)
FUTURE = re.compile(
    r"\b(?:will|i'?ll|going to|gonna|book(?:ed|ing)?|plan(?:ned)?\b(?!\s+the\b)|next|tomorrow|upcoming|coming|"
    r"in advance|due to)\b",
    re.I,
)
NOT_A_DAY_OF_THE_WEEK = re.compile(r"\bsat(?=\s+(?:in|with|on|down|through|beside)\b)", re.I)
LESS_THAN_NOTHING = re.compile(
    r"(?:\bminus\s+|\bnegative\s+|(?<![\w/])[-−–])(?=(?:\d|½|half|one|two|an?\b))", re.I
)
NOTHING = re.compile(r"\b(?:zero|0(?:\.0+)?|nil|no)\s+(?:release\s+)?(?:half[\s-]+)?days?\b", re.I)
AMOUNT = re.compile(
    rf"(?<![\d/.:])(?P<count>\d{{1,3}}(?:\.\d+)?|{'|'.join(NUMBERS)})\s*(?P<and>½|(?:and\s+)?a\s+half)?\s*"
    r"(?:(?P<half>half)[\s-]+)?(?:full\s+|whole\s+|release\s+)?days?\b",
    re.I,
)
NOTE = re.compile(r"(?:^|\s)(?P<note>(?:with|at|about|re)\s+.+|(?:note|notes?)\s*:\s*.+)$", re.I)
TAIL = re.compile(
    r"[\s,.;!]*(?:\b(?:please|pls|thanks|thank you|ta|cheers|put it down|put that down|log it|log that|"
    r"record it|add it|in the|on|for|for me|and)\b[\s,.;!]*)+$",
    re.I,
)

PURPOSES = tuple(
    (purpose, re.compile(pattern, re.I))
    for purpose, pattern in [
        (Purpose.PILOT_WORKSHOP, r"\bpilot\w*"),
        (
            Purpose.STUDY,
            r"\b(?:prep\w*|planning) (?:for )?(?:an? |the )?workshop|\bworkshop (?:prep\w*|planning)\b",
        ),
        (Purpose.RESIDENTIAL, r"\bresid\w+|\bresi\b"),
        (
            Purpose.IN_SCHOOL,
            r"\bin[\s-]?school\b|\bcoach\w*|\bobserv\w*|\blesson stud\w+|\b(?:team|co)[\s-]?teach\w*|"
            r"\bstaff (?:meeting|training)|\bmodell?(?:ing|ed)\b|\bbook look|\blearning walk|"
            r"\bwith (?:my )?(?:staff|colleagues|year \d teachers?)|"
            r"\bmentor\w*|\bschool visits?\b|\b(?:my )?own school\b|\bin[\s-]house\b|\binset\b|"
            r"\bschool development\b",
        ),
        (
            Purpose.WORKSHOP,
            r"\bwork ?shops?\b|\bwk?sho?p\b|\bworksop\b|\bwork ?groups?\b|\btraining\b|\bcourse\b|\bcpd\b",
        ),
        (Purpose.HUB, r"\bhubs?\b|\bcollab\w*|\bnetwork\w*|\bcohort (?:meeting|day)\b|\bsteering\b"),
        (
            Purpose.STUDY,
            r"\bassignments?\b|\bassigment\b|\bstud(?:y|ying)\b|\breading\b|\bessay\b|\bgap tasks?\b|"
            r"\bportfolio\b|\bplanning\b|\bprep\w*|\bresearch\w*|\bwrit(?:e|ing)[\s-]?up\b|\breport\b|\bself[\s-]?study\b",
        ),
        (Purpose.OTHER, r"\bother\b|\bsomething else\b"),
    ]
)


@dataclass(frozen=True, slots=True)
class ReleaseDayWords:
    """What was read. days: in order; part and purpose: None when not said; days_meant: how many days, if said."""

    days: tuple[date, ...]
    part: Part | None
    purpose: Purpose | None
    note: str | None
    days_meant: float | None = None


class NothingToLog(BotError):
    """A release day can't be zero or minus. Log half a day or more; to take one off, type “releaseday delete”."""


class NotInTheCalendar(BotError):
    """There is no such day in the calendar. Type the date like this: 12 November."""


class TooManyDays(BotError):
    """That's more than ten dates at once. Please log them in parts; nothing was logged."""


def read(text: str, today: date) -> ReleaseDayWords:
    """Raises NothingToLog, NotInTheCalendar, TooManyDays."""
    text = NOT_A_DAY_OF_THE_WEEK.sub("was", text)
    if LESS_THAN_NOTHING.search(text) or NOTHING.search(text):
        raise NothingToLog
    part = part_in(text)
    without_half = HALF.sub(" ", text) if re.search(r"1/2|\.5", text) else text
    found = _days(without_half, today)
    if len(found.days) > MOST_DAYS:
        raise TooManyDays
    amount = AMOUNT.search(found.rest)
    return ReleaseDayWords(
        found.days, part or _half_days(amount), purpose_in(text), _note(found.rest), _meant(amount, text)
    )


def part_in(text: str) -> Part | None:
    morning, afternoon = bool(MORNING.search(text)), bool(AFTERNOON.search(text))
    if (morning and afternoon) or FULL.search(text):
        return Part.FULL
    if morning or afternoon:
        return Part.MORNING if morning else Part.AFTERNOON
    if re.search(r"\band\s+a\s+half\b|\d½|[1-9]\d*\.5", text, re.I):
        return None
    return Part.HALF if HALF.search(text) else None


def purpose_in(text: str) -> Purpose | None:
    return next((purpose for purpose, words in PURPOSES if words.search(text)), None)


def _days(text: str, today: date) -> DateMatch:
    lean = Lean.FUTURE if FUTURE.search(text) else Lean.PAST
    try:
        return days_in(text, today, lean)
    except NotADay as slip:
        raise NotInTheCalendar(
            f"There is no “{str(slip)[:40]}” in the calendar. Type the date like this: 12 November. "
            "Nothing was changed."
        ) from None


def _half_days(amount: re.Match[str] | None) -> Part | None:
    return Part.HALF if amount and amount["half"] else None


def _meant(amount: re.Match[str] | None, text: str) -> float | None:
    """How many days somebody says it is, where they name a number."""
    if amount is None:
        loose = re.search(r"\b(\d{1,2}\.5)\b|\b(\d{1,2})½", text)
        return (
            (float(loose[1]) if loose[1] else int(loose[2]) + 0.5)
            if loose and not text.startswith("0.5")
            else None
        )
    word = amount["count"].lower()
    count = float(NUMBERS.index(word)) if word in NUMBERS else float(word)
    return count + (0.5 if amount["and"] else 0)


def _note(rest: str) -> str | None:
    """What comes after “with”, “at” or “about”; without a closing “please” or “put it down”."""
    found = NOTE.search(rest)
    if found is None:
        return None
    note = TAIL.sub("", re.sub(r"\b(?:in the )?(?:morning|afternoon|am|pm)\b", " ", found["note"], flags=re.I))
    note = " ".join(re.sub(r"^notes?\s*:\s*", "", note, flags=re.I).split()).strip(" ,.;")
    return note[:LONGEST_NOTE] if len(note.split()) > 1 else None
