"""The closing date for a teacher's calendar, with alarms: nothing of whoever asks is kept for it."""

import re
from collections.abc import Mapping

from bot.core.permissions import Role
from bot.core.reply import Note, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.features.deadline.calendar_entry import deadline_file
from knowledge.facts import Phase

KIND = "deadline"
THE_DATE = (
    r"(?:(?:the|my|that)\s+)?(?:application\s+)?"
    r"(?:deadline|closing\s+date|last\s+day(?:\s+to\s+apply)?|due\s+date)"
)
SAID = re.compile(
    r"^\W*(?:please\s+)?(?:can\s+you\s+|could\s+you\s+|will\s+you\s+)?"
    rf"(?:remind\s+me\s+(?:of|about|before|when|on)\s+{THE_DATE}"
    rf"|remind\s+me\s+to\s+apply|(?:put|add|save|get)\s+{THE_DATE}\s+(?:in|into|to|on)\s+my\s+(?:calendar|diary|outlook)"
    rf"|{THE_DATE}\s+(?:as\s+a\s+|for\s+my\s+|in\s+my\s+)?(?:calendar|diary|reminder|ics)(?:\s+(?:file|entry))?"
    rf"|(?:(?:a|the)\s+)?(?:calendar|ics)\s+(?:file|entry)\s+(?:for|of|with)\s+{THE_DATE})\W*$",
    re.I,
)
ALARMS = "Your calendar reminds you a week and a day before; I keep nothing for it."


@command(
    "deadline",
    role=Role.ANYONE,
    help="The last day to apply, for your calendar",
    example="deadline",
    writes=False,
)
async def deadline(turn: Turn, _words: str) -> Reply:
    """The date as it stands today and, while one can apply, the file."""
    window = turn.knowledge.window
    phase = window.phase(turn.today)
    said = Text(turn.knowledge.say(turn.knowledge.dialog.dates[phase], turn.today))
    if phase is Phase.CLOSED:
        return Reply((said,), KIND)
    name = turn.knowledge.say("Primary Mastery Specialist Programme, {cohort}", turn.today)
    return Reply((said, deadline_file(window.opens, window.closes, name), Note(ALARMS)), KIND)


@action("deadline_file", role=Role.ANYONE, writes=False)
async def pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await deadline(turn, "")


@middleware(
    "deadline",
    order=34,
    because="before the search, which tells the date; below the eligibility check, which may be under way",
    may_take=lambda text: SAID.match(text) is not None,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Remind me of the closing date”, “put the deadline in my calendar”."""
    return await deadline(turn, "") if SAID.match(text) else await call_next()
