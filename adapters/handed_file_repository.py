"""Files that wait to be fetched by a link: each encrypted with a key that is made of its link's secret."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert, select
from sqlmodel import col

from adapters.handed_file_tables import LINKS_LAST, HandedFileRow
from bot.db.store import Store

NONCE = 12  # bytes


@dataclass(frozen=True, slots=True)
class HandedFile:
    name: str
    media_type: str
    content: bytes = field(repr=False)


class HandedFiles:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, files: Iterable[tuple[str, HandedFile]], now: datetime) -> None:
        """Each under its secret. Files whose links have ended are deleted first."""
        rows = [{"name": _name(secret), "sealed": _seal(secret, file), "made_at": now} for secret, file in files]
        async with self._store.writing(durable=False) as connection:  # after a power cut it is asked for again
            ended = col(HandedFileRow.made_at) <= now - LINKS_LAST
            await connection.execute(delete(HandedFileRow).where(ended))
            await connection.execute(insert(HandedFileRow), rows)

    async def find(self, secret: str) -> HandedFile | None:
        query = select(col(HandedFileRow.sealed)).where(col(HandedFileRow.name) == _name(secret))
        async with self._store.reading() as connection:
            sealed = (await connection.execute(query)).scalar()
        return _open(secret, sealed) if sealed else None


def _name(secret: str) -> str:
    """Under which a file is stored; the secret cannot be found from it."""
    return hashlib.sha256(f"name:{secret}".encode()).hexdigest()


def _cipher(secret: str) -> AESGCM:
    return AESGCM(hashlib.sha256(f"key:{secret}".encode()).digest())


def _seal(secret: str, file: HandedFile) -> bytes:
    nonce, about = secrets.token_bytes(NONCE), json.dumps([file.name, file.media_type]).encode()
    return nonce + _cipher(secret).encrypt(nonce, about + b"\n" + file.content, None)


def _open(secret: str, sealed: bytes) -> HandedFile | None:
    try:
        plain = _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except InvalidTag:
        return None
    about, _, content = plain.partition(b"\n")
    name, media_type = json.loads(about)
    return HandedFile(name, media_type, content)
