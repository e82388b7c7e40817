"""What stands beside a day in a message: a doubt, a second wish, somebody else's name, a pupil. Pure.

None of it may slip into the note of a day that is logged at once.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.features.release_days.clauses import LogReading
from bot.language.act_words import Deed
from bot.language.acts import act_in
from bot.language.hearsay import HEDGED

ONE_AT_A_TIME = "I read one thing at a time: first the day. I left out “{more}”: please send that on its own."
NOTE_IS = re.compile(r"\bnotes?\s*[:–-]", re.I)
MORE = re.compile(
    r"(?:(?:and|then|also|please)\s+)*(?:remind\s+(?:me|them)|(?:tell|e-?mail|message|ask|text|inform|notify)\s+\w+|"
    r"let\s+\w+\s+know|send\s+\w+|nudge\s+\w+|enroll?\s+\w+|announce\b|(?:log|record)\s+\w+)\b|(?:and|then|also)\s+(?:delete|remove|change|move|undo|show|cancel|tick|how|what|when)\b",
    re.I,
)
"""A note that begins like this may be a second wish."""
STOPS = re.compile(
    r"(?:(?:and|then|also|please|pls|oh)[\s,]+)*(?:stop|pause|mute|snooze|start|resume|(?:turn|switch)\s+(?:on|off))\b"
    r".*\b(?:remind\w*|nudg\w*|nagg\w*|messag\w*|notif\w*|alerts?|e-?mails?|texts?)\b|"
    r"(?:show|list|give|tell)\s+(?:me\s+)?(?:my|how\s+many|the)\s+(?:balance|days?|reports?|residentials?|reminders?)\b",
    re.I,
)
"""“, stop the reports reminders”, “, show my days”: without any joint, and no note."""
JOINT = re.compile(r"(?:(?:and|then|also|plus|but|oh)[\s,]+)+", re.I)
OF_ITS_OWN = re.compile(
    r"\breports?\b.*\b(?:done|finished|sent|submitted|complete|in)\b|\bremind(?:ers?|ing)?\b|\bnudges?\b|"
    r"\b(?:i['’]?m|i am|i['’]?ll|i can(?:['’]?t|not)?)\s+(?:not\s+)?(?:coming|come|attend|make)\b",
    re.I,
)
FOR_ME = re.compile(r"\bfor\s+(?:me|myself)\b", re.I)
NEW_SENTENCE = re.compile(r"[.!?;]\s*\w")
CUT_SHORT = re.compile(
    r"\b(?:left|leaving|finished|went\s+home|came\s+(?:back|in)|arrived|got\s+there|started)\s+"
    r"(?:at\s+(?:\d|lunch|noon|break|mid)|early|late|before|after|by|about|around|half\s*way)",
    re.I,
)
"""“Full day … left at lunch”: how much of the day it was is not as plain as it was said."""
DEPENDS = re.compile(
    r"\b(?:when|once|if|unless|until|provided)\s+(?:s?he|they|i|we|it|my|her|his|the)\b|"
    r"\b(?:s?he|they|i)\s+(?:was|were|is|are)\s+(?:ill|sick|off|absent|away|not\s+there)\b",
    re.I,
)
"""“When she confirms”, “she was ill”: it is not settled, or not so."""
OF_A_PUPIL = re.compile(
    r"\b(?:adhd|asd|autis\w+|asperger\w*|dyslex\w*|dyscalc\w*|dysprax\w*|ehcps?|diagnos\w+|medication|epilep\w*|"
    r"safeguarding|self[ -]harm\w*|anxiety|depress\w+)\b|"
    r"\b(?:pupils?|child(?:ren)?|boys?|girls?|kids?)\s+(?:called\s+|named\s+)?(?-i:[A-Z][a-z]+)|"
    r"\bwho\s+(?:still\s+|just\s+)?(?:can(?:['’]?t|not)|could(?:n['’]?t| not)|does(?:n['’]?t| not)|struggles?)\s+"
    r"(?:(?:to|with|even|yet)\s+)*(?:count|add|subtract|multipl\w+|divide|read|write|tell|recall|know|sit|cope|"
    r"keep\s+up|numbers?|maths|tables|place\s+value|fractions?)\b|"
    r"\bwho\s+(?:(?:still|always|often|just|never)\s+)*(?:cries|cried|hates?|fears?|panics?|refuses|melts\s+down|kicks\s+off|"
    r"gets?\s+(?:upset|angry|anxious|cross)|hits|bites|shouts)\b|"
    r"\b(?-i:[A-Z][a-z]+)\s+(?:still\s+|just\s+)?(?:can(?:['’]?t|not)|struggles?\s+(?:to|with))\s+"
    r"(?:even\s+)?(?:count|add|subtract|multipl\w+|divide|read|write|tell|recall|numbers?|maths|tables)\b",
    re.I,
)
ONLY_YOURS = "Those are two people's days, so nothing was logged. I keep only yours: send that alone."
NO_PUPILS = (
    "Your hub sees the note, so I left out what seems to be about a pupil: no names or health there, please."
)
FOR_SOMEBODY = re.compile(
    r"(?:(?:and|also|plus)\s+)*(?:(?:one|another|the\s+same)\s+)?for\s+"
    r"(?P<who>[^\W\d_][\w'’-]*(?:\s+[A-Z][\w'’-]*)?)",
    re.I,
)


def hedged(reading: LogReading) -> bool:
    """“Hopefully”, “i think”, “tbc”, “left at lunch”, outside an explicit note."""
    said = NOTE_IS.split(reading.text, maxsplit=1)[0]
    return (
        HEDGED.search(said) is not None or CUT_SHORT.search(said) is not None or DEPENDS.search(said) is not None
    )


def second_wish(words: str) -> bool:
    """Whether words that could answer a question about a day are about a report, reminders or coming instead."""
    return OF_ITS_OWN.search(words) is not None


def unmarked_notes(reading: LogReading) -> list[str]:
    said = NOTE_IS.split(reading.text, maxsplit=1)[0]
    return [one.note for one in reading.said if one.note and one.note in said]


def second_wishes(reading: LogReading) -> list[str]:
    """What stands where a note would, and is a sentence of its own or wants something of its own."""
    return list(dict.fromkeys(note for note in unmarked_notes(reading) if _of_its_own(note)))


def private_notes(reading: LogReading) -> list[str]:
    """Notes that seem to say something of a pupil."""
    return [one.note for one in reading.said if one.note and OF_A_PUPIL.search(one.note)]


def _of_its_own(note: str) -> bool:
    return bool(NEW_SENTENCE.match(note) or MORE.match(note) or STOPS.match(note) or _wants_more(note))


def without_notes(reading: LogReading, notes: Sequence[str]) -> LogReading:
    return replace(
        reading, said=tuple(replace(one, note=None) if one.note in notes else one for one in reading.said)
    )


def _wants_more(note: str) -> bool:
    """“And my autumn report is done too”, “and stop the reminders”: joined, and a message of its own."""
    joint = JOINT.match(note)
    if joint is None:
        return False
    rest = note[joint.end() :]
    act = act_in(rest)
    ordered = act.may_write and act.certain and act.deed not in (None, Deed.LOG)
    return bool(rest) and (ordered or act.asks or OF_ITS_OWN.search(rest) is not None)
