"""Who set a thing last, for where the thing itself is shown."""

from bot.core.turn import Turn
from bot.features.hub_history.domain import OPERATOR
from bot.features.hub_history.repository import HubHistory


async def who_set(turn: Turn, hub_id: int, what: str, key: str) -> dict[int, str]:
    """The thing's id, by `key` of the change's detail → “Lee Lead”; when, “hub history” says."""
    found: dict[int, str] = {}
    for one in await HubHistory(turn.store).last_of(hub_id, what):
        number = one.entry.detail.get(key)
        if isinstance(number, int) and number not in found:
            found[number] = one.by or OPERATOR
    return found
