"""“My autumn report is done” → what to note. A question or a doubt notes nothing. Pure."""

import re
from enum import Enum

from bot.language.hearsay import HOPED, NOT_SURE, OTHERS_SAY

ASKED_OF_US = re.compile(r"^(?:please\s+)?(?:can|could|would|will)\s+you\s+(?!tell me|say|check|see)", re.I)
QUESTION = re.compile(
    r"\?|^(?:when|what|whats|what's|where|which|who|why|how|if|is|are|am|was|were|do|does|did|should|must|may)\b|"
    r"^(?:can|could|will|would|have|has)\s+(?:i|my|we|it|they|the|you|anyone|there)\b|\b(?:whether|if)\b",
    re.I,
)
NOT_DONE = re.compile(
    r"\b(?:unmark|untick|undo|by mistake|(?:was|is|s) the wrong (?:report|one)|unfinished|incomplete|not|never)\b|"
    r"\b\w+n't\b|"
    r"\b(?:havent|hasnt|isnt)\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:done|finished|finnished|complete|completed|sent|submitted|submited|handed|emailed|posted|uploaded|"
    r"filed|gone in|tick(?:ed)?(?: off)?|mark|cross|(?:is|'s|are) in)\b",
    re.I,
)
SOMEBODY_ELSES = re.compile(
    r"\b(?!(?:it|that|here|there|what|let|report|one|autumn|spring|summer|baseline|interim|midyear|final|today|"
    r"yesterday|this|year)'s)[a-z]+'s\b|\b(?:his|her|hers|their|theirs|he|she|they)\b",
    re.I,
)
"""“Ben's report is done” is said of Ben's."""
STILL_TO_DO = re.compile(
    r"\b(?:nearly|almost|half|partly|will be|i'll|ill|going to|gonna|needs? to|wants? to|like to|ready to|"
    r"must|should|tomorrow|later|next|soon|before|until|to be|wrong|remind)\b",
    re.I,
)


class ReportAnswer(Enum):
    """What somebody says of a report."""

    DONE = "done"
    NOT_DONE = "not done"
    ASKS = "asks"
    UNCLEAR = "unclear"


def told_of_report(text: str) -> ReportAnswer:
    said = _straight(text)
    if _asks(said):
        return ReportAnswer.ASKS
    if SOMEBODY_ELSES.search(said) or OTHERS_SAY.search(said):
        return ReportAnswer.UNCLEAR
    if NOT_DONE.search(said):
        return ReportAnswer.NOT_DONE
    hedged = STILL_TO_DO.search(said) or HOPED.search(said) or NOT_SURE.search(said)
    plainly = DONE.search(said) and not hedged
    return ReportAnswer.DONE if plainly else ReportAnswer.UNCLEAR


def _asks(said: str) -> bool:
    return bool(QUESTION.search(said)) and not ASKED_OF_US.match(said)


def _straight(text: str) -> str:
    return text.lower().replace("’", "'").strip(" .!,")
