"""The workspaces that installed the bot by themselves: each on record until it removes the bot."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, select
from sqlmodel import col

from adapters.slack.installation_tables import InstallationRow
from bot.db.store import Store


@dataclass(frozen=True, slots=True)
class Installation:
    """One row. tenant: the workspace's id; name: what it calls itself; token: encrypted by TokenCipher."""

    platform: str
    tenant: str
    name: str
    bot: str
    token: str
    at: datetime


class Installations:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, installation: Installation) -> None:
        """Store an installation; an earlier one of that workspace is replaced, since its token is dead."""
        there = _at(installation.platform, installation.tenant)
        async with self._store.writing() as connection:
            await connection.execute(delete(InstallationRow).where(there))
            await connection.execute(insert(InstallationRow), asdict(installation))

    async def of(self, platform: str, tenant: str) -> Installation | None:
        if self._store.is_empty:
            return None
        query: Any = select(InstallationRow.__table__).where(_at(platform, tenant))  # type: ignore[attr-defined]
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Installation(**row._mapping) if row else None

    async def remove(self, platform: str, tenant: str, before: datetime) -> bool:
        """Delete an installation made until then: news of a removal may come after a new installation."""
        old = and_(_at(platform, tenant), col(InstallationRow.at) <= before)
        async with self._store.writing() as connection:
            return bool((await connection.execute(delete(InstallationRow).where(old))).rowcount)


def _at(platform: str, tenant: str) -> Any:
    return and_(col(InstallationRow.platform) == platform, col(InstallationRow.tenant) == tenant)
