"""What changes hubs, cohorts and who leads where. Reads are in bot.hubs."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import Cohort, Hub
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.store import Store
from bot.features.people.domain import NewCohort
from bot.features.people.repository import tidy
from bot.features.people.repository_codes import end_codes
from bot.features.people.repository_notices import hub_name, tell_role_given, tell_role_taken
from bot.hubs.repository import COHORTS, HUBS, NoSuchHub
from bot.identity.queries import cohort_of, hub_of
from bot.identity.tables import CohortRow, HubRow, LeadRow


class HubRegister:
    """Adds hubs and cohorts, and lets people lead a hub or no longer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def ensure_hub(self, name: str, now: datetime, by: int | None = None) -> Hub:
        """The hub of that name, made where there is none."""
        async with self._store.writing() as connection:
            return await hub_on(connection, name, now, by)

    async def ensure_cohort(self, cohort: NewCohort, now: datetime, by: int | None = None) -> Cohort:
        """The cohort of that name, made where there is none."""
        async with self._store.writing() as connection:
            return await cohort_on(connection, cohort, now, by)

    async def make_lead(self, person_id: int, hub_id: int, by: int | None, now: datetime) -> None:
        """Let somebody lead a hub; nothing happens when they do. Raises NoSuchHub."""
        try:
            async with self._store.writing() as connection:
                await lead_on(connection, person_id, hub_id, by, now)
        except IntegrityError as error:
            if "foreign key" in str(error.orig).lower():
                raise NoSuchHub from None  # or no such person; otherwise somebody made them lead meanwhile

    async def unmake_lead(self, person_id: int, hub_id: int, by: int | None, now: datetime) -> bool:
        this = (col(LeadRow.person_id) == person_id, col(LeadRow.hub_id) == hub_id)
        async with self._store.writing() as connection:
            gone = await connection.execute(delete(LeadRow).where(*this))
            if gone.rowcount:
                change = await note(connection, now, AuditNote("lead.unmade", by, person_id, hub_id))
                no_longer = f"You no longer lead {await hub_name(connection, hub_id)}"
                await tell_role_taken(connection, person_id, no_longer, by, change, now)
            return bool(gone.rowcount)


async def hub_on(connection: AsyncConnection, name: str, now: datetime, by: int | None) -> Hub:
    """`ensure_hub` within a transaction that is under way."""
    wanted = tidy(name)
    for row in (await connection.execute(HUBS)).all():
        if row.hub_name.casefold() == wanted.casefold():
            return hub_of(row)
    hub = Hub(await added(connection, HubRow, {"name": wanted, "zone": "Europe/London"}), wanted)
    await note(connection, now, AuditNote("hub.added", by, hub_id=hub.id))
    return hub


async def cohort_on(connection: AsyncConnection, cohort: NewCohort, now: datetime, by: int | None) -> Cohort:
    """`ensure_cohort` within a transaction that is under way."""
    wanted = tidy(cohort.name)
    for row in (await connection.execute(COHORTS)).all():
        if row.cohort_name.casefold() == wanted.casefold():
            return cohort_of(row)
    new = {"name": wanted, "starts": cohort.starts, "ends": cohort.ends, "half_days": cohort.half_days}
    made = await added(connection, CohortRow, new)
    await note(connection, now, AuditNote("cohort.added", by, detail={"cohort": made}))
    return Cohort(made, wanted, cohort.starts, cohort.ends, cohort.half_days)


async def lead_on(connection: AsyncConnection, person_id: int, hub_id: int, by: int | None, now: datetime) -> None:
    """`make_lead` within a transaction that is under way."""
    this = (col(LeadRow.person_id) == person_id, col(LeadRow.hub_id) == hub_id)
    if (await connection.execute(select(col(LeadRow.hub_id)).where(*this))).first() is None:
        await connection.execute(insert(LeadRow), {"person_id": person_id, "hub_id": hub_id})
        await end_codes(connection, person_id, now)
        change = await note(connection, now, AuditNote("lead.made", by, person_id, hub_id))
        role = f"a lead of {await hub_name(connection, hub_id)}"
        await tell_role_given(connection, person_id, role, by, change, now)
