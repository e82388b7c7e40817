"""What a lead is shown of a residential: its line, what it becomes before it is moved, and the form."""

from collections.abc import Mapping, Sequence

from bot.core.form import ChoiceField, DateField, Form, TextField
from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.residentials.domain import KnownTo, Residential, ResidentialInput, ResidentialState
from bot.features.residentials.parsing import MOST_NUMBERS
from bot.features.residentials.parsing_venue import LONGEST_VENUE
from bot.hubs.lead_dates import KIND, LEAVE_IT
from bot.language.phrasing import span, span_with_year, until

PROPOSED = "residential proposed"  # reads what is said of dates that are asked about


def move_asked(hub: Hub, before: Residential, planned: ResidentialInput, known: KnownTo) -> Reply:
    """Whom it tells, before it is done: people have made arrangements for the old date."""
    note = Note(f"{known.in_words()} Your hub's other leads will be told.")
    return _asked(hub, before, planned, f"Move residential {planned.number}", note)


def set_asked(hub: Hub, before: Residential | None, planned: ResidentialInput) -> Reply:
    """How it would be, before it is done: said of “it”, and not by its number."""
    return _asked(hub, before, planned, "Set it")


def _asked(hub: Hub, before: Residential | None, planned: ResidentialInput, label: str, *notes: Note) -> Reply:
    values = form_values(hub, planned)
    sure = Button(
        label, "cohort_residential_set", {**values, "sure": "yes", "seen": revision_seen(before)}, "primary"
    )
    text = Text(f"{_would_be(hub, before, planned)}? Nothing has been changed yet.")
    asks = OpenQuestion(sure.label, LEAVE_IT.label, PROPOSED, values)
    return Reply((text, *notes, Actions((sure, LEAVE_IT))), KIND, entry=KIND, asks=asks)


def _would_be(hub: Hub, before: Residential | None, planned: ResidentialInput) -> str:
    """The days, and what else of it would change."""
    days, which = span(planned.first_day, planned.last_day), f"esidential {planned.number} at {hub.name}"
    if before is None or (before.first_day, before.last_day) == (planned.first_day, planned.last_day):
        where = f", {planned.venue}" if planned.venue else ""
        return f"R{which}: {days}{where}, {planned.state.value}"
    also = [planned.venue] if planned.venue and planned.venue != before.venue else []
    also += [planned.state.value] if planned.state != before.state else []
    beside = f" ({', '.join(also)})" if also else ""
    return f"Move r{which} from {span(before.first_day, before.last_day)} to {days}{beside}"


def revision_seen(before: Residential | None) -> str:
    """The revision that a question was asked about."""
    return str(before.revision if before else 0)


def form_values(hub: Hub, planned: ResidentialInput) -> dict[str, str]:
    return {
        "hub": str(hub.id),
        "number": str(planned.number),
        "first": planned.first_day.isoformat(),
        "last": planned.last_day.isoformat(),
        "venue": planned.venue or "",
        "state": planned.state.value,
    }


def residential_set(turn: Turn, hub: Hub, before: Residential | None, done: Residential) -> Reply:
    blocks: list[Text | Note] = [Text(f"{hub.name}, {lead_line(turn, done)}")]
    moved = before is not None and (before.first_day, before.last_day) != (done.first_day, done.last_day)
    if before is not None and moved:
        was = span(before.first_day, before.last_day)
        blocks.append(Note(f"It was {was}. Everyone who was told that date will be asked about the new one."))
    return Reply(tuple(blocks), KIND, entry=KIND)


def lead_line(turn: Turn, one: Residential) -> str:
    days = span_with_year(one.first_day, one.last_day)
    if one.state is ResidentialState.CANCELLED:
        return f"residential {one.number}: cancelled (it was planned for {days})."
    where = f", {one.venue}" if one.venue else ", venue not set"
    begins = "It starts" if one.first_day >= turn.today else "It started"
    return (
        f"residential {one.number}: {days}{where}, {one.state.value}. {begins} {until(one.first_day, turn.today)}."
    )


def set_by_note(there: Sequence[Residential], by: Mapping[int, str]) -> tuple[Note, ...]:
    """Beside the dates, and not among them: a line of dates holds those of the residential alone."""
    names = tuple(dict.fromkeys(by[one.id] for one in there if one.id in by))
    if not names:
        return ()
    which = "" if len(names) == 1 else " Type “hub history” to see who set which."
    return (Note(f"Set by {' and '.join(names)}.{which}"),)


def residential_form(hub: Hub, number: int) -> Form:
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
