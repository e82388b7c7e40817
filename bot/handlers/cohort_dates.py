"""Residentials and reports for a hub lead: set, confirm, move and cancel; add, change and remove."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot import cohort_dates, hubs
from bot.activity import Message
from bot.cohort_dates import LONGEST_VENUE, MOST_NUMBERS, NoNumber, NotOneSpan, Residence, Wish
from bot.dates import in_words
from bot.errors import BotError, FieldErrors, StaleButton
from bot.fitting import listed
from bot.hubs import WhichHub
from bot.permissions import Role, allow_hub, roles
from bot.reply import (
    LONGEST_REPLY,
    Actions,
    Button,
    Checklist,
    ChoiceField,
    DateField,
    Form,
    Note,
    Reply,
    Text,
    TextField,
)
from bot.reports_due import LONGEST_TITLE, NoTitle, Owed
from bot.reports_due import report as owed_in
from bot.routes import Ordinary, action, command, intent, listener
from bot.span import span, until
from bot.store.records_dates import Here, NoSuchResidential, Planned, Report, Residential, State
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
VERB = re.compile(
    r"^\s*(?:please\s+)?(?P<verb>add|create|new|change|move|extend|rename|remove|delete|cancel)\b\s*"
    r"(?:(?:(?:an?|the)\s+)?(?:new\s+)?report\s+(?=called\b|named\b|titled\b|[“\"‘']))?",
    re.I,
)
REMOVING, CHANGING = frozenset({"remove", "delete", "cancel"}), frozenset({"change", "move", "extend", "rename"})
SUBJECT = re.compile(r"\b(?P<subject>residential|report)s?\b", re.I)
SAID_OF_A_RESIDENTIAL = re.compile(
    r"(?:please\s+)?(?:set|move|confirm|cancel|change|call off)\s+(?:the\s+)?"
    r"(?:residential\s+(?:no\.?\s*|number\s+)?(?:\d|one|two|three)|(?:first|second|third|1st|2nd|3rd)\s+residential)\b.*",
    re.I,
)
SAID_OF_A_REPORT = re.compile(
    r"(?:please\s+)?(?:add|create|change|rename|remove|delete)\s+(?:(?:an?|the)\s+)?(?:new\s+)?"
    r"(?:report\s+(?:called|named|titled|[“\"‘'])|[“\"‘'].*[”\"’']\s+(?:report|due)).*",
    re.I,
)
ROOM = 380  # characters for a form and how to type the same
MOST_HUBS = 8  # offered as buttons


class DueMissing(BotError):
    """When is it due? Put the date at the end: cohort report add “Autumn report” due 11 December 2026."""


class ReportHasChanged(BotError):
    """That report has changed since I asked, so nothing was done. Type “cohort report” to see how it stands."""


class ReportUnknown(BotError):
    """I don't find one report of that name. Type “cohort report” to see them, and put the title in quotes."""


class NumberUnknown(BotError):
    """No residential of that number is set yet. Set it like this: cohort residential 1 12-13 November 2026."""


@command("cohort residential", "cohort residentials")
async def residential(turn: Turn, words: str) -> Reply:
    return await _residential(turn, words) if words else await _at_each(turn, "cohort residential", _residentials)


async def _residential(turn: Turn, words: str) -> Reply:
    hub, rest = await hubs.at_the_end(turn, words)
    here = await hubs.here(turn, hub)
    if not rest.strip():
        return await _residentials(turn, hub)
    wanted = cohort_dates.residential(rest, turn.today)
    before = await _there(turn, here, wanted.number)
    match wanted.wish:
        case Wish.SHOW:
            if before is None:
                raise NumberUnknown
            return Reply((Text(f"{hub.name}, {_line(turn, before)}"), Note(HOW_RESIDENTIAL)), KIND, entry=KIND)
        case Wish.CONFIRM:
            done = await turn.store.residentials.confirm(here, wanted.number, turn.me.id, turn.now)
            return _set(turn, hub, before, done)
        case Wish.CANCEL:
            return _really_cancel(hub, before)
        case Wish.SET:
            return await _plan(turn, hub, here, _planned(wanted, before))


@action("cohort_residential_set", needs="cohort residential")
async def set_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A form that was sent, or a doubt that was confirmed: for the dates that stood there when it was asked."""
    hub = await _hub(turn, values)
    here = await hubs.here(turn, hub)
    planned = _filled(values)
    before = await _there(turn, here, planned.number)
    planned = planned if planned.venue or before is None else replace(planned, venue=before.venue)
    if values.get("sure") == "yes" and (values.get("seen") == _seen(before) or _is(before, planned)):
        return replace(await _put_down(turn, hub, here, planned), replaces=True)
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
    return await _report(turn, words) if words else await _at_each(turn, "cohort report", _reports)


async def _report(turn: Turn, words: str) -> Reply:
    hub, rest = await hubs.at_the_end(turn, words)
    verb = VERB.match(rest)
    rest, does = (rest[verb.end() :], verb["verb"].lower()) if verb else (rest, "add")
    if not rest.strip():
        return await _reports(turn, hub)
    here = await hubs.here(turn, hub)
    if does in REMOVING:
        return _really_remove(hub, _known(owed_in(rest, turn.today).title, await turn.store.reports.list(here)))
    if does in CHANGING:
        named = owed_in(rest, turn.today, changing=True)
        found = _known(named.title, await turn.store.reports.list(here))
        if named.due is None and named.renamed is None:
            raise DueMissing
        wanted = replace(found, title=named.renamed or found.title, due=named.due or found.due)
        return await _change(turn, hub, found, wanted, sure=named.due is None)
    return await _add(turn, hub, owed_in(rest, turn.today))


@action("cohort_report_add", needs="cohort report")
async def add_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A form that was sent, or a doubt that was confirmed."""
    hub = await _hub(turn, values)
    title, due = _titled(values)
    return await _add(turn, hub, Owed(title, due), sure=values.get("sure") == "yes")


@action("cohort_report_change", needs="cohort report")
async def change_confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await _hub(turn, values)
    title, due = _titled(values)
    found = await _of_button(turn, hub, values)
    if str(found.revision) != values.get("seen"):
        raise ReportHasChanged
    return replace(await _change(turn, hub, found, replace(found, title=title, due=due), sure=True), replaces=True)


@action("cohort_report_remove", needs="cohort report")
async def remove_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await _hub(turn, values)
    found = await _of_button(turn, hub, values)
    await turn.store.reports.remove(found, turn.me.id, turn.now)
    text = f"Removed at {hub.name}: {found.title}. Nobody owes it any more; what was done is kept."
    return Reply((Text(text),), KIND, entry=KIND, replaces=True)


@intent("cohort_dates", needs="cohort residential")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """“The second residential is 4 and 5 March”: what is said, if it can be read; else how to say it."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    return replace(await _said(turn, text), score=finding.score)


@listener("cohort dates")
async def typed(turn: Turn, text: str, ordinary: Ordinary) -> Reply:
    """“cancel residential 2” from a lead is what it says, whatever the search would make of it."""
    if SAID_OF_A_RESIDENTIAL.fullmatch(text) or SAID_OF_A_REPORT.fullmatch(text):
        person = await turn.store.people.of(turn.activity.sender)
        if Role.LEAD in roles(person):
            return replace(await _said(replace(turn, person=person), text), personal=True)
    return await ordinary()


async def _said(turn: Turn, text: str) -> Reply:
    subject = SUBJECT.search(text)
    if subject is None:
        return Reply((Text(f"{HOW_RESIDENTIAL}\n{HOW_REPORT}"),), KIND, entry=KIND)
    if subject["subject"].lower() == "residential":
        try:
            return await _residential(turn, f"{text[: subject.start()]} {text[subject.end() :]}")
        except (NoNumber, NotOneSpan):
            return await residential(turn, "")
    try:
        return await _report(turn, text) if SAID_OF_A_REPORT.fullmatch(text) else await report(turn, "")
    except (NoTitle, DueMissing):
        return await report(turn, "")


async def _at_each(turn: Turn, command: str, shown: Callable[[Turn, Hub], Awaitable[Reply]]) -> Reply:
    """What is set at the only hub, or a button for each of several."""
    led = await hubs.led(turn)
    if len(led) == 1:
        return await shown(turn, led[0])
    if not led:
        raise WhichHub
    buttons = tuple(Button(hub.name[:75], "say", {"text": f"{command} {hub.name}"}) for hub in led[:MOST_HUBS])
    return Reply(
        (Text("Which hub? You can also put its name last, after a comma."), Actions(buttons)), KIND, entry=KIND
    )


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
    """Set it, or ask about what looks odd. The button carries everything, and is read again when pressed."""
    before = await _there(turn, here, planned.number)
    moved = before is None or (before.first_day, before.last_day) != (planned.first_day, planned.last_day)
    odd = cohort_dates.odd_about(planned.first_day, planned.last_day, turn.today) if moved else []
    if not odd:
        return await _put_down(turn, hub, here, planned)
    values = {**_as_values(hub, planned), "sure": "yes", "seen": _seen(before)}
    sure = Button("Set it anyway", "cohort_residential_set", values, "primary")
    text = Text(f"Not set yet: residential {planned.number}, {span(planned.first_day, planned.last_day)}.")
    return _ask(text, odd, sure)


def _ask(text: Text, odd: Sequence[str], sure: Button) -> Reply:
    dont = Button("Leave it", "cohort_leave_it")
    return Reply((text, Checklist(tuple(odd), "Is that right?"), Actions((sure, dont))), KIND, entry=KIND)


def _seen(before: Residential | None) -> str:
    """The revision that a question was asked about."""
    return str(before.revision if before else 0)


def _is(before: Residential | None, planned: Planned) -> bool:
    """It is set like that already: a button that was pressed twice."""
    names = ("number", "first_day", "last_day", "venue", "state")
    return before is not None and all(getattr(before, name) == getattr(planned, name) for name in names)


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


async def _residentials(turn: Turn, hub: Hub) -> Reply:
    there = await turn.store.residentials.list(await hubs.here(turn, hub))
    lines = listed([f"• {_line(turn, one)}" for one in there], LONGEST_REPLY - ROOM)
    free = next((n for n in range(1, MOST_NUMBERS + 1) if n not in {one.number for one in there}), 1)
    text = Text(f"{hub.name}:\n{lines or 'No residential is set yet.'}")
    return Reply((text, Note(HOW_RESIDENTIAL), _residential_form(hub, free)), KIND, entry=KIND)


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


async def _add(turn: Turn, hub: Hub, named: Owed, *, sure: bool = False) -> Reply:
    if named.due is None:
        raise DueMissing
    if not sure and (odd := cohort_dates.far_off(named.due, turn.today)):
        values = {"hub": str(hub.id), "title": named.title, "due": named.due.isoformat(), "sure": "yes"}
        text = Text(f"Not added yet: {named.title}, due {in_words(named.due)}.")
        return _ask(text, odd, Button("Add it anyway", "cohort_report_add", values, "primary"))
    done = await turn.store.reports.add(await hubs.here(turn, hub), named.title, named.due, turn.me.id, turn.now)
    return Reply((Text(f"Added at {hub.name}: {_owed(turn, done)}"),), KIND, entry=KIND)


async def _change(turn: Turn, hub: Hub, found: Report, wanted: Report, *, sure: bool) -> Reply:
    if not sure and (odd := cohort_dates.far_off(wanted.due, turn.today)):
        values = {"hub": str(hub.id), "report": str(found.id), "seen": str(found.revision)}
        values |= {"title": wanted.title, "due": wanted.due.isoformat()}
        text = Text(f"Not changed yet: {wanted.title}, due {in_words(wanted.due)}.")
        return _ask(text, odd, Button("Change it anyway", "cohort_report_change", values, "primary"))
    done = await turn.store.reports.change(found, wanted, turn.me.id, turn.now)
    was = Note(f"Before: {found.title}, due {in_words(found.due)}.")
    return Reply((Text(f"Changed at {hub.name}: {_owed(turn, done)}"), was), KIND, entry=KIND)


def _titled(values: Mapping[str, str]) -> tuple[str, date]:
    """The title and the day that a form or button says. Raises FieldErrors."""
    title, due = " ".join(values.get("title", "").split()), _date(values.get("due", ""))
    errors = {} if 0 < len(title) <= LONGEST_TITLE else {"title": f"A title has 1 to {LONGEST_TITLE} characters."}
    errors |= {} if due else {"due": "Pick the day on which it is due."}
    if errors or due is None:
        raise FieldErrors(errors)
    return title, due


async def _of_button(turn: Turn, hub: Hub, values: Mapping[str, str]) -> Report:
    """The report that a button names, of that hub. Raises ReportUnknown."""
    there = await turn.store.reports.list(await hubs.here(turn, hub))
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
    return Reply((text, Actions((yes, Button("Leave it", "cohort_leave_it")))), KIND, entry=KIND)


def _known(title: str, there: Sequence[Report]) -> Report:
    """The one of that title, or the only one with those words in it. Raises ReportUnknown."""
    wanted = title.casefold()
    exact = [one for one in there if one.title.casefold() == wanted]
    found = exact or [one for one in there if set(wanted.split()) <= set(one.title.casefold().split())]
    if len(found) != 1:
        raise ReportUnknown
    return found[0]


async def _reports(turn: Turn, hub: Hub) -> Reply:
    there = await turn.store.reports.list(await hubs.here(turn, hub))
    lines = listed([f"• {_owed(turn, one)}" for one in there], LONGEST_REPLY - ROOM)
    fields = (TextField("title", "Title", longest=LONGEST_TITLE), DateField("due", "Due on"))
    form = Form("Add a report", "cohort_report_add", fields, "Add it", {"hub": str(hub.id)})
    text = Text(f"{hub.name}:\n{lines or 'No report is set yet.'}")
    return Reply((text, Note(HOW_REPORT), form), KIND, entry=KIND)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
