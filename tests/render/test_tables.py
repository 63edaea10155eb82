from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Changelog
from monitor.render.tables import COLUMNS, JOINED, join_tables, open_tables
from monitor.render.write_if_changed import ChangedFiles

from . import sample
from .reading import rows_of


def test_tables_hold_every_change_once(site: Path) -> None:
    one = sample.larkspur()
    wanted = sum(len(e.changelog.changes) for e in one.entries if e.changelog)
    data = json.loads((site / "larkspur/changes.json").read_text())
    assert (data["schema"], data["policy"], len(data["changes"])) == ("policy-monitor/changes/1", "larkspur", wanted)
    sheet = list(csv.DictReader((site / "larkspur/changes.csv").open(encoding="utf-8", newline="")))
    assert len(sheet) == wanted
    assert tuple(sheet[0]) == COLUMNS
    everything = json.loads(unpacked(site / "changes.json.gz"))
    assert everything["policy"] is None
    assert len([c for c in everything["changes"] if c["policy"] == "larkspur"]) == wanted
    assert len(list(csv.DictReader(StringIO(unpacked(site / "changes.csv.gz"))))) == len(everything["changes"])


def unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()


def written(folder: Path, policy_id: str, changelogs: Sequence[Changelog]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What both files say, read back."""
    rows = rows_of(sample.larkspur())
    with open_tables(policy_id, folder, ChangedFiles()) as tables:
        for log in changelogs:
            tables.add(log, rows[2], rows[3])
    data = json.loads((folder / "changes.json").read_text(encoding="utf-8"))
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        return data, list(csv.DictReader(file))


def test_a_row_has_the_change_its_captures_and_its_page(tmp_path: Path) -> None:
    log = sample.larkspur().entries[3].changelog
    assert log is not None
    data, sheet = written(tmp_path, "larkspur", [log])
    change, cells = data["changes"][0], sheet[0]
    page = "larkspur/20140611042315--20161229042315.html"
    assert (change["policy"], change["old_captured_at"], change["new_captured_at"], change["page"]) == (
        "larkspur", "2014-06-11T04:23:15Z", "2016-12-29T04:23:15Z", page,
    )  # fmt: skip
    assert change["says"] == cells["says"] == log.changes[0].headline
    assert cells["severity"] == "critical"
    assert cells["topics"] == " ".join(log.changes[0].topics)
    assert (cells["page"], cells["id"]) == (page, log.changes[0].id)
    assert cells["rules"] == " ".join(reason.rule for reason in log.changes[0].reasons)


def test_a_change_without_a_headline_shows_its_reason(tmp_path: Path) -> None:
    moved = sample.change(sample.ChangeKind.MOVED, sample.Side("Here.", (), (0, 5)), sample.Side("Here.", (), (0, 5)), (), ())
    data, sheet = written(tmp_path, "x", [Changelog((replace(moved, reasons=()),))])
    assert data["changes"][0]["headline"] == ""
    assert data["changes"][0]["says"] == sheet[0]["says"] == "Moved: “Here.”"


def test_formulas_are_defused_in_the_sheet_and_untouched_in_json(tmp_path: Path) -> None:
    evil = "=cmd|'/c calc'!A0"
    change = sample.change(sample.ChangeKind.REMOVED, sample.Side(evil, (evil,), (0, 1)), None, (), ())
    data, sheet = written(tmp_path, "x", [Changelog((replace(change, headline=evil),))])
    assert data["changes"][0]["old"]["text"] == evil
    assert [sheet[0][name] for name in ("says", "section", "old_text")] == [f"'{evil}"] * 3


@pytest.mark.parametrize("number", [0, 1, 3])
def test_both_files_are_whole_whatever_the_number_of_changelogs(tmp_path: Path, number: int) -> None:
    log = sample.larkspur().entries[3].changelog
    assert log is not None
    data, sheet = written(tmp_path, "x", [log] * number)
    assert len(data["changes"]) == len(sheet) == number * len(log.changes)
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").startswith(",".join(COLUMNS))


def test_joined_tables_have_the_rows_of_all_folders_in_order(tmp_path: Path) -> None:
    log = sample.larkspur().entries[3].changelog
    assert log is not None
    folders = [tmp_path / name for name in ("a", "empty", "b")]
    for folder, number in zip(folders, (1, 0, 2), strict=True):
        written(folder, folder.name, [log] * number)
    join_tables(tmp_path, folders, ChangedFiles())
    data = json.loads(unpacked(tmp_path / "changes.json.gz"))
    names = ["a"] * len(log.changes) + ["b"] * 2 * len(log.changes)
    assert data["policy"] is None
    assert [change["policy"] for change in data["changes"]] == names
    assert [row["policy"] for row in csv.DictReader(StringIO(unpacked(tmp_path / "changes.csv.gz")))] == names


def test_joined_tables_are_the_same_file_whenever_they_are_written(tmp_path: Path) -> None:
    """Else rsync would send them each time, and `verify` call them altered."""
    log = sample.larkspur().entries[3].changelog
    assert log is not None
    written(tmp_path / "a", "a", [log])
    files = [tmp_path / name for name in JOINED]
    join_tables(tmp_path, [tmp_path / "a"], ChangedFiles())
    before = [path.read_bytes() for path in files]
    changed = ChangedFiles()
    join_tables(tmp_path, [tmp_path / "a"], changed)
    assert list(changed) == []
    for path in files:
        path.unlink()
    join_tables(tmp_path, [tmp_path / "a"], ChangedFiles())
    assert [path.read_bytes() for path in files] == before


def test_joined_tables_of_former_versions_are_removed(tmp_path: Path) -> None:
    for name in ("changes.json", "changes.csv", "mine.csv"):
        (tmp_path / name).write_text("old")
    join_tables(tmp_path, [], ChangedFiles())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changes.csv.gz", "changes.json.gz", "mine.csv"]
    assert json.loads(unpacked(tmp_path / "changes.json.gz"))["changes"] == []


def test_versions_of_which_nothing_changed_are_copied_from_the_files_of_last_time(tmp_path: Path) -> None:
    rows, log = rows_of(sample.larkspur()), sample.larkspur().entries[3].changelog
    assert log is not None
    kept: dict[str, Any] = {}
    with open_tables("x", tmp_path, ChangedFiles(), kept) as tables:
        for key, changelog in (("a", log), ("none", Changelog(())), ("b", log)):
            tables.add(changelog, rows[2], rows[3], key)
    before = [(tmp_path / name).read_bytes() for name in ("changes.json", "changes.csv")]
    with open_tables("x", tmp_path, ChangedFiles(), kept) as tables:
        assert [tables.add_former(key) for key in ("a", "none", "b", "c")] == [True, True, True, False]
    assert [(tmp_path / name).read_bytes() for name in ("changes.json", "changes.csv")] == before
    with open_tables("x", tmp_path, ChangedFiles(), kept) as tables:
        assert tables.add_former("b")
        tables.add(log, rows[2], rows[3], "c")
    assert [(tmp_path / name).read_bytes() for name in ("changes.json", "changes.csv")] == before, "two versions with the same changes"


@pytest.mark.parametrize("name", ["changes.json", "changes.csv"])
def test_nothing_is_copied_from_a_file_that_was_altered(tmp_path: Path, name: str) -> None:
    rows, log = rows_of(sample.larkspur()), sample.larkspur().entries[3].changelog
    assert log is not None
    kept: dict[str, Any] = {}
    with open_tables("x", tmp_path, ChangedFiles(), kept) as tables:
        tables.add(log, rows[2], rows[3], "a")
    (tmp_path / name).write_text((tmp_path / name).read_text().replace("larkspur", "Larkspur", 1) + " ")
    with open_tables("x", tmp_path, ChangedFiles(), kept) as tables:
        assert not tables.add_former("a")
