"""CSV files as databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.corpus.forms.csv_tables import as_database, is_csv
from monitor.errors import StoreError, UsageError


def read(file: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(as_database(str(file)))) as database:
        return database.execute("SELECT * FROM texts").fetchall()


def test_rows_keep_their_order_and_their_line_breaks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('\ufeffdomain,date,text\na,2020,"one\n\ntwo, ""three"""\n\nb,2021\n', encoding="utf-8")
    assert read(tmp_path / "a.csv") == [("a", "2020", 'one\n\ntwo, "three"'), ("b", "2021", "")]


def test_semicolons_and_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"domain;date;text\na;2020;caf\xe9\n")
    assert read(tmp_path / "a.csv") == [("a", "2020", "caf\ufffd")]


def test_columns_without_a_name_or_with_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,,A,"b"""\n1,2,3,4\n', encoding="utf-8")
    assert read(tmp_path / "a.csv") == [("1", "2", "3", "4")]


@pytest.mark.parametrize("content", [b"", b"\n", b",,\n1,2,3\n"])
def test_a_file_without_names_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UsageError, match="first row"):
        as_database(str(tmp_path / "a.csv"))


def test_half_a_compressed_file_is_told(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"domain,date,text\n" + b"a,2020,b\n" * 1000)[:40])
    with pytest.raises(StoreError, match=r"a\.csv\.gz"):
        as_database(str(tmp_path / "a.csv.gz"))


def test_names() -> None:
    assert [is_csv(name) for name in ("a.csv", "A.CSV.GZ", "a.tsv", "a.txt", "csv")] == [True, True, True, False, False]
