"""Leaves what people are told of their accounts and roles, in the transaction that changes those."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import Account
from bot.core.reply import Reply
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.direct_sql import post_on
from bot.features.people import notices
from bot.identity.repository import ACCOUNT, account_of
from bot.identity.tables import AccountRow, HubRow, PersonRow

Notice = Callable[[Account], Reply]
"""What one of the accounts is told."""


async def accounts_on(connection: AsyncConnection, person_id: int) -> tuple[Account, ...]:
    """The accounts of a person, in the order in which they were linked."""
    query = select(*ACCOUNT).where(col(AccountRow.person_id) == person_id).order_by(col(AccountRow.id))
    return tuple(map(account_of, (await connection.execute(query)).all()))


async def tell_on(
    connection: AsyncConnection, accounts: Sequence[Account], key: str, notice: Notice, now: datetime
) -> None:
    """Leave a message for each of these accounts that can be reached. key: names the change, once."""
    posts = [OutgoingMessage.to_account(key, one, notice(one)) for one in accounts if one.address]
    await post_on(connection, posts, now)


async def tell_role_given(
    connection: AsyncConnection, person_id: int, role: str, by: int | None, change: int, now: datetime
) -> None:
    """change: the number of its note in the trail; role: as in `notices.role_given`."""
    accounts, who = await accounts_on(connection, person_id), await name_of_actor(connection, by)
    await tell_on(
        connection, accounts, f"role:{change}", lambda one: notices.role_given(role, who, one, accounts), now
    )


async def tell_role_taken(
    connection: AsyncConnection, person_id: int, no_longer: str, by: int | None, change: int, now: datetime
) -> None:
    """As `tell_role_given`; no_longer: as in `notices.role_taken`."""
    accounts, reply = (
        await accounts_on(connection, person_id),
        notices.role_taken(no_longer, await name_of_actor(connection, by)),
    )
    await tell_on(connection, accounts, f"role:{change}", lambda _: reply, now)


async def hub_name(connection: AsyncConnection, hub_id: int) -> str:
    return str((await connection.execute(select(col(HubRow.name)).where(col(HubRow.id) == hub_id))).scalar_one())


async def name_of_actor(connection: AsyncConnection, person_id: int | None) -> str:
    """Who did it; the operator at the command line is on no record."""
    if person_id is None:
        return notices.OPERATOR
    query = select(col(PersonRow.name)).where(col(PersonRow.id) == person_id)
    return str((await connection.execute(query)).scalar() or notices.OPERATOR)
