"""What somebody wants done to a day on record, in their own words: which one, and what it should be. Pure."""

import re
from dataclasses import dataclass, replace

from bot.features.release_days.halves import half_named, half_taught
from bot.features.release_days.wish_words import (
    ARROW,
    CHANGED_NOTE,
    DATE_WORDS,
    FILLERS,
    FROM_TO,
    HEAD,
    MAKES,
    MOST_WORDS,
    NO_NOTE,
    NOT_THAT,
    NOTE_FOR,
    NOTE_ON,
    NOTE_THAT,
    NOTE_WORD,
    OF_STATEMENTS,
    OFF,
    ONE_NOT_THE_OTHER,
    ONLY_POINTS,
    PART_ALONE,
    PRONOUN,
    PUT_ON,
    SAYS_WHAT_IT_WAS,
    TO,
    TO_NOTE,
    WAY,
    WITH,
)
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood, act_in
from bot.language.second_thoughts import SECOND_THOUGHT
from bot.language.shifts import SHIFT, shift_of
from bot.language.tokens import tokenise


@dataclass(frozen=True, slots=True)
class DayWish:
    """deed: CHANGE, DELETE, NOTE or RESTORE. which: the words that name the entry; empty for the one last
    spoken of.

    to: the words for what it should be; empty where that was not said. old: what it is said to have been.
    shift: days
    later (or earlier, below zero); None where none was said. plain: said as an order and nothing beside it.
    run_on: `which` may hold what it should be as well (“make friday a half day”). instead: the note is to be this,
    and no longer what it was.
    """

    deed: Deed
    which: str = ""
    to: str = ""
    old: str = ""
    shift: int | None = None
    plain: bool = False
    run_on: bool = False
    instead: bool = False


def wish_in(text: str, act: Act) -> DayWish | None:
    """None for words that want nothing done to a day."""
    plain = act.mood in (Mood.ORDER, Mood.REQUEST) and act.certain
    said = text[act.object_at :].strip(" .!")
    if act.deed in (Deed.DELETE, Deed.CHANGE) and not plain and (turned := _date_before_verb(text)):
        return turned
    if plain and (note := _note_instead(text, act, said)):
        return note
    if act.deed is None and (half := half_named(said) or half_taught(said)):
        return DayWish(Deed.CHANGE, to=half)
    match act.deed:
        case Deed.DELETE:
            return _delete(text, act, OFF.sub("", FILLERS.sub("", said)).strip(), plain)
        case Deed.CHANGE:
            return _change(text, act, said, plain)
        case Deed.LOG if plain and (put := PUT_ON.match(FILLERS.sub("", said))):
            return DayWish(Deed.CHANGE, put["which"], put["to"], put["old"], plain=True)
        case Deed.NOTE:
            return _noted(text, plain=plain)
        case Deed.RESTORE:
            return DayWish(Deed.RESTORE, re.sub(r"\s*\bback\b\s*$", "", said, flags=re.I).strip(), plain=plain)
        case _ if act.corrects and act.mood in (Mood.CORRECTION, Mood.OTHER, Mood.REFUSAL):
            return _statement(FILLERS.sub("", said)) or _bare(said)
        case None if act.mood is Mood.OTHER and SAYS_WHAT_IT_WAS.search(said):
            return _statement(FILLERS.sub("", said))
        case None if act.mood is Mood.OTHER:
            return _without_verb(FILLERS.sub("", said))
        case _:
            return None


def _note_instead(text: str, act: Act, said: str) -> DayWish | None:
    """“Remove the note”, “change the note to …”: the note alone, and never the day."""
    if act.deed is Deed.DELETE and (gone := NO_NOTE.match(FILLERS.sub("", said))):
        return DayWish(Deed.NOTE, (gone["which"] or "").strip(), plain=True, instead=True)
    if act.deed in (Deed.CHANGE, Deed.NOTE) and (new := CHANGED_NOTE.search(text)):
        return DayWish(Deed.NOTE, (new["which"] or "").strip(), new["to"].strip(), plain=True, instead=True)
    return None


def _noted(text: str, *, plain: bool) -> DayWish | None:
    """“Add a note to friday: …”, “note for friday: …”, “add that Amira was there”."""
    if to := TO_NOTE.search(text):
        return DayWish(Deed.NOTE, to["which"], to["to"].strip(), plain=plain)
    if that := NOTE_THAT.search(text):
        return DayWish(Deed.NOTE, "", that["to"].strip(), plain=plain)
    said = NOTE_WORD.sub("", text, count=1).strip()
    found = NOTE_ON.match(said) or NOTE_FOR.match(said)
    return DayWish(Deed.NOTE, (found["which"] or "").strip(), found["to"].strip(), plain=plain) if found else None


def _date_before_verb(text: str) -> DayWish | None:
    """“14 October: delete”, “friday - make it half”: an order like any other, with its day first."""
    found = HEAD.match(text.strip(" .!"))
    if found is None or not _only_a_date(found["head"]):
        return None
    act = act_in(found["verb"])
    wish = wish_in(found["verb"], act) if act.certain and act.deed in (Deed.DELETE, Deed.CHANGE) else None
    if wish is None or not wish.plain or not ONLY_POINTS.match(wish.which):
        return None
    return replace(wish, which=found["head"])


def _only_a_date(text: str) -> bool:
    tokens = tokenise(text)
    dated = [
        one for one in tokens if one.weekday is not None or one.month or one.relative is not None or one.number
    ]
    return bool(dated) and all(one in dated or one.text in DATE_WORDS for one in tokens)


def _without_verb(said: str) -> DayWish | None:
    """“4 nov -> 11 nov”, “pm not am”, “28 October: afternoon only”: what something should be, and no verb."""
    if found := ARROW.match(said) or ONE_NOT_THE_OTHER.match(said):
        named = found.groupdict()
        wish = _made(Deed.CHANGE, named.get("which") or "", found["to"], named.get("old") or "", plain=False)
        first = re.split(r"[\s,:–-]+", wish.to, maxsplit=1)[0]
        return replace(wish, which=wish.to, to="", run_on=True) if named.get("old") and _dated(first) else wish
    if PART_ALONE.match(said):
        return DayWish(Deed.CHANGE, to=said)
    if len(said.split()) <= MOST_WORDS and _dated(said):
        return DayWish(Deed.CHANGE, said, run_on=True)
    return None


def _dated(text: str) -> bool:
    return any(
        one.weekday is not None or one.month or one.relative is not None or one.number for one in tokenise(text)
    )


def _delete(text: str, act: Act, said: str, plain: bool) -> DayWish:
    """“… so scrap that day”: the clause before says which."""
    before = _clause_before(text, act)
    if before and re.fullmatch(r"(?:rid\s+of\s+)?(?:it|that|this|that\s+(?:day|one))?", said, re.I):
        if SECOND_THOUGHT.fullmatch(before.strip(" ,.!–-")):
            return DayWish(Deed.DELETE)
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
        return _made(Deed.CHANGE, WAY.sub("", found["which"]), found["to"], "", plain)
    if (shifted := SHIFT.search(said)) and (shifted["before"] or shifted["after"]):
        return DayWish(Deed.CHANGE, said[: shifted.start()].strip(), shift=shift_of(shifted), plain=plain)
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
            named = found.groupdict()
            which = f"{named.get('which') or ''} {named.get('rest') or ''}"
            return _made(deed, which, found["to"], named.get("old") or "", plain=False)
    return None


def _moved(which: str, way: str, to: str) -> DayWish:
    """“Has been put back a week”, “has moved to the 9th”."""
    if found := SHIFT.search(to):
        return DayWish(Deed.CHANGE, which.strip(), shift=shift_of(found, -1 if "forward" in way else 1))
    return _made(Deed.CHANGE, which, to, "", plain=False)


def _made(deed: Deed, which: str, to: str, old: str, plain: bool) -> DayWish:
    to = to.strip(" ,.!")
    if denied := NOT_THAT.search(to):
        to, old = to[: denied.start()].strip(" ,"), old or denied["old"]
    if (found := SHIFT.fullmatch(to)) is not None and deed is Deed.CHANGE:
        return DayWish(deed, which.strip(" ,"), shift=shift_of(found), old=old, plain=plain)
    return DayWish(deed, which.strip(" ,"), FILLERS.sub("", to), old, plain=plain)


def _bare(said: str) -> DayWish:
    """“No, Friday”, “typo”, “that was wrong”: a value alone, or nothing that says what is right."""
    return (
        DayWish(Deed.CHANGE, to=said)
        if not re.search(r"\bwrong\b|\bmistake|\btypo\b|\bright\b|\btwice\b|\bduplicate|\bnot\b|n't\b", said, re.I)
        else DayWish(Deed.CHANGE, which=said)
    )
