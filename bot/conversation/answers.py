"""What words mean as an answer to the question that stands open: a button, for its reader, yes or no. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.answer_words import (
    ASKS_BACK,
    BUT,
    CONDITION,
    CORRECTING,
    DENIES,
    DROPS,
    IT_WAS,
    LAUGHS,
    MAY_BE_NO_YES,
    NOT_WORDS,
    PIECE,
    POLITE,
    PUTS_DOWN,
    REFUSES,
    SAYS,
    SAYS_NO,
    SAYS_YES,
    SLIPS,
    UNSURE,
)
from bot.conversation.answers_by_date import by_date
from bot.conversation.yes_no import NO, YES
from bot.core.conversation import AskedQuestion, Drop, Fill, Meant, Press, ShowAgain
from bot.core.reply import Button

LONGEST_ANSWER = 400  # characters; more than that is not an answer to a short question
FEWEST_WORDS = 2  # of a label, for its beginning to stand for it: "log it" for "Log it anyway"
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The words answer nothing, and no later rule may take them for more."""


Rule = Callable[[AskedQuestion, str, str], Meant | Unanswered | None]
"""Gets the question, the text, and the text folded; None where it has nothing to say and the next one is asked."""


def meant(asked: AskedQuestion, text: str) -> Meant | None:
    """The button, the reader or the plain word that the text means; None when it answers nothing."""
    if len(text) > LONGEST_ANSWER:
        return None
    said = folded(text)
    for rule in RULES:
        if found := rule(asked, text, said):
            return None if isinstance(found, Unanswered) else found
    return None


def _asks_back(asked: AskedQuestion, text: str, said: str) -> Meant | None:
    """“Yes?”, “log it?”."""
    return ShowAgain() if ASKS_BACK.search(text) and (_pressed(asked, said) or said in YES or said in NO) else None


def _names_a_button(asked: AskedQuestion, _text: str, said: str) -> Meant | None:
    """“Log it anyway”, “the Tuesday one”."""
    button = _pressed(asked, said)
    return _press(asked, button) if button else None


def _agrees_or_takes_leave(_asked: AskedQuestion, text: str, _said: str) -> Meant | None:
    """“OK, thanks”, “fine”: the question is shown again, and nothing is done."""
    return ShowAgain() if MAY_BE_NO_YES.fullmatch(text.strip()) else None


def _agrees_in_more_words(asked: AskedQuestion, text: str, _said: str) -> Meant | None:
    """“Go on then, send it”."""
    return _yes(asked) if asked.question.plain and _agrees(asked, text) else None


def _plain_word(asked: AskedQuestion, text: str, said: str) -> Meant | Unanswered | None:
    """“Yes”, “no”. Where another question is shown below this one, it is only for the reader."""
    if said not in YES and said not in NO:
        return None
    if asked.question.plain:
        return (_yes if said in YES else _no)(asked)
    return Fill(text, corrects=False) if asked.question.reader else Unanswered()


def _no_behind_a_laugh(asked: AskedQuestion, text: str, _said: str) -> Meant | None:
    """“Lol no”."""
    return _no(asked) if asked.question.plain and folded(LAUGHS.sub("", text.strip())) in NO else None


def _drops_what_is_proposed(asked: AskedQuestion, _text: str, said: str) -> Meant | None:
    """“Get rid of that”, where yes would put something down."""
    puts_down = _first_word(asked.question.yes) in PUTS_DOWN
    return _no(asked) if asked.question.plain and puts_down and DROPS.fullmatch(said) else None


def _denies_the_yes(asked: AskedQuestion, _text: str, said: str) -> Meant | None:
    """“Don't send it yet”, where yes sends it."""
    denied = DENIES.fullmatch(said)
    return _no(asked) if denied and _first_word(asked.question.yes) == denied["verb"] else None


def _behind_a_lead(asked: AskedQuestion, text: str, _said: str) -> Meant | None:
    """“Yes, log it”, “no, friday”, “yes but only the morning”; and whatever else its reader may read."""
    rest, yes, no, corrects = _without_lead(text)
    if (yes or no) and (button := _pressed(asked, folded(rest))):
        agrees = button.label == asked.question.yes if yes else button.label != asked.question.yes
        return _press(asked, button) if agrees else ShowAgain()
    if yes and folded(rest) in YES:
        return _yes(asked)
    if no and folded(rest) in NO:
        return _no(asked)
    partly = yes and CONDITION.match(rest) is not None
    if asked.question.reader and rest:
        return Fill(BUT.sub("", rest), corrects or no or partly, partly)
    return ShowAgain() if partly else None


RULES: tuple[Rule, ...] = (
    _asks_back,  # before a button is named: “log it?” presses nothing
    _names_a_button,  # before a plain word: a label may be “No”
    _agrees_or_takes_leave,  # before a plain yes: “OK, thanks” may be a goodbye
    _agrees_in_more_words,
    _plain_word,
    _no_behind_a_laugh,
    _drops_what_is_proposed,
    _denies_the_yes,
    _behind_a_lead,  # last: a reader is given whatever is left
)


def half_meant(asked: AskedQuestion, text: str) -> ShowAgain | Drop | None:
    """What a text begins to answer, though nothing could read the rest of it.

    “No, I meant Ben” ends the question, and nothing is done; “yes, though it's odd” and “not sure what to put”
    show it again. Only of a question that nothing was said after.
    """
    question = asked.question
    if asked.overtaken or len(text) > LONGEST_ANSWER:
        return None
    said = " ".join(text.replace("’", "'").split())
    if UNSURE.match(said):
        return ShowAgain()
    if not question.plain or not (question.yes or question.no):
        return None
    if REFUSES.match(said) or CORRECTING.match(said):
        return Drop()
    return ShowAgain() if question.yes and SAYS_YES.match(said) else None


def _agrees(asked: AskedQuestion, text: str) -> bool:
    """“Go on then, send it”, “yes please, it really was that Saturday”: a yes, and the same once more."""
    first, *others = [piece for part in PIECE.split(text) if (piece := folded(part))] or [""]
    verb = folded(asked.question.yes).split()[:1]
    if first not in YES or not others or not verb:
        return False
    weekdays = asked.text.casefold()
    return all(
        one in YES
        or re.fullmatch(
            rf"{re.escape(verb[0])}(?:\s+(?:it|that|this|them|him|her))?(?:\s+(?:now|off|then|anyway))*", one
        )
        or ((same := IT_WAS.fullmatch(one)) and (same["weekday"] or "")[:3] in weekdays)
        for one in others
    )


def folded(text: str) -> str:
    """In one case, with single spaces, without punctuation and polite words: only the words are compared."""
    said = text.replace("’", "'").replace("‘", "'").casefold()
    said = " ".join(NOT_WORDS.sub(" ", said).split())
    before = None
    while said != before and said not in YES and said not in NO:
        before, said = said, POLITE.sub("", said).strip()
    return said


def _pressed(asked: AskedQuestion, said: str) -> Button | None:
    """The one button whose label the words are, or whose label they begin."""
    if not said:
        return None
    labels = [(folded(BRACKET.sub("", one.label)) or folded(one.label), one) for one in asked.buttons]
    whole = [one for label, one in labels if label == said or folded(one.label) == said]
    if len(whole) == 1:
        return whole[0]
    if whole or len(said.split()) < FEWEST_WORDS:
        return None if whole else by_date(asked, said)
    begun = [
        one for label, one in labels if label.startswith(f"{said} ") and one.label not in asked.question.exact
    ]
    return begun[0] if len(begun) == 1 else by_date(asked, said)


def _press(asked: AskedQuestion, button: Button) -> Meant:
    """Not where its very words were said, but something else before them that may have been about it."""
    is_late = asked.overtaken and button.label in asked.question.exact
    return ShowAgain() if is_late else Press(button)


def _first_word(label: str) -> str:
    return next(iter(folded(label).split()), "")


def _yes(asked: AskedQuestion) -> Meant:
    button = _labelled(asked, asked.question.yes)
    return ShowAgain() if asked.overtaken or button is None else Press(button)


def _no(asked: AskedQuestion) -> Meant:
    button = _labelled(asked, asked.question.no)
    return Drop() if button is None else Press(button)


def _labelled(asked: AskedQuestion, label: str) -> Button | None:
    return next((one for one in asked.buttons if label and one.label == label), None)


def _without_lead(text: str) -> tuple[str, bool, bool, bool]:
    """The words without "yes," or "no," and "I meant" before them; and which of the three was there."""
    rest = " ".join(text.replace("’", "'").split())
    yes, no, corrects, found = SAYS_YES.match(rest), False, False, True
    if yes:
        rest = rest[yes.end() :]
    while found:  # “oh wait, no, it was Thursday”
        found = False
        for pattern in (SAYS_NO, SAYS, CORRECTING, SLIPS):
            if (pattern is SAYS_NO and yes) or (lead := pattern.match(rest)) is None:
                continue
            rest, found = rest[lead.end() :], True
            no, corrects = no or pattern is SAYS_NO, corrects or pattern in (CORRECTING, SLIPS)
    return rest.strip(" .!"), yes is not None, no, corrects
