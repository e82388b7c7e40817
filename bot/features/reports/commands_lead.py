"""Reports for a hub lead: added, changed and removed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.core.conversation import Fill
from bot.core.errors import BotError, FieldErrors
from bot.core.fitting import listed
from bot.core.form import DateField, Form, TextField
from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.routing import action, answer, command
from bot.core.turn import Turn
from bot.features.reports.domain import Report
from bot.features.reports.lead_words import is_a_day, same
from bot.features.reports.parsing import AROUND, DUE, LEADS, LONGEST_TITLE, NAMED, ReportRequest, due_in
from bot.features.reports.parsing import report as owed_in
from bot.features.reports.repository import Reports
from bot.hubs import resolving
from bot.hubs.lead_calendar import DateInDoubt
from bot.hubs.lead_dates import (
    KIND,
    LEAVE_IT,
    ROOM,
    ask,
    asks_back,
    asks_what_is_set,
    at_each,
    calendar_of,
    in_doubt,
    picked,
)
from bot.hubs.resolving import hub_of_button
from bot.language.acts import act_in
from bot.language.dates import in_words
from bot.language.phrasing import until, without_thanks

VERB = re.compile(
    r"^\s*(?:please\s+)?(?P<verb>add|create|new|change|move|extend|rename|remove|delete|cancel)\b\s*"
    r"(?:(?:(?:an?|the)\s+)?(?:new\s+)?report\s+(?=called\b|named\b|titled\b|[“\"‘']))?",
    re.I,
)
DUE_SAID = "when a report is due"  # reads the day that answers "When is it due?"
NEW_TITLE = re.compile(r"\bto\s+(?:[“\"]|.*\breports?\b)", re.I)
"""A new title that says itself that it is one: “to winter report”, or in quotes."""
REMOVING, CHANGING = frozenset({"remove", "delete", "cancel"}), frozenset({"change", "move", "extend", "rename"})


class ReportHasChanged(BotError):
    """That report has changed since I asked, so nothing was done. Type “cohort report” to see how it stands."""


class ReportUnknown(BotError):
    """There's no report of that name, or more than one. Which one do you mean? Put its title in quotes."""


WILL_DO = re.compile(
    r"[\s,]+(?:(?:will|should|would)\s+(?:do|be\s+(?:fine|ok|good|great))|is\s+fine)(?:\s+thanks)?[\s.!]*$", re.I
)


@command(
    "cohort report",
    "cohort reports",
    role=Role.LEAD,
    help="Reports: add, change, remove",
    example="cohort report add “Autumn report” due 11 December 2026; cohort report remove “Autumn report”",
    writes=True,
)
@asks_back
async def report(turn: Turn, words: str) -> Reply:
    asks = asks_what_is_set(words)
    return await at_each(turn, "cohort report", listed_reports) if asks else await done_as_said(turn, words)


@action("cohort_report_add", of="cohort report", writes=True)
async def add_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A form that was sent, or a doubt that was confirmed."""
    hub = await hub_of_button(turn, values)
    title, due = _titled(values)
    return await added(turn, hub, ReportRequest(title, due), sure=values.get("sure") == "yes")


@action("cohort_report_change", of="cohort report", writes=True)
async def change_confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await hub_of_button(turn, values)
    title, due = _titled(values)
    found = await _of_button(turn, hub, values)
    if str(found.revision) != values.get("seen"):
        raise ReportHasChanged
    return replace(await _change(turn, hub, found, replace(found, title=title, due=due), sure=True), replaces=True)


@action("cohort_report_remove", of="cohort report", writes=True)
async def remove_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await hub_of_button(turn, values)
    found = await _of_button(turn, hub, values)
    await Reports(turn.store).remove(found, turn.me.id, turn.now)
    text = f"Removed at {hub.name}: {found.title}. Nobody owes it any more; what was done is kept."
    return Reply((Text(text),), KIND, entry=KIND, replaces=True)


async def done_as_said(turn: Turn, words: str) -> Reply:
    hub, rest = await resolving.at_the_end(turn, " ".join(turn.as_written(words).split()))
    verb = VERB.match(rest)
    rest, does = (rest[verb.end() :], verb["verb"].lower()) if verb else (rest, "add")
    if not rest.strip():
        return await listed_reports(turn, hub)
    calendar, there = await calendar_of(turn, hub), await Reports(turn.store).list(await resolving.here(turn, hub))
    if does in REMOVING:
        return _really_remove(hub, _known(_named(rest), there))
    if does in CHANGING:
        titles = [one.title for one in there]
        named = owed_in(rest, calendar, changing=True, command=f"cohort report {does}", known=titles)
        found = _known(named.title, there)
        if named.due is None and named.renamed is None:
            return when_is_it_due(hub, found.title)
        if named.renamed and named.due is None and not NEW_TITLE.search(rest):
            return rename_asked(hub, found, without_thanks(named.renamed))
        title = without_thanks(named.renamed) if named.renamed else found.title
        wanted = replace(found, title=title, due=named.due or found.due)
        return await _change(turn, hub, found, wanted, sure=named.due is None)
    return await added(turn, hub, owed_in(rest, calendar, command="cohort report add"))


def _named(words: str) -> str:
    """The title that is to go, all that was said: a word more, and no report is found."""
    return NAMED.sub("", words).strip(AROUND)


async def added(turn: Turn, hub: Hub, named: ReportRequest, *, sure: bool = False) -> Reply:
    """With [Undo]; a day that is over or far away is asked about, and so is one that was not said."""
    if named.due is None:
        return when_is_it_due(hub, named.title)
    if not sure and (odd := (await calendar_of(turn, hub)).odd_to_be_due(named.due)):
        values = {"hub": str(hub.id), "title": named.title, "due": named.due.isoformat(), "sure": "yes"}
        text = Text(f"Not added yet: {named.title}, due {in_words(named.due)}.")
        return ask(text, odd, Button("Add it anyway", "cohort_report_add", values, "primary"))
    done = await Reports(turn.store).add(
        await resolving.here(turn, hub), named.title, named.due, turn.me.id, turn.now
    )
    return Reply((Text(f"Added at {hub.name}: {_owed(turn, done)}"),), KIND, entry=KIND)


async def _change(turn: Turn, hub: Hub, found: Report, wanted: Report, *, sure: bool) -> Reply:
    if not sure and (odd := (await calendar_of(turn, hub)).odd_to_be_due(wanted.due)):
        values = {"hub": str(hub.id), "report": str(found.id), "seen": str(found.revision)}
        values |= {"title": wanted.title, "due": wanted.due.isoformat()}
        text = Text(f"Not changed yet: {wanted.title}, due {in_words(wanted.due)}.")
        return ask(text, odd, Button("Change it anyway", "cohort_report_change", values, "primary"))
    done = await Reports(turn.store).change(found, wanted, turn.me.id, turn.now)
    was = Note(f"Before: {found.title}, due {in_words(found.due)}.")
    return Reply((Text(f"Changed at {hub.name}: {_owed(turn, done)}"), was), KIND, entry=KIND)


def rename_asked(hub: Hub, found: Report, title: str) -> Reply:
    """“Change the autumn report to optional”: whether that is its new name is asked."""
    values = {"hub": str(hub.id), "report": str(found.id), "seen": str(found.revision)}
    values |= {"title": title, "due": found.due.isoformat()}
    yes = Button(f"Rename it: {title}"[:75], "cohort_report_change", values)
    text = Text(f"Is “{title[:60]}” to be the new name of {found.title}? Nothing is changed yet.")
    return Reply((text, Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(yes.label, LEAVE_IT.label))


def when_is_it_due(hub: Hub, title: str) -> Reply:
    """Asked of a new one or one on record, with the words that come next as its answer."""
    values = {"hub": str(hub.id), "title": title}
    text = Text(f"When is {title} due? Nothing was changed yet. Say the day, such as: 11 December 2026.")
    asks = OpenQuestion(no=LEAVE_IT.label, reader=DUE_SAID, values=values)
    return Reply((text, Actions((LEAVE_IT,))), KIND, entry=KIND, asks=asks)


@answer(DUE_SAID, of="cohort report", writes=True)
async def due_said(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“30 June”, “due 30 June”: the day of the report that was named before; None for whatever is no day."""
    hub, title = await hub_of_button(turn, values), values.get("title", "")
    calendar, words = (
        await calendar_of(turn, hub),
        LEADS.sub("", DUE.sub(" ", WILL_DO.sub("", said.words))).strip(),
    )
    if act_in(said.words).asks or not is_a_day(calendar.due(words)):
        return None
    known = same(title, await Reports(turn.store).list(await resolving.here(turn, hub)))
    does = f"cohort report {'change' if known else 'add'} “{{}}” due {{}}"
    try:
        due = due_in(words, calendar, partial(does.format, title))
    except DateInDoubt as doubt:
        return replace(in_doubt(doubt), asks=when_is_it_due(hub, title).asks)
    if known:
        return await _change(turn, hub, known, replace(known, due=due), sure=False)
    return await added(turn, hub, ReportRequest(title, due))


def _titled(values: Mapping[str, str]) -> tuple[str, date]:
    """The title and the day that a form or button says. Raises FieldErrors."""
    title, due = " ".join(values.get("title", "").split()), picked(values.get("due", ""))
    errors = {} if 0 < len(title) <= LONGEST_TITLE else {"title": f"A title has 1 to {LONGEST_TITLE} characters."}
    errors |= {} if due else {"due": "Pick the day on which it is due."}
    if errors or due is None:
        raise FieldErrors(errors)
    return title, due


async def _of_button(turn: Turn, hub: Hub, values: Mapping[str, str]) -> Report:
    """The report that a button names, of that hub. Raises ReportUnknown."""
    there = await Reports(turn.store).list(await resolving.here(turn, hub))
    found = next((one for one in there if str(one.id) == values.get("report")), None)
    if found is None:
        raise ReportUnknown
    return found


def _owed(turn: Turn, one: Report) -> str:
    return f"{one.title}, due {in_words(one.due)} ({until(one.due, turn.today)})."


def _really_remove(hub: Hub, found: Report) -> Reply:
    values = {"hub": str(hub.id), "report": str(found.id)}
    yes = Button(f"Remove {found.title}"[:75], "cohort_report_remove", values, "danger")
    text = Text(f"Remove {found.title} at {hub.name}? Nobody will owe it any more.")
    return Reply((text, Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(yes.label, LEAVE_IT.label))


def _known(title: str, there: Sequence[Report]) -> Report:
    """The one of that title, or the only one with those words in it. Raises ReportUnknown."""
    wanted = title.casefold()
    exact = [one for one in there if one.title.casefold() == wanted]
    found = exact or [one for one in there if set(wanted.split()) <= set(one.title.casefold().split())]
    if len(found) != 1:
        raise ReportUnknown
    return found[0]


async def listed_reports(turn: Turn, hub: Hub) -> Reply:
    """The hub's reports by their dates, and the form for another."""
    there = await Reports(turn.store).list(await resolving.here(turn, hub))
    lines = listed([f"• {_owed(turn, one)}" for one in there], LONGEST_REPLY - ROOM)
    fields = (TextField("title", "Title", longest=LONGEST_TITLE), DateField("due", "Due on"))
    form = Form("Add a report", "cohort_report_add", fields, "Add it", {"hub": str(hub.id)})
    text = Text(f"{hub.name}:\n{lines or 'No report is set yet.'}")
    return Reply((text, Note(turn.catalogue.usage("cohort report")), form), KIND, entry=KIND)
