"""Which hub and which year is looked at, and how that is carried by the buttons below it."""

from collections.abc import Mapping, Sequence

from bot.core.errors import BotError
from bot.core.identity import Cohort, Hub
from bot.core.open_question import OpenQuestion
from bot.core.permissions import allow_hub
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.cohort import views_status
from bot.features.cohort.domain import CohortStatus
from bot.features.cohort.repository import CohortStatuses
from bot.features.cohort.status import Sort
from bot.hubs import resolving as led

KIND = views_status.KIND
MOST_BUTTONS = 8  # hubs or people of one name to choose from


async def chosen(turn: Turn, values: Mapping[str, str]) -> Sequence[Hub]:
    """The hub that a button names, if the presser may see it; all of theirs when it names none."""
    hubs = await led.led(turn)
    if not values.get("hub"):
        return hubs
    allow_hub(turn.me, wanted := record_id(values["hub"]))
    return [hub for hub in hubs if hub.id == wanted]


def which(hubs: Sequence[Hub], name: str, cohort: Cohort, sort: Sort = Sort.NUDGE) -> Reply:
    """Which hub, with a button each; of very many, it is typed."""
    if not hubs or len(hubs) > MOST_BUTTONS:
        raise BotError("Which hub? Put its name after the command, for example: cohort status North Mersey.")
    same = {"sort": sort.value, "cohort": str(cohort.id)}
    buttons = (Button(hub.name[:LONGEST_LABEL], name, {"hub": str(hub.id), **same}) for hub in hubs)
    return Reply((Text("Which hub?"), Actions(tuple(buttons))), KIND, asks=OpenQuestion())


async def status_of(turn: Turn, hub: Hub, cohort: Cohort) -> CohortStatus:
    return await CohortStatuses(turn.store).of(hub.id, cohort.id, turn.today)
