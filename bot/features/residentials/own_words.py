"""“I can't make residential 2” → what to note. A question or a doubt notes nothing. Pure."""

import re
from enum import Enum

from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.parsing import ORDINALS
from bot.language.hearsay import NOT_SURE, OTHERS_SAY
from bot.language.questions import is_question, plain

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
    r"(?:make|come|attend|be (?:there|at|coming)|go|do)\b|"
    r"\b(?:not|no longer) (?:be )?(?:coming|attending|going|there)\b|\b(?:i'm|im|i am) not$|\btake me off\b|"
    r"\b(?:i'll|ill|will|going to|have to|i'm going to) miss\b|\bapologies\b|\brsvp no\b|\bcount me out\b|"
    r"\bi (?:can't|cannot|cant)$",
    re.I,
)
COMING = re.compile(
    r"\b(?:i'll|ill|i will|we'll) be (?:there|at|coming)\b|"
    r"(?:\b(?:i'm|im|i am|we're|yes)(?:[\s,]+(?:now|still|definitely|also|actually))*|^)[\s,]*coming\b"
    r"(?! up)|"
    r"(?:\bas|\b(?:i'm|im|i am|be|yes)|^)\s*,?\s*attending\b|\b(?:count me in|put me down)\b|\brsvp yes\b|"
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
NEVER_MISS = re.compile(
    r"\b(?:won't|wont|will not|wouldn't|wouldnt|would not|not|"
    r"no way (?:i'm|im|i am|i'll|ill)(?: be)?) miss(?:ing)?\b",
    re.I,
)

SAID_SHORT = re.compile(
    r"\bresi(?:dential)?s?\s+(?:\d|one|two|three)\s*(?:[-–:,;.]+\s*|is\s+(?:an?\s+)?)?(?:yes|yep|no|nope|not?\s+for\s+me)\b"
)
"""“Residential 2 - no, problem with childcare”."""
WHOLLY_SHORT = re.compile(
    r"(?:for\s+)?resi(?:dential)?s?\s+(?:\d|one|two|three)\s*(?:[-–:,;]+\s*|(?:it's|its|is)\s+(?:an?\s+)?)?"
    r"(?:(?P<yes>yes|yep)|nope|no|not\s+for\s+me)(?:\s+(?:from me|for me|please|thanks|sorry))*"
)
"""“Residential 2: yes”, and no more."""
FORWARDED = re.compile(
    r"^\s*(?:(?:fwd?|re|aw|wg|forwarded(?: message)?|from|subject)\s*:|>|“[^”]*”\s*$|\"[^\"]*\"\s*$)", re.I
)
"""A line of somebody's message: whose answer it is, nobody can tell."""
NOT_TO_BE_TOLD = re.compile(
    r"\b(?:don't|dont|do not|never|without) (?:tell(?:ing)?|let(?:ting)?|inform(?:ing)?|say)\b|"
    r"\bbetween (?:us|you and me|ourselves)\b|"
    r"\b(?:secret(?:ly)?|confidential(?:ly)?|in confidence|off the record)\b",
    re.I,
)
"""“Don't tell Lee, but …”: whatever is noted, the hub's leads see."""


WITHDRAWS = re.compile(
    r"\b(?:delete|remove|withdraw|clear|cancel|forget|scrap|change|take)\b.*\b(?:answer|reply|rsvp)\b|"
    r"\b(?:take back|forget|scrap|ignore|cancel) what i (?:said|told|wrote)\b",
    re.I,
)
"""“Delete my answer for residential 2”: there is a yes and a no, and neither is nothing; both are offered."""
ASKS_WHEN = re.compile(
    r"^(?:hi|hello|please)?\W*(?:when(?:'s|s| is| are)?|what(?:'s|s| is| are)? (?:the )?(?:dates?|"
    r"days?)(?: (?:is|are|of|for))*|"
    r"which (?:dates?|days?)(?: (?:is|are))?|where(?:'s|s| is| are)?)\s+(?:the |my |our |these |all )*"
    r"(?:next |first |second |third |autumn |spring |summer )?residentials?(?: \d)?(?: again| please| pls|"
    r" then)?\W*$",
    re.I,
)
SAYS_NO = re.compile(r"^\s*(?:no|not|can['’]?t|cannot|won['’]?t)\b|\b(?:no|not)\s*[.!]?$", re.I)
NO_OR_NUMBER = re.compile(r"^\s*no\.\s*\d", re.I)
NO_MORE_THAN_THAT = re.compile(
    r"(?:(?:sorry|no|yes|i['’]?m|i am|i)[\s,]+)*(?:not (?:coming|going)|coming|can['’]?t come)", re.I
)
"""“Not coming”, and no word of what to."""
DAY_OF_IT = re.compile(r"\b(?:first|second|last|other|one)\s+(?:day|night|half|evening)\b", re.I)


class Unclear(Enum):
    """What is said of coming, and is no plain answer."""

    IN_PART = "in part"
    WITH_MORE = "with more"
    OF_ANOTHER = "of another"
    FORWARDED = "forwarded"
    NOT_FOR_THE_LEAD = "not for the lead"


MEANINGS = (
    (NEVER_MISS, AttendanceAnswer.COMING),
    (CANNOT, AttendanceAnswer.CANNOT),
    (COMING, AttendanceAnswer.COMING),
)


def answer_in(text: str) -> AttendanceAnswer | None:
    """Whether they are coming, if the sentence says so plainly; its last half counts, after a “but”."""
    said = plain(text)
    if is_question(said) or _unsure(said) or FORWARDED.match(text) or NOT_TO_BE_TOLD.search(said):
        return None
    if short := WHOLLY_SHORT.fullmatch(said):
        return AttendanceAnswer.COMING if short["yes"] else AttendanceAnswer.CANNOT
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
    if FORWARDED.match(text):
        return Unclear.FORWARDED
    if SAID_SHORT.search(said):
        return Unclear.WITH_MORE
    found = next((one for pattern, _ in MEANINGS if (one := pattern.search(said))), None)
    if found is None:
        return None
    if NOT_TO_BE_TOLD.search(said):
        return Unclear.NOT_FOR_THE_LEAD
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
