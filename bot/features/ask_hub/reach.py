"""Where a hub's leads are reached as things stand, read from the records: for handlers and the scheduler alike."""

from collections.abc import Collection

from bot.db.store import Store
from bot.features.ask_hub.notifications import Leads
from bot.features.ask_hub.repository_channels import HubChannels
from bot.identity.repository import People


async def leads_at(store: Store, hub_ids: Collection[int]) -> dict[int, Leads]:
    """Hub id → its leads; of a hub that has none, nobody."""
    accounts, channels = (
        await People(store).leads(hub_ids),
        await HubChannels(store).of(hub_ids),
    )
    return {
        hub_id: Leads(
            [account for _, account in accounts.get(hub_id, ())],
            [one for one in channels if one.hub_id == hub_id],
        )
        for hub_id in hub_ids
    }


async def leads_of(store: Store, hub_id: int) -> Leads:
    return (await leads_at(store, [hub_id]))[hub_id]
