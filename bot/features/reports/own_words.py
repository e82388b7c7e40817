"""“My autumn report is done” → what to note. A question or a doubt notes nothing. Pure."""

import re
from collections.abc import Set
from enum import Enum

from bot.language.hearsay import HOPED, NOT_SURE, OTHERS_SAY, told_of_another
from bot.language.questions import is_question, plain
from bot.language.words import word_set

NOT_DONE = re.compile(
    r"\b(?:unmark|untick|undo|by mistake|(?:was|is|s) the wrong (?:report|one)|unfinished|incomplete|not|never)\b|"
    r"\b\w+n't\b|"
    r"\b(?:havent|hasnt|isnt)\b",
    re.I,
)
DONE_WORDS = re.compile(
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
    r"must|should|tomorrow|later|next|soon|before|until|to be|wrong|remind|"
    r"(?:have|has|had|got) to|gotta|about to|being)\b",
    re.I,
)
NOT_A_TICK = re.compile(
    r"\b(?:well|nicely|so) done\b|\b(?:good|great|nice|fab|super|lovely|brilliant) (?:job|work)\b|\bas good as\b|"
    r"\bgood enough\b|\b(?:am|i'm|im|feel|feeling) done in\b|"
    r"\bdone for\b(?! (?:the |my )?(?:hub|autumn|spring|summer|term|you|good)\b)|"
    r"\bfor (?:now|today|the moment|the time being)\b|"
    r"\bhad (?:it |that )?(?:been )?(?:done|finished|sent|handed)\b|"
    r"\blast (?:year|term|time|spring|summer|autumn|cohort)\b|\b(?:year|term|month)s? ago\b|\btime\b.*\bwas\b|"
    r"\b(?:sent|e-?mailed|handed|posted|given) (?:to )?(?:me|us)\b|\byou(?:'ve| have)? (?:\w+ed|sent|done|put)\b|"
    r"^(?:(?:please|pls|ok|okay|and|to)[\s,]+)*(?:complete|get|have|let)\s+"
    r"(?!done|finished|sent|completed|submitted)"
)
"""Praise, groans, wishes, other years, “as good as done”: they hold the word “done” and tell of no report done."""
VERB_ALONE = re.compile(r"\b(?:mark|cross)\b")
SAID_DONE = re.compile(
    r"\b(?:done|finished|complete|completed|sent|submitted|handed|in|off|emailed|posted|uploaded|filed|tick(?:ed)?)\b"
)
"""“Mark the autumn report” does not say as what."""

SAYS_NO_MORE = word_set(
    "i i've ive i'm im we we've weve my our me us you your a an the this that it it's its is are was were be been "
    "have has had having got get just now already finally at last all both please pls thanks thank ta cheers hi "
    "hello hey ok okay yes yep so well oh ah great good news fyi dear today yesterday morning afternoon evening "
    "earlier week ago and in off up on over with to via here there too also can could would "
    "report reports report's term term's autumn spring summer baseline interim final year hub hub's lead "
    "programme done finished finnished complete completed completely fully whole wholly sent submitted submited "
    "handed emailed mailed posted uploaded filed filled signed written wrote gone went tick ticked mark marked "
    "cross crossed put set down as me for email post online form finally time early writing doing sending "
    "one sorry oops actually really do did am afraid yay hooray phew midyear 100 percent"
)
DENIES = word_set(
    "not never isn't isnt haven't havent hasn't hasnt wasn't wasnt didn't didnt unmark untick undo wrong "
    "unfinished incomplete yet no after still"
)
"""What may stand beside “done” and changes nothing of it. Any other word may be “except”, or a person."""
MISTAKE = re.compile(
    r"\bby (?:mistake|accident)\b|\bafter all\b|\blast (?:night|week)\b|\bdone and dusted\b", re.I
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
HAS_NOT = re.compile(r"\bhas(?:n['’]?t|\s+(?:still\s+)?not)\b", re.I)
FOR_ANOTHER = re.compile(
    r"\b(?:for|of|on behalf of) (?!the\b|my\b|our\b|me\b|us\b|you\b|this\b|it\b|that\b|hub\b|autumn\b|spring\b|"
    r"summer\b|baseline\b|now\b|good\b|today\b)[a-z]+",
    re.I,
)


class ReportAnswer(Enum):
    """What somebody says of a report."""

    DONE = "done"
    NOT_DONE = "not done"
    ASKS = "asks"
    UNCLEAR = "unclear"


def told_of_report(text: str) -> ReportAnswer:
    said = plain(text)
    if is_question(said):
        return ReportAnswer.ASKS
    if SOMEBODY_ELSES.search(said) or OTHERS_SAY.search(said) or told_of_another(said, SAYS_NO_MORE):
        return ReportAnswer.UNCLEAR
    if NOT_DONE.search(said):
        return ReportAnswer.NOT_DONE
    hedged = STILL_TO_DO.search(said) or HOPED.search(said) or NOT_SURE.search(said)
    half_said = VERB_ALONE.search(said) and not SAID_DONE.search(said)
    plainly = DONE_WORDS.search(said) and not (hedged or half_said or NOT_A_TICK.search(said))
    return ReportAnswer.DONE if plainly else ReportAnswer.UNCLEAR


def left_over(text: str, known: Set[str]) -> str:
    """What a tick cannot mean, from the first such word to the last, as it was written; empty for none.

    known: words in lower case that do belong there, such as those of the titles.
    """
    said = MISTAKE.sub(lambda found: " " * len(found[0]), text)
    words = [(one[0].lower().replace("’", "'"), one.span()) for one in WORD.finditer(said)]
    odd = [where for word, where in words if word not in SAYS_NO_MORE and word not in known]
    return " ".join(text[odd[0][0] : odd[-1][1]].split()) if odd else ""


def of_another(text: str) -> bool:
    """“Kit has done the autumn report”, “I've done it for Kit”."""
    said = HAS_NOT.sub("has", text)
    return told_of_another(said, SAYS_NO_MORE) or FOR_ANOTHER.search(text) is not None
