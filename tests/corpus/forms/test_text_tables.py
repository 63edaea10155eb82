"""Databases and CSV files of dated texts, as the Princeton-Leuven corpus is published."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.corpus.forms import form_of, partitions
from monitor.corpus.task import DERIVED, HELD, Order, derive_partition
from monitor.errors import StoreError, UsageError
from tests.corpus.collections import SALE, history, princeton, table, text
from tests.corpus.conftest import derived, files, rows
from tests.net.web_server import WebServer

pytestmark = pytest.mark.usefixtures("quick")


def test_each_site_of_the_database_is_a_policy(tmp_path: Path) -> None:
    source = princeton(tmp_path / "release.sqlite", {"larkspur.example": history("Larkspur"), "quillon.example": history("Quillon")})
    assert form_of(str(source)) == "table"
    ids = derived(source, tmp_path / "tables")
    assert list(ids) == ["larkspur.example/Privacy Policy", "quillon.example/Privacy Policy"]
    versions = rows(tmp_path / "tables", "versions", ids["larkspur.example/Privacy Policy"])
    assert [row["captured_at"].year for row in versions] == [2022, 2024, 2025]
    assert versions[0]["url"] == "http://larkspur.example/privacy"
    assert versions[0]["archive_url"] == "https://web.archive.org/web/20220101000000/http://larkspur.example/privacy"


def test_a_half_year_stands_for_a_missing_address(tmp_path: Path) -> None:
    source = princeton(tmp_path / "release.db", {"larkspur.example": {"2016A": text("Larkspur"), "2016B": text("Larkspur", sharing=SALE)}})
    ids = derived(source, tmp_path / "tables")
    versions = rows(tmp_path / "tables", "versions", ids["larkspur.example/Privacy Policy"])
    assert [row["captured_at"] for row in versions] == [datetime(2016, 1, 1, tzinfo=UTC), datetime(2016, 7, 1, tzinfo=UTC)]


@pytest.mark.parametrize("name", ["texts.csv", "texts.csv.gz", "texts.tsv"])
def test_a_csv_file_is_read_like_a_database(tmp_path: Path, name: str) -> None:
    listed = [{"domain": "larkspur.example", "date": when, "text": words} for when, words in history("Larkspur").items()]
    plain = table(tmp_path / "plain.csv", listed)
    content = plain.read_bytes()
    if name.endswith("tsv"):
        (tmp_path / name).write_text(
            "domain\tdate\ttext\n" + "\n".join(f'{row["domain"]}\t{row["date"]}\t"{row["text"]}"' for row in listed), encoding="utf-8"
        )
    else:
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    ids = derived(tmp_path / name, tmp_path / "tables")
    assert len(rows(tmp_path / "tables", "versions", ids["larkspur.example/Privacy Policy"])) == 3


def test_a_folder_of_tables_is_one_collection(tmp_path: Path) -> None:
    source = tmp_path / "parts"
    source.mkdir()
    for n, (when, words) in enumerate(history("Larkspur").items()):
        table(source / f"part-{n}.csv", [{"Site": "larkspur.example", "Timestamp": when, "Policy_Text": words}])
    ids = derived(source, tmp_path / "tables")
    assert len(rows(tmp_path / "tables", "versions", ids["larkspur.example/Privacy Policy"])) == 3


def test_services_with_several_documents(tmp_path: Path) -> None:
    listed = [
        {"service": "Larkspur", "document": kind, "captured_at": "2024-05-01T12:00:00+02:00", "text": text("Larkspur")}
        for kind in ("Privacy Policy", "Terms of Service")
    ]
    found = list(partitions(str(table(tmp_path / "t.csv", listed))))
    assert [(one.service, one.policy.document) for one in found] == [("Larkspur", "Privacy Policy"), ("Larkspur", "Terms of Service")]
    assert len({one.policy.id for one in found}) == 2


def test_rows_without_a_date_or_a_text_are_named(tmp_path: Path) -> None:
    source = tmp_path / "t.sqlite"
    with closing(sqlite3.connect(source)) as database:
        database.execute("CREATE TABLE dated (domain TEXT, date TEXT, text TEXT)")
        rows_of = [("a.example", "2020-01-01", text("A")), ("a.example", "some day", text("A")), ("a.example", "2021-01-01", None)]
        database.executemany("INSERT INTO dated VALUES (?, ?, ?)", rows_of)
        database.commit()
    (policy,) = derived(source, tmp_path / "tables").values()
    says = [row["says"] for row in rows(tmp_path / "tables", "rejections", policy)]
    assert says == [
        "t.sqlite, text 2: its date can't be read (some day)",
        "t.sqlite, text 3: no text has this number",
    ]


def test_html_and_bytes_are_read_as_such(tmp_path: Path) -> None:
    source = tmp_path / "t.sqlite"
    page = f"<!DOCTYPE html><html><body><main>{''.join(f'<p>{line}</p>' for line in text('A').splitlines() if line)}</main></body></html>"
    with closing(sqlite3.connect(source)) as database:
        database.execute("CREATE TABLE dated (domain TEXT, timestamp INTEGER, html BLOB)")
        database.execute("INSERT INTO dated VALUES ('a.example', 20200101000000, ?)", [page.encode()])
        database.commit()
    (policy,) = derived(source, tmp_path / "tables").values()
    (version,) = rows(tmp_path / "tables", "versions", policy)
    assert "<p>" not in version["text"]
    assert "parcels" in version["text"]


def test_an_altered_text_is_derived_again(tmp_path: Path) -> None:
    source = princeton(tmp_path / "release.sqlite", {"larkspur.example": history("Larkspur")})
    order = Order(str(tmp_path / "tables"))
    (partition,) = partitions(str(source))
    assert [derive_partition(partition, order).state for _ in range(2)] == [DERIVED, HELD]
    with closing(sqlite3.connect(source)) as database:
        database.execute("UPDATE policy_texts SET policy_text = ? WHERE id = 3", [text("Larkspur", months=99)])
        database.commit()
    assert derive_partition(partition, order).state == DERIVED


def test_rows_in_a_write_ahead_log_are_seen(tmp_path: Path) -> None:
    source = princeton(tmp_path / "release.sqlite", {"larkspur.example": history("Larkspur")})
    with closing(sqlite3.connect(source)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("INSERT INTO sites (id, domain) VALUES (9, 'quillon.example')")
        database.execute("INSERT INTO policy_snapshots (site_id, policy_text_id, year, phase) VALUES (9, 1, 2019, 'B')")
        database.commit()
        assert [one.service for one in partitions(str(source))] == ["larkspur.example", "quillon.example"]


def test_a_file_on_a_web_server_is_a_collection(tmp_path: Path, web: WebServer) -> None:
    rows_of = [{"domain": "larkspur.example", "date": when, "text": words} for when, words in history("Larkspur").items()]
    content = table(tmp_path / "t.csv", rows_of).read_bytes()
    for answering in (web.page("/t.csv", content), web.page("/export", content)):
        (partition,) = partitions(answering, "table" if answering.endswith("export") else None)
        assert partition.service == "larkspur.example"


def test_nothing_is_written_beside_the_database(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = princeton(tmp_path / "in" / "release.sqlite", {"larkspur.example": history("Larkspur")})
    before = files(tmp_path / "in")
    derived(source, tmp_path / "tables")
    assert files(tmp_path / "in") == before


@pytest.mark.parametrize("head", ["who,when,what", "domain,text", "date,text", "domain,date"])
def test_a_table_without_the_columns_says_what_is_expected(tmp_path: Path, head: str) -> None:
    (tmp_path / "t.csv").write_text(f"{head}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="expected a table with a column each"):
        list(partitions(str(tmp_path / "t.csv")))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.sqlite").write_bytes(b"no database at all, whatever its name says")
    with pytest.raises(StoreError, match=r"t\.sqlite"):
        list(partitions(str(tmp_path / "t.sqlite")))
