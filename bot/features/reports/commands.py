"""Reports for a specialist: what is due, done and late; ticking one off, and taking that back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import Fill
from bot.core.fitting import listed
from bot.core.identity import HubCohort
from bot.core.open_question import SpokenOf
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Note, Reply, Text
from bot.core.routing import action, answer, command, intent
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.people.domain import NotEnrolled
from bot.features.reports.domain import NoSuchReport, Report
from bot.features.reports.own_words import DENIES, DONE_WORDS, ReportAnswer, left_over, of_another, told_of_report
from bot.features.reports.repository import Reports
from bot.features.reports.views import (
    DONE,
    LIST,
    WHICH_REPORT,
    done_buttons,
    no_report_named,
    no_such_report,
    not_said_to_be_done,
    not_wholly_understood,
    only_ones_own,
    report_line,
    which_report,
)
from bot.features.residentials.domain import RESIDENTIAL
from bot.identity.repository import People
from bot.language.dates import in_words
from bot.language.phrasing import until
from bot.language.words import word_set
from knowledge.search import Finding

SPEAKS_OF_IT = re.compile(rf"\breports?\b|{DONE_WORDS.pattern}", re.I)
TIED_TO_NONE = "The sheet ties no report to a residential. These are the reports and their dates:"
NOT_OF_A_TITLE = word_set(
    "report reports term hub the my our a an is it its done finished on of for in at to by and with from sent"
)
"""Words that tell no report from another."""

NAMES_OF_REPORTS = re.compile(
    r"\b(?P<name>autumn|spring|summer|winter|baseline|interim|final|mid-?year|christmas|easter)(?:\s+term)?\s+reports?\b",
    re.I,
)
DONE_NOW = re.compile(
    r"(?:(?:yes|yep|now|ok|okay|and|but|well)[\s,]+)*(?:it(?:['’]?s| is| has been)?\s+|i(?:['’]?ve| have)\s+)?"
    r"(?:now\s+)?(?:all\s+)?(?:done|finished|sent|in)(?:\s+(?:it|now|too|off))*|i have now|i['’]?ve done it now",
    re.I,
)
"""“Now it's done”, said of the only one that was asked about."""


@command(
    "reports",
    "report",
    role=Role.SPECIALIST,
    help="Which reports are due, and when",
    writes=False,
    menu=60,
    for_leads="cohort report",
)
async def reports(turn: Turn, _words: str) -> Reply:
    there = await my_reports(turn)
    if not there:
        text = "No reports are set for your cohort yet. Your hub lead enters them; then I show when they are due."
        return Reply((Text(text),), LIST, entry=LIST)
    owed = [one for one in there if one.done_at is None]
    done = [one for one in there if one.done_at is not None]
    lines = Text(listed([report_line(one, turn) for one in (*owed, *done)], LONGEST_REPLY))
    buttons = done_buttons(owed)
    return Reply((lines, *([Actions(buttons)] if buttons else [])), LIST, entry=LIST)


@command(
    "report done",
    role=Role.SPECIALIST,
    help="Tick a report off",
    example="report done autumn",
    writes=True,
    for_leads="cohort report",
)
async def report_done(turn: Turn, words: str) -> Reply:
    """By some of the words of its title; several that fit are offered, and none is guessed."""
    found = _fitting(words, await my_reports(turn))
    owed = [one for one in found if one.done_at is None]
    if owed and not title_words(words):  # which one is not said, even where there is only one
        return which_report(owed, "report_done", "Done")
    return await _tick(turn, owed or found, "report_done", "Done")


@command(
    "report undo",
    role=Role.SPECIALIST,
    help="Take a tick back",
    example="report undo autumn",
    writes=True,
)
async def report_undo(turn: Turn, words: str) -> Reply:
    done = [one for one in await my_reports(turn) if one.done_at is not None]
    if not done:
        return await reports(turn, "")
    return await _tick(turn, _fitting(words, done), "report_undo", "Undo")


@action("report_done", of="report done", writes=True)
async def done_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return replace(await ticked(turn, record_id(values.get("id", ""))), replaces=True)


@action("report_undo", of="report undo", writes=True)
async def undo_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return replace(await unticked(turn, record_id(values.get("id", ""))), replaces=True)


@intent("report_list", of="reports", writes=False, for_leads="cohort report")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    reply = await reports(turn, "")
    if isinstance(turn.activity, Message) and RESIDENTIAL.search(turn.activity.text):
        reply = replace(reply, blocks=(Text(TIED_TO_NONE), *reply.blocks))
    return replace(reply, score=finding.score)


@intent("report_submit", of="report done", writes=True, for_leads="cohort report")
async def asked_to_tick_off(turn: Turn, finding: Finding) -> Reply:
    """“My autumn report is done” ticks it off, “… isn't done” takes that back; a question changes nothing."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    there = await my_reports(turn)
    told, named = told_of_report(text), spoken_of(text, there)
    owed = [one for one in named or there if one.done_at is None]
    done = [one for one in named or there if one.done_at is not None]
    tells = told in (ReportAnswer.DONE, ReportAnswer.NOT_DONE)
    denies = DENIES if told is ReportAnswer.NOT_DONE else frozenset()
    odd = left_over(text, await known_words(turn, there) | denies) if tells else ""
    if not named and not SPEAKS_OF_IT.search(text):
        reply = no_report_named(owed)
    elif told is not ReportAnswer.ASKS and of_another(text):
        reply = only_ones_own(owed)
    elif told is not ReportAnswer.ASKS and there and not named and (word := _of_no_title(text, there)):
        reply = no_such_report(word, there)
    elif told is ReportAnswer.DONE and odd and owed:
        reply = not_wholly_understood(owed, odd)
    elif told is ReportAnswer.DONE and len(named) == 1:
        reply = await ticked(turn, named[0].id)
    elif told is ReportAnswer.NOT_DONE and len(named) == 1 and done and not odd:
        reply = await unticked(turn, named[0].id)
    elif told is ReportAnswer.NOT_DONE and done:
        reply = which_report(done, "report_undo", "Undo")
    elif told is ReportAnswer.DONE and owed:
        reply = which_report(owed, "report_done", "Done")
    elif told is ReportAnswer.UNCLEAR and owed:
        reply = not_said_to_be_done(owed)
    else:
        reply = await reports(turn, "")
    return replace(reply, kind=DONE, entry=DONE, score=finding.score)


def _of_no_title(text: str, there: Sequence[Report]) -> str:
    """“Spring report”, where only one of the autumn is on record: the word that no title has."""
    known = set().union(*(title_words(one.title) for one in there))
    return next((found[0] for found in NAMES_OF_REPORTS.finditer(text) if found["name"].lower() not in known), "")


def spoken_of(text: str, there: Sequence[Report]) -> Sequence[Report]:
    """Those whose title stands in the text; else those that share a word with it."""
    whole = [one for one in there if one.title.casefold() in text.casefold() and title_words(one.title)]
    return whole or [one for one in there if title_words(one.title) & title_words(text)]


async def my_reports(turn: Turn) -> tuple[Report, ...]:
    if turn.me.enrolment is None:
        raise NotEnrolled
    place = turn.me.enrolment
    return await Reports(turn.store).list(HubCohort(place.hub.id, place.cohort.id), turn.me.id)


def title_words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - NOT_OF_A_TITLE


def _fitting(words: str, there: Sequence[Report]) -> Sequence[Report]:
    """Those whose title has all the words. Raises NoSuchReport."""
    wanted = title_words(words)
    found = [one for one in there if wanted <= title_words(one.title)]
    exact = [one for one in found if one.title.casefold() == words.casefold().strip("“”\"' ")]
    if not found:
        raise NoSuchReport
    return exact or found


async def _tick(turn: Turn, found: Sequence[Report], name: str, verb: str) -> Reply:
    if len(found) > 1:
        return which_report(found, name, verb)
    return await TICKS[name](turn, found[0].id)


async def ticked(turn: Turn, report_id: int) -> Reply:
    report = await Reports(turn.store).done(report_id, turn.me.id, turn.now)
    text = Text(f"Done: {report.title}, due {in_words(report.due)}. Your hub lead can see this.")
    note = Note(
        "I don't pass on the report itself. If you haven't sent it yet, send it the way your Maths Hub asks."
    )
    return Reply((text, note), DONE, entry=DONE, spoken_of=SpokenOf("report", (report.id,)))


async def unticked(turn: Turn, report_id: int) -> Reply:
    report = await Reports(turn.store).undo(report_id, turn.me.id, turn.now)
    due = f"due {in_words(report.due)} ({until(report.due, turn.today)})"
    text = Text(f"Not done after all: {report.title}, {due}.")
    again = Actions(done_buttons([report]))
    return Reply((text, again), DONE, entry=DONE, spoken_of=SpokenOf("report", (report.id,)))


async def known_words(turn: Turn, there: Sequence[Report]) -> set[str]:
    """Words of a tick beside the usual ones: of the titles, and the names of the hub's leads."""
    leads = await People(turn.store).leading(turn.me.enrolment.hub.id) if turn.me.enrolment else ()
    names = {word for lead in leads for word in re.findall(r"\w+", lead.name.casefold())}
    return names.union(*(re.findall(r"\w+", one.title.casefold()) for one in there))


@answer(WHICH_REPORT, of="report done", writes=True)
async def which_answered(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“Autumn”, after “Which report do you mean?”; “now it's done”, after the only one was named."""
    name, asked = values.get("do", ""), turn.standing.asked
    wanted = title_words(said.words)
    is_done = DONE_NOW.fullmatch(said.words.strip(" .!")) is not None and name == "report_done"
    there = await my_reports(turn)
    shown = {one.values.get("id") for one in asked.buttons} if asked and is_done else set()
    found = [one for one in there if (wanted and wanted <= title_words(one.title)) or str(one.id) in shown]
    if not found and name == "report_done" and told_of_report(f"report {said.words}") is ReportAnswer.DONE:
        named = [one for one in spoken_of(said.words, there) if not one.done_at]
        return which_report(named, name, "Done") if len(named) == 1 else None
    found = [one for one in found if (one.done_at is None) == (name == "report_done")]
    if len(found) != 1 or asked is None or name not in TICKS:
        return None
    if asked.overtaken or said.corrects:
        return which_report(found, name, "Done" if name == "report_done" else "Undo")
    return await TICKS[name](turn, found[0].id)


TICKS = {"report_done": ticked, "report_undo": unticked}
