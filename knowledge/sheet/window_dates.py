"""The day on which applications open, and the day on which they close, by the words around a date."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from knowledge.model import Knowledge
from knowledge.quantities import figures
from knowledge.sheet.figure_swaps import kind_of
from knowledge.sheet_text import SheetSentence

APPLY = r"(?:appl(?:y|ications?|ying)|forms?)"
OTHER_THINGS = (
    r"\b(?:induction|letters?|references?|confirm\w*|interview\w*|outcomes?|decisions?|hear|told|inform\w*|invit\w*|"
    r"notif\w*|let\s|results?|reports?|complet\w*|induct\w*)"
)
HERE = rf"(?:(?!{OTHER_THINGS})[^.])*"
IN_BY = r"\b(?:reach|sent|send|submit\w*|receiv\w*|return\w*|arriv\w*|hand\w*|be (?:in|with)|get\w* in|made)\b"
OPENING = re.compile(
    rf"\b{APPLY}\b{HERE}\b(?:open|available|appears?|(?:goes|go|is) live|(?:sent|send)(?: in)? from)"
    rf"|\bopen(?:s|ing)?\b{HERE}\b{APPLY}\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    rf"\bclosing date|\b(?:deadline|last day|cut-off)\b{HERE}\b{APPLY}"
    rf"|\b{APPLY}\b{HERE}\b(?:clos|deadline|due|until)"
    rf"|\b{APPLY}\b{HERE}{IN_BY}{HERE}\b(?:by|before|no later than)\b",
    re.IGNORECASE,
)
SENT_BY = re.compile(rf"{IN_BY}{HERE}\b(?:by|before|no later than)\b", re.IGNORECASE)  # “It must be sent by …”


def window_dates(
    found: dict[str, dict[str, Any]], old: Knowledge, new: Sequence[SheetSentence], paired: Collection[str]
) -> list[str]:
    """Set the two; the names of those that are in doubt: the sheet says several days, or none in such words.

    paired: the facts that a pair of sentences shows.
    """
    in_doubt: list[str] = []
    for wanted, said, at in ((old.window.opens, (OPENING,), 0), (old.window.closes, (CLOSING, SENT_BY), -1)):
        name = next((name for name, fact in old.facts.items() if fact.day == wanted), "")
        known = next((days for words in said if (days := _days(new, words, at))), [])
        if not name:
            continue
        if known:
            found[name]["day"] = max(known, key=known.count)
        if len(set(known)) > 1 or (not known and name not in paired):
            in_doubt.append(name)
    _that_can_be(found, old)
    ends = [name for name, fact in old.facts.items() if fact.day in (old.window.opens, old.window.closes)]
    one_day = len({found[name]["day"] for name in ends}) < len(ends)  # one of the two is not the sheet's
    return ends if one_day else in_doubt


def _days(new: Sequence[SheetSentence], said: "re.Pattern[str]", at: int) -> list[str]:
    days = [
        sorted(token for token in figures(one.text) if kind_of(token) == "day")
        for one in new
        if said.search(one.text)
    ]
    return [one[at] for one in days if one]


def _that_can_be(found: Mapping[str, dict[str, Any]], old: Knowledge) -> None:
    """Dates that contradict each other stay as they were, so that the folder can be read; `check` names them."""
    ends = {name: fact for name, fact in old.facts.items() if fact.day in (old.window.opens, old.window.closes)}
    opens, closes = (
        next((found[name]["day"] for name, fact in ends.items() if fact.day == day), "")
        for day in (old.window.opens, old.window.closes)
    )
    if opens > closes:
        for name, fact in ends.items():
            found[name]["day"] = str(fact.day)
