"""Many people who have joined, written straight into the tables: what is measured or killed begins after them."""

import json
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import col

from bot.db.store import Store
from bot.delivery.domain import NotificationState
from bot.delivery.tables import OccasionRow
from bot.features.announcements.domain import ANNOUNCEMENT
from bot.features.announcements.tables import AnnouncementRow
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow
from tests.support.ground import NOON, Ground, ground

SLICE = 5_000
FIRST = 1_000  # the id of the first person
TEXT = "The next twilight is on Thursday at 16:00; bring a piece of pupils' work."


async def crowd(
    store: Store, size: int, platforms: tuple[str, ...] = ("slack",), tenants: int = 1, first: int = FIRST
) -> Ground:
    """A hub's cohort of so many, spread over platforms and their tenants. first: the first one's id."""
    g = await ground(store)
    for start in range(0, size, SLICE):
        numbers = range(start, min(start + SLICE, size))
        people = [
            {"id": first + n, "name": f"P{n}", "email": f"p{n}@x.example", "admin": False, "created_at": NOON}
            for n in numbers
        ]
        places = [
            {
                "person_id": first + n,
                "hub_id": g.hub.id,
                "cohort_id": g.cohort.id,
                "school": "Oak",
                "started_at": NOON,
            }
            for n in numbers
        ]
        accounts = [
            {
                "person_id": first + n,
                "platform": platforms[n % len(platforms)],
                "tenant": f"T{n % tenants}",
                "user": f"U{n}",
                "address": json.dumps({"user": f"U{n}"}),
                "linked_at": NOON,
            }
            for n in numbers
        ]
        async with store.writing() as connection:
            await connection.execute(insert(PersonRow), people)
            await connection.execute(insert(EnrolmentRow), places)
            await connection.execute(insert(AccountRow), accounts)
    return g


async def plan_residential(g: Ground, first: date) -> None:
    await Residentials(g.store).set(g.here, ResidentialInput(1, first, first), None, NOON)


async def announce(g: Ground, at: datetime, text: str = TEXT, revision: int = 1) -> None:
    """To everybody in the hub's cohort."""
    row = {"hub_id": g.hub.id, "cohort_id": g.cohort.id, "text": text, "audience": "{}", "revision": revision}
    row |= {"ask_read": False, "created_at": at, "send_at": at, "confirmed_at": at}
    async with g.store.writing() as connection:
        done = await connection.execute(insert(AnnouncementRow).returning(col(AnnouncementRow.id)), row)
        number = done.scalar_one()
        owed = {"rule": ANNOUNCEMENT, "subject": f"announcement:{number}", "revision": revision}
        owed |= {"hub_id": g.hub.id, "cohort_id": g.cohort.id, "day": at.date(), "due_at": at}
        owed |= {"expires_at": at.replace(year=at.year + 1), "state": NotificationState.OPEN.value}
        await connection.execute(insert(OccasionRow), owed)
