"""What makes this deployment this one: a name that no other has, and a key to sign with. Made at the first use."""

import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import col

from bot.db.deployment_tables import DeploymentRow
from bot.db.sql import insert_on_conflict
from bot.db.store import Store

THE_ONE = 1


@dataclass(frozen=True, slots=True)
class DeploymentIdentity:
    """name: may be told to anybody. key: 32 bytes that every process of this deployment has, and nobody else."""

    name: str
    key: bytes = field(repr=False)


async def identity(store: Store) -> DeploymentIdentity:
    """The same in every process over the same database."""
    if found := await _read(store):
        return found
    made = {"id": THE_ONE, "name": uuid.uuid4().hex, "key": secrets.token_hex(32)}
    async with store.writing() as connection:  # another process may have been quicker: its row is the one
        new = insert_on_conflict(DeploymentRow, is_sqlite=store.is_sqlite).on_conflict_do_nothing()
        await connection.execute(new, made)
    found = await _read(store)
    if found is None:
        raise LookupError("the deployment's row is gone, just after it was written")
    return found


async def _read(store: Store) -> DeploymentIdentity | None:
    query = select(col(DeploymentRow.name), col(DeploymentRow.key)).where(col(DeploymentRow.id) == THE_ONE)
    async with store.reading() as connection:
        row = (await connection.execute(query)).first()
    return DeploymentIdentity(row.name, bytes.fromhex(row.key)) if row else None
