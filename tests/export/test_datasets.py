"""Tables of all policies as files: CSV, JSON, Parquet, SQLite, and what Datasette makes of the last."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import UsageError
from monitor.export import datasets, records
from monitor.export.records import COLUMNS
from tests.event_loop import run_alone
from tests.render import sample

REVIEW = {"captured_at": "2010-05-18T04:23:15Z", "given_at": "2026-11-29T18:00:00Z", "state": "accepted", "by": "=Kim", "in_history": True}


def tables() -> dict[str, Iterator[dict[str, Any]]]:
    one = sample.larkspur()
    whose = {"policy": "larkspur", "service": "=Larkspur", "document": "Terms\ud800", "url": None}
    found = {
        "versions": records.versions(one.entries),
        "changes": records.changes(one.entries),
        "rejections": records.rejections(one.rejected),
    }
    return {table: (whose | row for row in rows) for table, rows in found.items()} | {
        "alerts": iter(()),
        "reviews": iter([whose | REVIEW]),
        "policies": iter([{"policy": "larkspur", "tags": ["tier 1", "crm"], "versions": 7, "live": True}]),
    }


def test_csv_has_every_column_and_no_formula(tmp_path: Path) -> None:
    files = datasets.write_csv(tmp_path / "out", tables())
    assert [path.name for path in files] == ["versions.csv", "changes.csv", "rejections.csv", "alerts.csv", "reviews.csv", "policies.csv"]
    with files[0].open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 7
    assert tuple(rows[0]) == records.COLUMNS["versions"]
    assert (rows[0]["service"], rows[0]["captured_at"], rows[0]["url"]) == (
        "'=Larkspur",
        "2010-05-18T04:23:15Z",
        "https://www.larkspur-post.example/privacy",
    )


def test_json_is_an_array_of_whole_records(tmp_path: Path) -> None:
    files = datasets.write_json(tmp_path, tables())
    changes = json.loads(files[1].read_text(encoding="utf-8"))
    assert tuple(changes[0]) == records.COLUMNS["changes"]
    assert isinstance(changes[0]["topics"], list)
    assert json.loads(files[3].read_text(encoding="utf-8")) == []


def test_parquet_has_the_schema_of_derived_collections(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    from monitor.corpus.tables import TABLES

    files = datasets.write_parquet(tmp_path, tables(), TABLES)
    assert [path.name for path in files] == ["versions.parquet", "changes.parquet", "rejections.parquet"]
    frame = pandas.read_parquet(files[1])
    assert tuple(frame.columns) == records.COLUMNS["changes"]
    assert set(frame["severity"]) >= {"critical", "minor"}


def test_sqlite_has_flat_tables(tmp_path: Path) -> None:
    path, described = datasets.write_sqlite(tmp_path / "all.sqlite", tables())
    with closing(sqlite3.connect(path)) as database:
        count = "select count(*) from changes where severity = 'critical' and topics like '%sale-of-data%'"
        assert database.execute(count).fetchone()[0] > 0
        assert database.execute("select document, certainty from changes limit 1").fetchone()[0] == "Terms?"
        assert database.execute("select count(*) from alerts").fetchone() == (0,)
        assert database.execute("select tags from policies").fetchone() == ("tier 1, crm",)
        assert database.execute('select "by", in_history from reviews').fetchone() == ("=Kim", 1)
    assert list(json.loads(described.read_text())["databases"]) == ["all"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.metadata.json", "all.sqlite"]


def test_writing_again_replaces_and_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    for _ in range(2):
        datasets.write_sqlite(tmp_path / "all.sqlite", tables())
    (tmp_path / "taken.sqlite").mkdir()
    with pytest.raises(UsageError, match=r"taken\.sqlite: cannot be written"):
        datasets.write_sqlite(tmp_path / "taken.sqlite", tables())


def test_a_failure_on_the_way_leaves_the_former_table(tmp_path: Path) -> None:
    datasets.write_csv(tmp_path, tables())
    before = (tmp_path / "versions.csv").read_bytes()

    def breaking() -> Iterator[dict[str, Any]]:
        yield {"policy": "x"}
        raise RuntimeError

    with pytest.raises(RuntimeError):
        datasets.write_csv(tmp_path, {"versions": breaking()})
    assert (tmp_path / "versions.csv").read_bytes() == before


def test_each_column_is_explained() -> None:
    described = datasets.description("all")["databases"]["all"]["tables"]
    assert {name: tuple(about["columns"]) for name, about in described.items()} == {name: COLUMNS[name] for name in described}
    only = datasets.description("all", only={"alerts": ["id", "policy"]})["databases"]["all"]["tables"]
    assert list(only["alerts"]["columns"]) == ["policy", "id"]
    assert tuple(only["reviews"]["columns"]) == COLUMNS["reviews"]


def test_each_prepared_query_is_answered(tmp_path: Path) -> None:
    path, described = datasets.write_sqlite(tmp_path / "all.sqlite", tables())
    queries = json.loads(described.read_text())["databases"]["all"]["queries"]
    with closing(sqlite3.connect(path)) as database:
        found = {name: database.execute(query["sql"]) for name, query in queries.items()}
        columns = {name: [one[0] for one in cursor.description] for name, cursor in found.items()}
        assert found["withdrawn_promises"].fetchall()
    assert columns["withdrawn_promises"][-1] == "review"
    # By id: a name says nothing of a policy that is tracked no more.
    assert all("policy" in names for name, names in columns.items() if name != "changes_by_month")


def test_datasette_shows_the_tables_and_the_prepared_queries(tmp_path: Path) -> None:
    application = pytest.importorskip("datasette.app")
    path, described = datasets.write_sqlite(tmp_path / "all.sqlite", tables())

    async def ask() -> list[Any]:
        served = application.Datasette([str(path)], metadata=json.loads(described.read_text()))
        answers = [await served.client.get(address) for address in ("/all/changes.json?_shape=array&severity=critical", "/all/versions")]
        return [
            *answers,
            *[
                await served.client.get(f"/all/{query}.json?_shape=array")
                for query in ("critical_changes", "changes_by_month", "reviews", "not_reviewed")
            ],
        ]

    found, page, critical, months, reviews, waiting = run_alone(ask())
    assert found.status_code == page.status_code == 200
    assert "What was in force" in page.text
    assert len(critical.json()) == len(found.json()) > 0
    assert [row["state"] for row in reviews.json()] == ["accepted"]
    assert isinstance(waiting.json(), list)
    assert {"month", "severity", "changes"} == set(months.json()[0])
