"""What somebody wants done to a day on record, in their own words: which one, and what it should be. Pure."""

import re
from dataclasses import dataclass

from bot.language.act_words import Deed
from bot.language.acts import Act, Mood

VALUE = r"(?P<to>.+)"
OF_STATEMENTS: tuple[tuple[Deed, re.Pattern[str]], ...] = tuple(
    (deed, re.compile(pattern, re.I | re.S))
    for deed, pattern in (
        (Deed.CHANGE, r"^.*?\b(?:logged|put|entered|got|had|have|'ve)\s+(?:it|that|this)?\s*(?:down\s+|"
            r"in\s+)?as\s+(?P<which>.+?)\s+but\s+(?:it|that)\s+(?:was|is|should\s+\S+(?:\s+been)?)\s+(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:i|we)?\s*\b(?:meant|mean)\b\s+(?:to\s+(?:say|put|log|"
            r"type)\s+)?(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)[\s,]*\bshould(?:'ve|\s+have)?(?:\s+(?:be|been|say|read|"
            r"said))?\s+(?P<to>.+)$"),
        (Deed.DELETE, r"^(?P<which>.*?)\s*\b(?:was|were|is|are|got|gets|has|have|had)\s+(?:been\s+|"
            r"now\s+)?(?:cancelled|canceled|called\s+off)\b(?P<to>)"),
        (Deed.DELETE, r"^(?P<which>.*?)[\s,]*(?:so\s+)?\b(?:it|that)?\s*(?:never\s+happened|(?:didn't|"
            r"did\s+not|didnt)\s+(?:happen|go\s+ahead|take\s+place)|wasn't\s+released)\b(?P<to>)"),
        (Deed.DELETE, r"^(?P<which>.*?)\bi\s+(?:didn't|did\s+not|didnt)\s+(?:go|turn\s+up|"
            r"attend)\b(?P<rest>.*)(?P<to>)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:has|have|had|was|were|is|got|"
            r"been)\b(?:\s+been)?\s+(?P<way>moved|put\s+back|pushed\s+back|postponed|rescheduled|rearranged|"
            r"brought\s+forward|shifted)\b\s*(?:to\b|until\b|till\b|for\b)?\s*(?P<to>.*)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\bended\s+up\s+(?:only\s+)?(?:having|taking|doing|with|"
            r"being)\s+(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:was|were|is)\s+(?:only\s+|actually\s+|really\s+|just\s+|"
            r"in\s+fact\s+)*(?P<to>(?!wrong|not\b|right|incorrect|a\s+mistake|the\s+wrong).+)$"),
    )
)  # fmt: skip
"""In the order in which they are tried. which: the words that name the entry. to: what it should be."""

FROM_TO = re.compile(r"^(?P<which>.*?)\s*\bfrom\s+(?P<old>.+?)\s+(?:to|into)\s+(?P<to>.+)$", re.I | re.S)
TO = re.compile(r"^(?P<which>.*?)\s*\b(?:to|into|as)\s+(?P<to>.+)$", re.I | re.S)
WITH = re.compile(r"^(?P<which>.*?)\s+\b(?:with|for)\s+(?P<to>.+)$", re.I | re.S)
PRONOUN = re.compile(
    r"^(?P<which>it|that|this|that\s+one|this\s+one|the\s+last\s+one|my\s+last\s+(?:one|entry|day)|"
    r"the\s+last\s+(?:entry|day))\b\s*(?:be\s+|was\s+|just\s+)?(?P<to>.*)$",
    re.I | re.S,
)
SHIFT = re.compile(
    r"(?:\b(?P<before>back|forward|on|by|later|earlier)\s+)?(?:by\s+)?\b(?P<count>a|an|one|two|three|four|1|2|"
    r"3|4|another)\s+(?P<unit>day|week|fortnight)s?"
    r"(?:'s|s')?\s*\b(?P<after>later|earlier|back|forward|on|sooner|ahead|before|after)?\b",
    re.I,
)
NOT_THAT = re.compile(r"[\s,]*\b(?:not|instead\s+of|rather\s+than)\s+(?P<old>.+)$", re.I | re.S)
FILLERS = re.compile(
    r"(?:[\s,.;!–-]*\b(?:instead|please|pls|thanks|thank\s+you|ta|cheers|actually|really|in\s+fact|sorry|then|"
    r"now|rather|i\s+think|for\s+me|fix\s+it|fix\s+that|"
    r"change\s+(?:it|that)|my\s+mistake|oops|adjust\s+that|adjust\s+it)[\s.!]*)+$",
    re.I,
)
NOTE_FOR = re.compile(
    r"^(?:\s*(?:(?:a|an|the|this|another|my|quick|short)\s+)*note)?\s*(?:(?:to|for|on|"
    r"of)\s+(?P<which>.*?))?\s*(?::|[–-]\s|\bsaying\b|\bto\s+say\b|\bthat\s+says\b|$)\s*(?P<to>.*)$",
    re.I | re.S,
)
MAKES = re.compile(r"\b(?:make|call|set|put)\s*$", re.I)
WAS = re.compile(r"\bwas\s", re.I)
NOTE_WORD = re.compile(r"^.*?\bnotes?\b(?:\s+down\b)?", re.I | re.S)
NOTE_ON = re.compile(r"^\s*[\"“](?P<to>.+)[\"”]\s+(?:to|on|for)\s+(?P<which>.+)$", re.I | re.S)
OFF = re.compile(
    r"\s*\b(?:(?:back\s+)?(?:off|out|away)(?:\s+(?:of\s+|from\s+)?(?:my|the)\s+(?:list|log|record|days|"
    r"release\s+days|tally))?|(?:of|from|off)\s+(?:my|the)\s+(?:list|log|record|days|release\s+days|"
    r"tally))\s*[.!]*$",
    re.I,
)
EARLIER, LATER = (
    frozenset(("earlier", "forward", "sooner", "before")),
    frozenset(("later", "back", "on", "after", "ahead")),
)
COUNTS = {"a": 1, "an": 1, "one": 1, "1": 1, "another": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
LENGTHS = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class DayWish:
    """deed: CHANGE, DELETE, NOTE or RESTORE. which: the words that name the entry; empty for the one last
    spoken of.

    to: the words for what it should be; empty where that was not said. old: what it is said to have been.
    shift: days
    later (or earlier, below zero); None where none was said. plain: said as an order and nothing beside it.
    run_on: `which`
    may hold what it should be as well (“make friday a half day”).
    """

    deed: Deed
    which: str = ""
    to: str = ""
    old: str = ""
    shift: int | None = None
    plain: bool = False
    run_on: bool = False


def wish_in(text: str, act: Act) -> DayWish | None:
    """None for words that want nothing done to a day."""
    plain = act.mood in (Mood.ORDER, Mood.REQUEST) and act.certain
    said = text[act.object_at :].strip(" .!")
    match act.deed:
        case Deed.DELETE:
            return _delete(text, act, OFF.sub("", FILLERS.sub("", said)).strip(), plain)
        case Deed.CHANGE:
            return _change(text, act, said, plain)
        case Deed.NOTE:
            said = NOTE_WORD.sub("", text, count=1).strip()
            found = NOTE_ON.match(said) or NOTE_FOR.match(said)
            return (
                DayWish(Deed.NOTE, (found["which"] or "").strip(), found["to"].strip(), plain=plain)
                if found
                else None
            )
        case Deed.RESTORE:
            return DayWish(Deed.RESTORE, re.sub(r"\s*\bback\b\s*$", "", said, flags=re.I).strip(), plain=plain)
        case _ if act.corrects and act.mood in (Mood.CORRECTION, Mood.OTHER, Mood.REFUSAL):
            return _statement(FILLERS.sub("", said)) or _bare(said)
        case None if act.mood is Mood.OTHER and WAS.search(said):
            return _statement(FILLERS.sub("", said))
        case _:
            return None


def _delete(text: str, act: Act, said: str, plain: bool) -> DayWish:
    """“… so scrap that day”: the clause before says which."""
    before = _clause_before(text, act)
    if before and re.fullmatch(r"(?:it|that|this|that\s+(?:day|one)|(?:rid\s+of\s+)?it)?", said, re.I):
        told = _statement(before)
        return DayWish(Deed.DELETE, told.which if told else before)
    return DayWish(Deed.DELETE, re.sub(r"^(?:rid\s+)?of\s+", "", said, flags=re.I), plain=plain)


def _change(text: str, act: Act, said: str, plain: bool) -> DayWish:
    before = _clause_before(text, act)
    if before and re.fullmatch(r"(?:it|that|this)?", said, re.I):
        told = _statement(FILLERS.sub("", before))
        return told or DayWish(Deed.CHANGE)
    said = FILLERS.sub("", said)
    if found := FROM_TO.match(said):
        return _made(Deed.CHANGE, found["which"], found["to"], found["old"], plain)
    found = TO.match(said) or _pronoun(said) or (WITH.match(said) if _swaps(text, act) else None)
    if found:
        return _made(Deed.CHANGE, found["which"], found["to"], "", plain)
    if (shifted := SHIFT.search(said)) and (shifted["before"] or shifted["after"]):
        return DayWish(Deed.CHANGE, said[: shifted.start()].strip(), shift=_shift(shifted), plain=plain)
    return DayWish(Deed.CHANGE, said, plain=plain, run_on=bool(MAKES.search(text[: act.object_at])))


def _pronoun(said: str) -> re.Match[str] | None:
    found = PRONOUN.match(said)
    return found if found and found["to"].strip() else None


def _swaps(text: str, act: Act) -> bool:
    return bool(re.search(r"\b(?:swap|switch|replace|reschedule|rearrange|move)\s*$", text[: act.object_at], re.I))


def _clause_before(text: str, act: Act) -> str:
    """What was said before an order in a later clause."""
    if act.certain or act.object_at == 0:
        return ""
    return re.split(
        r"[,.;:]\s+(?=\S*$)|\s+(?:so|and|then)\s+\S+(?:\s+\S+)?$|\s*,\s*\S+(?:\s+\S+)?$", text[: act.object_at]
    )[0].strip()


def _statement(said: str) -> DayWish | None:
    for deed, pattern in OF_STATEMENTS:
        if found := pattern.match(said):
            way = found.groupdict().get("way") or ""
            if way:
                return _moved(found["which"], way.lower(), found["to"])
            which = f"{found['which']} {found.groupdict().get('rest') or ''}"
            return _made(deed, which, found["to"], "", plain=False)
    return None


def _moved(which: str, way: str, to: str) -> DayWish:
    """“Has been put back a week”, “has moved to the 9th”."""
    if found := SHIFT.search(to):
        return DayWish(Deed.CHANGE, which.strip(), shift=_shift(found, -1 if "forward" in way else 1))
    return _made(Deed.CHANGE, which, to, "", plain=False)


def _made(deed: Deed, which: str, to: str, old: str, plain: bool) -> DayWish:
    to = to.strip(" ,.!")
    if denied := NOT_THAT.search(to):
        to, old = to[: denied.start()].strip(" ,"), old or denied["old"]
    if (found := SHIFT.fullmatch(to)) is not None and deed is Deed.CHANGE:
        return DayWish(deed, which.strip(" ,"), shift=_shift(found), old=old, plain=plain)
    return DayWish(deed, which.strip(" ,"), FILLERS.sub("", to), old, plain=plain)


def _bare(said: str) -> DayWish:
    """“No, Friday”, “typo”, “that was wrong”: a value alone, or nothing that says what is right."""
    return (
        DayWish(Deed.CHANGE, to=said)
        if not re.search(r"\bwrong\b|\bmistake|\btypo\b|\bright\b|\btwice\b|\bduplicate|\bnot\b|n't\b", said, re.I)
        else DayWish(Deed.CHANGE, which=said)
    )


def _shift(found: re.Match[str], usual: int = 1) -> int:
    words = {(found["before"] or "").lower(), (found["after"] or "").lower()}
    sign = -1 if words & EARLIER else 1 if words & LATER else usual
    return sign * COUNTS[found["count"].lower()] * LENGTHS[found["unit"].lower()]
