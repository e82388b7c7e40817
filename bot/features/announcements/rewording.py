"""What a correction makes of an announcement's text, and who is excepted within a text. Pure."""

import re
from dataclasses import dataclass

from bot.features.announcements.named_people import Roll

WEEKDAY = r"(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
SHAPES = (
    re.compile(
        rf"\b(?:{WEEKDAY},?\s+)?(?:(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}\b|"
        rf"{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b)(?:\s+20\d\d\b)?",
        re.I,
    ),
    re.compile(rf"\b(?:{WEEKDAY}|today|tomorrow)\b", re.I),
    re.compile(r"\b(?:\d{1,2}[:.]\d{2}(?:\s?[ap]m)?|\d{1,2}\s?[ap]m|\d{1,2}\s?o['’]?clock|noon|midday)\b", re.I),
)
"""A date, a weekday and a time, as they stand in a text: what is meant by one is only ever one of its own kind."""
BEFORE = re.compile(r"^(?:on|at|by|from|until|the|to)\s+(?=\S)", re.I)
SWAPS = (
    re.compile(r"^(?:change|swap|replace)\s+(?P<old>.+?)\s+(?:to|with|for|by|into)\s+(?P<new>\S.*)$", re.I),
    re.compile(r"^(?:it['’]?s\s+)?not\s+(?P<old>[^,]+?)\s*(?:,|\bbut\b|[-–]\s)\s*(?P<new>\S.*)$", re.I),
    re.compile(
        r"^(?:(?:it|that)\s+(?:should|must)\s+(?:say|be|read)\s+|it['’]?s\s+|make\s+(?:it|that)\s+)?"
        r"(?P<new>[^,]+?),?\s+not\s+(?P<old>\S.*)$",
        re.I,
    ),
)
"""“Change 3 feb to 4 feb”, “not friday, thursday”, “thursday not friday”."""
OPENING = re.compile(
    r"^(?:(?:no|oh|ok|okay|yes|yep|but|hm+|um+|not yet|first|wait|hang on|sorry|actually|please|can you|"
    r"and)\b[\s,.…]+)+",
    re.I,
)
STRONG = (
    r"(?:to\s+|for\s+)?\b(?:everyone|everybody|all)\s*,?\s*(?:except(?:\s+for)?|but(?:\s+not)?|apart\s+from|not)"
)
EXCEPTS = re.compile(
    rf"\s*[,;.!(–-]*\s*(?:(?P<strong>{STRONG}|\b(?:except(?:\s+for)?|excluding|apart\s+from|other\s+than))|"
    r"\b(?:but\s+not|but|not|without|minus))\s+(?:to\s+|for\s+)?(?=\S)",
    re.I,
)
MOST_SWAPPED = 5  # words on each side
NO_THING = re.compile(
    r"(?:i|it|that|this|we|you|s?he|they|there|do|does|did|is|are|was|why|what|how|but|please|sure|really)"
    r"(?:['’]?(?:s|m|re|ve|d|ll))?\b",
    re.I,
)
ENDS = " \t\n.!)…"


@dataclass(frozen=True, slots=True)
class ExceptedPeople:
    """people: ids; none where several have the name. begin: where the exception starts. last: it ends the text."""

    people: tuple[int, ...]
    written: str
    begin: int
    last: bool


def shape_of(words: str) -> re.Pattern[str] | None:
    """Which of SHAPES all of the words are; None for what is more than a date, a weekday or a time."""
    bare = BEFORE.sub("", words.strip(" .!“”\"'"))
    return next((shape for shape in SHAPES if shape.fullmatch(bare)), None)


def replaced(text: str, new: str) -> str | None:
    """The text with the one thing in it that is like `new` made `new`; None where there is none, or more."""
    shape, bare = shape_of(new), BEFORE.sub("", new.strip(" .!“”\"'"))
    dates = [found.span() for found in SHAPES[0].finditer(text)]
    there = [found.span() for found in shape.finditer(text)] if shape else []
    if shape is not SHAPES[0]:
        there = [one for one in there if not any(begin <= one[0] < end for begin, end in dates)]
    if len(there) != 1:
        return None
    ((begin, end),) = there
    return f"{text[:begin]}{bare}{text[end:]}"


def swapped(text: str, said: str) -> str | None:
    """“Not friday, thursday”: the text with the one for the other, where the one stands there once."""
    words = OPENING.sub("", said.strip(" .!"))
    for pattern in SWAPS:
        if found := pattern.match(words):
            old, new = (found[name].strip(" .!“”\"'") for name in ("old", "new"))
            there = list(re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text, re.I))
            if len(there) == 1 and _is_a_thing(old) and _is_a_thing(new):
                return f"{text[: there[0].start()]}{new}{text[there[0].end() :]}"
    return None


def _is_a_thing(words: str) -> bool:
    """Whether it may stand in a text for something: “that's” of “that's not right” may not."""
    return 0 < len(words.split()) <= MOST_SWAPPED and not NO_THING.match(words)


def too_little(new: str) -> bool:
    """Whether it may be no whole text but a word of one: a word alone, a date or a time."""
    return len(new.split()) < 2 or shape_of(new) is not None


def excepted_in(text: str, roll: Roll) -> ExceptedPeople | None:
    """“Bring laptops, except Finn”: whom a text leaves out by name, at its end or behind “everyone but”."""
    for found in EXCEPTS.finditer(text):
        named = roll.at_the_start(text[found.end() :])
        if not named.people and not named.unclear:
            continue
        end = found.end() + (named.end or len(named.unclear))
        last = not text[end:].strip(ENDS)
        if found["strong"] or last:
            people = () if named.unclear else named.people
            return ExceptedPeople(people, text[found.start() : end].strip(" ,;.!(–-"), found.start(), last)
    return None


def without(text: str, excepted: ExceptedPeople) -> str:
    """The text without the exception at its end; one within it stays, for it may be half a sentence."""
    return text[: excepted.begin].rstrip(" ,;(–-") + _mark(text, excepted) if excepted.last else text


def _mark(text: str, excepted: ExceptedPeople) -> str:
    """The full stop or exclamation mark that the exception follows."""
    found = re.match(r"\s*([.!])", text[excepted.begin :])
    return found[1] if found else ""
