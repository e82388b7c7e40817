"""Unlinking an account, and remembering that it was, so that an e-mail address does not link it again."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.activity import Sender
from bot.core.identity import Account
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.audit_tables import AuditRow
from bot.db.removal import remove
from bot.db.store import Store
from bot.delivery.tables import RelayRow
from bot.features.people import notices
from bot.features.people.repository_notices import accounts_on, tell_on
from bot.identity.queries import of_account
from bot.identity.tables import AccountRow

UNLINKED = "account.unlinked"


class Accounts:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def unlink(self, person_id: int, account_id: int, by: Sender, now: datetime) -> Account | None:
        """Take an account from its person, who is told in all of them; None when it is not that person's.

        What waits to be sent to it is not sent any more. by: the account that asked for it.
        """
        async with self._store.writing() as connection:
            accounts = await accounts_on(connection, person_id)
            found = next((one for one in accounts if one.id == account_id), None)
            if found is None:
                return None
            await connection.execute(delete(AccountRow).where(col(AccountRow.id) == account_id))
            await remove(connection, RelayRow, and_(_waiting(), of_account(RelayRow, found.sender)))
            detail = {
                "platform": found.platform,
                "tenant": found.tenant,
                "account": account_hash(found.sender),
            }
            change = await note(connection, now, AuditNote(UNLINKED, person_id, person_id, detail=detail))
            others = [one for one in accounts if one is not found and one.sender != _bare(by)]
            told = notices.account_unlinked(found, by.platform.capitalize())
            await tell_on(connection, others, f"unlinked:{change}", lambda _: told, now)
            if found.sender != _bare(by):
                itself = notices.this_account_unlinked(by.platform.capitalize())
                await tell_on(connection, [found], f"unlinked:{change}", lambda _: itself, now)
        return found


async def was_unlinked(connection: AsyncConnection, person_id: int, sender: Sender) -> bool:
    """Whether this account was unlinked from this person at some time."""
    here: Any = (
        col(AuditRow.what) == UNLINKED,
        col(AuditRow.person_id) == person_id,
        col(AuditRow.detail).contains(account_hash(sender)),
    )
    return bool((await connection.execute(select(exists().where(*here)))).scalar_one())


def account_hash(sender: Sender) -> str:
    """How an account stands in the trail, which names none."""
    named = json.dumps([sender.platform, sender.tenant, sender.user])
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:32]


def _waiting() -> ColumnElement[bool]:
    return col(RelayRow.sent_at).is_(None)


def _bare(sender: Sender) -> Sender:
    """Without its time zone, so that it can be compared."""
    return Sender(sender.platform, sender.tenant, sender.user)
