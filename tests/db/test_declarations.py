"""Every table says how long its rows stay and how somebody is erased from it; an omission is refused, in words."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlmodel import Field, SQLModel

import adapters
import bot.bootstrap
from bot.db import schema
from bot.db.declared import Undeclared, models, personal_columns, problems, refuse_undeclared, table_of
from bot.db.personal_data import ByPerson, Cleared, KeptForGood, KeptWith, NobodysData
from bot.db.retention_table import written_into
from knowledge.between_marks import NoPlaceForIt
from tests.support.paths import ROOT

assert adapters and bot.bootstrap, "both name the modules that hold their tables"
NEW_TABLE = """
from sqlmodel import Field
from bot.db.base import TableModel

class DiaryRow(TableModel, table=True):
    __tablename__ = "diary"
    {declared}
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    user: str
"""
OPEN = """
import asyncio, bot.bootstrap
from bot.db import schema
from bot.db.errors import StoreError
from bot.db.store import Store
schema.declare("a_new_table")
try:
    asyncio.run(Store.open("sqlite+aiosqlite:///{folder}/a.db"))
except StoreError as error:
    print(error)
"""


class Base(SQLModel):
    """Tables of these tests, which are not the program's."""

    __holds__: ClassVar[str] = "a test's rows"
    __retention__: ClassVar[tuple[Any, ...]] = (KeptForGood("it is a test"),)
    __erasure__: ClassVar[tuple[Any, ...]] = ()
    __takes_along__: ClassVar[tuple[Any, ...]] = ()
    metadata = type(SQLModel.metadata)()


class PersonOfTests(Base, table=True):
    __tablename__ = "person"
    __erasure__ = (NobodysData("a test"),)
    id: int | None = Field(default=None, primary_key=True)


class Diary(Base, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE")
    seen_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    platform: str
    tenant: str
    user: str


def wrong(erasure: tuple[Any, ...] = (), **more: Any) -> str:
    """What is said of the diary with these declarations."""
    declared = type("Diary", (), {"__table__": Diary.__table__, "__erasure__": erasure, **more})  # type: ignore[attr-defined]
    for name in ("__holds__", "__retention__"):
        if name not in more:
            setattr(declared, name, getattr(Base, name))
    return "\n".join(problems(declared))


def test_the_programs_own_tables_declare_everything() -> None:
    schema.metadata()
    assert {table_of(one).name for one in models()} == set(schema.metadata().tables)
    refuse_undeclared(models())


def test_a_table_that_names_people_and_says_nothing_is_refused() -> None:
    said = wrong(__retention__=(), __holds__="")
    assert "does not say what it holds: declare __holds__" in said
    assert "does not say how long its rows stay: declare __retention__" in said
    assert "does not say how somebody is erased from it" in said
    assert "person_id, seen_by, user" in said


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((NobodysData("I thought so"),), "is about person_id, seen_by, user"),
        ((ByPerson(),), "is about seen_by"),
        ((ByPerson(), Cleared("seen_by")), "__erasure__ needs ByAccount()"),
        ((ByPerson("seen_by"),), "seen_by is no foreign key to person with ON DELETE CASCADE"),
        ((Cleared("person_id"),), "person_id is no foreign key to person with ON DELETE SET NULL"),
        ((Cleared("seen_by", also={"words": None}),), "names columns that are not there: words"),
    ],
)
def test_a_rule_that_leaves_somebody_out_or_does_not_fit_is_refused(rules: tuple[Any, ...], said: str) -> None:
    assert said in wrong(rules)


def test_rows_that_are_said_to_go_with_others_need_a_foreign_key_that_does_it() -> None:
    assert "go with walk, but no foreign key there" in wrong((ByPerson(),), __retention__=(KeptWith("walk"),))


def test_columns_are_known_by_what_they_refer_to_and_by_their_names() -> None:
    assert personal_columns(table_of(Diary)) == ("person_id", "seen_by", "user")  # type: ignore[arg-type]


@pytest.mark.parametrize("declared", ["", '__holds__ = "a diary"'])
def test_the_program_does_not_start_with_such_a_table(tmp_path: Path, declared: str) -> None:
    (tmp_path / "a_new_table.py").write_text(NEW_TABLE.format(declared=declared))
    paths = os.pathsep.join([str(tmp_path), str(ROOT)])
    opened = subprocess.run(
        [sys.executable, "-c", OPEN.format(folder=tmp_path)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "table diary (a_new_table.DiaryRow) does not say how long its rows stay" in opened.stdout, opened.stderr
    assert ("does not say what it holds" in opened.stdout) is not declared.startswith("__holds__")


def test_the_table_in_the_docs_is_what_the_tables_declare() -> None:
    """If it is not: .venv/bin/mastery docs."""
    schema.metadata()
    document = (ROOT / "docs" / "operating.md").read_text()
    assert written_into(document) == document
    with pytest.raises(NoPlaceForIt):
        written_into("nothing to write into")
    assert issubclass(Undeclared, Exception)
