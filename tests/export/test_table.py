from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from monitor.export.table import COLUMNS, changes_csv
from monitor.model import Changelog, HistoryEntry, Side
from tests.render import sample


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_change_is_a_line_under_the_documented_header() -> None:
    one = sample.larkspur()
    text = changes_csv("larkspur", one.entries)
    assert text.splitlines()[0] == ",".join(COLUMNS)
    changes = [change for entry in one.entries if entry.changelog for change in entry.changelog.changes]
    rows = read(text)
    assert len(rows) == len(changes)
    assert [row["severity"] for row in rows] == [change.severity.value for change in changes]


def test_a_line_has_the_change_in_full() -> None:
    one = sample.larkspur()
    row = next(row for row in read(changes_csv("larkspur", one.entries)) if "does NOT share" in row["old"])
    assert (row["policy"], row["captured_at"]) == ("larkspur", "2016-12-29T04:23:15Z")
    assert (row["severity"], row["direction"], row["kind"]) == ("critical", "weakens", "reworded")
    assert (row["topics"], row["section"]) == ("sale-of-data third-party-sharing", "3. Sharing")
    assert row["new"].startswith("Larkspur Post may share")
    assert row["reasons"] == "Withdrawn: the promise not to share, sell, rent or trade your personal data."
    assert row["archive_url"].startswith("https://web.archive.org/web/20161229042315/")


def test_a_side_that_is_missing_is_empty_and_a_first_version_has_no_line() -> None:
    one = sample.larkspur()
    removed = [row for row in read(changes_csv("x", one.entries)) if row["kind"] == "removed"]
    assert removed
    assert all(row["new"] == "" and row["old"] for row in removed)
    assert read(changes_csv("x", one.entries[:1])) == []


@pytest.mark.parametrize("evil", ["=1+1", "+cmd", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "|calc", '=HYPERLINK("https://evil.example")'])
def test_no_cell_is_run_as_a_formula(evil: str) -> None:
    change = sample.change(sample.ChangeKind.REMOVED, Side(evil, (evil,), (0, 1)), None, (), ())
    entry = HistoryEntry(sample.larkspur().entries[1].version, Changelog((change,)))
    (row,) = read(changes_csv(evil, [entry]))
    assert (row["policy"], row["old"], row["section"]) == (f"'{evil}",) * 3


def test_quotes_commas_and_line_breaks_survive() -> None:
    words = 'He said "no, never",\nand left.'
    change = sample.change(sample.ChangeKind.ADDED, None, Side(words, ("A", "B"), (0, 1)), (), ())
    entry = HistoryEntry(replace(sample.larkspur().entries[1].version, archive_url=None), Changelog((change,)))
    (row,) = read(changes_csv("x", [entry]))
    assert (row["new"], row["section"], row["archive_url"]) == (words, "A > B", "")
