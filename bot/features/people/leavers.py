"""Who has left the hub, or is still there: the answer, and enrolling them again on a press."""

from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.people.repository_enrolments import Enrolments
from bot.hubs import resolving
from bot.hubs.lead_dates import LEAVE_IT
from bot.hubs.resolving import at_the_hub
from bot.identity.repository import People

KIND = "cohort_enrol"


async def has_left(turn: Turn, name: str) -> Reply | None:
    """“Kit left?”: yes or no in one line, and what may be done; nothing is."""
    there = await at_the_hub(turn, name)
    if len(there) > 1:
        return None
    if not there:
        return await left_before(turn, name)
    person, place = there[0], there[0].enrolment
    joined = "has joined" if await People(turn.store).accounts(person.id) else "has not joined me yet"
    where = f"{place.cohort.name}, {place.school}" if place else "your hub"
    show = Button("Show it", "say", {"text": f"cohort status {person.name}"})
    text = f"{person.name} is still enrolled ({where}), and {joined}. Nothing was changed."
    return Reply((Text(text), Actions((show,))), KIND, entry=KIND)


async def back_at_the_hub(turn: Turn, name: str) -> Reply | None:
    there = await at_the_hub(turn, name)
    if len(there) == 1:
        text = f"{there[0].name} is enrolled at your hub. Nothing was changed. Shall I show how they stand?"
        return with_show_button(text, f"cohort status {there[0].name}")
    return await left_before(turn, name)


async def left_before(turn: Turn, name: str) -> Reply | None:
    """Who has left this year can be enrolled again, as they were; release days and history are still theirs."""
    cohort = await resolving.current_cohort(turn)
    hubs = [hub.id for hub in await resolving.led(turn)]
    found = await Enrolments(turn.store).left(hubs, cohort.id, name)
    if len(found) != 1:
        return None
    person, place = found[0]
    when = f"{place.ended_at:%d %B}".lstrip("0") if place.ended_at else "before"
    left = f"{person.name} ({place.school}) left {place.cohort.name} on {when}"
    text = f"{left}. Enrol them again? Nothing is changed yet."
    hub = f", {place.hub.name}" if len(hubs) > 1 else ""
    who = f"{person.name}, {person.email}" if person.email else person.name
    again = {"text": f"cohort enrol {who}, {place.school}{hub}"}
    yes = Button(f"Enrol {person.name} again"[:LONGEST_LABEL], "say", again, "primary")
    return Reply((Text(text), Actions((yes, LEAVE_IT))), KIND, entry=KIND)


def with_show_button(text: str, shows: str) -> Reply:
    return Reply((Text(text), Actions((Button("Show it", "say", {"text": shows}), LEAVE_IT))), KIND, entry=KIND)
