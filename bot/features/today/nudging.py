"""What a lead says to have people nudged: “chase those who are late”, “send Finn a reminder”. Pure."""

import re
from dataclasses import dataclass

from bot.features.today.groups import NTH, ONE, PRONOUN
from bot.features.today.needs import What
from bot.language.acts import Mood, act_in

POLITE = (
    r"^\W*(?:(?:please|pls|so|ok|okay|right|and|then|now|yes|hi|hello|just|can you|could you|would you|"
    r"will you|can we|"
    r"let['’]?s|i want to|i['’]?d like to|i need to|go and|also)[\s,]+)*"
)
KIND = r"(?:(?:gentle|quick|friendly|short|little|polite|final|last|second|another)\s+)*"
ONLY = re.compile(r"^(?:only|just)\s+(?=\w)", re.I)
THING = rf"(?:(?:a|an|the|another)\s+)?{KIND}(?:reminder|nudge|chaser|chase|prod|poke|message|note|e-?mail|text)"
VERB = re.compile(
    rf"{POLITE}(?:(?P<nudge>nudge|chase(?:\s+up)?|prod|poke|badger|hassle|pester|hurry(?:\s+up)?|get on to|"
    rf"get after)|"
    rf"(?P<write>message|remind|text|ping|dm|contact|e-?mail|write to|tell|ask)|"
    rf"(?:send|drop|give|do)\s+{THING}(?:\s+out)?\s+(?:to|for))\s+(?P<rest>\S.*)$",
    re.I | re.S,
)
TELLS = frozenset(("tell", "ask", "write to"))
SEND_WHOM = re.compile(rf"{POLITE}(?:send|drop|give)\s+(?P<who>.+?)\s+{THING}\b(?P<after>.*)$", re.I | re.S)
BARE = re.compile(
    rf"{POLITE}(?:(?:nudge|chase(?:\s+up)?|prod|remind|message)(?:\s+people)?|(?:send|do)\s+(?:(?:a|the|some)\s+)?"
    r"(?:nudges?|reminders?|chasers?))\W*$",
    re.I,
)
NO_ORDER = frozenset((Mood.QUESTION, Mood.SUPPOSITION, Mood.REFUSAL))
ABOUT = re.compile(
    r"[\s,]*\b(?:about|re|regarding|on|for|over|concerning|with)\s+(?:(?:the|their|his|her|that|this|a|an|our|my)\s+)?"
    r"(?:(?P<title>(?:(?!about\b|at\b|on\b|for\b)[\w'’-]+\s+){0,4}?)(?:late\s+|overdue\s+)?(?P<report>reports?|assignments?)|"
    r"resi(?:dential)?\s*(?P<number>[1-9])|(?P<nth>first|second|third|1st|2nd|3rd|next)\s+residential|(?P<next>residential)|"
    r"(?P<days>(?:release\s+)?days)|(?P<joining>joining|(?:joining\s+)?codes?)|(?P<it>it|that|this))(?!\w)",
    re.I,
)
SAYS = re.compile(r"^[\s,]*(?:(?P<that>that|saying|to say|:)|(?P<to>to)\b)\s*(?P<text>\S.*)$", re.I | re.S)
EVERYBODY = re.compile(
    r"(?:every(?:one|body)|all(?: of)?(?: my| our| the)? (?:specialists|people)|(?:the|my|"
    r"our) (?:whole )?(?:cohort|group|hub|"
    r"specialists)|all)\b(?!\s+(?:who|with|whose|in|at|except|but|apart|other|excluding)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class About:
    """What a nudge is about. title: words of a report's title. number: of a residential, 0 for the next."""

    what: What
    title: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Nudge:
    """whom: the words that begin with whom. named: they stand alone, as in “send Finn and Isaac a reminder”.

    rest: what stands behind “a reminder”. writes: the verb may have a text behind whom; tells: it must have one.
    """

    whom: str
    rest: str = ""
    named: bool = False
    writes: bool = False
    tells: bool = False


def nudge_in(text: str) -> Nudge | None:
    """The nudge that is ordered; None for a question, a refusal and whatever is no nudge."""
    if act_in(text).mood in NO_ORDER:
        return None
    if BARE.match(text):
        return Nudge("")
    if found := VERB.match(text):
        tells = (found["write"] or "").lower() in TELLS
        return Nudge(ONLY.sub("", found["rest"].strip()), writes=bool(found["write"]), tells=tells)
    if found := SEND_WHOM.match(text):
        return Nudge(ONLY.sub("", found["who"].strip()), found["after"], named=True)
    return None


def about_in(text: str) -> tuple[About | None, str]:
    """What the words say it is about, and the words without that; None where they say nothing of it."""
    found = ABOUT.search(text)
    if found is None:
        return None, text
    left = f"{text[: found.start()]} {text[found.end() :]}".strip()
    if found["it"]:
        return None, left
    if found["report"]:
        return About(What.LATE, " ".join((found["title"] or "").split())), left
    if found["days"]:
        return About(What.BEHIND), left
    if found["joining"]:
        return About(What.NOT_JOINED), left
    nth = (found["nth"] or "").lower()
    return About(What.UNANSWERED, "", int(found["number"]) if found["number"] else NTH.get(nth, 0)), left


def pronoun_at_the_start(text: str) -> int:
    """Where “them” or “those 4” ends that the text begins with; 0 where it begins with no such word."""
    found = PRONOUN.match(text) or ONE.match(text)
    return found.end() if found else 0


def everybody_at_the_start(text: str) -> int:
    found = EVERYBODY.match(text)
    return found.end() if found else 0
