"""What goes wrong in the database goes into the log, and what people wrote does not go with it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.db.store import Store
from tests.support.stores import store
from tests.support.stores import url_of_both as url
from tests.support.transcript import IN_MEMORY

__all__ = ["store", "url"]

NOTE = "a private note"


async def shown(store: Store) -> str:
    """What a log line would say of an insert that fails."""
    with pytest.raises(SQLAlchemyError) as failed:
        async with store.writing() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:note)"), {"note": NOTE})
    return str(failed.value)


async def test_an_error_of_the_database_does_not_say_what_was_to_be_written(store: Store) -> None:
    said = await shown(store)
    assert "nowhere" in said
    assert NOTE not in said


async def test_nor_does_one_of_records_in_memory() -> None:
    store = await Store.open(IN_MEMORY)
    assert NOTE not in await shown(store)
    await store.close()
