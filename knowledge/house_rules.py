"""What every answer must keep to, so that an editor's slip is caught before a teacher reads it."""

import re
from collections.abc import Collection, Iterator
from string import Formatter

from knowledge.facts import FIGURE, VERDICT
from knowledge.model import Entry, EntryStatus, Knowledge
from knowledge.names import DAYS_LEFT

MOST_WORDS = 65
MOST_RELATED = 3
OPENS_BADLY = re.compile(r"(?:yes|no|sorry|unfortunately|i don['’]t|i['’]m not|i can['’]t)\b", re.IGNORECASE)
ADMITS_NOTHING = re.compile(r"(?:the |this )?(?:information )?sheet (?:does not|doesn['’]t)\b", re.IGNORECASE)
ADDRESS = re.compile(
    r"\S+@[\w-]+(?:\.[\w-]+)+|https?://\S+|\b[\w-]*[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/\S*)?", re.IGNORECASE
)
NUMBERED = re.compile(r"cohort\W?\d", re.IGNORECASE)
DENIES = re.compile(r"\b(?:not|nothing|no|silent)\b|n['’]t\b", re.IGNORECASE)


def check_answer(entry: Entry, knowledge: Knowledge) -> Iterator[str]:
    """Each broken rule as the end of a sentence that begins with the entry's id."""
    if len(entry.related) > MOST_RELATED:
        yield f"has {len(entry.related)} related entries; keep the {MOST_RELATED} most useful."
    for text in dict.fromkeys(entry.answers.values()):
        yield from check_text(text, entry.status, knowledge.names)


def check_text(text: str, status: EntryStatus, names: Collection[str]) -> Iterator[str]:
    """The same for one text of an answer. names: what it may name in braces."""
    try:
        bare, unknown = _without_names(text, names)
    except ValueError:
        yield "has a brace without its partner; write a fact's name as {closing_date}."
        return
    for name in unknown:
        yield f"uses {{{name}}}, which facts.yaml does not have; add the fact or correct the name."
    for address in ADDRESS.findall(bare):
        if NUMBERED.search(address):
            yield f"has a cohort's number in “{address}”; write {{cohort_number}} for it, so that it goes along."
    if found := FIGURE.search(ADDRESS.sub(" ", bare)):
        yield f"has a figure or month of its own (“{found.group(0)}”); write it once in facts.yaml and name it."
    if (words := len(text.split())) > MOST_WORDS:
        yield f"answers in {words} words; at most {MOST_WORDS} are read on a phone."
    if OPENS_BADLY.match(text):
        yield "opens with a yes, a no or an apology; open with the fact."
    if found := VERDICT.search(text):
        yield f"gives a verdict (“{found.group(0)}”); Maths Hubs decide."
    if "fully funded" in text.lower() and "maths hub" not in text.lower():
        yield "says “fully funded” without “through the Maths Hub”; add it."
    yield from _check_status(text, status)


def _check_status(text: str, status: EntryStatus) -> Iterator[str]:
    if status is EntryStatus.NOT_IN_SHEET:
        if "maths hub" not in text.lower():
            yield "is not in the sheet and names nobody to ask; point to the Maths Hub."
        if not DENIES.search(text):
            yield "is not in the sheet but does not say so; say it plainly first."
    elif ADMITS_NOTHING.match(text):
        yield f"is {status.value} but opens with what the sheet does not say; open with what it does say."


def _without_names(text: str, names: Collection[str]) -> tuple[str, list[str]]:
    """The text without its {names}, and those names that nothing fills in. Raises ValueError for a lone brace."""
    bare: list[str] = []
    unknown: list[str] = []
    for literal, name, _, _ in Formatter().parse(text):
        bare.append(literal)
        if name is not None and name not in names and name != DAYS_LEFT:
            unknown.append(name)
    return " ".join(bare), unknown
