"""In a feature, what talks to people knows no SQL: its repository, tables, queries and recipients do."""

import re

from tests.support.paths import ROOT

FEATURES = ROOT / "bot" / "features"
TALKS = re.compile(r"(commands|views|parsing|domain|forms)\w*\.py")
IMPORTS_SQL = re.compile(r"^\s*(from|import) (sqlalchemy|sqlmodel)\b", re.M)


def test_what_talks_to_people_imports_no_sql() -> None:
    talking = [one for one in FEATURES.rglob("*.py") if TALKS.fullmatch(one.name)]
    assert len(talking) > 100
    assert [str(one.relative_to(ROOT)) for one in talking if IMPORTS_SQL.search(one.read_text())] == []


def test_the_word_for_it_is_found() -> None:
    found = [one for one in FEATURES.rglob("repository*.py") if IMPORTS_SQL.search(one.read_text())]
    assert found
