"""Migrations: applied once, in order, completely or not at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store.schema import INDEX, STATE, Migration, applied, migrate


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


def tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}


FULL_TEXT = ("config", "data", "idx")
SEARCH = {
    "sentence_blocks",
    "sentence_spans",
    "sentence_numbers",
    "searchable",
    "sentence_words",
    *(f"sentence_words_{n}" for n in FULL_TEXT),
}

FLAT = {"change_lists", "tracked", "review_rows", "review_keys", "alert_rows"}


@pytest.mark.parametrize(
    ("migrations", "names"),
    [
        (
            INDEX,
            {
                "texts",
                "readings",
                "changelogs",
                "history",
                "rejections",
                "marks",
                "remembered",
                "value_blocks",
                "sqlite_sequence",
                *SEARCH,
                *FLAT,
            },
        ),
        (STATE, {"checks", "visits", "considered", "alerts", "deliveries", "unsaved", "untaken", "hosts", "faults", "clock", "check_log"}),
    ],
)
def test_tables_keep_their_names(connection: sqlite3.Connection, migrations: tuple[Migration, ...], names: set[str]) -> None:
    """Files of version 0.1 have these; methods may be renamed, tables may not."""
    assert applied(connection) == 0
    migrate(connection, migrations)
    assert tables(connection) == names | {"migrations"}
    assert applied(connection) == len(migrations)


@pytest.mark.parametrize("migrations", [INDEX, STATE])
def test_step_by_step_gives_the_same_tables(connection: sqlite3.Connection, migrations: tuple[Migration, ...]) -> None:
    sql = "select name, sql from sqlite_master order by name"
    for end in range(1, len(migrations) + 1):
        migrate(connection, migrations[:end])
        assert applied(connection) == end
    migrate(connection, migrations)
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh, migrations)
    assert connection.execute(sql).fetchall() == fresh.execute(sql).fetchall()
    numbers = connection.execute("select number, name from migrations order by number").fetchall()
    assert [number for number, _ in numbers] == list(range(1, len(migrations) + 1))
    fresh.close()


def test_a_migration_stays_inside_the_callers_transaction(connection: sqlite3.Connection) -> None:
    connection.execute("begin")
    migrate(connection, STATE)
    assert connection.in_transaction
    connection.execute("rollback")
    assert tables(connection) == set()


def test_making_the_tables_loads_no_pandas_and_leaves_it_to_whoever_wants_it(tmp_path: Path) -> None:
    """It takes 110 MB, and is installed beside this program for the analysis of corpora."""
    (tmp_path / "pandas.py").write_text("")
    (tmp_path / "numpy.py").write_text("")
    code = (
        "import sqlite3, sys; from monitor.store.schema import INDEX, migrate;"
        "migrate(sqlite3.connect(':memory:', isolation_level=None), INDEX);"
        "assert 'sqlite_utils' in sys.modules; assert not {'pandas', 'numpy'} & set(sys.modules); import numpy, pandas"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": path})
