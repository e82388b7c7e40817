"""People who are enrolled and have joined, written at one go."""

from collections.abc import Sequence

from sqlalchemy import insert

from bot.core import clock
from bot.db.store import Store
from bot.features.people.import_domain import Arrival, ImportRole
from bot.features.people.repository_import import PeopleImport
from bot.identity.repository import People
from bot.identity.tables import AccountRow
from tests.support.ground import COHORT_12


async def enrolled(store: Store, platform: str, accounts: Sequence[tuple[str, str]]) -> None:
    """A specialist of one hub for each account; accounts: tenant and user."""
    now = clock.system()
    rows = [
        Arrival(at, f"Person {at}", f"p{at}@x.example", "Oak", "North Hub", "Cohort 12", ImportRole.SPECIALIST)
        for at in range(len(accounts))
    ]
    await PeopleImport(store).bring_in(rows, {"Cohort 12": COHORT_12}, now)
    there = {"platform": platform, "linked_at": now, "address": None}
    linked = [
        {**there, "person_id": person.id, "tenant": tenant, "user": user}
        for person, (tenant, user) in zip(await People(store).all(), accounts, strict=True)
    ]
    async with store.writing() as connection:
        await connection.execute(insert(AccountRow), linked)
