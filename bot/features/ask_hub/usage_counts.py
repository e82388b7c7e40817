"""Counts without names, added up in memory and written together: no answer waits for a count.

A process that is killed takes the last second's counts along. They are for a lead's week, where nobody misses one.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import structlog

from bot.db.store import Store
from bot.features.ask_hub.domain import LONGEST_WORDING, UnsureWording
from bot.identity.names_on_record import names_on_record
from bot.language.redaction import Cleaner, NamesOnRecord
from knowledge.search.normalise import squash

log = structlog.get_logger(__name__)
SOON = 1.0  # seconds until what was counted is written
MOST = 500  # different counts that wait for it
OF_MONTHS = ("asked", "answered", "passed_on")
WHATS = ("asked", "helpful", "unhelpful")  # what is counted of an entry


MOST_READ = 500  # characters of a question of which the beginning is kept
Knows = Callable[[str], bool]
"""Whether a word is one that the knowledge base uses."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A wording that was asked at a hub, and the last day. knows: for `Cleaner`; None where nothing is known."""

    wording: UnsureWording
    last: date
    knows: Knows | None


class UsageCounts:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: dict[tuple[date, int, str, str], int] = {}
        self._months: dict[tuple[date, int, str], int] = {}
        self._unsure: dict[tuple[int, str], Unsure] = {}
        self._later: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def add(self, monday: date, hub_id: int, entry: str, what: str) -> None:
        """One more in that week; `what` is a column of EntryWeekRow."""
        key = (monday, hub_id, entry, what)
        if key in self._asked or self._has_room():
            self._asked[key] = self._asked.get(key, 0) + 1
            self._write_soon()

    def add_of_month(self, month: date, hub_id: int, what: str) -> None:
        """One more in that month; `what` is a column of QuestionMonthRow."""
        key = (month, hub_id, what)
        if key in self._months or self._has_room():
            self._months[key] = self._months.get(key, 0) + 1
            self._write_soon()

    def add_unsure(self, hub_id: int, wording: UnsureWording, today: date, knows: Knows | None) -> None:
        """One more who asked so. They wait here as they were typed; names are taken out before they are kept."""
        key, before = (hub_id, wording.text[:MOST_READ]), self._unsure.get((hub_id, wording.text[:MOST_READ]))
        if before is not None:
            wording = replace(wording, times=before.wording.times + 1)
        if before is not None or self._has_room():
            self._unsure[key] = Unsure(replace(wording, text=key[1]), today, knows)
            self._write_soon()

    async def write(self) -> None:
        """Write what was counted so far. A count that cannot be written is lost, and said in the log."""
        self._no_longer_later()
        asked, self._asked = self._asked, {}
        unsure, self._unsure = self._unsure, {}
        months, self._months = self._months, {}
        if not (asked or unsure or months):
            return
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  SQL is imported when there is something to write

        try:
            if unsure:
                unsure = await asyncio.to_thread(_cleaned, unsure, await names_on_record(self._store))
            async with self._store.writing(durable=False) as connection:
                for statement, rows in _statements(asked, unsure, months, sqlite=self._store.is_sqlite):
                    await connection.execute(statement, rows)
        except SQLAlchemyError:
            log.warning("counts were lost", asked=len(asked), unsure=len(unsure), months=len(months))

    async def close(self) -> None:
        self._no_longer_later()
        if self._writing is not None:
            await asyncio.wait([self._writing])
        await self.write()

    def _has_room(self) -> bool:
        return not self._store.is_empty and len(self._asked) + len(self._unsure) + len(self._months) < MOST

    def _write_soon(self) -> None:
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(SOON, self._begin)

    def _begin(self) -> None:
        self._later = None
        self._writing = asyncio.ensure_future(self.write())

    def _no_longer_later(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None


def _cleaned(unsure: dict[tuple[int, str], Unsure], names: NamesOnRecord) -> dict[tuple[int, str], Unsure]:
    """Hub and squashed words → the wording without what may name somebody; such as are alike then are one."""
    found: dict[tuple[int, str], Unsure] = {}
    for (hub_id, text), one in unsure.items():
        cleaner = Cleaner(names, one.knows) if one.knows else Cleaner(names)
        words = cleaner.clean(text)[:LONGEST_WORDING]
        if not (squashed := squash(words)):
            continue
        key = (hub_id, squashed[:LONGEST_WORDING])
        times = one.wording.times + (found[key].wording.times if key in found else 0)
        found[key] = replace(one, wording=replace(one.wording, text=words, times=times))
    return found


def _statements(
    asked: dict[tuple[date, int, str, str], int],
    unsure: dict[tuple[int, str], Unsure],
    months: dict[tuple[date, int, str], int],
    *,
    sqlite: bool,
) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each with its rows, in one order: two processes that write in different ones would wait for each other."""
    from bot.db.sql import insert_on_conflict  # noqa: PLC0415
    from bot.features.ask_hub.tables import EntryWeekRow, QuestionMonthRow, WordingRow  # noqa: PLC0415

    def put(table: Any, key: Sequence[str], newest: Sequence[str], more: Sequence[str]) -> Any:
        row = insert_on_conflict(table.__table__, is_sqlite=sqlite)
        changed = {name: row.excluded[name] for name in newest}
        changed |= {name: table.__table__.c[name] + row.excluded[name] for name in more}
        return row.on_conflict_do_update(index_elements=key, set_=changed)

    weeks = (put(EntryWeekRow, ("monday", "hub_id", "entry"), (), WHATS), _weeks(asked))
    wordings = (
        put(WordingRow, ("hub_id", "squashed"), ("kind", "score", "last"), ("times",)),
        _wordings(unsure),
    )
    of_months = (put(QuestionMonthRow, ("month", "hub_id"), (), OF_MONTHS), _months(months))
    return [one for one in (weeks, wordings, of_months) if one[1]]


def _months(months: dict[tuple[date, int, str], int]) -> list[dict[str, Any]]:
    rows: dict[tuple[date, int], dict[str, Any]] = {}
    for (month, hub_id, what), times in sorted(months.items()):
        none = {"month": month, "hub_id": hub_id, **dict.fromkeys(OF_MONTHS, 0)}
        rows.setdefault((month, hub_id), none)[what] = times
    return list(rows.values())


def _weeks(asked: dict[tuple[date, int, str, str], int]) -> list[dict[str, Any]]:
    rows: dict[tuple[date, int, str], dict[str, Any]] = {}
    for (monday, hub_id, entry, what), times in sorted(asked.items()):
        none = {"monday": monday, "hub_id": hub_id, "entry": entry, **dict.fromkeys(WHATS, 0)}
        rows.setdefault((monday, hub_id, entry), none)[what] = times
    return list(rows.values())


def _wordings(unsure: dict[tuple[int, str], Unsure]) -> list[dict[str, Any]]:
    rows = []
    for (hub_id, squashed), one in sorted(unsure.items(), key=lambda item: item[0]):
        said = one.wording
        row = {"hub_id": hub_id, "squashed": squashed, "text": said.text, "times": said.times}
        rows.append(row | {"kind": said.kind, "score": said.score, "last": one.last})
    return rows
