"""The years that a hub has on record, and what happens when one ends."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.identity import Cohort
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Checklist, Note, Reply, Text
from bot.core.routing import CallNext, command, middleware
from bot.core.turn import Turn
from bot.features.cohort.commands import status
from bot.hubs import resolving
from bot.hubs.repository import Cohorts
from bot.hubs.resolving import NoCohort, WhichHub
from bot.hubs.school_years import is_over
from bot.language.act_words import Deed
from bot.language.acts import act_in

KIND = "cohort_years"
MOST_YEARS = 4
AT_THE_END = (
    "After a cohort's year, you can still read its status, days and spreadsheet, but not change them. I'll tell "
    "you on the first working morning after the year ends. A programme administrator sets up the next cohort."
)
LAST_STATUS = re.compile(
    r"^(?:please\s+)?(?:(?:show|open|see|give)\s+(?:me\s+|us\s+)?|how\s+(?:did|was|were|is|are|has)\s+|"
    r"what\s+about\s+)?"
    r"(?:my\s+|our\s+|the\s+)?(?:cohort\s+status\s+(?:of|for|from)\s+)?(?:last|previous)\s+"
    r"(?:(?:school|academic)\s+)?(?:year|cohort)(?:['’]?s)?(?:\s+(?:cohort|specialists|"
    r"people|status|do|doing|go|get on|end|end up|stand|finish))*\W*$",
    re.I,
)
END = re.compile(
    r"^(?:so\s+)?(?:when\s+(?:does|is|will)\s+(?:the\s+end\s+of\s+)?(?:the|this|our)\s+(?:cohort['’]?s\s+)?"
    r"(?:year|cohort)\s*(?:end|over|finish|be over)?|"
    r"what\s+(?:happens|becomes of (?:it|everything|the records))\s+(?:at|after|when)\s+"
    r"(?:the\s+)?(?:end\s+of\s+(?:the|this)\s+year|(?:the\s+)?year\s+(?:ends|is over)|31 august|august)|"
    r"which\s+(?:years|cohorts)\s+(?:are\s+(?:there|on record)|do (?:i|we|you) have))\W*$",
    re.I,
)


@command(
    "hub years",
    "cohort years",
    role=Role.LEAD,
    help="This year and those before",
    example="hub years",
    writes=False,
)
async def years(turn: Turn, words: str) -> Reply:
    """`hub years [HUB]`: each with how many were there, and the way to its records."""
    hubs = resolving.all_named(await resolving.led(turn), words) if words.strip() else await resolving.led(turn)
    if not hubs:
        raise WhichHub
    there = (await Cohorts(turn.store).all())[:MOST_YEARS]
    if not there:
        raise NoCohort
    now = [one for one in there if one.starts <= turn.today <= one.ends]
    ends = tuple(Text(_ends(turn, one)) for one in now)
    rest = tuple(_line(turn, one) for one in there if one not in now)
    others = (Checklist(rest, "Other years" if now else "Years"),) if rest else ()
    return Reply((*ends, *others, Note(AT_THE_END), Actions(_buttons(turn, there))), KIND)


@middleware(
    "last year's cohort",
    order=89,
    because="before the programme is searched for “last year”, of which the sheet says nothing",
    role=Role.LEAD,
    may_take=lambda text: bool(LAST_STATUS.match(text) or END.match(text)),
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“How did last year's cohort do”, “when does the year end”: from a lead, they are about the hub's records."""
    if Role.LEAD in roles(turn.person) and act_in(text).deed in (None, Deed.SHOW):
        if LAST_STATUS.match(text):
            return replace(await status(turn, "last year"), personal=True)
        if END.match(text):
            return replace(await years(turn, ""), personal=True)
    return await call_next()


def _ends(turn: Turn, one: Cohort) -> str:
    """Of the year that runs: what is asked first."""
    left = (one.ends - turn.today).days
    when = "1 day left" if left == 1 else f"{left} days left" if left else "today is the last day"
    return f"{one.name}'s year ends on {one.ends.day} {one.ends:%B %Y} ({when})."


def _line(turn: Turn, one: Cohort) -> str:
    span = f"{one.starts.day} {one.starts:%B %Y} to {one.ends.day} {one.ends:%B %Y}"
    if is_over(one, turn.today):
        return f"{one.name}: {span}, over"
    return f"{one.name}: {span}, begins in {(one.starts - turn.today).days} days"


def _buttons(turn: Turn, there: Sequence[Cohort]) -> tuple[Button, ...]:
    buttons = []
    for one in there:
        if one.starts <= turn.today:
            at = {"cohort": str(one.id)}
            buttons += [
                Button(f"{one.name}: status", "cohort_show", at),
                Button(f"{one.name}: days", "cohort_claim", at),
                Button(f"{one.name}: spreadsheet", "cohort_file", at),
            ]
    return tuple(buttons)
