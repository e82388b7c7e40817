"""Every line of retention that a table declares: a row just inside its time stays, one just past it goes."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary, insert, select

import adapters
import bot.bootstrap
from bot.db import schema
from bot.db.base import Utc
from bot.db.declared import Model, models, table_of
from bot.db.personal_data import KeptFor
from bot.db.retention import Retention
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.features.publishing.repository import Publications
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from knowledge.snapshot import Snapshot
from tests.support.ground import NOON, ground
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]
assert adapters and bot.bootstrap, "both name the modules that hold their tables"
schema.metadata()

LINES = [
    (model, rule, since)
    for model in models()
    for rule in model.__retention__
    if isinstance(rule, KeptFor)
    for since in ((rule.since,) if isinstance(rule.since, str) else rule.since)
]
WAITING = {"state": "waiting", "settled_at": None}
# What a table's checks ask for beside the moment that counts.
ALSO: dict[tuple[str, str], dict[str, Any]] = {
    ("asked_question", "settled_at"): {"state": "closed", "since": NOON - timedelta(days=2_000)},
    ("asked_question", "since"): WAITING,
    ("occasion", "expires_at"): {"state": "fanned"},
    ("attendance_detail", "until"): {"days": "all"},
}


def value_of(column: Column[Any], number: int) -> Any:
    """Something that the column takes: 1 where it refers to a hub, a cohort or a person; nothing where it may."""
    if column.nullable:
        return None
    if column.name == "residential_id" or (column.name == "person_id" and len(column.table.primary_key) == 1):
        return number if column.primary_key else 1
    if column.name == "hub_id" and all(one.foreign_keys for one in column.table.primary_key):
        return number  # two rows are told apart by nothing else; there are two hubs
    if column.foreign_keys or (column.name in ("hub_id", "cohort_id")):
        return 1
    figures = ((Boolean, False), (Integer, number), (Float, 0.5), (LargeBinary, b"sealed"))
    for kind, value in (*figures, (Date, NOON.date()), (Utc, NOON)):
        if isinstance(column.type, kind):
            return value
    return f"{column.name} {number}"


def row_of(model: Model, since: str, at: datetime, number: int, **more: Any) -> dict[str, Any]:
    table = table_of(model)
    row = {column.name: value_of(column, number) for column in table.columns if column.name != "id"}
    if "id" in table.columns and not isinstance(table.columns["id"].type, Integer):
        row["id"] = f"id {number}"
    when: date = at.date() if isinstance(table.columns[since].type, Date) else at
    return {**row, **ALSO.get((table.name, since), {}), since: when, **more}


def test_there_are_lines() -> None:
    assert {table_of(model).name for model, _, _ in LINES} >= {"join_attempt", "join_code", "announcement", "walk"}


@pytest.mark.parametrize(("model", "rule", "since"), LINES, ids=[f"{m.__name__}.{s}" for m, _, s in LINES])
async def test_a_row_goes_when_its_time_is_over_and_not_before(
    model: Model, rule: KeptFor, since: str, store: Store
) -> None:
    g = await ground(store)
    for number in (1, 2, 3):
        await PeopleRegister(store).add(f"Person {number}", f"{number}@school.example", NOON)
        planned = ResidentialInput(number, NOON.date(), NOON.date())
        await Residentials(store).set(g.here, planned, None, NOON)
    table, past = table_of(model), NOON - rule.period
    if table.name == "knowledge_preview":
        await Publications(store).keep(Snapshot("cohort_12", {}), NOON)
    moment = timedelta(days=1) if isinstance(table.columns[since].type, Date) else timedelta(seconds=1)
    rows = [row_of(model, since, past + moment, 1), row_of(model, since, past, 2)]
    if rule.unless:
        rows.append(row_of(model, since, past, 3, **{rule.unless: NOON}))
    async with store.writing() as connection:
        for row in rows:
            await connection.execute(insert(table), row)
        key = table.columns[since]
    assert await Retention(store).purge(NOON) == 1
    async with store.reading() as reading:
        left = (await reading.execute(select(key).order_by(key.desc()))).scalars().all()
    stays = [row[since] for row in rows[:1]] + [row[since] for row in rows[2:]]
    assert list(left) == sorted(stays, reverse=True)
    assert await Retention(store).purge(NOON) == 0
