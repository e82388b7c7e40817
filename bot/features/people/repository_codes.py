"""Joining codes: a code links the account that types it to a person, once, within 14 days; guessing is slowed."""

import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.activity import Address, Sender
from bot.core.identity import LinkedBy, Person
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.store import Store
from bot.features.people.codes import LENGTH, LETTERS, as_typed, shown
from bot.features.people.domain import (
    CODES_LAST,
    MOST_TRIES,
    TRIES_COUNT,
    AccountTaken,
    Code,
    CodeEnded,
    CodeExpired,
    CodeForLead,
    CodeNotKnown,
    CodeUsed,
    NotEnrolled,
    TooManyTries,
)
from bot.features.people.notices import account_linked
from bot.features.people.repository_accounts import was_unlinked
from bot.features.people.repository_notices import accounts_on, tell_on
from bot.features.people.tables import JoinAttemptRow, JoinCodeRow
from bot.identity.addresses import names_account
from bot.identity.queries import people_of
from bot.identity.repository import BEHIND_ACCOUNT, BY_CODE, BY_EMAIL, BY_ID, THIS_ACCOUNT, at_account
from bot.identity.tables import AccountRow

TRIED = names_account(JoinAttemptRow)
ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:account, 0))")


class Codes:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def make(self, person_id: int, by: Person | None, now: datetime) -> Code:
        """A new code; an earlier one of theirs stops working. `by`: None for the operator at the command line.

        Raises CodeForLead: whoever types the code takes on the person's roles, so no lead makes one for a lead.
        """
        async with self._store.writing() as connection:
            found = people_of((await connection.execute(BY_ID, {"person": person_id})).all())
            if not found:
                raise NotEnrolled
            if (found[0].admin or found[0].leads) and by is not None and not by.admin:
                raise CodeForLead
            return await new_code(connection, person_id, by.id if by else None, now)

    async def redeem(self, code: str, sender: Sender, now: datetime, address: Address | None = None) -> Person:
        """Link the account that typed the code; only a code that is not known counts as a wrong try.

        Raises NotACode, CodeNotKnown, CodeEnded, CodeUsed, CodeExpired, TooManyTries, AccountTaken.
        """
        bare = as_typed(code)
        async with self._store.writing() as connection:
            await self._alone(connection, sender)
            await _no_more_than_allowed(connection, sender, now)
            found = await _matching(connection, bare)
            if found is not None:
                return await _redeem(connection, found, sender, now, address)
            tried = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user, "at": now}
            await connection.execute(insert(JoinAttemptRow), tried)
        raise CodeNotKnown  # out here, where the try is on record

    async def link_by_email(self, sender: Sender, email: str, now: datetime, *, trusted: bool) -> Person | None:
        """Link the account to whom its platform says it is: only where app.yaml trusts the sender's tenant.

        Only for people without a role, and for none that they are given later: whoever can change an address in
        that tenant would come by the role. Nor does it link again what the person has unlinked.
        """
        if not trusted or not email.strip():
            return None
        async with self._store.writing() as connection:
            await self._alone(connection, sender)
            owner = people_of((await connection.execute(BEHIND_ACCOUNT, at_account(sender))).all())
            if owner:
                return owner[0]
            named = {"address": email.strip().lower()}
            found = people_of((await connection.execute(BY_EMAIL, named)).all())
            if not found or roles_of(found[0]) or await was_unlinked(connection, found[0].id, sender):
                return None
            return await _link(connection, found[0].id, sender, now, LinkedBy.EMAIL, None)

    async def _alone(self, connection: AsyncConnection, sender: Sender) -> None:
        """One at a time for an account, or on PostgreSQL several could pass the count of tries at once."""
        if not self._store.is_sqlite:
            await connection.execute(ALONE, {"account": json.dumps(sorted(at_account(sender).items()))})


def roles_of(person: Person) -> frozenset[str]:
    """The roles that a code takes along: "admin", "lead:3". Empty for whoever is a specialist, or nothing."""
    return frozenset(("admin",) * person.admin + tuple(f"lead:{hub.id}" for hub in person.leads))


async def end_codes(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Codes that are out take no role that is given now; within the transaction that gives it."""
    out = (col(JoinCodeRow.person_id) == person_id, col(JoinCodeRow.used_at).is_(None))
    await connection.execute(update(JoinCodeRow).where(*out).values(ended_at=now))


async def linked_by_code(connection: AsyncConnection, person_id: int) -> bool:
    """Whether an account of theirs acts in their roles."""
    query = select(exists().where(col(AccountRow.person_id) == person_id, BY_CODE))
    return bool((await connection.execute(query)).scalar_one())


async def new_code(connection: AsyncConnection, person_id: int, by: int | None, now: datetime) -> Code:
    """A code in the place of the person's earlier ones, within a transaction that is under way."""
    (person,) = people_of((await connection.execute(BY_ID, {"person": person_id})).all())
    bare = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    salt, expires_at = secrets.token_hex(16), now + CODES_LAST
    unused = and_(col(JoinCodeRow.person_id) == person_id, col(JoinCodeRow.used_at).is_(None))
    await connection.execute(delete(JoinCodeRow).where(unused))
    row = {
        "person_id": person_id,
        "hash": hashed(bare, salt),
        "salt": salt,
        "made_by": by,
        "roles": ",".join(sorted(roles_of(person))),
        "expires_at": expires_at,
    }
    await connection.execute(insert(JoinCodeRow), row)
    await note(connection, now, AuditNote("code.made", by, person_id))
    return Code(shown(bare), expires_at)


def hashed(bare: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}:{bare}".encode()).hexdigest()


async def _no_more_than_allowed(connection: AsyncConnection, sender: Sender, now: datetime) -> None:
    lately = col(JoinAttemptRow.at) > now - TRIES_COUNT
    count = select(func.count()).select_from(JoinAttemptRow).where(TRIED, lately)
    if (await connection.execute(count, at_account(sender))).scalar_one() >= MOST_TRIES:
        raise TooManyTries


async def _redeem(
    connection: AsyncConnection, code: Any, sender: Sender, now: datetime, address: Address | None
) -> Person:
    owner = people_of((await connection.execute(BEHIND_ACCOUNT, at_account(sender))).all())
    if owner and owner[0].id != code.person_id:
        raise AccountTaken
    claim = update(JoinCodeRow).where(col(JoinCodeRow.id) == code.id, col(JoinCodeRow.used_at).is_(None))
    if code.used_at is not None:
        if owner:
            return owner[0]  # the same account once more: a message that was delivered twice
        raise CodeUsed
    if code.expires_at <= now:
        raise CodeExpired
    (person,) = people_of((await connection.execute(BY_ID, {"person": code.person_id})).all())
    if code.ended_at is not None or roles_of(person) - set((code.roles or "").split(",")):
        raise CodeEnded
    if not (await connection.execute(claim.values(used_at=now))).rowcount:
        raise CodeUsed
    await connection.execute(delete(JoinAttemptRow).where(TRIED), at_account(sender))
    if owner:
        by_code = update(AccountRow).where(THIS_ACCOUNT).values(linked_by=LinkedBy.CODE.value)
        await connection.execute(by_code, at_account(sender))
        return person
    return await _link(connection, code.person_id, sender, now, LinkedBy.CODE, address)


async def _matching(connection: AsyncConnection, bare: str) -> Any:
    """The row that the code fits. Every row is compared, each in constant time, so that time tells nothing."""
    columns = (JoinCodeRow.id, JoinCodeRow.person_id, JoinCodeRow.hash, JoinCodeRow.salt)
    state: Any = (JoinCodeRow.roles, JoinCodeRow.expires_at, JoinCodeRow.ended_at, JoinCodeRow.used_at)
    query: Any = select(*map(col, (*columns, *state)))
    found = None
    for row in (await connection.execute(query)).all():
        if hmac.compare_digest(row.hash, hashed(bare, row.salt)):
            found = row
    return found


async def _link(
    connection: AsyncConnection,
    person_id: int,
    sender: Sender,
    now: datetime,
    by_way_of: LinkedBy,
    address: Address | None,
) -> Person:
    account = {
        "person_id": person_id,
        "platform": sender.platform,
        "tenant": sender.tenant,
        "user": sender.user,
        "address": json.dumps(dict(address)) if address else None,
        "linked_at": now,
        "linked_by": by_way_of.value,
    }
    others = await accounts_on(connection, person_id)
    await connection.execute(insert(AccountRow), account)
    detail = {"platform": sender.platform, "tenant": sender.tenant, "by": by_way_of.value}
    change = await note(connection, now, AuditNote("account.linked", person_id, person_id, detail=detail))
    told = account_linked(sender.platform, by_way_of)
    await tell_on(connection, others, f"linked:{change}", lambda _: told, now)
    (person,) = people_of((await connection.execute(BY_ID, {"person": person_id})).all())
    return person
