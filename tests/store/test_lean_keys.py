"""An index of the fifth form becomes one of the sixth: nothing is said twice any more, and all says the same."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import StoreError
from monitor.model import Changelog, Document, ExtractionResult, HistoryEntry, PageFacts, Version
from monitor.store.codec import dumps, sortable, to_json
from monitor.store.index import Index
from monitor.store.packed_values import pack
from monitor.store.schema import INDEX, migrate

from .examples import changelog, rejection, version

ENGINE = "12 3bc65cbad9b2bd6ee1fbbecef8774bb8"
COUNT = 5


def text(n: int) -> str:
    return "".join(f"Statement {i if i != 3 else 900 + n}: we keep your data for {i} days.\n" for i in range(60))


def one(n: int) -> Version:
    document = Document(text(n), "Privacy", language="en")
    seen = {"last_seen": version(n).captured_at + timedelta(days=3)} if n == 2 else {"last_seen": version(n).captured_at}
    address = {"archive_url": f"https://archive.example/{n}"} if n == 3 else {}
    return version(n, policy="acme", document=document, sha256=document.sha256, **seen, **address)


def said(n: int) -> Changelog | None:
    return changelog(n) if n else None


def reading(n: int) -> ExtractionResult:
    return ExtractionResult(one(n).document, PageFacts(media_type="text/html", page_text=text(n)[:300]))


def history() -> list[HistoryEntry]:
    return [HistoryEntry(one(n), said(n), alert=n == 1) for n in range(COUNT)]


def reference(old: str, new: str) -> bytes:
    """How a version named its changelog in the fifth form."""
    return b"\x02\x02" + bytes.fromhex(old) + bytes.fromhex(new) + ENGINE.encode()


def about(value: Version | ExtractionResult) -> str:
    data = to_json(value)
    del data["document"]["text"]
    return json.dumps(data, separators=(",", ":"))


def write_old(path: Path, *, packed: bool) -> None:
    """An index as the program wrote it before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, INDEX[:5])
        for n in range(COUNT):
            this, before = one(n), one(n - 1) if n else None
            bases = [] if before is None else [(before.sha256, text(n - 1))]
            db.execute("insert into texts values (?, ?)", (this.sha256, pack(text(n), bases) if packed else text(n)))
            quoted = [(this.sha256, text(n))]
            held: Any = about(reading(n))
            db.execute(
                "insert into readings values (?, ?, ?, ?)", (this.snapshot_sha256, "r", this.sha256, pack(held, quoted) if packed else held)
            )
            named: Any = None
            if before is not None:
                named = held = dumps(said(n))
                if packed:
                    named, held = reference(before.sha256, this.sha256), pack(held, [*bases, *quoted])
                db.execute("insert into changelogs values ('acme', ?, ?, ?, ?)", (before.sha256, this.sha256, ENGINE, held))
            row = sortable(this.captured_at), this.sha256, this.snapshot_sha256, about(this), named, n == 1, f"{n:064x}"
            db.execute("insert into history values ('acme', ?, ?, ?, ?, ?, ?, ?, ?)", (n, *row))
        db.execute("insert into rejections values ('acme', 0, ?, ?)", (rejection().sha256, dumps(rejection())))
        db.execute("insert into marks values ('acme', 'key')")


@pytest.fixture(params=[False, True], ids=["loose", "packed"])
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "index.sqlite"
    write_old(path, packed=request.param)
    return path


def sql(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db, db:
        return db.execute(statement).fetchall()


def check(index: Index) -> None:
    assert list(index.entries("acme")) == history()
    assert index.versions("acme") == [one(n) for n in range(COUNT)]
    assert [index.changelog("acme", one(n).sha256, one(n + 1).sha256, ENGINE) for n in range(COUNT - 1)] == [
        said(n + 1) for n in range(COUNT - 1)
    ]
    assert [index.extraction(one(n).snapshot_sha256, "r") for n in range(COUNT)] == [reading(n) for n in range(COUNT)]
    assert [name.sha256 for name in index.version_names("acme")] == [one(n).sha256 for n in range(COUNT)]
    assert index.version_at("acme", one(3).captured_at + timedelta(hours=1)) == one(3)
    assert (index.rejections("acme"), index.derivation_key("acme")) == ([rejection()], "key")
    spans = index.spans_of_versions([("acme", 2), ("acme", 3)])
    assert [(span.name.sha256, span.last_seen) for span in spans.values()] == [(one(n).sha256, one(n).last_seen) for n in (2, 3)]


def test_everything_reads_the_same_before_and_after_packing(old: Path) -> None:
    with Index(old) as index:
        check(index)
        index.pack("acme", [one(n).snapshot_sha256 for n in range(COUNT)])
        index.vacuum()
        check(index)
    with Index(old) as again:
        check(again)


def test_the_views_show_the_same(old: Path) -> None:
    before = [sql(old, f"select * from {view}") for view in ("versions", "changes", "policies", "reviews", "alerts")]
    with Index(old) as index:
        assert index.derivation_key("acme") == "key"
    assert [sql(old, f"select * from {view}") for view in ("versions", "changes", "policies", "reviews", "alerts")] == before
    assert len(before[0]) == COUNT


def test_digests_take_half_and_rows_repeat_nothing(old: Path) -> None:
    with Index(old) as index:
        assert index.derivation_key("acme") == "key"
    for table, column in (("texts", "sha256"), ("readings", "snapshot_sha256"), ("changelogs", "old_sha256"), ("history", "sha256")):
        assert set(sql(old, f"select typeof({column}), length({column}) from {table}")) == {("blob", 32)}
    rows = [json.loads(row[0]) for row in sql(old, "select version from history order by position")]
    assert not any(row.keys() & {"policy", "captured_at", "sha256", "snapshot_sha256"} for row in rows)
    assert ["last_seen" in row for row in rows] == [n == 2 for n in range(COUNT)]
    assert ["archive_url" in row for row in rows] == [n == 3 for n in range(COUNT)]


def test_a_changelog_that_was_lost_is_damage_and_not_silence(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    write_old(path, packed=True)
    sql(path, "delete from changelogs")
    with Index(path) as index, pytest.raises(StoreError, match="damaged entry"):
        list(index.entries("acme"))


def test_damaged_json_does_not_keep_an_index_from_opening(old: Path) -> None:
    sql(old, "update history set version = '{' where position = 1")
    with Index(old) as index:
        assert index.entries("acme")[0] == history()[0]
        with pytest.raises(StoreError, match="damaged entry"):
            index.entries("acme")[1]


def test_a_migration_that_is_interrupted_leaves_the_old_form(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.lean_keys._FOLLOWED", "update nowhere set nothing = 1")
    with Index(old) as index, pytest.raises(StoreError):
        index.derivation_key("acme")
    monkeypatch.undo()
    with Index(old) as index:
        check(index)


def test_without_full_text_search_it_is_migrated_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.schema.has_full_text", lambda _: False)
    path = tmp_path / "index.sqlite"
    write_old(path, packed=False)
    assert sql(path, "select 1 from sqlite_master where name = 'searchable'") == []
    with Index(path) as index:
        check(index)
        index.pack("acme", [one(n).snapshot_sha256 for n in range(COUNT)])
        index.vacuum()
        check(index)
