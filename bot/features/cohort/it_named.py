"""“Push it back a week”, right after a lead set a residential or a report: what “it” is, by name."""

import re
from calendar import monthrange
from datetime import date
from functools import partial

from bot.conversation.repository_undo import UndoLog
from bot.core.conversation import ANSWERED_WITHIN
from bot.core.turn import Turn
from bot.language.shifts import shift_in

POLITE = r"(?:(?:oh|no|ok|okay|actually|sorry|wait|hang on|please|pls|can you|could you|and|but)[\s,]+)*"
IT = re.compile(
    rf"^(?P<verb>{POLITE}(?:push|put|move|shift|bring|make|postpone|delay|change|set|confirm|extend))\s+"
    r"(?:it|that|this|that one|(?:those|these|the) (?:dates?|days)|the date)\b(?P<rest>(?:\s+\S.*)?)$",
    re.I,
)
UNTIL = re.compile(
    rf"^{POLITE}(?:give|allow)\s+(?:them|everyone|everybody|people|folk)\s+(?:'?til|till|until|"
    rf"to)\s+(?P<day>\S.*)$",
    re.I,
)
INSTEAD = re.compile(r"[\s,]+(?:instead|please|pls|thanks|then|now)[\s.!]*$", re.I)
REPORT = re.compile(r"\s+report$", re.I)
BARE_DAY = re.compile(
    r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)(?=(?:\s+(?:instead|please|pls|thanks|then|now))*[\s.!]*$)", re.I
)
LONGEST = 100  # characters


async def with_it_named(turn: Turn, text: str) -> str:
    """The text with the name of what was just set in place of “it”; as it was where nothing was set just now."""
    found, until = IT.match(text), UNTIL.match(text)
    if not (found or until) or len(text) > LONGEST:
        return text
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or last.at < turn.now - ANSWERED_WITHIN or len(last.entries) != 1:
        return text
    detail = last.entries[0].detail
    if last.kind == "residential" and found and detail.get("number"):
        return INSTEAD.sub("", f"{found['verb']} residential {detail['number']}{found['rest']}")
    if last.kind == "report" and detail.get("title"):
        title, text = (
            str(detail["title"]),
            BARE_DAY.sub(partial(_in_that_month, due=str(detail.get("due", ""))), text),
        )
        found, until = IT.match(text), UNTIL.match(text)
        if BARE_DAY.search(text):
            return text
        if found and shift_in(text):
            title = f"{REPORT.sub('', title)} report"
        moved = f"{found['verb']} the {title}{found['rest']}" if found else ""
        return INSTEAD.sub("", moved or f"move the {title} to {until['day'] if until else ''}")
    return text


def _in_that_month(said: re.Match[str], due: str) -> str:
    """“The 18th”, of what is due on 11 December, is 18 December; “the 5th” stays as it is."""
    was = date.fromisoformat(due) if due else None
    later = was is not None and was.day < int(said["day"]) <= monthrange(was.year, was.month)[1]
    return f"{said['day']} {was:%B %Y}" if was and later else said[0]
