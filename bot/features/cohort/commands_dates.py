"""What a lead says of dates without a command: “the second residential is 4 and 5 March”, “half term is …”."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import OpenQuestion
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, action, intent, middleware
from bot.core.turn import Turn
from bot.features.cohort.lead_dates import KIND, LEAVE_IT, asks_back, at_each, calendar_of
from bot.features.cohort.moved_by import moved_by
from bot.features.holidays.commands import broken_up_shown, holidays
from bot.features.holidays.parsing import broken_up, said_of_holidays
from bot.features.people import resolving
from bot.features.reports.commands_lead import done_as_said, listed_reports
from bot.features.reports.repository import Reports
from bot.features.residentials.commands_lead import set_as_said
from bot.language.acts import Mood, act_in
from bot.language.dates import in_words
from knowledge.search import Finding

NUMBER = r"(?:\d|one|two|three)"
ONE = (
    rf"(?:the\s+)?(?:residential\s+(?:no\.?\s*|number\s+)?{NUMBER}|"
    r"(?:first|second|third|1st|2nd|3rd)\s+residential)"
)
SAID_OF_A_RESIDENTIAL = re.compile(
    r"(?:please\s+|can you\s+|could you\s+)?(?:"
    rf"(?:set|move|confirm|cancel|change|call off|postpone|make|scrap|bin|drop|ditch)\s+{ONE}|"
    rf"{ONE}\s*[:=–-]?\s+(?:is|isn['’]?t|has|will be|moved?|moves|cancelled|cancel|confirmed|confirm|on|off|to|at|"
    r"provisional|no longer|venue|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+)"
    r")\b[^?]*",
    re.I,
)
ASKED_OF_A_RESIDENTIAL = re.compile(
    r"(?:(?:so|and|hi|ok|please)[\s,]+)*"
    r"(?:when|where|is|isn['’]?t|was|has|(?:what|which) (?:date|day)s?|"
    r"what(?:['’]?s| is| are) the (?:dates?|venue))\b"
    rf"(?:['’]s)?(?:\s+(?:is|are|of|for|was|on))?\s+(?P<one>{ONE})\b(?:['’]s)?(?:\s+(?:on|off|still|now|again|confirmed|cancelled|provisional|certain|set|yet|held|being|moved|"
    r"going ahead|happening|been|date|dates|venue|is|at|starts?))*\s*[?.!]*$",
    re.I,
)
"""“When is residential 2”, “is residential 3 off?”, from a lead: of their own hub's."""
VENUE_FIRST = re.compile(
    r"(?:please\s+)?(?:(?:set|change|make)\s+)?(?:the\s+)?venue\s+(?:for|of|at)\s+(?P<one>"
    rf"{ONE})\s+(?:is(?:\s+now)?|will be|to|:)\s+(?P<venue>\S.*)",
    re.I,
)
WHICH_RESIDENTIAL = re.compile(
    r"(?:please\s+)?(?:cancel|confirm|move|change|set|call off|postpone)\s+(?:(?:all|both|the|my|our)\s+)*"
    r"residentials?\b(?!\s*\d)[^?]*",
    re.I,
)
SAID_OF_A_REPORT = re.compile(
    r"(?:please\s+)?(?:add|create|change|rename|remove|delete)\s+(?:(?:an?|the)\s+)?(?:new\s+)?"
    r"(?:report\s+(?:called|named|titled|due|[“\"‘'])|[“\"‘'].*[”\"’']\s+(?:report|due)).*",
    re.I,
)
OF_A_TITLE = re.compile(
    r"(?:please\s+)?(?:(?P<verb>add|create|change|move|extend|set|push back|postpone|rename|remove|delete)\s+)?"
    r"(?:the\s+)?(?P<title>\S.*?\breports?|reports?)\b(?:\s+(?:deadline|due date|date))?\s*(?P<rest>(?:is\s+|"
    r"are\s+|now\s+|has\s+|have\s+|been\s+|was\s+|gets\s+)*"
    r"(?:(?:pushed|moved|put|shifted|postponed|extended|changed|brought)(?:\s+(?:back|out|forward|on))?\s+)?"
    r"(?:due|to|until|till|by|on|for)\b.*)?",
    re.I,
)
OF_ANY_TITLE = re.compile(
    r"(?:please\s+)?(?:change|move|extend|set|push back|postpone)\s+(?:the\s+)?(?P<what>\S.*\S)", re.I
)
MOVED = re.compile(
    r"^(?:(?:is|are|now|has|have|been|was|gets)\s+)*(?:pushed|moved|put|shifted|postponed|extended|changed|brought)"
    r"(?:\s+(?:back|out|forward|on))?\s+(?=(?:to|until|till|by|on|for)\b)",
    re.I,
)
WHEN_DUE = re.compile(
    r"^\W*(?:(?:and|so|ok|please|remind me|tell me)[\s,]+)*(?:when|by when|what (?:day|date)|whens|"
    r"what(?:['’]?s| is| are) the (?:deadlines?|due dates?|dates?) (?:for|of))(?:['’]s| is| are| do| does|"
    r" must| was)?\s+"
    r"(?:(?:they|we|the|my|our|all|their|specialists|people|next|have to|send|hand in|do)\s+)*"
    r"(?P<title>(?:[\w'’-]+\s+){0,4}?)reports?(?:\s+(?:due|deadline|to be|in|needed|sent|handed|have|has|by|"
    r"must|be|again|date|"
    r"due date|for))*\W*$",
    re.I,
)
FOR_ONE = re.compile(r"(?:please\s+)?(?:give|allow|let|grant)\s+\S+.*\b(?:reports?|deadline)\b.*", re.I)
NUMBERED_REPORT = re.compile(
    r"(?:please\s+)?(?:(?:set|make|change|move|add|put)\s+)?(?:the\s+)?"
    r"(?:(?:due date|deadline|date)\s+(?:for|of)\s+)?(?:the\s+)?report\s+(?:no\.?\s*|number\s+)?"
    r"(?P<number>[1-9])\s+(?:(?:is|as|to be|now)\s+)*(?:due|to|for|on|by)\s+"
    r"(?:(?:on|by)\s+)?(?P<due>[^?]+?)(?:[\s,]+(?:set it|put it in|please|thanks))*[\s.!]*",
    re.I,
)
MOST_REPORTS = 6  # on buttons
HEDGED = re.compile(
    r"\b(?:might|may be|maybe|perhaps|possibly|could be|probably|unsure|not sure|thinking of)\b", re.I
)
NO_ORDER = frozenset((Mood.QUESTION, Mood.SUPPOSITION, Mood.REFUSAL))
NOT_SETTLED = "That sounds as if it is not settled yet, so nothing was changed. Tell me when it is."
FOR_ALL = (
    "A report is due on one day for the whole hub, so I can't give one person more time. Shall I show the "
    "reports, "
    "or move the date for all of them? Nothing was changed."
)


@intent("cohort_dates", of="cohort residential", writes=False)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """The search takes it for a date of the hub, but its words were not understood: how to say it."""
    usage = turn.catalogue.usage("cohort residential", "cohort report", "cohort holidays")
    if isinstance(turn.activity, Message) and HEDGED.search(turn.activity.text):
        usage = f"{NOT_SETTLED}\n{usage}"
    return Reply((Text(usage),), KIND, entry=KIND, score=finding.score)


@middleware(
    "cohort dates",
    order=30,
    because="below the eligibility check: a lead who is in one sees its question again under the changed date",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“cancel residential 2” from a lead is what it says, whatever the search would make of it."""
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, text)):
        return replace(reply, personal=True)
    return await call_next()


@action("cohort_leave_it", of="cohort residential", writes=False)
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), KIND, entry=KIND, replaces=True)


async def _said(turn: Turn, text: str) -> Reply | None:
    """The reply to an order about dates; None for a question, a supposition and whatever is none."""
    mood = act_in(text).mood
    if (due := WHEN_DUE.match(text)) and Role.SPECIALIST not in roles(turn.person):
        known = not due["title"].strip() or await _on_record(turn, due["title"].strip())
        return await at_each(turn, "cohort report", listed_reports) if known else None
    if broken := broken_up(text):
        return await asks_back(broken_up_shown)(turn, broken)
    if mood is Mood.SUPPOSITION and SAID_OF_A_RESIDENTIAL.search(text):
        return _under_a_condition()
    if (asked := ASKED_OF_A_RESIDENTIAL.match(text)) and Role.SPECIALIST not in roles(turn.person):
        return await asks_back(set_as_said)(turn, asked["one"])
    if mood in NO_ORDER or HEDGED.search(text):
        return None
    if moved := await moved_by(turn, text):
        return moved
    if venue := VENUE_FIRST.fullmatch(text):
        text = f"{venue['one']} venue {venue['venue']}"
    if SAID_OF_A_RESIDENTIAL.fullmatch(text):
        return await asks_back(set_as_said)(turn, text)
    if WHICH_RESIDENTIAL.fullmatch(text):
        return _which_residential(turn)
    if said_of_holidays(text):
        return await holidays(turn, text)
    if SAID_OF_A_REPORT.fullmatch(text):
        return await asks_back(done_as_said)(turn, text)
    return await _by_number(turn, text) or await _of_a_report(turn, text)


async def _by_number(turn: Turn, text: str) -> Reply | None:
    """“Set report 1 due 11 December”: reports have titles, and which one is meant is for the lead to say."""
    found = NUMBERED_REPORT.fullmatch(text)
    led = await resolving.led(turn) if found else ()
    if found is None or len(led) != 1:
        return None
    due = (await calendar_of(turn, led[0])).due(found["due"].strip(" .,!"))
    if due.day is None or due.doubts or due.note:
        return _which_report("change")
    day = f"{due.day.day} {due.day:%B %Y}"
    there = await Reports(turn.store).list(await resolving.here(turn, led[0]))
    buttons = [
        Button(one.title[:75], "say", {"text": f"cohort report change “{one.title}” due {day}"})
        for one in there[:MOST_REPORTS]
    ]
    title = f"Report {found['number']}"
    buttons.append(Button(f"A new one: {title}", "say", {"text": f"cohort report add “{title}” due {day}"}))
    text = f"Reports go by their titles. Which one is due on {in_words(due.day)}? Nothing is changed yet."
    return Reply(
        (Text(text), Actions((*buttons, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(no=LEAVE_IT.label)
    )


async def _of_a_report(turn: Turn, text: str) -> Reply | None:
    """“The autumn report is due on 18 December”, of a report on record; what is unclear is asked."""
    found = OF_A_TITLE.fullmatch(text)
    if found and (found["verb"] or found["rest"]):
        verb, title, rest = (found["verb"] or "").lower(), found["title"], found["rest"] or ""
        if title.lower() in ("report", "reports", "all reports", "both reports", "my reports", "our reports"):
            return _which_report(verb or "change")
        if verb or await _on_record(turn, title):
            rest = MOVED.sub("", rest)
            does = verb if verb in ("remove", "delete", "add", "create", "rename") else "change"
            quoted = title if does == "rename" else f'"{title}"'
            return await asks_back(done_as_said)(turn, f"{does} {quoted} {rest}".strip())
    if found is None and (named := await _titled(turn, text)):
        return await asks_back(done_as_said)(turn, named)
    if FOR_ONE.fullmatch(text):
        show = Button("Show the reports", "say", {"text": "cohort report"})
        return Reply((Text(FOR_ALL), Actions((show, LEAVE_IT))), KIND, entry=KIND)
    return None


async def _titled(turn: Turn, text: str) -> str:
    """“Move the visit note to 11 December”, of a report that is not called one: the command that it stands for."""
    said = OF_ANY_TITLE.fullmatch(text)
    led = await resolving.led(turn) if said else ()
    if said is None or len(led) != 1:
        return ""
    for one in await Reports(turn.store).list(await resolving.here(turn, led[0])):
        if said["what"].casefold().startswith(f"{one.title.casefold()} "):
            return f'change "{one.title}" {said["what"][len(one.title) :].strip()}'
    return ""


async def _on_record(turn: Turn, title: str) -> bool:
    wanted = set(title.casefold().split())
    for hub in await resolving.led(turn):
        there = await Reports(turn.store).list(await resolving.here(turn, hub))
        if any(wanted <= set(one.title.casefold().split()) for one in there):
            return True
    return False


def _under_a_condition() -> Reply:
    text = "I can't wait for an “if”, so nothing was changed. Say it again when it is certain. Shall I show them?"
    show = Button("Show the residentials", "say", {"text": "cohort residential"})
    return Reply((Text(text), Actions((show, LEAVE_IT))), KIND, entry=KIND)


def _which_residential(turn: Turn) -> Reply:
    usage = turn.catalogue.usage("cohort residential")
    text = f"Which residential? Put its number into it. Nothing was changed.\n{usage}"
    show = Button("Show the residentials", "say", {"text": "cohort residential"})
    return Reply((Text(text), Actions((show, LEAVE_IT))), KIND, entry=KIND)


def _which_report(verb: str) -> Reply:
    text = f"Which report? Type for example: cohort report {verb} “Autumn report”. Nothing was changed."
    show = Button("Show the reports", "say", {"text": "cohort report"})
    return Reply((Text(text), Actions((show, LEAVE_IT))), KIND, entry=KIND)
