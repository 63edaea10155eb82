"""The tables behind the views: written where they differ, and filled for stores of earlier programs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store.index import Index
from monitor.store.sql_views import ALERT_COLUMNS
from tests.render import sample

KIM = ("larkspur", "2026-01-02T00:00:00Z", "ab", "2026-01-03T00:00:00Z", "accepted", "Kim", None, "critical", None, 1, "1")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    opened = Index(tmp_path / "index.sqlite")
    opened.replace_history("larkspur", list(sample.larkspur().entries)[:3], [])
    return opened


def change(index: Index, sql: str) -> None:
    with closing(sqlite3.connect(index.path)) as database, database:
        database.execute(sql)


def writes(index: Index) -> int:
    with closing(sqlite3.connect(index.path)) as database:
        return int(database.execute("pragma data_version").fetchone()[0]) + index.path.with_name("index.sqlite-wal").stat().st_size


def test_a_missing_index_has_nothing_and_is_not_created(tmp_path: Path) -> None:
    tables = Index(tmp_path / "index.sqlite").tables
    assert (tables.unlisted(), tables.tracked(), tables.review_keys(), tables.alerts(), tables.names()) == ([], [], {}, {}, [])
    tables.put_tracked([])
    tables.change_alerts({}, [])
    assert not (tmp_path / "index.sqlite").exists()


def test_versions_without_a_list_are_found_and_filled(index: Index) -> None:
    listed = index.tables.listed("larkspur")
    assert index.tables.unlisted() == []
    change(index, "delete from change_lists where position = 1")
    assert index.tables.unlisted() == ["larkspur"]
    index.tables.list_changes("larkspur", index.entries("larkspur"))
    assert (index.tables.unlisted(), index.tables.listed("larkspur")) == ([], listed)


def test_a_list_too_many_and_one_too_few_are_not_taken_for_none(index: Index) -> None:
    index.replace_history("sorrel", list(sample.larkspur().entries)[:1], [])
    change(index, "update change_lists set policy = 'gone' where policy = 'sorrel'")
    assert index.tables.unlisted() == []  # as many lists as versions: the next derivation of that policy writes it
    change(index, "delete from change_lists where policy = 'gone'")
    assert index.tables.unlisted() == ["sorrel"]


def test_policies_are_written_where_they_differ(index: Index) -> None:
    rows = [("b", "B", "Terms", "https://b.example", "", 1), ("a", "A", "Terms", "https://a.example", "crm", 0)]
    index.tables.put_tracked(rows)
    assert index.tables.tracked() == sorted(rows)
    before = writes(index)
    index.tables.put_tracked(reversed(rows))
    assert writes(index) == before
    index.tables.put_tracked(rows[:1])
    assert index.tables.tracked() == rows[:1]


def test_reviews_are_replaced_by_policy(index: Index) -> None:
    index.tables.put_reviews("larkspur", "key 1", [KIM, KIM])
    index.tables.put_reviews("sorrel", "key 2", [("sorrel", *KIM[1:])])
    index.tables.put_reviews("larkspur", "key 3", [KIM])
    assert (index.tables.reviews("larkspur"), index.tables.review_keys()) == ([KIM], {"larkspur": "key 3", "sorrel": "key 2"})
    index.tables.put_reviews("sorrel", None)
    assert (index.tables.reviews("sorrel"), index.tables.review_keys()) == ([], {"larkspur": "key 3"})


def test_messages_are_changed_one_by_one(index: Index) -> None:
    row = tuple(f"{name} 1" for name in ALERT_COLUMNS)
    key = ("id 1", "channel 1")
    other = tuple("id 2" if name == "id" else value for name, value in zip(ALERT_COLUMNS, row, strict=True))
    index.tables.change_alerts({key: row, ("id 2", "channel 1"): other}, [])
    changed = (*row[:-1], "now")
    index.tables.change_alerts({key: changed}, [("id 2", "channel 1")])
    assert index.tables.alerts() == {key: changed}


def test_the_names_are_tables_alone(index: Index) -> None:
    assert {"history", "change_lists", "tracked", "texts"} <= set(index.tables.names())
    assert not {"versions", "changes", "alerts"} & set(index.tables.names())
