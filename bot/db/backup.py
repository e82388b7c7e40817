"""A consistent copy of a SQLite database while it is in use. PostgreSQL has tools of its own for that."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.db.errors import StoreError
from bot.db.file_rights import new_private


def backup(url: str, target: Path) -> None:
    """Copy the database at `url` to a new file, which only its owner may read. Raises StoreError in words."""
    _, stop, path = url.partition(":///")
    if not (url.startswith("sqlite") and stop and path):
        raise StoreError("only a SQLite file is copied here; for PostgreSQL use pg_dump.")
    if not Path(path).exists():
        raise StoreError(f"there is no database at {path} yet.")
    try:
        new_private(target)
    except FileExistsError:
        raise StoreError(f"{target} is there already; name a new file, so that no older copy is lost.") from None
    except OSError as error:
        raise StoreError(f"the copy could not be made ({error.strerror}).") from None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise StoreError(f"the copy could not be made ({error}).") from None
