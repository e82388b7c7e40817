"""“Undo that”, “undo the report”, “put it back” → what is wanted. Pure; every word counts, or nothing is done."""

import re
from dataclasses import dataclass
from enum import Enum

from bot.language.acts import act_in

KINDS = {
    "release day": r"(?:release )?days?|entr(?:y|ies)|log|logged day|logging",
    "report": r"reports?|report tick|tick",
    "residential": r"residentials?|residential answer|answer|residential dates",
    "reminder": r"reminders?|snooze|pause",
    "holiday": r"(?:school )?holidays?",
    "enrolment": r"enrol?lments?|person|move",
    "announcement": r"announcements?",
}
NAMED = "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in KINDS.items())
POLITE = (
    r"(?:(?:please|pls|can you|could you|oops|whoops|sorry|no|oh|ah|hm+|um+|ugh|argh|wait|hang on|hold on|"
    r"actually|"
    r"ok|okay|right|well|now|then|and)[ ,.!…-]+)*"
)
AFTER = r"(?: (?:please|pls|thanks|thank you|now|for me))*"
LAST = r"(?:the|my|that|this|last|latest|previous|most recent)"
THING = (
    r"(?:that|it|this|last|the last|what i just did|that last one|"
    r"(?:the |my )?last (?:thing|one|change|act|action|step))"
)
UNDO = re.compile(rf"{POLITE}(?:undo|un-do)(?: {THING})?{AFTER}", re.I)
TAKE_BACK = re.compile(
    rf"{POLITE}(?:take (?:that|it|this|the last (?:thing|one)) back|"
    rf"take back (?:that|it|the last (?:thing|one|change))|"
    rf"(?:put|change|set) (?:that|it|this) back (?:to )?(?:how|what|the way|as|like) (?:it|that) was(?: before)?|"
    rf"change (?:that|it) back|"
    rf"(?:reverse|revert) (?:that|it|the last (?:thing|one|change))){AFTER}",
    re.I,
)
UNDO_KIND = re.compile(rf"{POLITE}(?:undo|take back|reverse|revert) (?:{LAST} )*(?:{NAMED}){AFTER}", re.I)
BEGINS = re.compile(rf"{POLITE}(?:undo|un-do)\b(?! (?:button|command))[^?]*", re.I)
PUT_BACK = re.compile(
    rf"{POLITE}(?:put (?:that|it|them|this|those) back(?: (?:again|in|on))?|put back (?:that|it)|"
    rf"(?:restore|reinstate) (?:that|it|them|this|those)|bring (?:that|it|them) back|"
    rf"(?:restore|put back|bring back) the (?:day|one|entry|report|holidays?) (?:that )?i (?:just )?"
    rf"(?:deleted|removed|undid|took off)"
    rf"){AFTER}",
    re.I,
)
REDO = re.compile(rf"{POLITE}(?:redo(?: (?:that|it|them|this|those))?|undo (?:the|that|my) undo){AFTER}", re.I)

SLIP = (
    r"(?:oops|whoops|oopsie|oh|ah|uh|ugh|argh|doh|damn|hm+|um+|er+m?|no|nope|nah|wait|hang on|hold on|stop|well|"
    r"nearly|almost|not quite|not really|not exactly|not that|not what i meant|actually|sorry|my mistake|my bad|"
    r"wrong|that's wrong|thats wrong|not right|that's not right|thats not right|i can't|i cant|i can|"
    r"i didn't mean (?:that|it|to)|i didnt mean (?:that|it|to)|i did not mean (?:that|it|to)|changed my mind|"
    r"i(?:'ve| have)? changed my mind|scrap that|i take (?:that|it) back|please don't|please dont|forget "
    r"it|never mind|nevermind|cancel that|don't|dont|yet|now|"
    r"(?:i was |i'm |im |i am )?(?:only |just )?(?:joking|kidding)|jk|only a joke|"
    r"wrong (?:one|button|day|person|thing)|"
    r"pressed (?:it|that) by (?:mistake|accident)|by (?:mistake|accident)|that was a mistake|"
    r"(?:can|could|may|how (?:can|do|would)) i (?:get|have|put|bring) (?:it|that|them|those|this) back|"
    r"(?:i )?(?:want|need|would like|'d like) (?:it|that|them) back|is (?:it|that) gone(?: for good| forever)?|"
    r"but|lol|haha)"
)
REGRETS = re.compile(rf"{SLIP}(?:[ ,.!…-]+{SLIP})*", re.I)
"""“Oops”, “ugh, no, wait”: right after a change they are about it, and say nothing else."""
POINTS = re.compile(
    rf"{POLITE}(?:take|delete|remove|cancel|scrap|drop|unmark|untick|get rid of) (?:it|that|this)"
    r"(?: (?:off|out|away|down|again))?(?P<why>[ ,.;–-]+\S.*)?",
    re.I,
)
"""“Take that off, it's not done”: of the last change, whatever it was."""
AND_MORE = re.compile(
    r"(?:and|also|then|now)\s+(?:undo\s+)?(?:the|that)\s+(?:other|previous|first|next)(?:\s+(?:one|thing|change))?"
    r"(?:\s+(?:too|as well|please))*",
    re.I,
)
"""“And the other one”: right after an undo it is about the change before it."""
POINTS_AT_IT = re.compile(
    r"\b(?:it|its|it['’]s|that|those|them|these)\b(?=.*\b(?:instead|confirmed|wrong|moved?|push|put|make|change|"
    r"mark|add|swap|off)\b)|"
    r"\b(?:instead|confirmed|wrong|moved?|push|put|make|change|mark|give|add|swap)\b.*\b(?:it|its|that|those|"
    r"them|these|instead)\b",
    re.I,
)
"""“Those dates are confirmed now, can you mark it”: of what was just changed, though not how."""
MOST_WORDS, LONGEST_CORRECTION = 12, 160  # a longer message is about something else
LONGEST_WHY = 60  # characters


class UndoWish(Enum):
    """UNCLEAR: it says undo and then something that is not read. REDO: what was undone is to be done once more."""

    UNDO = "undo"
    PUT_BACK = "put back"
    REDO = "redo"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class UndoWords:
    """kind: what a person calls the thing that is meant, where it is named."""

    wish: UndoWish
    kind: str = ""


def read(text: str) -> UndoWords | None:
    """None when the words ask for no undo."""
    said = " ".join(text.replace("’", "'").split()).strip(" .!")
    if PUT_BACK.fullmatch(said):
        return UndoWords(UndoWish.PUT_BACK)
    if REDO.fullmatch(said):
        return UndoWords(UndoWish.REDO)
    if UNDO.fullmatch(said) or TAKE_BACK.fullmatch(said):
        return UndoWords(UndoWish.UNDO)
    if found := UNDO_KIND.fullmatch(said):
        named = next(name for name in KINDS if found[name.replace(" ", "_")])
        return UndoWords(UndoWish.UNDO, named)
    return UndoWords(UndoWish.UNCLEAR) if BEGINS.fullmatch(said) else None


def regrets(text: str) -> bool:
    """Whether all of the words say that something was not meant, and none of them what."""
    return REGRETS.fullmatch(" ".join(text.replace("’", "'").split()).strip(" .!?…")) is not None


def wants_one_more(text: str) -> bool:
    """Whether, after an undo, another one is asked for."""
    return AND_MORE.fullmatch(" ".join(text.split()).strip(" .!?…")) is not None


def puts_right(text: str) -> bool:
    """Whether something just said or changed is to become otherwise, in words that nobody else read."""
    act = act_in(text)
    points = len(text.split()) <= MOST_WORDS and POINTS_AT_IT.search(text) is not None
    return (act.corrects or points) and not act.asks and len(text) <= LONGEST_CORRECTION


def takes_off(text: str) -> bool:
    """Whether something is to be taken off which only “it” or “that” names."""
    found = POINTS.fullmatch(" ".join(text.replace("’", "'").split()).strip(" .!"))
    return found is not None and len(found["why"] or "") <= LONGEST_WHY
