"""A test's PostgreSQL database may be one that a test before it had: nothing of that test is left there."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.stores import Made

HUB = "INSERT INTO hub (name, zone) VALUES ('Fenland', 'Europe/London') RETURNING id"


@pytest.fixture
def none_free(made: Made) -> Made:
    return replace(made, free=[])


def opened(url: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def did(url: str, statement: str) -> Any:
    with opened(url) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else None


def test_a_database_is_used_again_with_no_row_in_it_and_every_number_from_one(
    none_free: Made, tmp_path: Path
) -> None:
    with none_free.postgresql(tmp_path) as first:
        assert did(first, HUB) == [(1,)]
    with none_free.postgresql(tmp_path) as second:
        assert second == first
        assert did(second, "SELECT count(*) FROM hub") == [(0,)]
        assert did(second, HUB) == [(1,)]


def test_a_number_that_was_drawn_for_a_row_that_never_came_is_drawn_again(none_free: Made, tmp_path: Path) -> None:
    with none_free.postgresql(tmp_path) as first:
        assert did(first, "SELECT nextval(pg_get_serial_sequence('hub', 'id'))") == [(1,)]
    with none_free.postgresql(tmp_path) as second:
        assert did(second, HUB) == [(1,)]


def test_one_that_somebody_is_connected_to_is_not_used_again(none_free: Made, tmp_path: Path) -> None:
    with none_free.postgresql(tmp_path) as first:
        left = opened(first)
    with none_free.postgresql(tmp_path) as second:
        assert second != first
    left.close()


def test_one_with_other_tables_is_not_used_again(none_free: Made, tmp_path: Path) -> None:
    with none_free.postgresql(tmp_path) as first:
        did(first, "CREATE TABLE other ()")
    with none_free.postgresql(tmp_path) as second:
        assert second != first
