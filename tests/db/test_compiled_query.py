"""What is asked often is answered as SQLAlchemy would answer it, only sooner."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, event, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.conversation.repository import LOOK as STANDS
from bot.conversation.repository import _at, _change, _put
from bot.core.activity import ConversationKey
from bot.db.audit_tables import AuditRow
from bot.db.sql import _adding, added
from bot.db.sqlite_fast import CompiledInsert, is_cached_statement
from bot.db.store import Store
from bot.features.eligibility.repository import LOOK, DialogSessions
from bot.features.people.repository_codes import Codes
from bot.identity.repository import BEHIND_ACCOUNT, at_account
from tests.support.ground import NOON, account, ground

AUDIT = AuditRow.metadata.tables["audit"]
LATER = NOON + timedelta(minutes=5)


async def test_the_same_rows_with_the_same_kinds_of_values(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    g = await ground(store)
    sam = await g.enrol("Sam")
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("Sam"), NOON)
    seat = ConversationKey("slack", "T1", "Sam", "C")
    await DialogSessions(store).start(seat, NOON)
    file = store._reader
    assert file is not None
    for query, values in ((BEHIND_ACCOUNT, at_account(account("Sam"))), (LOOK, seat_values(seat))):
        assert is_cached_statement(query)
        found = [tuple(row) for row in (await file.execute(query, values)).all()]
        event.listen(file._engine, "before_cursor_execute", hears)
        told = [tuple(row) for row in (await file.execute(query, values)).all()]
        event.remove(file._engine, "before_cursor_execute", hears)
        assert found == told
        assert found
    await store.close()


async def test_a_change_writes_the_same_and_counts_the_same(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    seat, other = ConversationKey("slack", "T1", "Sam", "C"), ConversationKey("slack", "T1", "Ann", "C")
    put = _put(("said", "said_at", "updated_at"), is_sqlite=True)
    async with store.writing() as connection:
        for key in (seat, other):
            new = {**key._asdict(), "overtaken": False, "said": "1", "said_at": NOON, "updated_at": NOON}
            await connection.execute(put, new)
    change = _change(("said", "said_at", "overtaken", "updated_at"))
    assert is_cached_statement(change)
    file = store._writer
    assert file is not None
    kept = []
    for key, heard in ((seat, False), (other, True)):
        values = {
            **_at(key),
            "new_said": "2",
            "new_said_at": LATER,
            "new_overtaken": True,
            "new_updated_at": LATER,
        }
        if heard:
            event.listen(file._engine, "before_cursor_execute", hears)
        async with store.writing() as connection:
            assert (await connection.execute(change, values)).rowcount == 1
            assert (await connection.execute(change, {**values, "at_user": "nobody"})).rowcount == 0
        if heard:
            event.remove(file._engine, "before_cursor_execute", hears)
        async with store.reading() as reader:
            (row,) = (await reader.execute(STANDS, _at(key))).all()
            kept.append(tuple(row))
    assert kept[0] == kept[1]
    await store.close()


async def test_what_stands_open_is_added_and_then_changed_by_one_statement(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    said = _put(("said", "said_at", "updated_at"), is_sqlite=True)
    asked = _put(("question", "asked_at", "overtaken", "updated_at"), is_sqlite=True)
    assert is_cached_statement(said)
    file = store._writer
    assert file is not None
    kept = []
    for user, heard in (("Sam", False), ("Ann", True)):
        key = ConversationKey("slack", "T1", user, "C")
        if heard:
            event.listen(file._engine, "before_cursor_execute", hears)
        async with store.writing() as connection:
            for values in (
                {"said": "1", "said_at": NOON, "updated_at": NOON},
                {"said": "2", "said_at": LATER, "updated_at": LATER},
            ):
                await connection.execute(said, {**key._asdict(), "overtaken": False, **values})
            values = {"question": "{}", "asked_at": LATER, "overtaken": True, "updated_at": LATER}
            await connection.execute(asked, {**key._asdict(), **values})
        if heard:
            event.remove(file._engine, "before_cursor_execute", hears)
        async with store.reading() as reader:
            (row,) = (await reader.execute(STANDS, _at(key))).all()
        assert (row.said, row.question, row.overtaken) == ("2", "{}", True)
        kept.append(tuple(row))
    assert kept[0] == kept[1]
    await store.close()


def seat_values(seat: ConversationKey) -> dict[str, str]:
    return {"platform": seat.platform, "tenant": seat.tenant, "user": seat.user, "conversation": seat.conversation}


def hears(*_of: object) -> None:
    """Whoever listens to statements hears all of them: then none goes the short way."""


async def test_a_row_is_added_as_sqlalchemy_would_add_it(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    file = store._writer
    assert file is not None
    adding = _adding(AuditRow)
    assert is_cached_statement(adding)
    kept = []
    for heard in (False, True):
        if heard:
            event.listen(file._engine, "before_cursor_execute", hears)
        row = {"at": NOON, "what": "tried", "detail": "{}"}
        async with store.writing() as connection:
            number = await added(connection, AuditRow, row)
        if heard:
            event.remove(file._engine, "before_cursor_execute", hears)
        async with store.reading() as reader:
            (found,) = (await reader.execute(select(AUDIT).where(col(AuditRow.id) == number))).all()
        kept.append(tuple(found)[1:])
    assert kept[0] == kept[1]
    await store.close()


async def test_a_row_that_is_refused_raises_what_sqlalchemy_raises(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    sam = await (await ground(store)).enrol("Sam")
    row = {"at": NOON, "what": "tried", "detail": "{}", "person_id": sam.id, "request_key": "once"}
    async with store.writing() as connection:
        await added(connection, AuditRow, row)
    with pytest.raises(IntegrityError, match="request_key") as refused:
        async with store.writing() as connection:
            await added(connection, AuditRow, row)
    assert "once" not in str(refused.value)
    await store.close()


def test_a_default_that_is_worked_out_is_refused() -> None:
    table = Table(
        "made_up", MetaData(), Column("id", Integer, primary_key=True), Column("at", Integer, default=len)
    )
    with pytest.raises(TypeError, match="made_up"):
        CompiledInsert(insert(table), sqlite.dialect()).ask(None, {"id": 1})
