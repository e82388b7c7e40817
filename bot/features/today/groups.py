"""Groups of people as a lead names them: “everyone who's late with the report”, “who hasn't joined”. Pure."""

import re
from dataclasses import dataclass

from bot.features.today.needs import What

WHO = (
    r"(?:(?:every(?:one|body)|any(?:one|body)|all(?: of)?|those|these|people|persons?|specialists|whoever|"
    r"the (?:ones|"
    r"people|specialists)|the|ones|any|them)\s+)*"
    r"(?:(?:who|that|which)(?:['’]?(?:s|re|ve))?\s+)?(?:(?:is|are|am|has|have|does|do|did)\s+)?(?:(?:all|still|yet|"
    r"already|currently|also)\s+)*"
)
NOT = (
    r"(?:(?:have|has|had|did|do|does)(?:\s+(?:still\s+)?not|\s?n[o'’]?t)|n[o'’]?t|never|(?:yet|still)\s+to)"
    r"\s+(?:yet\s+|all\s+)*"
)
OF_A_REPORT = (
    r"(?:\s+(?:with|on|for|about))?\s+(?:(?:their|the|a|an|his|her|our)\s+)?"
    r"(?P<{name}>(?:(?!about\b|for\b)[\w'’-]+\s+){{0,4}}?)(?:reports?|assignments?)(?:\s+in)?"
)
LATE = re.compile(
    rf"{WHO}(?:running\s+)?(?:late|overdue)(?:\s+(?:ones?|people|specialists|lot|reporters?))?"
    rf"(?:{OF_A_REPORT.format(name='title')})?\b|"
    rf"{WHO}(?:with|has|have)?\s*(?:an?\s+|their\s+)?(?:late|overdue|missing|outstanding)\s+reports?\b|"
    rf"{WHO}owes?(?:\s+(?:me|us|the hub))?{OF_A_REPORT.format(name='owed')}\b|"
    rf"{WHO}{NOT}(?:sent|send|done|do|handed|hand|submitted?|finished?|given)(?:\s+in)?"
    rf"(?:{OF_A_REPORT.format(name='unsent')})\b",
    re.I,
)
RESIDENTIAL = (
    r"(?:\s+(?:to|for|about|on|re)\b)?(?:\s+(?:the\s+)?(?:resi(?:dential)?\s*(?P<number>[1-9])|"
    r"(?P<nth>first|second|third|1st|2nd|3rd|next)\s+(?:residential|one)|residential)\b)?"
)
UNANSWERED = re.compile(
    rf"{WHO}{NOT}(?:answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|sa(?:y|id)(?:\s+(?:yes or no|(?:whether|"
    rf"if) they(?:['’]re|"
    rf"\s+are)? com(?:e|ing)))?|got back to (?:me|us)){RESIDENTIAL}",
    re.I,
)
NOT_JOINED = re.compile(
    rf"{WHO}{NOT}(?:join(?:ed)?|signed up|sign up|registered|linked(?: up)?|used (?:the|"
    rf"their) codes?)(?:\s+(?:us|yet))?\b|"
    rf"{WHO}(?:un-?joined|not joined)(?:\s+(?:ones|people|specialists))?\b",
    re.I,
)
BEHIND = re.compile(
    rf"{WHO}(?:falling\s+|lagging\s+)?behind(?:\s+(?:ones|people|specialists|lot))?(?:\s+(?:with|on|in)\s+(?:their\s+|the\s+|"
    r"release\s+)*days|\s+(?:the|an) (?:even )?pace)?\b",
    re.I,
)
PATTERNS = (
    (What.NOT_JOINED, NOT_JOINED),
    (What.UNANSWERED, UNANSWERED),
    (What.BEHIND, BEHIND),
    (What.LATE, LATE),
)
PRONOUN = re.compile(
    r"(?:(?:all of|both of)\s+)?(?:them(?:\s+(?:all|both))?|(?:those|these)(?:\s+(?:people|specialists|ones|"
    r"\d+|two|three|four|"
    r"five|six|seven|eight|nine|ten))?|they|the lot|(?:every(?:one|body)|all|the people|those) (?:on|"
    r"in) (?:the|that|this) list)"
    r"(?!\s+(?:who|with|that|whose|are|is|have|has|not|late|behind)\b)(?=\W|$)",
    re.I,
)
ONE = re.compile(r"(?:him|her)(?=\W|$)", re.I)
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
ASKED = re.compile(
    r"^\W*(?:(?:please|pls|so|ok|okay|and|hi|hello|can you|could you|remind me|tell me|show me|list|give me|"
    r"let me see|"
    r"do you know|i need to know)[\s,]+)*(?:(?:a list of|the names of|names of)\s+)?(?P<asked>(?:who|anyone|"
    r"anybody|everyone|everybody|"
    r"those|people|(?:is|are|has|have)\s+(?:any(?:one|body)|there anyone who))(?:['’]?s|se)?\b.*)$",
    re.I,
)
INVERTED = re.compile(r"^(?:is|are|has|have)\s+(?:there\s+)?(any(?:one|body))\s+(?:who\s+)?", re.I)
FILLERS = re.compile(
    r"^(?:[\s,.!?;]|\b(?:yet|so far|still|now|today|right now|please|pls|again|at all|at the moment|then)\b)*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class GroupSaid:
    """what: which group. number: of the residential, 0 for the next. title: words of a report's title, if any.

    end: the character behind the words that name the group.
    """

    what: What
    end: int
    number: int = 0
    title: str = ""


def group_at_the_start(text: str) -> GroupSaid | None:
    """The group that the text begins with: the longest that can be read there."""
    found: list[GroupSaid] = []
    for what, pattern in PATTERNS:
        if match := pattern.match(text):
            said = match.groupdict()
            nth = (said.get("nth") or "").lower()
            number = int(said["number"]) if said.get("number") else NTH.get(nth, 0)
            title = " ".join((said.get("title") or said.get("owed") or said.get("unsent") or "").split())
            found.append(GroupSaid(what, match.end(), number, title))
    return max(found, key=lambda one: one.end, default=None)


def asked_who(text: str) -> GroupSaid | None:
    """The group of “who hasn't joined?”, where nothing but that is asked; None for any other question."""
    found = ASKED.match(text)
    if found is None:
        return None
    words = INVERTED.sub(r"\1 who has ", found["asked"])
    said = group_at_the_start(words)
    return said if said and FILLERS.match(words[said.end :]) else None
