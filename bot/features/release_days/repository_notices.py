"""Leaves what somebody is told of days that another has changed, in the transaction that changes them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.audit_domain import TURN_CHANGES
from bot.features.people.repository_notices import accounts_on, name_of_actor, tell_on
from bot.features.release_days import notices
from bot.features.release_days.domain import Balance, DaysChanged, RecordOwner, ReleaseDay


async def tell_owner(connection: AsyncConnection, whose: RecordOwner, done: DaysChanged, now: datetime) -> None:
    """In each account of whoever the days are."""
    here = TURN_CHANGES.get()
    lead = await name_of_actor(connection, whose.by)
    reply = notices.changed_by_lead(lead, done, here.turn if here else "")
    accounts = await accounts_on(connection, whose.person_id)
    await tell_on(connection, accounts, f"days:{done.change}", lambda _: reply, now)


async def tell_other(
    connection: AsyncConnection,
    whose: RecordOwner,
    by: int,
    note: int,
    days: tuple[Sequence[ReleaseDay], Sequence[ReleaseDay], Balance],
    now: datetime,
) -> None:
    """The other of the two that the change was taken back by `by`: the lead who made it, or whose days they are.

    note: the id of the undo's entry in the trail. days: what is on record again, what no longer is, the balance.
    """
    if not whose.by_another:
        return
    other = whose.by if by == whose.person_id else whose.person_id
    name = await name_of_actor(connection, by)
    owner = "your" if other == whose.person_id else f"{await name_of_actor(connection, whose.person_id)}'s"
    reply = notices.taken_back(name, owner, *days)
    accounts = await accounts_on(connection, other or 0)
    await tell_on(connection, accounts, f"days:{note}", lambda _: reply, now)


async def whose_name(connection: AsyncConnection, person_id: int) -> str:
    """The name of whoever the days are."""
    return await name_of_actor(connection, person_id)
