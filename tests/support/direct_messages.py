"""The direct messages of a store that still wait to be sent."""

from sqlmodel import col

from bot.db.store import Store
from bot.delivery.direct_domain import DirectMessage
from bot.delivery.direct_sql import RELAYS, relay_of
from bot.delivery.tables import RelayRow


async def messages_to_send(store: Store, most: int = 100) -> tuple[DirectMessage, ...]:
    """The oldest first."""
    if store.is_empty:
        return ()
    waiting = RELAYS.where(col(RelayRow.sent_at).is_(None)).limit(most)
    async with store.reading() as connection:
        return tuple(map(relay_of, (await connection.execute(waiting)).all()))
