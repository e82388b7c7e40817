"""Links to calendars, and what a link shows: two queries, whatever the size of the hub."""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, String, cast, delete, insert, literal, null, or_, select, tuple_, union_all
from sqlmodel import col

from bot.core.identity import Person
from bot.db.store import Store
from bot.features.calendar_feed.domain import SECRET_BYTES, Feed, FeedEntry, hashed
from bot.features.calendar_feed.tables import CalendarLinkRow
from bot.features.reports.tables import ReportRow
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.tables import ResidentialRow
from bot.identity.queries import PEOPLE, people_of
from bot.identity.tables import CohortRow, HubRow, PersonRow

OF_LINK: Any = PEOPLE.join(CalendarLinkRow, col(CalendarLinkRow.person_id) == col(PersonRow.id)).add_columns(
    col(CalendarLinkRow.as_lead)
)


class CalendarLinks:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def exists(self, person_id: int) -> bool:
        query = select(col(CalendarLinkRow.person_id)).where(col(CalendarLinkRow.person_id) == person_id)
        async with self._store.reading() as connection:
            return (await connection.execute(query)).first() is not None

    async def make(self, person_id: int, now: datetime, *, as_lead: bool) -> str:
        """A new link; the one of before ends. Returns its secret, which is nowhere else.

        as_lead: whether it shows the hubs that they lead; an account without a code acts in no role.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        async with self._store.writing() as connection:
            await connection.execute(delete(CalendarLinkRow).where(col(CalendarLinkRow.person_id) == person_id))
            row = {"person_id": person_id, "secret_hash": hashed(secret), "made_at": now, "as_lead": as_lead}
            await connection.execute(insert(CalendarLinkRow), row)
        return secret

    async def end(self, person_id: int) -> bool:
        """Whether there was one."""
        this = delete(CalendarLinkRow).where(col(CalendarLinkRow.person_id) == person_id)
        async with self._store.writing() as connection:
            return bool((await connection.execute(this)).rowcount)

    async def feed(self, secret: str, today: date) -> Feed | None:
        """What the link shows: the dates of one's places and of hubs that one leads. None: there is no such link.

        Cohorts that are over for those who led them are left out.
        """
        if self._store.is_empty:
            return None
        of_link = OF_LINK.where(col(CalendarLinkRow.secret_hash) == hashed(secret))
        async with self._store.reading() as connection:
            links = (await connection.execute(of_link)).all()
            if not links:
                return None
            (person,) = people_of(links)
            led = [hub.id for hub in person.leads] if links[0].as_lead else []
            rows = (await connection.execute(_dates(person, led, today))).all()
        several = len({row.hub_name for row in rows}) > 1
        entries = tuple(_entry(row, several) for row in rows)
        return Feed(f"Mastery Specialists, {person.name}", entries)


def _dates(person: Person, led: Collection[int], today: date) -> Any:
    """Residentials and standing reports of these hubs and cohorts, in one query."""
    places = [(one.hub.id, one.cohort.id) for one in person.enrolments]
    residentials = select(
        literal("residential").label("kind"),
        col(ResidentialRow.id).label("id"),
        col(ResidentialRow.number).label("number"),
        cast(null(), String).label("title"),
        col(ResidentialRow.first_day).label("first_day"),
        col(ResidentialRow.last_day).label("last_day"),
        col(ResidentialRow.venue).label("venue"),
        col(ResidentialRow.state).label("state"),
        col(ResidentialRow.revision).label("revision"),
        *_where_it_is(),
    )
    reports = select(
        literal("report"),
        col(ReportRow.id),
        cast(null(), Integer),
        col(ReportRow.title),
        col(ReportRow.due),
        col(ReportRow.due),
        cast(null(), String),
        literal(ResidentialState.CONFIRMED.value),
        col(ReportRow.revision),
        *_where_it_is(),
    ).where(col(ReportRow.removed_at).is_(None))
    both = union_all(
        _of(residentials, ResidentialRow, places, led, today), _of(reports, ReportRow, places, led, today)
    ).subquery()
    return select(both).order_by(both.c.first_day, both.c.kind, both.c.id)


def _where_it_is() -> tuple[Any, ...]:
    return col(HubRow.name).label("hub_name"), col(CohortRow.name).label("cohort_name")


def _of(query: Any, table: Any, places: Collection[tuple[int, int]], led: Collection[int], today: date) -> Any:
    theirs = tuple_(col(table.hub_id), col(table.cohort_id)).in_(places)
    leads = col(table.hub_id).in_(led) & (col(CohortRow.ends) >= today)
    return (
        query.join(HubRow, col(HubRow.id) == col(table.hub_id))
        .join(CohortRow, col(CohortRow.id) == col(table.cohort_id))
        .where(or_(theirs, leads))
    )


def _entry(row: Any, several: bool) -> FeedEntry:
    at = f", {row.hub_name}" if several else ""
    title = f"{row.title} due" if row.kind == "report" else f"Residential {row.number}"
    shown = f"{title}, Mastery Specialists, {row.cohort_name}{at}"
    state = ResidentialState(row.state)
    return FeedEntry(row.kind, row.id, shown, row.first_day, row.last_day, row.venue, state, row.revision)
