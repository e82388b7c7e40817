"""What is in somebody else's mouth, or only hoped for: it is no word of one's own, and nothing is noted for it."""

import re

from bot.language.words import word_set

OTHERS_SAY = re.compile(
    r"\b(?!(?:you|please|i|i've|ive|i'd|i'm|im|just|already|as|now|and|to|be|been)\b)[a-z']+\s+(?:has\s+|have\s+|just\s+|both\s+|all\s+)?"
    r"(?:says?|said|tells|told|thinks?|thought|reckons?|wants?|wanted|asks|asked|expects?|expected|insists?|hopes?|"
    r"claims?|would rather|would like|'d rather|'d like|wishes)\b",
    re.I,
)
"""“My head says …”, “the kids want …”; not “I said …”."""
NOT_SURE = re.compile(
    r"\b(?:(?:i|we)(?:'m|m| am)?\s+(?:\w+\s+)?(?:think|believe|guess|suppose|reckon|assume|"
    r"presume)|not sure|unsure|"
    r"lol|haha+|jok(?:e|es|ing)|kidding|jk|in my dreams|as if|i wish|"
    r"(?:says|said|reckons|thinks)\s+(?:my|our|the|his|her)\s+\w+|pretty sure|fairly sure|probably|maybe|"
    r"perhaps|possibly|might have|may have|as far as i know|afaik|"
    r"if i remember)\b",
    re.I,
)
"""“I think I've done it”, “… in my dreams”: nothing is noted on a guess or in jest, one's own either."""
HEDGED = re.compile(
    rf"{NOT_SURE.pattern}|\b(?:hopefully|apparently|allegedly|tentatively|provisional(?:ly)?|presumably|supposedly|"
    r"fingers crossed|touch wood|all being well|\w+ permitting|tbc|tbd|to be confirmed|pencil(?:led)?(?: in)?|"
    r"subject to)\b",
    re.I,
)
"""An order that is not settled yet: shown, and carried out on a press."""
HOPED = re.compile(
    r"\b(?:hop(?:e|ed|ing)|plan|planned|planning|aim|aiming|intend|intending|intention|mean|meaning|meant|try|trying|"
    r"wish|wishing|want|wanting|expect|expecting|supposed|looking)\s+(?:\w+\s+){0,3}?(?:to|on|for|that)\b|"
    r"\bhop(?:e|ing)\b|\b(?:to|can|could|might|would|may|will|we'll|'ll) (?:get|have|be|finish|do|send|submit|"
    r"complete|hand|write|see)\b",
    re.I,
)
"""“I hope to get it done”, “planning on having it finished”."""
_DOES = (
    r"(?:has|have|had|did|does|took|takes|attended|attends|spent|spends|logged|logs|went|goes|used|uses|"
    r"(?:is|was|are|were)\s+(?:out|off|away|on|at|in|taking|having|doing|attending|released|covered))\b"
)
_KIN = (
    r"(?:head(?:\s*teacher)?|deputy|colleagues?|friends?|partner|wife|husband|tas?|mates?|boss|lead|manager|caretaker|"
    r"daughter|son|mum|dad|sister|brother|children|kids|class|pupils?|neighbour|teachers?|team|job[ -]share|"
    r"(?:other )?specialists?|supply)"
)
_BEFORE = (
    r"^(?:(?:so|and|but|well|ok|okay|oh|hi|hello|hey|also|actually|sorry|no|yes|because|cos|as|fyi)[\s,.!]+)*"
)
_OTHERS = re.compile(
    rf"{_BEFORE}(?:he|she|they|(?:my|our|the|a|another|his|her|their)\s+(?:[\w'’-]+\s+){{0,2}}?{_KIN})\s+{_DOES}",
    re.I,
)
_NAMED = re.compile(
    rf"{_BEFORE}(?P<who>[^\W\d_][\w'’-]+)(?:\s+[A-Z][\w'’-]+)?\s+(?:has\s+|both\s+|also\s+|just\s+)?{_DOES}", re.I
)
_NO_NAME = word_set(
    "you've youve you'd she'd he'd they'd they've i i've ive i'd i'm im we we've weve we'd you it it's "
    "its that this these those there here what which "
    "who when where why how all both one some none nobody everyone everybody someone somebody anyone just "
    "already also then now only and or but so well today yesterday tomorrow last next morning mornings "
    "afternoon afternoons day days half full whole am pm the a an my our training cpd inset course cover "
    "school schools event session sessions meeting meetings conference staff visit maths lesson lessons "
    "planning study reading research time week weekend am never not don't please date dates entry entries "
    "log record release releaseday list everything nothing something "
)
"""What stands before such a verb and is nobody's name."""


def told_of_another(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether the message tells what somebody else did: “Sarah had a full day on 5 November”.

    known: words, in lower case, that are no names either, such as weekdays and what days are used for.
    """
    if _OTHERS.match(text):
        return True
    found = _NAMED.match(text)
    if found is None:
        return False
    who = found["who"].lower().replace("’", "'")
    return who not in _NO_NAME and who not in known
