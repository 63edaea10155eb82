from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from monitor.model import ChangeKind, Changelog, Side
from monitor.render.rows import pairs, row_from_json, row_to_json, summarize, version_row

from . import sample
from .reading import rows_of


def test_rows_survive_their_file() -> None:
    for row in rows_of(sample.larkspur()):
        assert row_from_json(json.loads(json.dumps(row_to_json(row)))) == row


def test_the_file_keeps_the_names_that_scripts_know() -> None:
    data = row_to_json(rows_of(sample.larkspur())[3])
    assert {"captured_at", "severity", "says", "told", "page", "counts"} <= data.keys()
    assert "material_changes" not in data
    assert data["captured_at"] == "2016-12-29T04:23:15Z"
    assert data["returns_to"] is None
    assert data["told"][0]["severity"] == "critical"


@pytest.mark.parametrize("harm", [{"told": None}, {"captured_at": "yesterday"}, {"told": [{"id": "x"}]}, {"unknown": 1}])
def test_what_is_not_a_row_is_an_error(harm: dict[str, Any]) -> None:
    data = row_to_json(rows_of(sample.larkspur())[3]) | harm
    with pytest.raises((KeyError, TypeError, ValueError)):
        row_from_json(data)


def test_a_row_says_what_its_version_changed() -> None:
    rows = rows_of(sample.larkspur())
    assert [row.says for row in rows[:2]] == ["First version on record.", "The date that the page states moved (and 2 more)."]
    assert (rows[0].page, rows[0].severity, rows[0].size) == (None, "none", 0)
    assert rows[3].page == "20140611042315--20161229042315.html"
    assert rows[3].says == rows[3].material_changes[0].says
    assert rows[3].counts == {"critical": 2, "material": 1, "minor": 1, "cosmetic": 1}
    assert [c.severity for c in rows[3].material_changes] == ["critical", "critical", "material"]
    assert rows[5].notes == ("The text changed but the date that the page states did not.",)


def test_a_summary_shortens_its_quotes_and_leaves_out_missing_sides() -> None:
    entry = sample.larkspur().entries[3]
    assert entry.changelog is not None
    gone = next(c for c in entry.changelog.changes if c.kind is ChangeKind.REMOVED)
    assert gone.old is not None
    shown = summarize(replace(gone, old=replace(gone.old, text="word " * 200)))
    assert shown.new is None
    assert shown.old is not None
    assert len(shown.old) <= 280
    assert shown.section == "6. Changes to this policy"
    assert (shown.says, shown.direction) == (gone.headline, "weakens")


def test_at_most_five_changes_are_summarized() -> None:
    entry = sample.larkspur().entries[3]
    assert entry.changelog is not None
    critical = entry.changelog.changes[0]
    many = replace(entry, changelog=replace(entry.changelog, changes=tuple(replace(critical, id=str(n)) for n in range(9))))
    assert [c.id for c in version_row(many, None).material_changes] == ["0", "1", "2", "3", "4"]


def test_the_size_of_a_change_counts_edited_added_and_removed_characters_but_no_moves() -> None:
    old, new = Side("We may.", (), (0, 7)), Side("We must.", (), (0, 8))
    reworded = sample.change(ChangeKind.REWORDED, old, new, (("=", "We "), ("-", "may"), ("+", "must"), ("=", ".")), ())
    removed = sample.change(ChangeKind.REMOVED, old, None, (), ())
    moved = sample.change(ChangeKind.MOVED, old, old, (), ())
    entry = sample.larkspur().entries[1]
    for changes, size in (((reworded,), 7), ((removed,), 7), ((moved,), 0), ((reworded, removed, moved), 14), ((), 0)):
        assert version_row(replace(entry, changelog=Changelog(changes)), None).size == size


def test_the_digest_depends_on_what_the_changelog_page_shows_alone() -> None:
    rows, entry = rows_of(sample.larkspur()), sample.larkspur().entries[3]
    same = version_row(replace(entry, version=replace(entry.version, last_seen=sample.NOW, captures=99)), rows[2])
    assert same.digest == rows[3].digest
    for other in (replace(rows[2], archive_url=None), replace(rows[2], last_seen=sample.NOW)):
        assert version_row(entry, other).digest != rows[3].digest


def test_pairs_leaves_out_versions_without_a_changelog() -> None:
    one = sample.larkspur()
    unknown = replace(one, entries=(one.entries[0], replace(one.entries[1], changelog=None), *one.entries[2:]))
    assert [place for place, _, _ in pairs(rows_of(one))] == [1, 2, 3, 4, 5, 6]
    assert [place for place, _, _ in pairs(rows_of(unknown))] == [2, 3, 4, 5, 6]
    assert all(old.captured_at < new.captured_at for _, old, new in pairs(rows_of(one)))


def test_times_are_whole_seconds_as_they_are_stored() -> None:
    entry = sample.larkspur().entries[-1]
    version = replace(
        entry.version, captured_at=entry.version.captured_at.replace(microsecond=5), last_seen=sample.NOW.replace(microsecond=7)
    )
    row = version_row(replace(entry, version=version), None)
    assert (row.captured_at, row.last_seen) == (entry.version.captured_at, sample.NOW)
    assert row_from_json(row_to_json(row)) == row
