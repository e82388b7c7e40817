"""An administrator takes a cohort that is over out of service: its answers go, everybody's records stay."""

from collections.abc import Mapping

from bot.core.errors import StaleButton
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.publishing import retiring, views_retire
from bot.features.publishing.commands import live_of
from bot.features.publishing.retiring import ServedCohort
from bot.features.publishing.service import follow_soon
from bot.features.publishing.views import which


@command(
    "knowledge retire",
    role=Role.ADMIN,
    help="Take a cohort out of service",
    example="knowledge retire cohort 12",
    writes=False,
)
async def retire(turn: Turn, words: str) -> Reply:
    """`knowledge retire [COHORT]`: whom it concerns, and the button. Raises OnlyOneLive."""
    live = _served(turn)
    found = retiring.meant(live, words, turn.today)
    if len(found) != 1:
        return which([one.folder for one in found or live], "knowledge retire", views_retire.WHICH)
    return (await retiring.asked(turn.store, live, found[0], turn.today)).question


@action("knowledge_retire_sure", of="knowledge retire", writes=True)
async def retire_sure(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Raises OnlyOneLive, and Overtaken where it was published again meanwhile."""
    live = _served(turn)
    this = next((one for one in live if one.folder == values.get("folder", "")), None)
    if this is None:
        raise StaleButton
    after = record_id(values.get("after") or "0")
    await retiring.retire(turn.store, live, this, after, turn.me.id, turn.now)
    follow_soon(turn.store, live_of(turn))
    return views_retire.retired(this.name)


def _served(turn: Turn) -> list[ServedCohort]:
    return [ServedCohort(one.folder, one.knowledge, one.snapshot) for one in live_of(turn).now.live]
