"""What a message says of cohorts, by number or by year: whose answer it wants, or two, or one without a sheet.

A cohort that is named in passing is not asked about: “I didn't get on Cohort 12, can I have another go”.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.cohort_told import COUNT, ONE, told_beside
from knowledge.cohorts import LiveCohorts, cohort_number, development_year
from knowledge.facts import KnowledgeError
from knowledge.model import Knowledge
from knowledge.quantities import figures, number

NAMED = re.compile(
    rf"\bcohorts?\s+(?P<first>{COUNT})(?:\s*(?:and|or|vs?\.?|versus|to|/|&)\s*(?:cohort\s+)?(?P<second>{COUNT}))?\b"
    rf"|\bc\s?(?P<short>\d{{1,2}})\b|\bbetween\s+(?P<from>\d{{1,2}})\s+and\s+(?P<to>\d{{1,2}})\b(?!\s+(?:days?|years?))",
    re.IGNORECASE,
)
WORDS = r"(?:\s+[\w'’]+){0,5}?\s+"
UNLIKE = re.compile(
    r"\b(?:unlike|instead of|rather than|not like|as opposed to|compared (?:to|with))\s+"
    rf"(?:(?:in|for|on)\s+)?{ONE}"
    rf"|\b(?:my|our|a|another)\s+(?:colleague|friend|partner|head|headteacher|deputy|teacher){WORDS}{ONE}",
    re.IGNORECASE,
)
AS_BEFORE = re.compile(
    r"(?P<kept>\b(?:same|more|less|fewer|longer|just)\b(?:\s+\w+){0,3}?)\s+(?:as|than)"
    rf"(?:\s+it was)?\s+(?:(?:for|in|on|with|of)\s+)?{ONE}"
    r"|\b(?:like|as|than)\s+(?:it|they|that|there|we|you|people)\s+(?:did|do|does|was|were|had|got|is|are)"
    rf"(?:\s+\w+)?\s+(?:(?:for|in|on|with|of)\s+)?{ONE}",
    re.IGNORECASE,
)
TRIED = re.compile(
    r"\b(?:(?:did|was|could)\s?n['’]?t|(?:did|was|could) not|never got|failed to|turned down|rejected|refused|"
    rf"unsuccessful|missed|lost out|was on|have done|completed|took part in){WORDS}(?P<cohort>{ONE})",
    re.IGNORECASE,
)
AGAIN = re.compile(rf"\b(?:applied|tried){WORDS}(?P<cohort>{ONE})", re.IGNORECASE)
ONCE_MORE = re.compile(r"\b(?:again|another (?:go|try|chance)|re-?appl\w*|second time)\b", re.IGNORECASE)
OF_ME = re.compile(r"\b(?:i|we|me|us|my|our)\b", re.IGNORECASE)
THEN = re.compile(r"\b(?:was|were|had|did|went|got|paid)\b", re.IGNORECASE)
STILL = re.compile(
    r"\b(?:still|(?:the )?same(?: again)?|again|this time|this year|any different)\b[^.?!]*\?\s*$", re.IGNORECASE
)
STATEMENT = re.compile(r"[^.?!]*[.!](?=\s)")
NEXT = re.compile(r"\s*\b(?:(?:for|to|on|in)\s+)?the next (?:one|cohort|round)\b", re.IGNORECASE)
SIDE_BY_SIDE = re.compile(r"\b(?:differ\w*|compar\w*|between|than|versus|vs?|both|each|and)\b", re.IGNORECASE)
ASKS_THE_DIFFERENCE = re.compile(
    r"\b(?:what(?:['’]?s| is| are)?|how|tell me|is there|any)\b.*?\b(?:differ\w*|chang\w*)\b"
    r"(?:\s+(?:in|about|with|for)\b)?"
    r"|\bcompare\b|\bcompared?\b",
    re.IGNORECASE,
)
SCHOOL_YEAR = re.compile(r"20\d\d/\d\d")
OF_A_LIFE = re.compile(
    r"\b(?:since|was|were|did|been|started|finished|qualified|trained|joined|ect)\b", re.IGNORECASE
)
APPLYING = re.compile(r"\b(?:appl\w*|open\w*|clos\w*|form|deadline)\b", re.IGNORECASE)
LEAST_OF_A_QUESTION = 5  # words beside the cohorts: "is it Cohort 12 or Cohort 13" asks nothing else
LITTLE = "and what about for how in on the of same ok but then with to so whats again as now me"
FILLERS = frozenset(LITTLE.split())


@dataclass(frozen=True, slots=True)
class CohortsMeant:
    """chosen: whose answer is wanted. beside: two or more that are asked about together.

    unknown: a cohort or year of which no sheet is at hand, as it is said: "Cohort 14", "2026/27".
    """

    chosen: Knowledge | None = None
    beside: tuple[Knowledge, ...] = ()
    unknown: str = ""


NOTHING_NAMED = CohortsMeant()


def meant(text: str, cohorts: LiveCohorts, own: Knowledge) -> CohortsMeant:
    """own: whose words are meant where none is named."""
    if not re.search(r"\d|cohort", text, re.IGNORECASE):
        return NOTHING_NAMED
    try:
        live = {cohort_number(one): one for one in cohorts.live}
    except KnowledgeError:
        return NOTHING_NAMED  # a sheet that does not number its cohort
    bare = without_asides(text)
    numbers = list(dict.fromkeys(_numbers(bare)))
    known = [live[one] for one in numbers if one in live]
    if len(known) > 1:
        together = SIDE_BY_SIDE.search(bare) or len(without_cohorts(bare).split()) >= LEAST_OF_A_QUESTION
        return CohortsMeant(beside=tuple(known)) if together else NOTHING_NAMED
    if len(numbers) > len(known) and asks_the_difference(bare):
        return CohortsMeant(unknown=next(f"Cohort {one}" for one in numbers if one not in live))
    if known:
        return CohortsMeant(known[0] if len(live) > 1 else None)
    if numbers:
        return CohortsMeant(unknown=f"Cohort {numbers[0]}")
    chosen = cohorts.named_in(bare, own) if len(live) > 1 else None
    return CohortsMeant(chosen) if chosen else CohortsMeant(unknown=_year_of_no_sheet(bare, cohorts))


def without_asides(text: str) -> str:
    """The text without the cohorts that it only mentions: “… last time, can I have another go”."""
    found = told_beside(UNLIKE.sub(" ", text) if OF_ME.search(text) else text)
    if STILL.search(found) and not NAMED.search(STATEMENT.sub(" ", found)):  # the question itself names none
        found = STATEMENT.sub(_as_last_time, found)
    found = AS_BEFORE.sub(lambda match: match["kept"] or " ", found)
    for aside in (TRIED, *([AGAIN] if ONCE_MORE.search(text) else [])):
        found = aside.sub(lambda match: match[0].replace(match["cohort"], "last time"), found)
    return found if found == text else NEXT.sub("", found)


def _as_last_time(statement: "re.Match[str]") -> str:
    """ "In Cohort 12 it was three terms." says what was, and asks nothing of that cohort."""
    return NAMED.sub("last time", statement[0]) if THEN.search(statement[0]) else statement[0]


def without_cohorts(text: str) -> str:
    """What is asked of several at once, in words that each of their searches knows."""
    bare = ASKS_THE_DIFFERENCE.sub(" ", NAMED.sub(" ", without_asides(text)))
    return " ".join(
        re.sub(r"\b(?:between|for|in|on|of|from|and|vs)\b(?=\s*(?:$|[?.!,]|and\b))", " ", bare).split()
    )


def asks_the_difference(text: str) -> bool:
    return bool(ASKS_THE_DIFFERENCE.search(text)) and len(list(_numbers(text))) > 1


def says_only_a_cohort(text: str) -> bool:
    """ "and for Cohort 12?": the question is the one before."""
    bare = NAMED.sub(" ", text)
    return bare != text and not set(re.findall(r"\w+", bare.lower().replace("’", "").replace("'", ""))) - FILLERS


def differences(first: Knowledge, second: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Each fact that both have and say differently: what it is, in words, and what either says."""
    for name, fact in first.facts.items():
        other = second.facts.get(name)
        if other and other.says != fact.says and not name.startswith("cohort"):
            yield name.replace("_", " "), fact.says, other.says


def _numbers(text: str) -> Iterator[int]:
    for found in NAMED.finditer(text):
        for said in found.groupdict().values():
            if said and (value := number(said)) is not None:
                yield value


def _year_of_no_sheet(text: str, cohorts: LiveCohorts) -> str:
    """A school year that no live sheet speaks of; a year of somebody's own life is none."""
    if OF_A_LIFE.search(text):
        return ""
    years = sorted(one for one in figures(text) if SCHOOL_YEAR.fullmatch(one))
    said = {year for one in cohorts.live for year in _years(one, text)}
    return next((one for one in years if one not in said), "")


def _years(one: Knowledge, text: str) -> Iterator[str]:
    facts: Mapping[str, object] = one.facts
    if "development_year" in facts:
        yield development_year(one)
    yield from (fact.says for fact in one.facts.values() if SCHOOL_YEAR.fullmatch(fact.says))
    if APPLYING.search(text):
        for day in (one.window.opens, one.window.closes):
            start = day.year if day.month > 8 else day.year - 1  # a school year begins in September
            yield f"{start}/{(start + 1) % 100:02}"
