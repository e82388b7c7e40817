"""What needs a lead, as a reply: a line for each need, and below them the button that settles it."""

from collections.abc import Sequence

from bot.core.identity import Hub
from bot.core.reply import LONGEST_LABEL, Actions, Block, Button, Checklist, Note, Reply, Text
from bot.features.announcements.domain import MOST_PEOPLE
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.today.needs import Need, What

KIND = "cohort_today"
MOST_CODES = 3  # buttons for one person each
HOW_TO_STOP = (
    "On a morning on which something is new. “cohort today off” stops it; “cohort today” shows it at any time."
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
            return [
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
