"""What a lead says of people in their own words: who dropped out, who is new, whether somebody is on the list."""

import re
from collections.abc import Sequence

from bot.core.identity import Person
from bot.core.open_question import OpenQuestion
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.people.commands_enrol import leave
from bot.features.people.commands_field_by_field import asked_for, known_in
from bot.features.people.leavers import KIND, back_at_the_hub, has_left, left_before, with_show_button
from bot.features.people.parsing import NAME
from bot.hubs.lead_dates import LEAVE_IT
from bot.hubs.resolving import at_the_hub

POLITE = r"^\W*(?:(?:please|pls|hi|hello|ok|so|and|sorry|can you|could you|can we|could we|fyi|sadly)\b[\s,]+)*"
SOMEBODYS_DATA = re.compile(
    r"\b(?:somebody|someone|(?:a|one|another) (?:of (?:my|our|the) )?(?:specialists?|teachers?|people|person|"
    r"colleagues?)|they|he|she|their|his|her|\w+['’]s)\b.*\b(?:data|records?|details|information|info)\b.*"
    r"\b(?:delet\w+|eras\w+|wiped?|forgotten|removed?)\b|"
    r"\b(?:delete|erase|wipe)\s+(?!(?:my|our|the|all|this|that|these|it)\b)(?:\w+\s+){0,2}?(?:somebody|someone|their|"
    r"his|her|\w+['’]?s|\w+s['’]?)\s+(?:data|records?|details|information|info)\b",
    re.I,
)
EVERYTHING = re.compile(
    rf"{POLITE}(?:delete|remove|wipe|erase|clear)\s+(?:everything|all(?:\s+of\s+(?:it|them))?|the\s+lot)[\s.!]*$",
    re.I,
)
ONES_OWN = (
    "Whose record do you mean? Nothing was deleted. A record is deleted by the person alone: they type “delete my "
    "data” to me, and I ask them once more. If somebody has left the programme, say “remove Sam Patel”: they are "
    "off the cohort, and what is on record is kept."
)
WHAT = (
    "What should I delete? Nothing was deleted. One thing at a time, such as “remove Sam Patel”, “cancel "
    "residential 2” or “cohort holidays remove 26 October”."
)
DROPPED_OUT = re.compile(
    rf"{POLITE}{NAME}\s+(?:(?:has|have|['’]?s|is)\s+)?(?:sadly\s+|now\s+)*(?:dropped\s+out|pulled\s+out|withdrawn|"
    r"withdrew|given\s+up|moved\s+on|stepped\s+down|resigned|finished\s+with\s+us|gone\s+for\s+good|"
    r"no\s+longer\s+(?:taking\s+part|on\s+it))\b"
    r"[^?]*\??$",
    re.I,
)
TO_COME = re.compile(
    rf"{POLITE}{NAME}\s+(?:(?:is|['’]?s)\s+(?:leaving|quitting|dropping\s+out|going)|leaves|(?:will|is\s+going\s+to)\s+"
    r"(?:leave|quit|be\s+leaving|drop\s+out))\b(?:\s+(?:us|the\s+\w+))?\s*,?\s*(?P<when>(?:at|in|on|next|after|from|soon|this|"
    r"later|by|when|tomorrow|before|around|come)\b.*)$",
    re.I,
)
TAKEN_OFF = re.compile(rf"{POLITE}(?:take|strike|cross)\s+{NAME}\s+off(?:\s+please)?[\s.!]*$", re.I)
EITHER = re.compile(
    rf"{POLITE}(?:remove|take\s+off|delete|drop|unenroll?|take)\s+(?P<one>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?)\s+or\s+"
    r"(?P<other>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?)\b",
    re.I,
)
ON_THE_LIST = re.compile(
    rf"^\W*(?:(?:so|and|ok|hi|please)[\s,]+)*(?:is|has|was|are|do\s+we\s+have|have\s+we\s+got|have\s+i\s+got)\s+{NAME}"
    r"(?:\s+(?:still|already|now|actually))*\s+(?:on|in|enrolled|registered|signed\s+up|part\s+of|one\s+of|with\s+us|at)"
    r"(?:\s+(?:the|our|my|this|us|ours|mine|yet|still|at|on|in|of))*"
    r"(?:\s+(?:list|cohort|hub|programme|books|roll|system|specialists|people))?[\s?.!]*$",
    re.I,
)
STARTER = re.compile(
    rf"{POLITE}(?:(?:there(?:['’]?s|\s+is)|we(?:['’]?ve|\s+have)(?:\s+got)?|i(?:['’]?ve|\s+have)(?:\s+got)?)\s+)?(?:an?\s+)?new\s+"
    r"(?:starter|specialist|person|member|teacher|colleague|joiner|recruit)\b(?:\s+(?:to\s+(?:go\s+on|add|enrol|join|"
    r"put\s+on)|joining|starting|for\s+(?:us|me|the\s+list)))*\s*(?:[:,–-]|\b(?:called|named|is|it['’]?s)\b)\s*(?P<who>\S.*)$",
    re.I,
)


async def said_of_people(turn: Turn, text: str) -> Reply | None:
    """The reply to what changes nothing before it is asked; None for whatever else is said."""
    if SOMEBODYS_DATA.search(text):
        return with_show_button(ONES_OWN, "cohort status")
    if EVERYTHING.match(text):
        return with_show_button(WHAT, "cohort")
    if coming := TO_COME.match(text):
        return await _to_come(turn, coming["name"])
    if (either := EITHER.match(text)) and (which := await _which_of(turn, (either["one"], either["other"]))):
        return which
    if (gone := DROPPED_OUT.match(text) or TAKEN_OFF.match(text)) and len(
        await at_the_hub(turn, gone["name"])
    ) == 1:
        return await leave(turn, gone["name"])
    if starter := STARTER.match(turn.as_written(text)):
        return await _new_starter(turn, starter["who"])
    return None


async def on_the_list(turn: Turn, text: str) -> Reply | None:
    """“Is Dev Shah on the list?”: yes or no; None for a word that is nobody's name."""
    asked = ON_THE_LIST.match(turn.as_written(text))
    if asked is None:
        return None
    name = asked["name"]
    if found := await has_left(turn, name):
        return found
    if not name.istitle() or await at_the_hub(turn, name):
        return None
    return with_show_button(
        f"There's nobody called “{name[:60]}” at your hub. Nothing was changed.", "cohort status"
    )


async def _to_come(turn: Turn, name: str) -> Reply | None:
    """“Kit is leaving at Christmas”: no leave yet."""
    there = await at_the_hub(turn, name)
    if len(there) != 1:
        return None
    who = there[0].name
    text = (
        f"Not yet, then: {who} stays enrolled, and is reminded as before. Tell me when they have left: “{who} has "
        "left”. Nothing was changed."
    )
    now = Button("They have left already"[:LONGEST_LABEL], "say", {"text": f"cohort leave {who}"})
    return Reply((Text(text), Actions((now, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(no=LEAVE_IT.label))


async def _which_of(turn: Turn, names: Sequence[str]) -> Reply | None:
    there: list[Person] = []
    for name in names:  # “Finn, I can't remember” has more words than the name
        found = await at_the_hub(turn, name) or await at_the_hub(turn, name.split()[0])
        there += found if len(found) == 1 else ()
    if not there:
        return None
    buttons = [
        Button(one.name[:LONGEST_LABEL], "say", {"text": f"cohort leave {one.name}"})
        for one in dict.fromkeys(there)
    ]
    text = Text("Which of them has left? Nothing is changed yet, and I ask once more.")
    return Reply((text, Actions((*buttons, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(no=LEAVE_IT.label))


async def _new_starter(turn: Turn, who: str) -> Reply | None:
    """The name, and what else was said: the next field is asked for."""
    known = known_in(who)
    if known is None:
        return None
    if not known["email"] and (
        there := await back_at_the_hub(turn, known["name"]) or await left_before(turn, known["name"])
    ):
        return there
    return asked_for(known)
