"""A lead's orders and statements about reports, in their own words: each is done, shown first, or asked about."""

import re
from dataclasses import replace
from functools import partial

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.cohort.views_reports import MOST_REPORTS, due_for_all, report_shown_first, which_report_asked
from bot.features.reports import lead_words
from bot.features.reports.commands_lead import added, done_as_said, listed_reports, when_is_it_due
from bot.features.reports.parsing import DueUnclear, ReportRequest, due_in
from bot.features.reports.repository import Reports
from bot.hubs import resolving
from bot.hubs.lead_calendar import DateInDoubt
from bot.hubs.lead_dates import KIND, LEAVE_IT, asks_back, at_each, calendar_of, in_doubt
from bot.identity.repository import People
from bot.language.dates import in_words

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
SAYS_THE_TITLE = re.compile(r"\breport\s+(?:called|named|titled|entitled)\b", re.I)
"""“Add a report called …”: a new one, also where one with a like title is there."""
WAS_DUE = re.compile(r"(?:was|were)\s+(?:due|for)\b", re.I)
"""Told of what is over: it moves nothing."""
NO_TITLE_OF_ONE = frozenset(
    ("report", "a report", "another report", "reports", "all reports", "both reports", "my reports", "our reports")
)
YEAR_SAID = re.compile(r"\b20\d\d\b|\d/\d\d\s*$")
FOR_WHAT = (
    "What is due, and when? Fill in the form, or say for example: new report: Peer review, due 5 February 2027."
)


async def said(turn: Turn, text: str) -> Reply | None:
    """What becomes of it; None for whatever is about no report."""
    if lead_words.asks_for_one(text):
        return await _asked_for(turn)
    if title := lead_words.without_day(text):
        return await _asked_when(turn, title)
    if numbered := await _by_number(turn, text):
        return numbered
    try:
        own = await _in_own_words(turn, turn.as_written(text))
    except DateInDoubt as doubt:
        return in_doubt(doubt)
    if own:
        return own
    if SAID_OF_A_REPORT.fullmatch(text):
        return await asks_back(done_as_said)(turn, text)
    return await _of_a_report(turn, text) or await _half_read(turn, text)


async def _asked_for(turn: Turn) -> Reply:
    """“I want to set a deadline”: the reports that are set, and the form."""
    led = await resolving.led(turn)
    if len(led) != 1:
        raise resolving.WhichHub
    shown = await listed_reports(turn, led[0])
    return replace(shown, blocks=(Text(FOR_WHAT), *shown.blocks))


async def _asked_when(turn: Turn, title: str) -> Reply | None:
    """“Set a new deadline for the autumn report”: the day is asked for; None for what is no report on record."""
    led = await resolving.led(turn)
    there = await Reports(turn.store).list(await resolving.here(turn, led[0])) if len(led) == 1 else ()
    known = lead_words.same(title, there)
    return when_is_it_due(led[0], known.title) if known else None


async def _in_own_words(turn: Turn, typed: str) -> Reply | None:
    """A title and a day: put on record where both are certain and the words order it, else shown first."""
    led = await resolving.led(turn)
    if len(led) != 1:
        return None
    calendar = await calendar_of(turn, led[0])
    wish = lead_words.owed_in(typed, calendar.due)
    if wish is None:
        return await _asked_for(turn) if lead_words.without_title(typed, calendar.due) else None
    there = await Reports(turn.store).list(await resolving.here(turn, led[0]))
    known = lead_words.same(wish.title, there)
    if known and not wish.orders:
        return await done_as_said(turn, f'change "{known.title}" due {wish.when}')
    if await _is_of_one(turn, wish.title):
        return due_for_all()
    written = partial("cohort report add “{}” due {}".format, wish.title)
    due = due_in(wish.when, calendar, written)
    request = ReportRequest(wish.title, due)
    like = [known] if known else [] if SAYS_THE_TITLE.search(typed) else lead_words.near(wish.title, there)
    whole = wish.orders or YEAR_SAID.search(wish.when)
    if wish.says_report and whole and not like:
        return await added(turn, led[0], request)
    return report_shown_first(turn, request, like, is_there=known is not None)


async def _is_of_one(turn: Turn, title: str) -> bool:
    """“Finn's report”: a report is owed by the whole hub."""
    first = re.sub(r"['’]s?$", "", title.split(maxsplit=1)[0]).casefold()
    there = await People(turn.store).at([hub.id for hub in await resolving.led(turn)])
    return any(first == one.name.split()[0].casefold() for one in there)


async def speaks_of_one(turn: Turn, text: str) -> bool:
    """Whether a report and a day are in it, whatever else is said."""
    led = await resolving.led(turn)
    if len(led) != 1:
        return False
    wish = lead_words.owed_in(text, (await calendar_of(turn, led[0])).due, lead_words.speaks_of_a_day)
    return wish is not None and wish.says_report


async def _half_read(turn: Turn, text: str) -> Reply | None:
    """A report and a day with more behind it, which may take it back. Raises DueUnclear."""
    if await speaks_of_one(turn, text):
        raise DueUnclear
    return None


async def _by_number(turn: Turn, text: str) -> Reply | None:
    """“Set report 1 due 11 December”: reports have titles, and which one is meant is for the lead to say."""
    found = NUMBERED_REPORT.fullmatch(text)
    led = await resolving.led(turn) if found else ()
    if found is None or len(led) != 1:
        return None
    due = (await calendar_of(turn, led[0])).due(found["due"].strip(" .,!"))
    if due.day is None or due.doubts or due.note:
        return which_report_asked("change")
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
        if WAS_DUE.match(rest):
            return await at_each(turn, "cohort report", listed_reports)
        if title.lower() in NO_TITLE_OF_ONE:
            return which_report_asked(verb or "change")
        if verb or await on_record(turn, title):
            rest = MOVED.sub("", rest)
            does = verb if verb in ("remove", "delete", "add", "create", "rename") else "change"
            quoted = title if does == "rename" else f'"{title}"'
            return await asks_back(done_as_said)(turn, f"{does} {quoted} {rest}".strip())
    if found is None and (named := await _titled(turn, text)):
        return await asks_back(done_as_said)(turn, named)
    if FOR_ONE.fullmatch(text):
        return due_for_all()
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


async def on_record(turn: Turn, title: str) -> bool:
    wanted = set(title.casefold().split())
    for hub in await resolving.led(turn):
        there = await Reports(turn.store).list(await resolving.here(turn, hub))
        if any(wanted <= set(one.title.casefold().split()) for one in there):
            return True
    return False
