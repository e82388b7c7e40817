"""What words mean as an answer to the question that stands open: a button, for its reader, yes or no. Pure."""

import re

from bot.conversation.yes_no import NO, YES
from bot.core.conversation import AskedQuestion, Drop, Fill, Meant, Press, ShowAgain
from bot.core.reply import Button

LONGEST_ANSWER = 400  # characters; more than that is not an answer to a short question
FEWEST_WORDS = 2  # of a label, for its beginning to stand for it: "log it" for "Log it anyway"

SAYS_YES = re.compile(r"^(?:yes|yep|yeah|yup|ok|okay|sure)\b[\s,.;:!–-]*", re.I)
SAYS_NO = re.compile(r"^(?:no|nope|nah|neither|not that(?: one)?|not quite)\b[\s,.;:!–-]*", re.I)
REFUSES = re.compile(
    r"^(?:(?:oh|oops|sorry|actually|wait|hang on|hold on)[\s,.;:!–-]+)*(?:no|nope|nah)\b[\s,.;:!–-]*"
    r"(?!(?:idea|problem|worries|rush|clue|doubt|need|one|more|matter|bother)\b)(?=\w)",
    re.I,
)
"""“No, she is staying”: a no, with more behind it. “No idea” and “no problem” are none."""
PIECE = re.compile(r"[,.;:!–]+\s*|\s+-+\s+|\s+(?=[👍✅👌])|\s+(?:and|so)\s+")
IT_WAS = re.compile(
    r"(?:(?:it|that)\s+)?(?:(?:really|definitely|indeed|actually)\s+)*(?:was|is|did|does)"
    r"(?:\s+(?:really|indeed|definitely|that|a|the|on|right|correct))*"
    r"(?:\s+(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day)?"
)
UNSURE = re.compile(
    r"^(?:(?:um+|er+m?|oh|hm+|sorry|well)[\s,.]+)*(?:i['’]?m\s+|i\s+am\s+|i\s+)?"
    r"(?:dunno|do(?:n['’]?t| not) know|not (?:really )?sure|unsure|no idea|no clue)\b"
    r"(?:\s+(?:what|which|how)\b.{0,60}|\s+(?:yet|really|sorry|tbh))*[\s.!]*$",
    re.I,
)
"""“Dunno what to put”: the question is still open, and is shown again."""
SAYS = re.compile(r"^(?:it was|that was|it is|it's)[\s:,-]+", re.I)
LAUGHS = re.compile(
    r"^(?:(?:lol|haha+|ha|hm+|um+|er+m?|uh|ugh|oh|ah|actually|sorry|wait|hang on|hold on|well|god|please)"
    r"\b[\s,.;:!…–-]+)+",
    re.I,
)
"""“Lol don't”: before a no they add nothing. Before a yes they might, so there they are not taken off."""
SLIPS = re.compile(r"^(?:(?:oh|oops|whoops|hang on|hold on|wait|no wait|sorry|actually)\b[\s,.;:!–-]+)+", re.I)
CORRECTING = re.compile(
    r"^(?:(?:oh|sorry|oops|actually|whoops|hang on|wait|my mistake|but)[\s,.;:!–-]+)*"
    r"(?:i (?:meant|mean|said)|it should (?:be|have been)|should (?:be|have been)|make (?:it|that)|"
    r"that should be|change (?:it|that) to|rather|instead|actually|sorry)[\s,.;:!–-]+",
    re.I,
)
POLITE = re.compile(r"^(?:please|pls|just)\s+|[\s,]+(?:please|pls|thanks|thank you|ta|cheers)$", re.I)
CONDITION = re.compile(r"^(?:but|except|only|if|unless|not|without|apart from)\b", re.I)
"""A yes that goes on like this is no plain one: “yes but not to Finn”."""
BUT = re.compile(r"^but\s+(?:(?:only|just|make it|for)\s+)*", re.I)
MAY_BE_NO_YES = re.compile(
    r"(?:fine|good|great|perfect|lovely|brilliant|nice|cool|alright|all right)[\s.!]*"
    r"|(?:ok|okay|k|fine|good|great|perfect|alright|all right)[\s,.!]*(?:thanks|thank you|ta|cheers|thx)\b.*",
    re.I,
)
"""“OK, thanks” agrees, or takes leave; “fine” agrees, or praises: the question is shown again, and nothing is
done."""
DENIES = re.compile(
    r"(?:(?:no|oh|actually|sorry|wait|hang on|hold on)\s+)*(?:don't|dont|do not)\s+(?P<verb>\w+)"
    r"(?:\s+(?:it|that|this|them|those|these))?(?:\s+(?:yet|now|just yet|after all))?"
)
"""“Actually don't send it yet”: a no, where the button that it speaks of is the one that says yes."""
DROPS = re.compile(
    r"(?:(?:oh|oops|whoops|no|actually|sorry|wait|hang on)\s+)*"
    r"(?:get rid of|scrap|scratch|bin|drop|delete|remove|ditch)\s+(?:it|that|this)"
    r"(?:\s+(?:one|then|please|again))*"
)
"""“Oops, get rid of that”: of what is only proposed, a no. Of what is to be deleted it may be a yes."""
PUTS_DOWN = [["log"], ["send"], ["set"], ["save"], ["note"], ["add"], ["move"], ["enrol"]]
"""First words of the buttons that put something down."""
ASKS_BACK = re.compile(r"\?[^\w]*$")
"""“Sure?”, “confirmed?”, “send it?”: whoever asks agrees to nothing yet."""
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tues", "weds", "thurs")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "sept", "september")
LAST_MONTHS = ("october", "november", "december")
NAMES_OF_DAYS = (*DAYS, *MONTHS, *LAST_MONTHS)
DATED_LABEL = re.compile(
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun) (?P<day>\d{1,2}) "
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b"
)
PLACES = {"first": 0, "former": 0, "earlier": 0, "second": 1, "third": 2, "last": -1, "latter": -1, "later": -1}
"""“The first”, of dates on buttons: they stand in order."""
ORDINAL = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?")
SAYS_ONLY = frozenset(("the", "one", "on", "of", "that", "this", "it", "was", "it's", "i", "meant", "mean"))
FEWEST_DATES, MOST_OF_A_DATE, SHORTEST_NAME = 2, 4, 3
NOT_WORDS = re.compile(r"[^\w\s½'+:👍👎✅❌👌-]|(?<!\w)[-:](?!\w)|(?<=\w):(?=\s|$)")


def meant(asked: AskedQuestion, text: str) -> Meant | None:
    """The button, the reader or the plain word that the text means; None when it answers nothing."""
    if len(text) > LONGEST_ANSWER:
        return None
    said = folded(text)
    if ASKS_BACK.search(text) and (_pressed(asked, said) or said in YES or said in NO):
        return ShowAgain()
    if button := _pressed(asked, said):
        return ShowAgain() if _is_late(asked, button) else Press(button)
    if MAY_BE_NO_YES.fullmatch(text.strip()):
        return ShowAgain()
    if asked.question.plain and _agrees(asked, text):
        return _yes(asked)
    if said in YES or said in NO:
        if asked.question.plain:
            return (_yes if said in YES else _no)(asked)
        return Fill(text, corrects=False) if asked.question.reader else None
    if folded(LAUGHS.sub("", text.strip())) in NO and asked.question.plain:
        return _no(asked)
    if asked.question.plain and DROPS.fullmatch(said) and folded(asked.question.yes).split()[:1] in PUTS_DOWN:
        return _no(asked)
    denied = DENIES.fullmatch(said)
    if denied and folded(asked.question.yes).split()[:1] == [denied["verb"]]:
        return _no(asked)
    rest, yes, no, corrects = _without_lead(text)
    if (yes or no) and (button := _pressed(asked, folded(rest))):
        agrees = button.label == asked.question.yes if yes else button.label != asked.question.yes
        return Press(button) if agrees and not _is_late(asked, button) else ShowAgain()
    if yes and folded(rest) in YES:
        return _yes(asked)
    if no and folded(rest) in NO:
        return _no(asked)
    partly = yes and CONDITION.match(rest) is not None
    if asked.question.reader and rest:
        return Fill(BUT.sub("", rest), corrects or no or partly, partly)
    return ShowAgain() if partly else None


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
        return None if whole else _by_date(asked, said)
    begun = [
        one for label, one in labels if label.startswith(f"{said} ") and one.label not in asked.question.exact
    ]
    return begun[0] if len(begun) == 1 else _by_date(asked, said)


def _by_date(asked: AskedQuestion, said: str) -> Button | None:
    """“The Tuesday one”, “24th”: the only one of several dates on buttons that the words can mean."""
    if asked.overtaken:
        return None
    dated = [(found, one) for one in asked.buttons if (found := DATED_LABEL.match(one.label.lower()))]
    words = [word for word in said.split() if word not in SAYS_ONLY]
    if len(dated) < FEWEST_DATES or not words or len(words) > MOST_OF_A_DATE:
        return None
    if len(words) == 1 and words[0] in PLACES and -len(dated) <= PLACES[words[0]] < len(dated):
        return dated[PLACES[words[0]]][1]
    fitting = [one for found, one in dated if all(_is_of(word, found) for word in words)]
    return fitting[0] if len(fitting) == 1 else None


def _is_of(word: str, label: re.Match[str]) -> bool:
    """Whether a word is the weekday, the day or the month of a date on a label."""
    if number := ORDINAL.fullmatch(word):
        return number["day"] == label["day"]
    named = any(name.startswith(word) for name in NAMES_OF_DAYS) and len(word) >= SHORTEST_NAME
    return word[:SHORTEST_NAME] in (label["weekday"], label["month"]) and named


def _is_late(asked: AskedQuestion, button: Button) -> bool:
    """Its very words, but something else was said since that may have been about it."""
    return asked.overtaken and button.label in asked.question.exact


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
