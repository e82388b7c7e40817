"""What a lead says of a report in their own words: “new report: Peer review, deadline 5 February”. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.features.reports.domain import Report
from bot.features.reports.parsing import AROUND, LONGEST_TITLE
from bot.language import Reading, Role
from bot.language.words import word_set

LEAD_IN = (
    r"(?:(?:please|pls|hi|hello|hey|ok|okay|so|and|also|just|fyi|can you|could you|can we|could we|would you|"
    r"i need to|we need to|i['’]?d like to|i want to|i would like to|we want to|let['’]?s|you can)\b[\s,]+)*"
)
VERB = r"(?P<verb>add|create|set up|set|make|put in|put|new|start|schedule|note|enter|insert|have)"
ITS = r"(?:(?:it['’]?s|it is|its|which is|that['’]?s|that is)\s+)"
CALLED = rf"\s*[:,–-]?\s*{ITS}?(?:(?:called|named|titled|entitled|for)\b)?"
REPORT_FIRST = re.compile(
    rf"^\W*{LEAD_IN}(?:there(?:['’]s|s| is) (?=an?\b|another\b))?(?:{VERB}\s+)?"
    r"(?:(?:an?|the|another|one more)\s+)?"
    rf"(?P<new>(?:new|further)\s+)?report\b{CALLED}\s*[:,–-]?\s*(?P<body>\S.*)$",
    re.I | re.S,
)
TITLE_FIRST = re.compile(
    rf"^\W*{LEAD_IN}(?:{VERB}\s+)?(?:(?:the|our|an?|another)\s+)?(?:new\s+)?(?P<body>\S.*)$", re.I | re.S
)
DEADLINE_FIRST = re.compile(
    rf"^\W*{LEAD_IN}(?:{VERB}\s+)?(?:(?:the|an?|our)\s+)?(?:new\s+)?(?:deadline|due date|cut[ -]?off)\s+"
    r"(?:for|of|on)\s+(?:(?:the|our)\s+)?(?P<title>\S.*?)\s*(?:\b(?:is|as|will be|to|at|on|for|by)\b|[:,=–-])"
    r"[\s:,=–-]*(?:(?:now|on|by|to)\s+)*(?P<when>\S.*)$",
    re.I | re.S,
)
IN = r"(?:\s+(?:in|back|sent|sent in|handed in|submitted|done|finished|ready|here|with me|with us|to me))"
MARK = re.compile(
    r"(?:^|[\s,;:–-]+)(?:(?:(?:which|that)\s+)?(?:(?:is|are|will be|it['’]?s|its)\s+)?(?:now\s+)?"
    rf"(?:due|needed|wanted|expected){IN}?(?:\s+date)?"
    rf"|(?:wants?|needs?|has|have|ought|is|are)\s+to\s+be{IN}|(?:must|should|to)\s+be{IN}"
    r"|(?:with\s+)?(?:(?:the|a)\s+)?(?:deadline|due date|cut[ -]?off)(?:\s+(?:is|of))?)"
    r"(?:\s*[:,]\s*|\s+)(?:(?:is|on|by|for|before)\s+)*",
    re.I,
)
"""Where a title ends and its day begins."""
BY = re.compile(r"[\s,;:–-]+(?:by|for|on)\s+", re.I)
"""As good as `MARK` behind the word “report” alone: “a new report called Peer review by 5 February”."""
NO_DETAILS = re.compile(
    rf"^\W*{LEAD_IN}(?:i\s+(?:want|need)\s+|we\s+(?:want|need)\s+)?(?:(?:to\s+)?(?:add|create|set up|set|make|"
    r"put in|enter|give|start)\s+|new\s+)?(?:(?:an?|another|the)\s+)?(?:new\s+)?(?:report\s+)?"
    r"(?:deadlines?|due dates?)"
    r"(?:\s+for\s+(?:an?|the|another)\s+(?:new\s+)?reports?)?(?:\s+(?:please|pls|thanks))*[\s.!]*$",
    re.I,
)
"""“I want to set a deadline”: for what, and when, is not said."""
NEW_DEADLINE = re.compile(
    rf"^\W*{LEAD_IN}(?:add|give|set|make|change|move|extend|update)\s+(?:(?:an?|the)\s+)?(?:(?:new|other|later|"
    r"different)\s+)?(?:deadline|due date)\s+(?:for|of|to)\s+(?:(?:the|our)\s+)?(?P<title>[^?]+?)"
    r"(?:\s+(?:please|pls|thanks))*[\s.!]*$",
    re.I,
)
"""“Set a new deadline for the autumn report”: which day is not said."""
ORDERS = frozenset(
    ("add", "create", "set up", "set", "put in", "put", "new", "start", "schedule", "enter", "insert")
)
NO_TITLE = re.compile(
    r"^(?:i|we|you|he|she|they|it|this|that|these|those|there|what|when|who|which|every\w+|all|both|mine|please|"
    r"change|move|extend|rename|remove|delete|cancel|push|postpone|shift|bring|confirm|tell|remind|remember|"
    r"announce|send|email|e-mail|log|ask|show|list|give|let|allow|check|chase|nudge|get|drop|scrap|undo|book|"
    r"enrol|enroll|message|say|note|don['’]?t|do|not|no|if|when|once|unless|because|but|his|her|their|someone\w*|is|are|will|was|were|has|have|must|due|needs?|"
    r"reminder|so|as)\b|\b(?:that|was|were|because|everyone|everybody)\b|"
    r"^(?:(?:my|our|the|all|both|their|a|an)\s+)*(?:reports?|residentials?|days?|holidays?|deadlines?)$|"
    r"\bresidential\s+(?:\d|one|two|three)\b|[?@:]",
    re.I,
)
MOST_WORDS = 8  # of a title that stands in no quotes
PLAIN = word_set("report reports the a an our my of for on and term termly review note form final")
"""Words that two titles may share without being near each other."""


Reader = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """title, when: as they were said. orders: whether it is an order. says_report: whether it is called one."""

    title: str
    when: str
    orders: bool
    says_report: bool


def is_a_day(reading: Reading) -> bool:
    """Whether a text speaks of a day and of nothing else, in doubt or not."""
    dated = any(one.role is Role.DATE for one in reading.stretches)
    return dated and not any(one.role in (Role.WORD, Role.LEFT) for one in reading.left)


def speaks_of_a_day(reading: Reading) -> bool:
    """Whether there is a day in it, whatever else is said."""
    return any(one.role is Role.DATE for one in reading.stretches)


def owed_in(text: str, read: Reader, fits: Callable[[Reading], bool] = is_a_day) -> OwnWords | None:
    """The report and the words for its day; None where no title stands before a day, in doubt or not.

    fits: whether what stands behind the title is read as it should be.
    """
    said = text.strip()
    if found := REPORT_FIRST.match(said):
        for mark in (*MARK.finditer(found["body"]), *BY.finditer(found["body"])):
            title = _on_a_subject(found["body"][: mark.start()])
            if made := _made(title, found["body"][mark.end() :], read, fits, says_report=True):
                return _ordered(made, found["verb"] or "add")
    if (found := DEADLINE_FIRST.match(said)) and (made := _made(found["title"], found["when"], read, fits)):
        return _ordered(made, "")
    if found := TITLE_FIRST.match(said):
        for mark in MARK.finditer(found["body"]):
            if made := _made(found["body"][: mark.start()], found["body"][mark.end() :], read, fits):
                return _ordered(made, found["verb"] or "")
    return None


def asks_for_one(text: str) -> bool:
    """Whether it wants a deadline set, and says neither of what nor when."""
    return NO_DETAILS.match(text) is not None


def without_title(text: str, read: Reader) -> bool:
    """“Make a new report due 5 February”: what it is called is not said."""
    found = REPORT_FIRST.match(text.strip())
    if found is None or not (found["verb"] or found["new"]):
        return False
    body = f" {found['body']}"
    mark = MARK.match(body) or BY.match(body)
    return mark is not None and is_a_day(read(body[mark.end() :]))


def without_day(text: str) -> str:
    """The title for which a deadline is to be set, where the day is not said; empty for any other."""
    found = NEW_DEADLINE.match(text)
    return found["title"] if found else ""


def near(title: str, there: Sequence[Report]) -> list[Report]:
    """Those on record that the title may mean: its words, or those of the other, are all among them."""
    wanted = _telling(title)
    return [
        one for one in there if wanted and (known := _telling(one.title)) and (wanted <= known or known <= wanted)
    ]


def same(title: str, there: Sequence[Report]) -> Report | None:
    """The one on record that is called so, with or without the word “report”."""
    wanted = title.casefold().split()
    found = [one for one in there if _bare(one.title.casefold().split()) == _bare(wanted)]
    return found[0] if len(found) == 1 else None


def _made(
    title: str, when: str, read: Reader, fits: Callable[[Reading], bool], *, says_report: bool = False
) -> OwnWords | None:
    title = re.sub(r"^(?:the|our)\s+", "", " ".join(title.split()).strip(AROUND), flags=re.I)
    if not 0 < len(title.split()) <= MOST_WORDS or len(title) > LONGEST_TITLE or NO_TITLE.search(title):
        return None
    if not fits(read(when)):
        return None
    says = says_report or re.search(r"\breports?\b", title, re.I) is not None
    return OwnWords(f"{title[0].upper()}{title[1:]}", when.strip(), orders=False, says_report=says)


def _ordered(made: OwnWords, verb: str) -> OwnWords:
    return OwnWords(made.title, made.when, verb.lower() in ORDERS, made.says_report)


def _on_a_subject(title: str) -> str:
    """“Report on fractions” keeps its first word."""
    return f"Report {title}" if re.match(r"\s*(?:on|about|of|from)\s", title, re.I) else title


def _bare(words: list[str]) -> list[str]:
    return [word for word in words if word not in ("report", "the", "one")] or words


def _telling(title: str) -> set[str]:
    return {word for word in re.findall(r"\w+", title.casefold()) if word not in PLAIN}
