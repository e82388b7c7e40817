"""Residentials for a hub lead: set, moved, confirmed and cancelled."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import BotError, FieldErrors, StaleButton
from bot.core.fitting import listed
from bot.core.identity import Hub, HubCohort
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.features.hub_history.service import who_set
from bot.features.residentials import parsing
from bot.features.residentials.domain import NoSuchResidential, Residential, ResidentialInput, ResidentialState
from bot.features.residentials.odd_dates import odd_about, odd_venue, overlapping
from bot.features.residentials.parsing import MOST_NUMBERS, NotOneSpan, Residence, Wish
from bot.features.residentials.parsing_venue import LONGEST_VENUE
from bot.features.residentials.repository import Residentials
from bot.features.residentials.views_lead import (
    PROPOSED,
    form_values,
    lead_line,
    move_asked,
    residential_form,
    residential_set,
    revision_seen,
    set_asked,
    set_by_note,
)
from bot.hubs import resolving
from bot.hubs.lead_dates import (
    KIND,
    LEAVE_IT,
    ROOM,
    ask,
    asks_back,
    asks_what_is_set,
    at_each,
    calendar_of,
    picked,
)
from bot.hubs.resolving import hub_of_button
from bot.language.phrasing import span, until


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
    asks = asks_what_is_set(words)
    return await at_each(turn, "cohort residential", _listed) if asks else await set_as_said(turn, words)


@action("cohort_residential_set", of="cohort residential", writes=True)
async def set_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A form that was sent, or a doubt that was confirmed: for the dates that stood there when it was asked."""
    hub = await hub_of_button(turn, values)
    here = await resolving.here(turn, hub)
    planned = filled(values)
    before = await there_now(turn, here, planned.number)
    planned = planned if planned.venue or before is None else replace(planned, venue=before.venue)
    if values.get("sure") == "yes" and (values.get("seen") == revision_seen(before) or _is(before, planned)):
        return replace(await _put_down(turn, hub, here, planned), replaces=True)
    return await plan(turn, hub, here, planned)


@action("cohort_residential_cancel", of="cohort residential", writes=True)
async def cancel_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await hub_of_button(turn, values)
    here = await resolving.here(turn, hub)
    number = values.get("number", "")
    if not (number.isdecimal() and len(number) == 1):
        raise StaleButton
    before = await there_now(turn, here, int(number))
    done = await Residentials(turn.store).cancel(here, int(number), turn.me.id, turn.now)
    return replace(residential_set(turn, hub, before, done), replaces=True)


async def set_as_said(turn: Turn, words: str) -> Reply:
    hub, rest = await resolving.at_the_end(turn, " ".join(turn.as_written(words).split()))
    here = await resolving.here(turn, hub)
    if not rest.strip():
        return await _listed(turn, hub)
    several = len(await resolving.led(turn)) > 1
    wanted = parsing.residential(rest, await calendar_of(turn, hub), hub.name if several else "")
    before = await there_now(turn, here, wanted.number)
    match wanted.wish:
        case Wish.SHOW:
            if before is None:
                raise NumberUnknown
            by = await who_set(turn, hub.id, "residential.set", "residential")
            return Reply(
                (
                    Text(f"{hub.name}, {lead_line(turn, before)}"),
                    *set_by_note([before], by),
                    Note(turn.catalogue.usage("cohort residential")),
                ),
                KIND,
                entry=KIND,
            )
        case Wish.CONFIRM:
            done = await Residentials(turn.store).confirm(here, wanted.number, turn.me.id, turn.now)
            return residential_set(turn, hub, before, done)
        case Wish.CANCEL:
            return await _really_cancel(turn, hub, before)
        case Wish.SET:
            return await plan(turn, hub, here, _planned(wanted, before))


async def residentials_of(turn: Turn, hub: Hub) -> tuple[Residential, ...]:
    return await Residentials(turn.store).list(await resolving.here(turn, hub))


async def there_now(turn: Turn, here: HubCohort, number: int) -> Residential | None:
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


def filled(values: Mapping[str, str]) -> ResidentialInput:
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


async def plan(turn: Turn, hub: Hub, here: HubCohort, planned: ResidentialInput, *, shown: bool = False) -> Reply:
    """Set it, or ask about what looks odd. The button carries everything, and is read again when pressed.

    shown: it is shown first, whatever it is.
    """
    before = await there_now(turn, here, planned.number)
    odd_place = odd_venue(before, planned, turn.today)
    moved = before is None or (before.first_day, before.last_day) != (planned.first_day, planned.last_day)
    odd = odd_about(planned.first_day, planned.last_day, await calendar_of(turn, hub)) if moved else []
    odd += odd_place
    if moved:
        odd += overlapping(planned.number, planned.first_day, planned.last_day, await residentials_of(turn, hub))
    if before is not None and moved and not odd and (known := await Residentials(turn.store).known_to(before)):
        return move_asked(hub, before, planned, known)
    if not odd and shown:
        return set_asked(hub, before, planned)
    if not odd:
        return await _put_down(turn, hub, here, planned)
    values = {**form_values(hub, planned), "sure": "yes", "seen": revision_seen(before)}
    sure = Button("Set it anyway", "cohort_residential_set", values, "primary")
    where = f", {planned.venue}" if odd_place else ""
    text = Text(f"Not set yet: residential {planned.number}, {span(planned.first_day, planned.last_day)}{where}.")
    return ask(text, odd, sure, PROPOSED, form_values(hub, planned))


def _is(before: Residential | None, planned: ResidentialInput) -> bool:
    """It is set like that already: a button that was pressed twice."""
    names = ("number", "first_day", "last_day", "venue", "state")
    return before is not None and all(getattr(before, name) == getattr(planned, name) for name in names)


async def _put_down(turn: Turn, hub: Hub, here: HubCohort, planned: ResidentialInput) -> Reply:
    before = await there_now(turn, here, planned.number)
    done = await Residentials(turn.store).set(here, planned, turn.me.id, turn.now)
    return residential_set(turn, hub, before, done)


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
    told = (Note(known.in_words(cancelled=True)),) if known else ()
    if before.last_day < turn.today:
        over = f"It is over: it ended {until(before.last_day, turn.today)}. Do you mean another one?"
        told = (Note(over), *told)
    return Reply(
        (text, *told, Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=OpenQuestion(yes.label, LEAVE_IT.label)
    )


async def _listed(turn: Turn, hub: Hub) -> Reply:
    there = await Residentials(turn.store).list(await resolving.here(turn, hub))
    by = await who_set(turn, hub.id, "residential.set", "residential")
    lines = listed([f"• {lead_line(turn, one)}" for one in there], LONGEST_REPLY - ROOM)
    free = next((n for n in range(1, MOST_NUMBERS + 1) if n not in {one.number for one in there}), 1)
    text = Text(f"{hub.name}:\n{lines or 'No residential is set yet.'}")
    usage = Note(turn.catalogue.usage("cohort residential"))
    return Reply((text, *set_by_note(there, by), usage, residential_form(hub, free)), KIND, entry=KIND)
