"""Residentials for a hub lead: set, moved, confirmed and cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.conversation import OpenQuestion
from bot.core.errors import BotError, FieldErrors, StaleButton
from bot.core.fitting import listed
from bot.core.identity import Hub, HubCohort
from bot.core.permissions import Role
from bot.core.reply import (
    LONGEST_REPLY,
    Actions,
    Button,
    ChoiceField,
    DateField,
    Form,
    Note,
    Reply,
    Text,
    TextField,
)
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.features.cohort.lead_dates import (
    KIND,
    LEAVE_IT,
    ROOM,
    SHOWS,
    ask,
    asks_back,
    at_each,
    calendar_of,
    hub_of,
    picked,
)
from bot.features.hub_history.service import who_set
from bot.features.people import resolving
from bot.features.residentials import parsing
from bot.features.residentials.domain import (
    KnownTo,
    NoSuchResidential,
    Residential,
    ResidentialInput,
    ResidentialState,
)
from bot.features.residentials.odd_dates import odd_about
from bot.features.residentials.parsing import LONGEST_VENUE, MOST_NUMBERS, NotOneSpan, Residence, Wish
from bot.features.residentials.repository import Residentials
from bot.language.phrasing import span, span_with_year, until


class NumberUnknown(BotError):
    """No residential of that number is set yet. Set it like this: cohort residential 1 12-13 November 2026."""


@command(
    "cohort residential",
    "cohort residentials",
    role=Role.LEAD,
    help="Residentials: set, confirm, move, cancel",
    example="cohort residential 1 12-13 November 2026 at The Grange; cohort residential 1 confirm",
    writes=True,
)
@asks_back
async def residential(turn: Turn, words: str) -> Reply:
    asks = not words or words.strip(" .!?").lower() in SHOWS
    return await at_each(turn, "cohort residential", _listed) if asks else await set_as_said(turn, words)


@action("cohort_residential_set", of="cohort residential", writes=True)
async def set_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A form that was sent, or a doubt that was confirmed: for the dates that stood there when it was asked."""
    hub = await hub_of(turn, values)
    here = await resolving.here(turn, hub)
    planned = _filled(values)
    before = await _there(turn, here, planned.number)
    planned = planned if planned.venue or before is None else replace(planned, venue=before.venue)
    if values.get("sure") == "yes" and (values.get("seen") == _seen(before) or _is(before, planned)):
        return replace(await _put_down(turn, hub, here, planned), replaces=True)
    return await _plan(turn, hub, here, planned)


@action("cohort_residential_cancel", of="cohort residential", writes=True)
async def cancel_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await hub_of(turn, values)
    here = await resolving.here(turn, hub)
    number = values.get("number", "")
    if not (number.isdecimal() and len(number) == 1):
        raise StaleButton
    before = await _there(turn, here, int(number))
    done = await Residentials(turn.store).cancel(here, int(number), turn.me.id, turn.now)
    return replace(_set(turn, hub, before, done), replaces=True)


async def set_as_said(turn: Turn, words: str) -> Reply:
    hub, rest = await resolving.at_the_end(turn, " ".join(turn.as_written(words).split()))
    here = await resolving.here(turn, hub)
    if not rest.strip():
        return await _listed(turn, hub)
    several = len(await resolving.led(turn)) > 1
    wanted = parsing.residential(rest, await calendar_of(turn, hub), hub.name if several else "")
    before = await _there(turn, here, wanted.number)
    match wanted.wish:
        case Wish.SHOW:
            if before is None:
                raise NumberUnknown
            by = await who_set(turn, hub.id, "residential.set", "residential")
            return Reply(
                (
                    Text(f"{hub.name}, {_line(turn, before)}"),
                    *_set_by([before], by),
                    Note(turn.catalogue.usage("cohort residential")),
                ),
                KIND,
                entry=KIND,
            )
        case Wish.CONFIRM:
            done = await Residentials(turn.store).confirm(here, wanted.number, turn.me.id, turn.now)
            return _set(turn, hub, before, done)
        case Wish.CANCEL:
            return await _really_cancel(turn, hub, before)
        case Wish.SET:
            return await _plan(turn, hub, here, _planned(wanted, before))


async def _there(turn: Turn, here: HubCohort, number: int) -> Residential | None:
    return next((one for one in await Residentials(turn.store).list(here) if one.number == number), None)


def _planned(wanted: Residence, before: Residential | None) -> ResidentialInput:
    """What was said, and what stands where nothing was said. Raises NotOneSpan."""
    first = wanted.first or (before.first_day if before else None)
    last = wanted.last or (before.last_day if before else None)
    if first is None or last is None:
        raise NotOneSpan
    stands = (
        before.state if before and before.state is not ResidentialState.CANCELLED else ResidentialState.PROVISIONAL
    )
    return ResidentialInput(
        wanted.number, first, last, wanted.venue or (before.venue if before else None), wanted.state or stands
    )


def _filled(values: Mapping[str, str]) -> ResidentialInput:
    """What a form says. Raises FieldErrors."""
    number, first, last = values.get("number", ""), picked(values.get("first", "")), picked(values.get("last", ""))
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
    if state not in (ResidentialState.PROVISIONAL, ResidentialState.CONFIRMED):
        errors["state"] = "Choose whether it is certain."
    if errors or first is None or last is None:
        raise FieldErrors(errors)
    return ResidentialInput(int(number), first, last, venue or None, ResidentialState(state))


async def _plan(turn: Turn, hub: Hub, here: HubCohort, planned: ResidentialInput) -> Reply:
    """Set it, or ask about what looks odd. The button carries everything, and is read again when pressed."""
    before = await _there(turn, here, planned.number)
    moved = before is None or (before.first_day, before.last_day) != (planned.first_day, planned.last_day)
    odd = odd_about(planned.first_day, planned.last_day, await calendar_of(turn, hub)) if moved else []
    if before is not None and moved and not odd and (known := await Residentials(turn.store).known_to(before)):
        return _really_move(hub, before, planned, known)
    if not odd:
        return await _put_down(turn, hub, here, planned)
    values = {**_as_values(hub, planned), "sure": "yes", "seen": _seen(before)}
    sure = Button("Set it anyway", "cohort_residential_set", values, "primary")
    text = Text(f"Not set yet: residential {planned.number}, {span(planned.first_day, planned.last_day)}.")
    return ask(text, odd, sure)


def _really_move(hub: Hub, before: Residential, planned: ResidentialInput, known: KnownTo) -> Reply:
    """Whom it tells, before it is done: people have made arrangements for the old date."""
    values = {**_as_values(hub, planned), "sure": "yes", "seen": _seen(before)}
    was, new = span(before.first_day, before.last_day), span(planned.first_day, planned.last_day)
    sure = Button(f"Move residential {planned.number}", "cohort_residential_set", values, "primary")
    text = Text(f"Move residential {planned.number} at {hub.name} from {was} to {new}? Nothing is changed yet.")
    told = "They will be asked about the new date, and your hub's other leads will be told."
    note = Note(f"{known.in_words()} {told}")
    asks = OpenQuestion(sure.label, LEAVE_IT.label)
    return Reply((text, note, Actions((sure, LEAVE_IT))), KIND, entry=KIND, asks=asks)


def _seen(before: Residential | None) -> str:
    """The revision that a question was asked about."""
    return str(before.revision if before else 0)


def _is(before: Residential | None, planned: ResidentialInput) -> bool:
    """It is set like that already: a button that was pressed twice."""
    names = ("number", "first_day", "last_day", "venue", "state")
    return before is not None and all(getattr(before, name) == getattr(planned, name) for name in names)


async def _put_down(turn: Turn, hub: Hub, here: HubCohort, planned: ResidentialInput) -> Reply:
    before = await _there(turn, here, planned.number)
    done = await Residentials(turn.store).set(here, planned, turn.me.id, turn.now)
    return _set(turn, hub, before, done)


def _as_values(hub: Hub, planned: ResidentialInput) -> dict[str, str]:
    return {
        "hub": str(hub.id),
        "number": str(planned.number),
        "first": planned.first_day.isoformat(),
        "last": planned.last_day.isoformat(),
        "venue": planned.venue or "",
        "state": planned.state.value,
    }


def _set(turn: Turn, hub: Hub, before: Residential | None, done: Residential) -> Reply:
    blocks: list[Text | Note] = [Text(f"{hub.name}, {_line(turn, done)}")]
    moved = before is not None and (before.first_day, before.last_day) != (done.first_day, done.last_day)
    if before is not None and moved:
        was = span(before.first_day, before.last_day)
        blocks.append(Note(f"It was {was}. Whoever answered for that date will be asked again."))
    return Reply(tuple(blocks), KIND, entry=KIND)


def _line(turn: Turn, one: Residential) -> str:
    days = span_with_year(one.first_day, one.last_day)
    if one.state is ResidentialState.CANCELLED:
        return f"residential {one.number}: cancelled (it was to be {days})."
    where = f", {one.venue}" if one.venue else ", venue not set"
    begins = "It starts" if one.first_day >= turn.today else "It started"
    return (
        f"residential {one.number}: {days}{where}, {one.state.value}. {begins} {until(one.first_day, turn.today)}."
    )


def _set_by(there: Sequence[Residential], by: Mapping[int, str]) -> tuple[Note, ...]:
    """Beside the dates, and not among them: a line of dates holds those of the residential alone."""
    names = tuple(dict.fromkeys(by[one.id] for one in there if one.id in by))
    if not names:
        return ()
    which = "" if len(names) == 1 else " “hub history” says who set which."
    return (Note(f"Set by {' and '.join(names)}.{which}"),)


async def _really_cancel(turn: Turn, hub: Hub, before: Residential | None) -> Reply:
    if before is None:
        raise NoSuchResidential
    yes = Button(
        f"Cancel residential {before.number}",
        "cohort_residential_cancel",
        {"hub": str(hub.id), "number": str(before.number)},
        "danger",
    )
    text = Text(f"Cancel residential {before.number} at {hub.name}, {span(before.first_day, before.last_day)}?")
    known = await Residentials(turn.store).known_to(before)
    told = (Note(known.in_words()),) if known else ()
    return Reply(
        (text, *told, Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(yes.label, LEAVE_IT.label)
    )


async def _listed(turn: Turn, hub: Hub) -> Reply:
    there = await Residentials(turn.store).list(await resolving.here(turn, hub))
    by = await who_set(turn, hub.id, "residential.set", "residential")
    lines = listed([f"• {_line(turn, one)}" for one in there], LONGEST_REPLY - ROOM)
    free = next((n for n in range(1, MOST_NUMBERS + 1) if n not in {one.number for one in there}), 1)
    text = Text(f"{hub.name}:\n{lines or 'No residential is set yet.'}")
    usage = Note(turn.catalogue.usage("cohort residential"))
    return Reply((text, *_set_by(there, by), usage, _residential_form(hub, free)), KIND, entry=KIND)


def _residential_form(hub: Hub, number: int) -> Form:
    numbers = {str(n): f"Residential {n}" for n in range(1, MOST_NUMBERS + 1)}
    states = {ResidentialState.PROVISIONAL.value: "Provisional", ResidentialState.CONFIRMED.value: "Confirmed"}
    fields = (
        ChoiceField("number", "Which one?", numbers, str(number)),
        DateField("first", "First day"),
        DateField("last", "Last day"),
        TextField("venue", "Venue", required=False, longest=LONGEST_VENUE),
        ChoiceField("state", "Is it certain?", states, ResidentialState.PROVISIONAL.value),
    )
    return Form("Set a residential", "cohort_residential_set", fields, "Set it", {"hub": str(hub.id)})
