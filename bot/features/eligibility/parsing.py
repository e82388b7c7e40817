"""What somebody means who types in the middle of a walk: an answer, a move, or something else altogether.

When in doubt it is something else: a question about the programme must never be noted as an answer.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.features.eligibility.phrases import (
    AN_ANSWER,
    ARTICLES,
    ASKS,
    CHANGE,
    FILLING,
    FIRM,
    HEDGES,
    LOOKS_RIGHT,
    LOOKS_WRONG,
    MOVE_OF,
    ORDINALS,
    POLITE,
    TURNS_TO_ASK,
    Move,
)
from knowledge.dialog.model import Dialog, DialogQuestion, Option, Position

LONGEST_ANSWER = 12  # words after the first; more than this is a story, and a story is for a person to weigh
PUTS_RIGHT = re.compile(
    r"(?:(?:oh|no|oops|sorry|wait)\s+)*(?:actually|no wait|wait no|oops|i mean|i meant|hang on|oh wait)"
    r"\s+(?:(?:its|it is|i meant|i mean)\s+)?(?:yes|no|yep|nope|not sure)"
)
"""“Actually yes”, where the next question is there already: the answer before is meant, and is asked again."""
DRAWN_OUT = re.compile(r"(\D)\1{2,}")


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """The wish to answer a question again; None when it is not said which."""

    question: DialogQuestion | None


Reading = Option | Move | ChangeAnswer | None


def read(text: str, dialog: Dialog, at: Position) -> Reading:
    """What `text` means at this position; None when it is not about the walk."""
    said = plain_words(text)
    asked = "?" in text
    if at.steps and PUTS_RIGHT.fullmatch(" ".join(said)):
        return ChangeAnswer(at.steps[-1].question)
    if (wish := _change(" ".join(said), dialog, at, asked=asked)) is not None:
        return wish
    for words in _without_manners(said):
        if reading := _meant(words, at, asked=asked):
            return reading
    return None


def _meant(words: list[str], at: Position, *, asked: bool) -> Reading:
    line = " ".join(words)
    if at.due is None:
        return (None if asked else _at_the_summary(line)) or MOVE_OF.get(line)
    return MOVE_OF.get(line) or (_answer(words, at.due, asked=asked) if words else None)


def plain_words(text: str) -> list[str]:
    """Lower-case words and emoji, without apostrophes, punctuation, skin tones or drawn-out letters."""
    lowered = unicodedata.normalize("NFKC", text).lower()
    kept = lowered.translate(ASCII) if lowered.isascii() else "".join(map(_kept, lowered))
    return [DRAWN_OUT.sub(r"\1", word) for word in kept.split()]


def _kept(char: str) -> str:
    kind = unicodedata.category(char)
    if char in "'’‘`♀♂" or kind in {"Mn", "Sk", "Cf"}:
        return ""
    if kind == "So":
        return f" {char} "
    return char if char.isalnum() or char == "/" else " "


ASCII = {code: _kept(chr(code)) for code in range(128)}  # most of what is typed, in one step


@lru_cache(maxsize=10_000)
def _plain(words: str) -> str:
    """The data's own words, which come by again with every message."""
    return " ".join(plain_words(words))


def _without_manners(words: list[str]) -> list[list[str]]:
    """The words as they are, without the little words before, and without those after too: "erm, yes, thanks"."""
    first, last = 0, len(words)
    while first < last and words[first] in POLITE:
        first += 1
    while last > first and words[last - 1] in POLITE:
        last -= 1
    return [words, words[first:], words[first:last]]


def _at_the_summary(words: str) -> Reading:
    if words in LOOKS_RIGHT:
        return Move.RESULT
    return ChangeAnswer(None) if words in LOOKS_WRONG else None


def _answer(words: list[str], question: DialogQuestion, *, asked: bool) -> Reading:
    """The option that the words say from beginning to end, or begin with and do not take back."""
    meant = {_plain(words): option for option in question.options for words in option.words}
    said = " ".join(words)
    whole = meant.get(said) or meant.get(re.sub(r"(\D)\1\b", r"\1", said))
    if whole:
        return whole if not asked else None
    if asked or _has_a_question(words):
        return None
    size = next((n for n in range(len(words) - 1, 0, -1) if " ".join(words[:n]) in meant), 0)
    if not size:
        return None
    option, rest = meant[" ".join(words[:size])], words[size:]
    if _takes_back(rest, option, meant):
        return Move.NO_ANSWER if words[0] in {*FIRM, "not"} else None
    own = {word for words in _own(option, meant) for word in words.split()}
    known = own | ARTICLES | FILLING | {*question.about}
    return option if words[0] in FIRM or known.issuperset(rest) else None


def _has_a_question(words: list[str]) -> bool:
    """It opens like a question, or turns into one: "yes but how many days"."""
    before = ["and", *words]
    return any(
        word in ASKS and previous in TURNS_TO_ASK and not _is_negation(words[at : at + 2])
        for at, (previous, word) in enumerate(zip(before, words, strict=False))
    )


def _is_negation(words: list[str]) -> bool:
    """ "no dont have it" tells, "dont I need it" asks."""
    return words[0] in {"dont", "cant", "didnt"} and words[1:] not in (["i"], ["you"], ["we"])


def _takes_back(rest: list[str], option: Option, meant: dict[str, Option]) -> bool:
    """What follows weakens the answer, belongs to another one, or is too long to be sure of."""
    if len(rest) > LONGEST_ANSWER or not HEDGES.isdisjoint(rest):
        return True
    tail = f" {' '.join(rest)} "
    for words in sorted(_own(option, meant), key=len, reverse=True):
        tail = tail.replace(f" {words} ", " ")  # "no, I do not": its own words first, or "I do" is found in them
    return any(f" {words} " in tail for words, other in meant.items() if other is not option and len(words) > 1)


def _own(option: Option, meant: dict[str, Option]) -> list[str]:
    return [words for words, other in meant.items() if other is option]


def _change(said: str, dialog: Dialog, at: Position, *, asked: bool) -> ChangeAnswer | None:
    found = CHANGE.fullmatch(said)
    if found is None:
        return None
    rest = found["rest"].strip()
    target = question_named(rest, dialog, at)
    if AN_ANSWER.search(rest):
        return ChangeAnswer(target)
    bare = target and not asked and (ARTICLES | {*target.about}).issuperset(rest.split())
    return ChangeAnswer(target) if bare else None


def question_named(text: str, dialog: Dialog, at: Position) -> DialogQuestion | None:
    """Which of the questions on the way is spoken of: by its number, its place, or words of its own."""
    words = plain_words(text)
    asked = [step.question for step in at.steps]
    for word in words:
        number = int(word) if word.isdecimal() and len(word) < 3 else ORDINALS.get(word, 0)
        if 0 < number <= len(asked):
            return asked[number - 1]
    if "last" in words and asked:
        return asked[-1]
    hits = {question.id: len({*question.about} & {*words}) for question in asked}
    best = max(hits.values(), default=0)
    named = [dialog.questions[name] for name, count in hits.items() if count == best]
    return named[0] if best and len(named) == 1 else None
