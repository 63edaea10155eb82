"""`export`: captures as WARC, versions and changes as data."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from .conftest import User


def test_export_gives_everything_out_again(kept: User) -> None:
    assert kept("export", "warc", "northwind", "-o", "out.warc.gz").code == 0
    with Path("out.warc.gz").open("rb") as file:
        records = [(r.rec_headers["WARC-Date"], r.content_stream().read()) for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert len(records) == 10
    raw = next(Path("snapshots/northwind/raw/2010").glob("*.gz"))
    assert records[0] == ("2010-03-14T09:12:44Z", gzip.decompress(raw.read_bytes()))
    kept.configure({"id": "again", "url": "https://www.northwind-teapots.example/privacy", "live": False, "history": "warc:out.warc.gz"})
    assert len(kept("run", "--format", "json").json["new_versions"]) == 7


def test_export_as_data(kept: User) -> None:
    rows = list(csv.DictReader(io.StringIO(kept("export", "csv", "northwind").out)))
    assert {row["policy"] for row in rows} == {"northwind"}
    assert any("does NOT share" in row["old"] for row in rows)
    data = json.loads(kept("export", "json", "northwind").out)
    assert len(data["versions"]) == 7
    assert all(v["text"] for v in data["versions"])
    assert kept("export", "json", "northwind", "-o", "data.json").out == ""
    assert json.loads(Path("data.json").read_text()) == data


TABLES = ("policies", "versions", "changes", "rejections", "reviews", "alerts")


def test_export_writes_the_tables_of_all_policies(kept: User) -> None:
    assert kept("review", "northwind@2018-05-24", "--as", "accepted", "--by", "=Kim", "--note", "Seen\nand known").code == 0
    for what in ("csv", "json", "parquet"):
        assert kept("export", what, "-o", what).code == 0
        assert {path.name for path in Path(what).iterdir()} >= {
            f"{table}.{what}" for table in ("policies", "versions", "changes", "rejections", "reviews", "alerts")
        }
    (row,) = csv.DictReader(Path("csv/reviews.csv").read_text().splitlines(keepends=True))
    assert (row["by"], row["note"], row["state"]) == ("'=Kim", "Seen\nand known", "accepted")
    done = kept("export", "sqlite", "-o", "all.sqlite")
    assert (done.code, done.out) == (0, "")
    assert Path("all.sqlite").read_bytes()[:6] == b"SQLite"
    assert Path("all.metadata.json").is_file()


def test_export_says_what_is_missing(example: User) -> None:
    for asked in (
        ("csv",),
        ("sqlite",),
        ("sqlite", "northwind", "-o", "x"),
        ("parquet", "northwind"),
        ("warc",),
        ("csv", "--from", "2020"),
    ):
        done = example("export", *asked)
        assert (done.code, "ID" in done.err) == (2, True), asked
