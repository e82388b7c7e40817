"""What needs a lead, as a reply: a line for each need, and below them the button that settles it."""

from collections.abc import Sequence

from bot.core.identity import Hub
from bot.core.reply import LONGEST_LABEL, Actions, Block, Button, Checklist, Note, Reply, Text
from bot.features.announcements.domain import MOST_PEOPLE
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.today.needs import Need, What
from bot.features.today.of_whom import spoken_of

KIND = "cohort_today"
MOST_CODES = 3  # buttons for one person each
ON_A_PAGE = 10  # names in a list of one need
HOW_TO_STOP = (
    "I send this on mornings when something is new. To stop it, type “cohort today off”; to see it at any time, "
    "type “cohort today”."
)


def shown(status: CohortStatus, found: Sequence[Need], *, in_the_morning: bool = False) -> Reply:
    hub = status.hub
    if not found:
        text = f"{hub.name}, {status.cohort.name}: nothing needs you today."
        return Reply((Text(text), Actions((_status(hub),))), KIND, personal=True)
    title = f"{'Good morning. ' if in_the_morning else ''}{hub.name}: what needs you today"
    lines = Checklist(tuple(one.line for one in found), title)
    buttons = [button for one in found for button in _buttons(one, hub)]
    note: tuple[Block, ...] = (Note(HOW_TO_STOP),) if in_the_morning else ()
    return Reply((lines, *note, Actions((*buttons, _status(hub)))), KIND, personal=True)


def one(hub: Hub, need: Need, first: int = 0, title: str = "", opening: str = "") -> Reply:
    """Whom one need is about: the first of them by name, a button for the rest, and what can be done."""
    people = need.people
    first = first if first < len(people) else 0
    shown, left = people[first : first + ON_A_PAGE], len(people) - first - ON_A_PAGE
    head = need.line.partition(": ")[0] if need.line.endswith(".") and ": " in need.line else need.line.rstrip(".")
    said = f"{opening} {head}".strip()
    names = "\n".join(f"• {person.name}, {person.school}" for person in shown)
    values = {"hub": str(hub.id), "what": need.what.value, "number": str(need.number), "title": title}
    more = (Button("Show more", "today_who", {**values, "from": str(first + ON_A_PAGE)}),) if left > 0 else ()
    note = (Note(f"… and {left} more."),) if left > 0 else ()
    buttons = (*_buttons(need, hub), *more, _status(hub))
    spoken = spoken_of(hub.id, need)
    return Reply((Text(f"{said}:\n{names}"), *note, Actions(buttons)), KIND, personal=True, spoken_of=spoken)


def _status(hub: Hub) -> Button:
    return Button("Cohort status", "cohort_show", {"hub": str(hub.id)})


def _buttons(need: Need, hub: Hub) -> list[Button]:
    match need.what:
        case What.QUESTIONS:
            return [Button("Look at the questions", "questions", style="primary")]
        case What.PROVISIONAL:
            words = f"cohort residential confirm {need.number}, {hub.name}"
            return [Button(f"Confirm residential {need.number}", "say", {"text": words})]
        case What.NOT_JOINED:
            every = Button("Codes for all of them", "say", {"text": f"hub codes {hub.name}"})
            for_all = [every] if len(need.people) > MOST_CODES else []
            return for_all + [
                Button(
                    f"Code for {one.name}"[:LONGEST_LABEL], "say", {"text": f"cohort code {one.email or one.name}"}
                )
                for one in need.people[:MOST_CODES]
            ]
        case _:
            reached = [one for one in need.people if one.joined][:MOST_PEOPLE]
            if not reached:
                return []
            which = {What.LATE: "about reports", What.BEHIND: "about days"}
            about = which.get(need.what, f"about residential {need.number}")
            named = ",".join(str(one.person_id) for one in reached)
            values = {"hub": str(hub.id), "what": need.what.value, "number": str(need.number), "people": named}
            many = "them" if len(reached) == 1 else f"these {len(reached)}"
            return [Button(f"Nudge {many} {about}", "today_nudge", values)]


def _called(one: SpecialistProgress) -> str:
    return one.email or one.name
