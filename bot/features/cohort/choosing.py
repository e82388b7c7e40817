"""Which hub and which year is looked at, and how that is carried by the buttons below it."""

from collections.abc import Mapping, Sequence

from bot.core.errors import BotError
from bot.core.identity import Cohort, Hub
from bot.core.reply import LONGEST_LABEL, Button, Reply
from bot.core.turn import Turn
from bot.features.cohort import views_status
from bot.features.cohort.domain import CohortStatus
from bot.features.cohort.repository import CohortStatuses
from bot.features.cohort.status import Sort
from bot.hubs import resolving
from bot.hubs.which_hub import which_hub

KIND = views_status.KIND
MOST_BUTTONS = 8  # people of one name to choose from


async def chosen(turn: Turn, values: Mapping[str, str]) -> Sequence[Hub]:
    """The hub that a button names, if the presser may see it; all of theirs when it names none."""
    return [await resolving.hub_of_button(turn, values)] if values.get("hub") else await resolving.led(turn)


def which(hubs: Sequence[Hub], name: str, cohort: Cohort, sort: Sort = Sort.NUDGE) -> Reply:
    """Which hub, with a button each; of very many, it is typed."""
    same = {"sort": sort.value, "cohort": str(cohort.id)}
    otherwise = BotError("Which hub? Put its name after the command, for example: cohort status North Mersey.")
    return which_hub(
        hubs, lambda hub: Button(hub.name[:LONGEST_LABEL], name, {"hub": str(hub.id), **same}), KIND, otherwise
    )


async def status_of(turn: Turn, hub: Hub, cohort: Cohort) -> CohortStatus:
    return await CohortStatuses(turn.store).of(hub.id, cohort.id, turn.today)
