"""A file between its dry run and the button that brings it in; encrypted, so that a backup tells nothing."""

from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, insert, select
from sqlmodel import col

from bot.db.store import Store
from bot.features.records_import.tables import ImportDraftRow


class ImportDrafts:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, person_id: int, hub_id: int, raw: bytes, now: datetime) -> str:
        """In place of the one before; returns the key, which is kept nowhere."""
        key = Fernet.generate_key()
        row = {"person_id": person_id, "hub_id": hub_id, "sealed": Fernet(key).encrypt(raw), "made_at": now}
        async with self._store.writing() as connection:
            await connection.execute(delete(ImportDraftRow).where(col(ImportDraftRow.person_id) == person_id))
            await connection.execute(insert(ImportDraftRow), row)
        return key.decode()

    async def find(self, person_id: int, hub_id: int, key: str) -> bytes | None:
        """None for another key, another hub's, and what is gone."""
        this = (col(ImportDraftRow.person_id) == person_id, col(ImportDraftRow.hub_id) == hub_id)
        async with self._store.reading() as connection:
            sealed = (await connection.execute(select(col(ImportDraftRow.sealed)).where(*this))).scalar()
        try:
            return Fernet(key.encode()).decrypt(sealed) if sealed else None
        except (InvalidToken, ValueError):
            return None

    async def forget(self, person_id: int) -> None:
        async with self._store.writing() as connection:
            await connection.execute(delete(ImportDraftRow).where(col(ImportDraftRow.person_id) == person_id))
