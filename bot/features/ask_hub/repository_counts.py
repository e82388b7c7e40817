"""What is counted of questions at a hub, without a name: by entry, by month, and words that were not made out."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from bot.db.store import Store
from bot.features.ask_hub.domain import Counted, UnsureWording, Week, monday
from bot.features.ask_hub.tables import EntryWeekRow, WordingRow
from bot.features.ask_hub.usage_counts import Knows, UsageCounts

COUNTS = ("asked", "helpful", "unhelpful")
MOST_SHOWN = 100  # rows of a week


class HubCounts:
    """Counts are written together, a little later: see `UsageCounts`."""

    def __init__(self, store: Store) -> None:
        self._store = store

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
