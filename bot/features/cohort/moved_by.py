"""“Push the autumn report back a week”, “residential 3 two days earlier”: counted from the date on record.

What comes of it is shown first: the lead has not said the new date, and sees it before it stands.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.parsing import ORDINALS
from bot.features.residentials.repository import Residentials
from bot.hubs import resolving
from bot.hubs.lead_dates import KIND, LEAVE_IT
from bot.hubs.resolving import WhichHub
from bot.language.phrasing import span
from bot.language.shifts import Shift, shift_in

MOVES = (
    r"(?:(?:please|can you|could you|we need to|let['’]?s)\s+)*"
    r"(?:(?:push|put|move|shift|bring|make|postpone|delay|extend|change|set)\s+)?"
)
NUMBERED = re.compile(
    rf"{MOVES}(?:the\s+)?(?:residential\s+(?P<number>[1-9]|one|two|three)|"
    r"(?P<ordinal>first|second|third|1st|2nd|3rd)\s+residential)\b(?P<rest>.*)",
    re.I | re.S,
)
TITLED = re.compile(rf"{MOVES}(?:the\s+)?(?P<title>\S.*?)\s+reports?\b(?P<rest>.*)", re.I | re.S)
SAYS_NO_MORE = re.compile(
    r"(?:[\s,.!]|\b(?:is|are|it|be|due|by|to|date|deadline|now|moves?|moved|put|pushed|please|thanks|has|been|"
    r"going|will|s)\b|['’])*",
    re.I,
)
FOLLOWING = re.compile(
    r"\s+(?:to|until|for|on)\s+the\s+(?P<which>following week|week after|week before|previous week|day after|"
    r"following day|day before|previous day)(?:\s+(?:instead|please|pls|that))*[\s.!]*$",
    re.I,
)
"""“To the following week”: counted from the date on record, as “a week later” is."""
AS_A_SHIFT = {
    "following week": "a week later",
    "week after": "a week later",
    "week before": "a week earlier",
    "previous week": "a week earlier",
    "following day": "a day later",
    "day after": "a day later",
    "day before": "a day earlier",
    "previous day": "a day earlier",
}
NOTHING = "Nothing is changed yet."


async def moved_by(turn: Turn, text: str) -> Reply | None:
    """What would come of it, on buttons; None for words that move nothing by a number of days or weeks."""
    text = FOLLOWING.sub(lambda found: f" {AS_A_SHIFT[found['which'].lower()]} ", text)
    shift = shift_in(text)
    if shift is None:
        return None
    rest = f"{text[: shift.extent.start]} {text[shift.extent.end :]}".strip()
    if (found := NUMBERED.fullmatch(rest)) and SAYS_NO_MORE.fullmatch(found["rest"]):
        number = found["number"] or found["ordinal"]
        return await _residential(turn, int(ORDINALS.get(number.lower(), number)), shift)
    if (found := TITLED.fullmatch(rest)) and SAYS_NO_MORE.fullmatch(found["rest"]):
        return await _report(turn, found["title"], shift)
    return None


async def _residential(turn: Turn, number: int, shift: Shift) -> Reply | None:
    led = await resolving.led(turn)
    if len(led) != 1:
        raise WhichHub
    there = await Residentials(turn.store).list(await resolving.here(turn, led[0]))
    one = next((one for one in there if one.number == number), None)
    if one is None or one.state is ResidentialState.CANCELLED:
        return None
    offers = []
    for days in _ways(shift):
        first, last = one.first_day + days, one.last_day + days
        typed = f"cohort residential {number} {_written(first)} to {_written(last)}"
        offers.append((span(first, last), typed))
    return _shall_i(f"residential {number}", span(one.first_day, one.last_day), offers)


async def _report(turn: Turn, title: str, shift: Shift) -> Reply | None:
    led = await resolving.led(turn)
    if len(led) != 1:
        raise WhichHub
    wanted = set(title.casefold().split())
    there = await Reports(turn.store).list(await resolving.here(turn, led[0]))
    named = [one for one in there if wanted <= set(one.title.casefold().split())]
    if len(named) != 1:
        return None
    one = named[0]
    offers = [
        (
            span(one.due + days, one.due + days),
            f"cohort report change “{one.title}” due {_written(one.due + days)}",
        )
        for days in _ways(shift)
    ]
    return _shall_i(one.title, span(one.due, one.due), offers)


def _ways(shift: Shift) -> tuple[timedelta, ...]:
    """Both, earlier first, where the words may mean either."""
    days = timedelta(days=abs(shift.days))
    return (-days, days) if shift.either else (timedelta(days=shift.days),)


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _shall_i(what: str, was: str, offers: Sequence[tuple[str, str]]) -> Reply:
    if len(offers) == 1:
        new, typed = offers[0]
        yes = Button("Move it", "say", {"text": typed}, "primary")
        text = Text(f"Move {what} from {was} to {new}? {NOTHING}")
        return Reply(
            (text, Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(yes.label, LEAVE_IT.label)
        )
    buttons = tuple(Button(new[:75], "say", {"text": typed}) for new, typed in offers)
    text = Text(f"Earlier or later? It is on record for {was}: {what}. {NOTHING}")
    return Reply((text, Actions((*buttons, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(no=LEAVE_IT.label))
