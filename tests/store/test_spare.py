"""The spare copy is complete, or the one before it stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.spare import spare_of, write_spare


@pytest.fixture
def original(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as file:
        file.executescript("""
            create table alerts (id text primary key, alert text);
            create table deliveries (alert_id text, channel text, state text);
            create index by_state on deliveries (state);
            create table considered (policy text, sequence integer);
            insert into alerts values ('sent', 'x'), ('half', 'x'), ('waiting', 'x'), ('nobody', 'x');
            insert into deliveries values ('sent', 'a', 'delivered'), ('half', 'a', 'delivered'), ('half', 'b', 'pending'),
                ('waiting', 'a', 'failed');
            insert into considered values ('acme', 7);
        """)
        yield file


def test_a_message_stays_with_all_its_channels_while_one_waits(original: sqlite3.Connection, tmp_path: Path) -> None:
    path = spare_of(tmp_path / "state.sqlite")
    write_spare(original, path)
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("select id from alerts order by id").fetchall() == [("half",), ("waiting",)]
        assert copy.execute("select count(*) from deliveries").fetchone() == (3,)
        assert copy.execute("select * from considered").fetchall() == [("acme", 7)]
        schema = "select type, name, sql from sqlite_master order by name"
        assert copy.execute(schema).fetchall() == original.execute(schema).fetchall()


def test_a_copy_that_cannot_be_made_leaves_the_last_one(original: sqlite3.Connection, tmp_path: Path) -> None:
    path = spare_of(tmp_path / "state.sqlite")
    write_spare(original, path)
    before = path.read_bytes()
    original.execute("alter table considered add column odd text")
    original.execute("drop table deliveries")
    with pytest.raises(sqlite3.OperationalError):  # which messages wait is unknown
        write_spare(original, path)
    assert path.read_bytes() == before
    (tmp_path / ".state.spare.sqlite.tmp").mkdir()
    with pytest.raises(StoreError, match=r"can't write .*state\.spare\.sqlite"):
        write_spare(original, path)
    assert path.read_bytes() == before
