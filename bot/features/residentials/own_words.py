"""“I can't make residential 2” → what to note. A question or a doubt notes nothing. Pure."""

import re
from enum import Enum

from bot.features.residentials.domain import AttendanceAnswer
from bot.language.hearsay import NOT_SURE, OTHERS_SAY
from bot.language.questions import is_question, plain

ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "one": 1, "two": 2, "three": 3}
WITH_ITS_NUMBER = re.compile(
    r"\b(?:resi|residental|residential)s?\s*(?:no\.?|number|#)?\s*(?P<number>[1-9])\b(?![/\d])", re.I
)
NUMBER = re.compile(
    r"\b(?P<ordinal>first|second|third|1st|2nd|3rd)\b(?!\s+(?:day|night|half))|"
    r"\bresidential\s+(?P<word>one|two|three)\b|(?<![\d/])\b(?P<number>[1-9])\b(?![/\d])"
    r"(?!\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|am\b|pm\b|days?\b|nights?\b|hours?\b))",
    re.I,
)
DOUBT = re.compile(
    r"\b(?:not sure|unsure|(?:don't|dont) know|might|maybe|perhaps|only|partly|probably|not certain|hope|hoping|"
    r"unless|provided|providing|depend(?:s|ing)|as long as|so long as|except|until|in case|"
    r"need to know|remember|forgot)\b",
    re.I,
)
MIGHT = re.compile(r"\b(?:might|may)\s+(?:not\s+)?(?:be able to\s+)?(?:make|come|attend|be there)\b", re.I)
CANNOT = re.compile(
    r"\b(?:can't|cant|cannot|can not|couldn't|won't|wont|will not|unable to|not able to)\s+(?:now\s+)?"
    r"(?:be able to\s+)?"
    r"(?:make|come|attend|be (?:there|at|coming)|go|do)\b|\bnot (?:be )?(?:coming|attending|going|there)\b|"
    r"\b(?:i'll|ill|will|going to|have to|i'm going to) miss\b|\bapologies\b|\brsvp no\b|\bcount me out\b|"
    r"\bi (?:can't|cannot|cant)$",
    re.I,
)
COMING = re.compile(
    r"\b(?:i'll|ill|i will|we'll) be (?:there|at|coming)\b|(?:\b(?:i'm|im|i am|we're|yes)|^)[\s,]*coming\b"
    r"(?! up)|"
    r"(?:\bas|\b(?:i'm|im|i am|be|yes)|^)\s*,?\s*attending\b|\bcount me in\b|\brsvp yes\b|"
    r"\b(?:i|we|yes) can (?:now )?(?:come|make|attend|go)\b|\b(?:i'm|im|i am) in$|\bi can(?: now)?$|\bnow i can$",
    re.I,
)
OF_ONESELF = re.compile(
    r"(?:^|[,.;:!–-]|\b(?:i|i'm|im|am|we|we're|and|but|so|sorry|no|yes|afraid|unfortunately|sadly|hi|hello|please|"
    r"as|me|my|residential|weekend|one|first|second|third|it|then|that|\d+))\s*"
    r"(?:(?:really|just|sadly|unfortunately|definitely|still|now|also|actually|probably|again|sorry)\s+)*$"
)
"""What stands before the verb when the speaker is meant: “ben can't come” is said of somebody else."""
TURNS = re.compile(
    r"[\s,.;!–-]+(?:(?:oh|no|ah)[\s,]+)?(?:wait|hang on|hold on|actually|on second thoughts?|sorry)\b[\s,]*", re.I
)
"""“I can't come. Oh wait, I can”: what stands before it may no longer hold."""
NEVER_MISS = re.compile(r"\b(?:won't|wont|will not|wouldn't) miss\b", re.I)

SAID_SHORT = re.compile(
    r"\bresi(?:dential)?s?\s+(?:\d|one|two|three)\s*(?:[-–:,;.]+\s*|is\s+(?:an?\s+)?)(?:yes|yep|no|nope|not?\s+for\s+me)\b"
)
"""“Residential 2 - no, problem with childcare”."""


class Unclear(Enum):
    """What is said of coming, and is no plain answer."""

    IN_PART = "in part"
    WITH_MORE = "with more"
    OF_ANOTHER = "of another"


MEANINGS = (
    (NEVER_MISS, AttendanceAnswer.COMING),
    (CANNOT, AttendanceAnswer.CANNOT),
    (COMING, AttendanceAnswer.COMING),
)


def answer_in(text: str) -> AttendanceAnswer | None:
    """Whether they are coming, if the sentence says so plainly; its last half counts, after a “but”."""
    said = plain(text)
    if is_question(said) or _unsure(said):
        return None
    said = re.split(r"\bbut\b", said)[-1].strip()
    for pattern, answer in MEANINGS:
        if found := pattern.search(said):
            return answer if OF_ONESELF.search(said[: found.start()]) else None
    return None


def speaks_of_coming(text: str) -> Unclear | None:
    """How a message speaks of coming in which `answer_in` reads no answer of one's own; None where it asks."""
    said = plain(text)
    if is_question(said):
        return None
    if SAID_SHORT.search(said):
        return Unclear.WITH_MORE
    found = next((one for pattern, _ in MEANINGS if (one := pattern.search(said))), None)
    if found is None:
        return None
    return Unclear.IN_PART if OF_ONESELF.search(said[: found.start()]) else Unclear.OF_ANOTHER


def hedges(text: str) -> bool:
    """Whether the sentence speaks of coming, but under a condition or in doubt: “I can't come unless …”."""
    said = plain(text)
    speaks = MIGHT.search(said) is not None or any(one.search(said) for one, _ in MEANINGS)
    return not is_question(said) and _unsure(said) and speaks


def _unsure(said: str) -> bool:
    return (
        DOUBT.search(said) is not None
        or NOT_SURE.search(said) is not None
        or OTHERS_SAY.search(said) is not None
        or _turns_round(said)
    )


def _turns_round(said: str) -> bool:
    """Whether one part of it says that they come, and another that they don't."""
    parts = TURNS.split(said)
    found = {answer for part in parts for pattern, answer in MEANINGS if pattern.search(part)}
    return len(parts) > 1 and len(found) > 1


def number_in(text: str) -> int | None:
    """The number of a residential, in figures or as “the second one”."""
    if named := WITH_ITS_NUMBER.search(text):
        return int(named["number"])
    found = NUMBER.search(text)
    if found is None:
        return None
    word = (found["ordinal"] or found["word"] or "").lower()
    return ORDINALS[word] if word else int(found["number"])
