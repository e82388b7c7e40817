"""What a lead asks of one of their people without a command: “how is Dev doing”, “Sam Patel”."""

import re
from dataclasses import replace

from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.cohort.asked_of_one import named_in_question
from bot.features.cohort.commands import show_one
from bot.features.cohort.reports_of import THEIR_OWN, whose_report
from bot.features.people.parsing import NAME, TELLS
from bot.hubs.resolving import at_the_hub

MOST_WORDS = 8
LOOKED_FOR = re.compile(
    r"^(?:(?:please|and|ok|so|also)[\s,]+)*(?:(?:show|tell|give)\s+(?:me\s+)?(?:about\s+)?|"
    r"how(?:'s|s| is| are)\s+|(?:what|how) about\s+|"
    r"where is\s+|find\s+|look up\s+)?"
    rf"{NAME}(?:\s+(?:doing|getting on|going|progress|status|stand|so far))*\s*[?.!]?$",
    re.I,
)


@middleware(
    "one of the hub",
    order=32,
    because="below what is said of people: “Kit has left” is no question of how Kit stands",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """How the one stands whom a lead names, alone or in a question of what is on record."""
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, text)):
        return replace(reply, personal=True)
    return await call_next()


async def _said(turn: Turn, text: str) -> Reply | None:
    if not TELLS.match(text) and (person := await whose_report(turn, text)):
        shown = await show_one(turn, person.name)
        return replace(shown, blocks=(Text(THEIR_OWN), *shown.blocks))
    if len(text.split()) <= MOST_WORDS and (found := LOOKED_FOR.match(text)):
        there = await at_the_hub(turn, found["name"])
        if len(there) == 1:
            return await show_one(turn, there[0].name)
    return await _asked_of_one(turn, text)


async def _asked_of_one(turn: Turn, text: str) -> Reply | None:
    """“How many has Ben done”, “has Finn sent his report”: how that person stands."""
    name = named_in_question(text)
    there = await at_the_hub(turn, name) if name else ()
    return await show_one(turn, there[0].name) if len(there) == 1 else None
