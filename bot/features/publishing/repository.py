"""What was published, in the records: the files of each edition, and the one line of what followed what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.core.activity import Sender
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added, insert_on_conflict
from bot.db.store import Store
from bot.features.publishing.domain import PREVIEW_LASTS, Overtaken, PlacesInCohort, Publication, PublicationKind
from bot.features.publishing.tables import EditionRow, PreviewRow, PublicationRow
from bot.identity.tables import CohortRow, EnrolmentRow, PersonRow
from knowledge.snapshot import Snapshot

PUBLICATIONS: Any = (
    select(
        *(col(getattr(PublicationRow, name)) for name in ("id", "folder", "edition_id", "kind", "after", "at")),
        col(EditionRow.digest),
        col(PersonRow.name).label("by_name"),
    )
    .outerjoin(EditionRow, col(EditionRow.id) == col(PublicationRow.edition_id))
    .outerjoin(PersonRow, col(PersonRow.id) == col(PublicationRow.by))
)
CHANGES = {
    PublicationKind.PUBLISHED: "knowledge.published",
    PublicationKind.WENT_BACK: "knowledge.gone_back",
    PublicationKind.RETIRED: "knowledge.retired",
}
NEWEST_OF_EACH = select(func.max(col(PublicationRow.id))).group_by(col(PublicationRow.folder))


@dataclass(frozen=True, slots=True)
class WhatIsPublished:
    """One publication to write. after: the newest of that cohort that was looked at; 0 for none."""

    folder: str
    edition: int | None
    kind: PublicationKind
    after: int
    by: int | None


class Publications:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def newest_id(self) -> int:
        """Another one as soon as anything was published by any process; 0 before that."""
        async with self._store.reading() as connection:
            return (await connection.execute(select(func.max(col(PublicationRow.id))))).scalar() or 0

    async def newest(self) -> tuple[Publication, ...]:
        """The newest of each cohort, in the order of their folders."""
        query = PUBLICATIONS.where(col(PublicationRow.id).in_(NEWEST_OF_EACH))
        return await self._read(query.order_by(col(PublicationRow.folder)))

    async def of(self, folder: str, most: int = 50) -> tuple[Publication, ...]:
        """Those of one cohort, the newest first."""
        query = PUBLICATIONS.where(col(PublicationRow.folder) == folder)
        return await self._read(query.order_by(col(PublicationRow.id).desc()).limit(most))

    async def history(self, most: int, before: int = 0) -> tuple[Publication, ...]:
        """Of all cohorts, the newest first; those before the one of that id."""
        query = PUBLICATIONS.where(col(PublicationRow.id) < before) if before else PUBLICATIONS
        return await self._read(query.order_by(col(PublicationRow.id).desc()).limit(most))

    async def files(self, edition: int) -> Snapshot | None:
        query = select(col(EditionRow.folder), col(EditionRow.files)).where(col(EditionRow.id) == edition)
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).first()
        return Snapshot(row.folder, json.loads(row.files)) if row else None

    async def places_in(self, cohort: str) -> PlacesInCohort:
        """Who has a place now in the cohort of that name, in numbers."""
        query: Any = (
            select(
                func.count(func.distinct(col(EnrolmentRow.person_id))).label("people"),
                func.count(func.distinct(col(EnrolmentRow.hub_id))).label("hubs"),
                func.max(col(CohortRow.ends)).label("ends"),
            )
            .select_from(CohortRow)
            .outerjoin(
                EnrolmentRow,
                and_(col(EnrolmentRow.cohort_id) == col(CohortRow.id), col(EnrolmentRow.ended_at).is_(None)),
            )
            .where(col(CohortRow.name) == cohort)
        )
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).one()
        return PlacesInCohort(row.people, row.hubs, row.ends)

    async def keep(self, snapshot: Snapshot, now: datetime) -> int:
        """The id of the record of these files, which is made unless it is there."""
        values = {"folder": snapshot.folder, "digest": snapshot.digest, "at": now}
        this = and_(*(col(getattr(EditionRow, name)) == values[name] for name in ("folder", "digest")))
        async with self._store.writing() as connection:
            new = insert_on_conflict(EditionRow, is_sqlite=self._store.is_sqlite).on_conflict_do_nothing()
            await connection.execute(new, {**values, "files": json.dumps(dict(snapshot.files))})
            await connection.execute(update(EditionRow).where(this).values(at=now))
            found: Any = (await connection.execute(select(col(EditionRow.id)).where(this))).scalar_one()
            return int(found)

    async def as_first(self, folder: str, snapshot: Snapshot | None, now: datetime) -> list[WhatIsPublished]:
        """The publication to write before a cohort's first one: what was served until then, if that is known."""
        if snapshot is None:
            return []
        edition = await self.keep(snapshot, now)
        return [WhatIsPublished(folder, edition, PublicationKind.AT_THE_START, 0, None)]

    async def publish(self, these: Sequence[WhatIsPublished], now: datetime) -> int:
        """Write them one after the other, in one transaction; the id of the last. Raises Overtaken.

        The second follows the first: its `after` is taken from that.
        """
        try:
            async with self._store.writing() as connection:
                last = 0
                for one in these:
                    last = await _written(connection, one, last or one.after, now)
                return last
        except IntegrityError:
            raise Overtaken from None

    async def preview_of(self, sender: Sender, now: datetime) -> tuple[int, Publication] | None:
        """The draft that an account is answered from, as if it were published; None for most."""
        query = (
            select(col(EditionRow.id), col(EditionRow.folder), col(EditionRow.digest), col(PreviewRow.at))
            .join(EditionRow, col(EditionRow.id) == col(PreviewRow.edition_id))
            .where(_account(sender), col(PreviewRow.at) > now - PREVIEW_LASTS)
        )
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        return row.id, Publication(0, row.folder, row.id, row.digest, PublicationKind.PUBLISHED, row.at)

    async def begin_preview(self, sender: Sender, person: int, edition: int, now: datetime) -> None:
        account = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user}
        async with self._store.writing() as connection:
            await connection.execute(delete(PreviewRow).where(_account(sender)))
            await connection.execute(
                insert(PreviewRow), {**account, "person_id": person, "edition_id": edition, "at": now}
            )

    async def end_preview(self, sender: Sender) -> bool:
        """Whether there was one."""
        async with self._store.writing() as connection:
            gone = delete(PreviewRow).where(_account(sender)).returning(col(PreviewRow.edition_id))
            return bool((await connection.execute(gone)).all())

    async def _read(self, query: Any) -> tuple[Publication, ...]:
        async with self._store.reading() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
        return tuple(
            Publication(
                row.id,
                row.folder,
                row.edition_id,
                row.digest or "",
                PublicationKind(row.kind),
                row.at,
                row.by_name or "",
                row.after,
            )
            for row in rows
        )


async def _written(connection: Any, one: WhatIsPublished, after: int, now: datetime) -> int:
    row = {"folder": one.folder, "edition_id": one.edition, "kind": one.kind.value, "after": after}
    made = await added(connection, PublicationRow, {**row, "by": one.by, "at": now})
    if one.edition is not None:
        first = and_(col(EditionRow.id) == one.edition, col(EditionRow.published_at).is_(None))
        await connection.execute(update(EditionRow).where(first).values(published_at=now))
    if one.kind is not PublicationKind.AT_THE_START:
        what = CHANGES[one.kind]
        await note(connection, now, AuditNote(what, one.by, detail={"folder": one.folder, "edition": one.edition}))
    return made


def _account(sender: Sender) -> Any:
    return and_(
        col(PreviewRow.platform) == sender.platform,
        col(PreviewRow.tenant) == sender.tenant,
        col(PreviewRow.user) == sender.user,
    )
