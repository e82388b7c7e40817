"""The channels in which a hub's leads are reached together, one on each platform."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.delivery.direct_domain import CHANNEL, DirectMessage
from bot.features.ask_hub.domain import HubChannel
from bot.features.ask_hub.tables import HubChannelRow


class HubChannels:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def set(self, channel: HubChannel, by: int | None, now: datetime) -> None:
        """Where a hub's leads are reached together on that platform, in place of the one before."""
        row: dict[str, Any] = {"hub_id": channel.hub_id, "platform": channel.platform}
        rest: dict[str, Any] = {"conversation": channel.conversation, "address": json.dumps(dict(channel.address))}
        rest |= {"tenant": channel.tenant, "by": by, "at": now}
        put = insert_on_conflict(HubChannelRow, is_sqlite=self._store.is_sqlite).values(row | rest)
        async with self._store.writing() as connection:
            await connection.execute(put.on_conflict_do_update(index_elements=["hub_id", "platform"], set_=rest))

    async def drop(self, hub_id: int, platform: str) -> bool:
        this = (col(HubChannelRow.hub_id) == hub_id, col(HubChannelRow.platform) == platform)
        async with self._store.writing() as connection:
            return bool((await connection.execute(delete(HubChannelRow).where(*this))).rowcount)

    async def give_up(self, relay: DirectMessage) -> Sequence[int]:
        """Drop the channel that did not take this relay, unless it was set anew since; the hubs that it was of."""
        to = relay.post.to
        this = (
            col(HubChannelRow.platform) == to.platform,
            col(HubChannelRow.tenant) == to.tenant,
            col(HubChannelRow.conversation) == to.user.removeprefix(CHANNEL),
            col(HubChannelRow.at) <= relay.made_at,
        )
        async with self._store.writing() as connection:
            hubs = (await connection.execute(select(col(HubChannelRow.hub_id)).where(*this))).scalars().all()
            await connection.execute(delete(HubChannelRow).where(*this))
        return hubs

    async def of(self, hub_ids: Collection[int]) -> tuple[HubChannel, ...]:
        query: Any = select(HubChannelRow.__table__).where(col(HubChannelRow.hub_id).in_(hub_ids))  # type: ignore[attr-defined]
        async with self._store.transaction() as connection:
            found = (await connection.execute(query.order_by(col(HubChannelRow.hub_id)))).all()
        return tuple(
            HubChannel(r.hub_id, r.platform, r.tenant, r.conversation, json.loads(r.address)) for r in found
        )
