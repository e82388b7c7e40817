"""Residentials and reports for a hub lead: set, confirm, move and cancel; add, change and remove."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot import cohort_dates, hubs
from bot.activity import Message
from bot.cohort_dates import LONGEST_TITLE, LONGEST_VENUE, MOST_NUMBERS, NotOneSpan, Owed, Residence, Wish
from bot.dates import in_words
from bot.errors import BotError, FieldErrors, StaleButton
from bot.permissions import allow_hub
from bot.reply import Actions, Button, Checklist, ChoiceField, DateField, Form, Note, Reply, Text, TextField
from bot.routes import action, command, intent
from bot.span import span, until
from bot.store.records_dates import Here, NoSuchReport, NoSuchResidential, Planned, Report, Residential, State
from bot.store.records_people import Hub
from bot.turn import Turn
from knowledge.search import Finding

KIND = "cohort_dates"
HOW_RESIDENTIAL = (
    "To set one: cohort residential 1 12-13 November 2026 at The Grange. Then “cohort residential 1 confirm”, “… "
    "1 move to 19-20 November” or “… 1 cancel”."
)
HOW_REPORT = (
    "To add one: cohort report add “Autumn report” due 11 December 2026. Then “cohort report change “Autumn "
    "report” due 18 December” or “cohort report remove “Autumn report””."
)
VERB = re.compile(r"^\s*(?P<verb>add|change|move|remove|delete)\b", re.I)
SUBJECT = re.compile(r"\b(?P<subject>residential|report)s?\b", re.I)


class DueMissing(BotError):
    """When is it due? Put the date at the end: cohort report add “Autumn report” due 11 December 2026."""


@command("cohort residential", "cohort residentials")
async def residential(turn: Turn, words: str) -> Reply:
    hub, rest = await hubs.at_the_end(turn, words)
    here = await hubs.here(turn, hub)
    if not rest.strip():
        return await _residentials(turn, hub, here)
    wanted = cohort_dates.residential(rest, turn.today)
    before = await _there(turn, here, wanted.number)
    if wanted.wish is Wish.CONFIRM:
        done = await turn.store.residentials.confirm(here, wanted.number, turn.me.id, turn.now)
        return _set(turn, hub, before, done)
    if wanted.wish is Wish.CANCEL:
        return _really_cancel(hub, before)
    return await _plan(turn, hub, here, _planned(wanted, before))


@action("cohort_residential_set", needs="cohort residential")
async def set_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A form that was sent, or a doubt that was confirmed."""
    hub = await _hub(turn, values)
    here = await hubs.here(turn, hub)
    planned = _filled(values)
    if values.get("sure"):
        return await _put_down(turn, hub, here, planned)
    return await _plan(turn, hub, here, planned)


@action("cohort_residential_cancel", needs="cohort residential")
async def cancel_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await _hub(turn, values)
    here = await hubs.here(turn, hub)
    number = values.get("number", "")
    if not (number.isdecimal() and len(number) == 1):
        raise StaleButton
    before = await _there(turn, here, int(number))
    done = await turn.store.residentials.cancel(here, int(number), turn.me.id, turn.now)
    return replace(_set(turn, hub, before, done), replaces=True)


@command("cohort report", "cohort reports")
async def report(turn: Turn, words: str) -> Reply:
    hub, rest = await hubs.at_the_end(turn, words)
    here = await hubs.here(turn, hub)
    verb = VERB.match(rest)
    if not rest.strip():
        return await _reports(turn, hub, here)
    named = cohort_dates.report(rest[verb.end() :] if verb else rest, turn.today)
    if verb is None or verb["verb"].lower() == "add":
        return await _add(turn, hub, here, named)
    found = _report(named.title, await turn.store.reports.list(here))
    if verb["verb"].lower() in ("remove", "delete"):
        return _really_remove(hub, found)
    return await _change(turn, hub, found, named)


@action("cohort_report_add", needs="cohort report")
async def add_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await _hub(turn, values)
    title, due = " ".join(values.get("title", "").split()), _date(values.get("due", ""))
    errors = {} if 0 < len(title) <= LONGEST_TITLE else {"title": f"A title has 1 to {LONGEST_TITLE} characters."}
    errors |= {} if due else {"due": "Pick the day on which it is due."}
    if errors or due is None:
        raise FieldErrors(errors)
    return await _add(turn, hub, await hubs.here(turn, hub), Owed(title, due))


@action("cohort_report_remove", needs="cohort report")
async def remove_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await _hub(turn, values)
    reports = await turn.store.reports.list(await hubs.here(turn, hub))
    found = next((one for one in reports if str(one.id) == values.get("report")), None)
    if found is None:
        raise NoSuchReport
    await turn.store.reports.remove(found, turn.me.id, turn.now)
    text = f"Removed at {hub.name}: {found.title}. Nobody owes it any more; what was done is kept."
    return Reply((Text(text),), KIND, entry=KIND, replaces=True)


@intent("cohort_dates", needs="cohort residential")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """“Set residential 1 to 12-13 November”: what comes after the word, if it can be read; else how to say it."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    subject = SUBJECT.search(text)
    if subject is None:
        reply = Reply((Text(f"{HOW_RESIDENTIAL}\n{HOW_REPORT}"),), KIND, entry=KIND)
    elif subject["subject"].lower() == "residential":
        number = cohort_dates.NUMBER.match(text[subject.end() :])
        reply = await residential(turn, text[subject.end() :] if number else "")
    else:
        reply = await report(turn, "")
    return replace(reply, score=finding.score)


async def _hub(turn: Turn, values: Mapping[str, str]) -> Hub:
    """The hub that a button or form names, if it is theirs. Raises Refused."""
    named = values.get("hub", "")
    found = next((hub for hub in await hubs.led(turn) if str(hub.id) == named), None)
    if found is None:
        allow_hub(turn.me, -1)
        raise StaleButton
    return found


async def _there(turn: Turn, here: Here, number: int) -> Residential | None:
    return next((one for one in await turn.store.residentials.list(here) if one.number == number), None)


def _planned(wanted: Residence, before: Residential | None) -> Planned:
    """What was said, and what stands where nothing was said. Raises NotOneSpan."""
    first = wanted.first or (before.first_day if before else None)
    last = wanted.last or (before.last_day if before else None)
    if first is None or last is None:
        raise NotOneSpan
    stands = before.state if before and before.state is not State.CANCELLED else State.PROVISIONAL
    return Planned(
        wanted.number, first, last, wanted.venue or (before.venue if before else None), wanted.state or stands
    )


def _filled(values: Mapping[str, str]) -> Planned:
    """What a form says. Raises FieldErrors."""
    number, first, last = values.get("number", ""), _date(values.get("first", "")), _date(values.get("last", ""))
    venue, state = " ".join(values.get("venue", "").split()), values.get("state", "")
    errors: dict[str, str] = {}
    if not (number.isdecimal() and 1 <= int(number[:3]) <= MOST_NUMBERS):
        errors["number"] = f"A number from 1 to {MOST_NUMBERS}."
    if first is None:
        errors["first"] = "Pick the first day."
    if last is None or (first is not None and last < first):
        errors["last"] = "Pick the last day, not before the first."
    if len(venue) > LONGEST_VENUE:
        errors["venue"] = f"At most {LONGEST_VENUE} characters."
    if state not in (State.PROVISIONAL, State.CONFIRMED):
        errors["state"] = "Choose whether it is certain."
    if errors or first is None or last is None:
        raise FieldErrors(errors)
    return Planned(int(number), first, last, venue or None, State(state))


async def _plan(turn: Turn, hub: Hub, here: Here, planned: Planned) -> Reply:
    odd = cohort_dates.doubts(planned.first_day, planned.last_day, turn.today)
    if not odd:
        return await _put_down(turn, hub, here, planned)
    sure = Button(
        "Set it anyway", "cohort_residential_set", {**_as_values(hub, planned), "sure": "yes"}, "primary"
    )
    text = Text(f"Not set yet: residential {planned.number}, {span(planned.first_day, planned.last_day)}.")
    dont = Button("Leave it", "cohort_leave_it")
    return Reply((text, Checklist(tuple(odd), "Is that right?"), Actions((sure, dont))), KIND, entry=KIND)


async def _put_down(turn: Turn, hub: Hub, here: Here, planned: Planned) -> Reply:
    before = await _there(turn, here, planned.number)
    done = await turn.store.residentials.set(here, planned, turn.me.id, turn.now)
    return _set(turn, hub, before, done)


def _as_values(hub: Hub, planned: Planned) -> dict[str, str]:
    return {
        "hub": str(hub.id),
        "number": str(planned.number),
        "first": planned.first_day.isoformat(),
        "last": planned.last_day.isoformat(),
        "venue": planned.venue or "",
        "state": planned.state.value,
    }


@action("cohort_leave_it", needs="cohort residential")
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), KIND, entry=KIND, replaces=True)


def _set(turn: Turn, hub: Hub, before: Residential | None, done: Residential) -> Reply:
    blocks: list[Text | Note] = [Text(f"{hub.name}, {_line(turn, done)}")]
    moved = before is not None and (before.first_day, before.last_day) != (done.first_day, done.last_day)
    if before is not None and moved:
        was = span(before.first_day, before.last_day)
        blocks.append(Note(f"It was {was}. Whoever had answered is asked again."))
    return Reply(tuple(blocks), KIND, entry=KIND)


def _line(turn: Turn, one: Residential) -> str:
    days = span(one.first_day, one.last_day)
    if one.state is State.CANCELLED:
        return f"residential {one.number}: cancelled (it was to be {days})."
    where = f", {one.venue}" if one.venue else ", venue not set"
    begins = "It starts" if one.first_day >= turn.today else "It started"
    return (
        f"residential {one.number}: {days}{where}, {one.state.value}. {begins} {until(one.first_day, turn.today)}."
    )


def _really_cancel(hub: Hub, before: Residential | None) -> Reply:
    if before is None:
        raise NoSuchResidential
    yes = Button(
        f"Cancel residential {before.number}",
        "cohort_residential_cancel",
        {"hub": str(hub.id), "number": str(before.number)},
        "danger",
    )
    text = Text(f"Cancel residential {before.number} at {hub.name}, {span(before.first_day, before.last_day)}?")
    return Reply((text, Actions((yes, Button("Leave it", "cohort_leave_it")))), KIND, entry=KIND)


async def _residentials(turn: Turn, hub: Hub, here: Here) -> Reply:
    there = await turn.store.residentials.list(here)
    lines = "\n".join(f"• {_line(turn, one)}" for one in there) or "No residential is set yet."
    free = next((n for n in range(1, MOST_NUMBERS + 1) if n not in {one.number for one in there}), 1)
    return Reply(
        (Text(f"{hub.name}:\n{lines}"), Note(HOW_RESIDENTIAL), _residential_form(hub, free)), KIND, entry=KIND
    )


def _residential_form(hub: Hub, number: int) -> Form:
    numbers = {str(n): f"Residential {n}" for n in range(1, MOST_NUMBERS + 1)}
    states = {State.PROVISIONAL.value: "Provisional", State.CONFIRMED.value: "Confirmed"}
    fields = (
        ChoiceField("number", "Which one?", numbers, str(number)),
        DateField("first", "First day"),
        DateField("last", "Last day"),
        TextField("venue", "Venue", required=False, longest=LONGEST_VENUE),
        ChoiceField("state", "Is it certain?", states, State.PROVISIONAL.value),
    )
    return Form("Set a residential", "cohort_residential_set", fields, "Set it", {"hub": str(hub.id)})


async def _add(turn: Turn, hub: Hub, here: Here, named: Owed) -> Reply:
    if named.due is None:
        raise DueMissing
    done = await turn.store.reports.add(here, named.title, named.due, turn.me.id, turn.now)
    return Reply((Text(f"Added at {hub.name}: {_owed(turn, done)}"),), KIND, entry=KIND)


async def _change(turn: Turn, hub: Hub, found: Report, named: Owed) -> Reply:
    if named.due is None and named.renamed is None:
        raise DueMissing
    wanted = replace(found, title=named.renamed or found.title, due=named.due or found.due)
    done = await turn.store.reports.change(found, wanted, turn.me.id, turn.now)
    was = Note(f"Before: {found.title}, due {in_words(found.due)}.")
    return Reply((Text(f"Changed at {hub.name}: {_owed(turn, done)}"), was), KIND, entry=KIND)


def _owed(turn: Turn, one: Report) -> str:
    return f"{one.title}, due {in_words(one.due)} ({until(one.due, turn.today)})."


def _really_remove(hub: Hub, found: Report) -> Reply:
    values = {"hub": str(hub.id), "report": str(found.id)}
    yes = Button(f"Remove {found.title}"[:75], "cohort_report_remove", values, "danger")
    text = Text(f"Remove {found.title} at {hub.name}? Nobody will owe it any more.")
    return Reply((text, Actions((yes, Button("Leave it", "cohort_leave_it")))), KIND, entry=KIND)


def _report(title: str, there: Sequence[Report]) -> Report:
    """The one of that title, or the only one with those words in it. Raises NoSuchReport."""
    wanted = title.casefold()
    exact = [one for one in there if one.title.casefold() == wanted]
    found = exact or [one for one in there if set(wanted.split()) <= set(one.title.casefold().split())]
    if len(found) != 1:
        raise NoSuchReport
    return found[0]


async def _reports(turn: Turn, hub: Hub, here: Here) -> Reply:
    there = await turn.store.reports.list(here)
    lines = "\n".join(f"• {_owed(turn, one)}" for one in there) or "No report is set yet."
    fields = (TextField("title", "Title", longest=LONGEST_TITLE), DateField("due", "Due on"))
    form = Form("Add a report", "cohort_report_add", fields, "Add it", {"hub": str(hub.id)})
    return Reply((Text(f"{hub.name}:\n{lines}"), Note(HOW_REPORT), form), KIND, entry=KIND)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
