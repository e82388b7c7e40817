"""The names of everybody on record and of their schools, for what is taken out of people's words."""

from functools import lru_cache

from sqlalchemy import select
from sqlmodel import col

from bot.db.store import Store
from bot.identity.tables import EnrolmentRow, PersonRow
from bot.language.redaction import NamesOnRecord


async def names_on_record(store: Store) -> NamesOnRecord:
    """Of everybody, and of their schools, also former ones."""
    people, schools = select(col(PersonRow.name)), select(col(EnrolmentRow.school)).distinct()
    async with store.reading() as connection:
        found = (await connection.execute(people)).scalars().all()
        named = (await connection.execute(schools)).scalars().all()
    return _folded(tuple(found), tuple(named))


@lru_cache(maxsize=1)
def _folded(people: tuple[str, ...], schools: tuple[str, ...]) -> NamesOnRecord:
    """The last ones are kept: to fold the names of some thousand people takes a good part of a second."""
    return NamesOnRecord.of(people, schools)
