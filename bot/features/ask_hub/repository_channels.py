"""What stands around the questions: the hub that an account asks, what is to be sent, and counts without names."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import col

from bot.core.activity import Sender
from bot.core.identity import Hub, Person
from bot.db.sql import insert_on_conflict
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.delivery.direct_domain import CHANNEL, DirectMessage
from bot.features.ask_hub.domain import (
    Counted,
    HubChannel,
    UnsureWording,
    Week,
)
from bot.features.ask_hub.tables import AskerHubRow, EntryWeekRow, HubChannelRow, NoDigestRow, WordingRow
from bot.features.ask_hub.usage_counts import Knows, UsageCounts
from bot.identity.addresses import names_account
from bot.identity.queries import HUB, hub_of
from bot.identity.repository import at_account
from bot.identity.tables import HubRow

MOST_SHOWN = 100  # rows of a week

NAMED: Any = cached_statement(  # the hub that an account named
    select(*HUB).join(AskerHubRow, col(AskerHubRow.hub_id) == col(HubRow.id)).where(names_account(AskerHubRow))
)


class HubInboxRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def hub_of(self, sender: Sender, person: Person | None) -> Hub | None:
        """The hub that this account asks: its person's own, led or enrolled at; or else the one it named."""
        if self._store.is_empty:
            return None
        if person is not None and (own := [p.hub for p in person.enrolments] or [*person.leads]):
            return own[0]
        async with self._store.reading() as connection:
            row = (await connection.execute(NAMED, at_account(sender))).first()
        return hub_of(row) if row else None

    async def remember_hub(self, sender: Sender, hub_id: int, now: datetime) -> None:
        account = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user}
        row = {**account, "hub_id": hub_id, "at": now}
        await self._upsert(AskerHubRow, row, [*account], {"hub_id": hub_id, "at": now})

    async def set_channel(self, channel: HubChannel, by: int | None, now: datetime) -> None:
        """Where a hub's leads are reached together on that platform, in place of the one before."""
        row: dict[str, Any] = {"hub_id": channel.hub_id, "platform": channel.platform}
        rest: dict[str, Any] = {"conversation": channel.conversation, "address": json.dumps(dict(channel.address))}
        rest |= {"tenant": channel.tenant, "by": by, "at": now}
        await self._upsert(HubChannelRow, row | rest, ["hub_id", "platform"], rest)

    async def drop_channel(self, hub_id: int, platform: str) -> bool:
        this = (col(HubChannelRow.hub_id) == hub_id, col(HubChannelRow.platform) == platform)
        async with self._store.writing() as connection:
            return bool((await connection.execute(delete(HubChannelRow).where(*this))).rowcount)

    async def give_up_channel(self, relay: DirectMessage) -> Sequence[int]:
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

    async def channels(self, hub_ids: Collection[int]) -> tuple[HubChannel, ...]:
        query: Any = select(HubChannelRow.__table__).where(col(HubChannelRow.hub_id).in_(hub_ids))  # type: ignore[attr-defined]
        async with self._store.transaction() as connection:
            found = (await connection.execute(query.order_by(col(HubChannelRow.hub_id)))).all()
        return tuple(
            HubChannel(r.hub_id, r.platform, r.tenant, r.conversation, json.loads(r.address)) for r in found
        )

    async def count(self, hub_id: int, entry: str, today: date, what: str = "asked") -> None:
        """One more who asked for an entry, or found it helpful or not. No answer fails over a count."""
        self._store.companion(UsageCounts).add(monday(today), hub_id, entry, what)

    async def count_of_month(self, hub_id: int, today: date, what: str) -> None:
        """One more question in today's month; `what` is a column of QuestionMonthRow."""
        self._store.companion(UsageCounts).add_of_month(today.replace(day=1), hub_id, what)

    async def unsure(self, hub_id: int, wording: UnsureWording, today: date, knows: Knows | None = None) -> None:
        """One more who asked in these words, which the bot was not sure about; as `UsageCounts.add_unsure`."""
        self._store.companion(UsageCounts).add_unsure(hub_id, wording, today, knows)

    async def week(self, hub_ids: Collection[int] | None, today: date) -> Week:
        """What was asked in today's week: at these hubs, or anywhere when it is None."""
        await self._store.companion(UsageCounts).write()
        day = monday(today)
        sums = [func.sum(col(getattr(EntryWeekRow, name))).label(name) for name in COUNTS]
        entries: Any = select(col(EntryWeekRow.entry), *sums).where(col(EntryWeekRow.monday) == day)
        wordings: Any = select(WordingRow.__table__).where(col(WordingRow.last) >= day)  # type: ignore[attr-defined]
        if hub_ids is not None:
            entries = entries.where(col(EntryWeekRow.hub_id).in_(hub_ids))
            wordings = wordings.where(col(WordingRow.hub_id).in_(hub_ids))
        entries = entries.group_by(col(EntryWeekRow.entry)).order_by(sums[0].desc(), col(EntryWeekRow.entry))
        wordings = wordings.order_by(col(WordingRow.times).desc(), col(WordingRow.text))
        async with self._store.transaction() as connection:
            asked = (await connection.execute(entries.limit(MOST_SHOWN))).all()
            said = (await connection.execute(wordings.limit(MOST_SHOWN))).all()
        return Week(
            day,
            [Counted(row.entry, row.asked, row.helpful, row.unhelpful) for row in asked],
            [UnsureWording(row.text, row.kind, row.score, row.times) for row in said],
        )

    async def digest(self, person_id: int, now: datetime, *, on: bool) -> None:
        """Whether a lead gets the weekly digest."""
        async with self._store.writing() as connection:
            await connection.execute(delete(NoDigestRow).where(col(NoDigestRow.person_id) == person_id))
            if not on:
                await connection.execute(insert(NoDigestRow), {"person_id": person_id, "at": now})

    async def without_digest(self) -> frozenset[int]:
        """The people who do not want it."""
        async with self._store.transaction() as connection:
            return frozenset((await connection.execute(select(col(NoDigestRow.person_id)))).scalars())

    async def _upsert(self, table: Any, row: dict[str, Any], key: Sequence[str], more: dict[str, Any]) -> None:
        """Add the row, or where its key is there already, change that."""
        put = insert_on_conflict(table, is_sqlite=self._store.is_sqlite).values(row)
        async with self._store.writing() as connection:
            await connection.execute(put.on_conflict_do_update(index_elements=key, set_=more))


COUNTS = ("asked", "helpful", "unhelpful")


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
