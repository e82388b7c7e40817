"""Where a hub's leads are reached as things stand, read from the records: for handlers and the scheduler alike."""

from collections.abc import Collection

from bot.desk.posts import Leads
from bot.store import Store


async def leads_at(store: Store, hub_ids: Collection[int]) -> dict[int, Leads]:
    """Hub id → its leads; of a hub that has none, nobody."""
    accounts, channels = await store.relays.leads(hub_ids), await store.desk.channels(hub_ids)
    return {
        hub_id: Leads(
            [account for _, account in accounts.get(hub_id, ())],
            [one for one in channels if one.hub_id == hub_id],
        )
        for hub_id in hub_ids
    }


async def leads_of(store: Store, hub_id: int) -> Leads:
    return (await leads_at(store, [hub_id]))[hub_id]
