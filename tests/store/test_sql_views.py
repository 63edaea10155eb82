"""The views of `index.sqlite`: the columns of the exported tables, the same values, and little room."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.export import datasets, records
from monitor.model import Change, ChangeKind, Changelog, Direction, HistoryEntry, Severity
from monitor.present import phrases
from monitor.store import sql_views
from monitor.store.index import Index
from tests.render import sample

LEFT_OUT = {
    "versions": {"text", "recorded_as"},
    "changes": {"id", "says", "old", "new", "old_lead_in", "new_lead_in", "recorded_as"},
    "alerts": {"says"},
    "reviews": set[str](),
    "policies": set[str](),
}
"""What stands in `export sqlite` alone: texts, quotes, and what a mail server answered."""
SHORTENED = ("headline", "section", "certainty")


@pytest.fixture(scope="module")
def entries() -> list[HistoryEntry]:
    return list(sample.larkspur().entries)


@pytest.fixture
def index(tmp_path: Path, entries: list[HistoryEntry]) -> Index:
    opened = Index(tmp_path / "index.sqlite")
    opened.replace_history("larkspur", entries, [])
    opened.tables.put_tracked([("larkspur", "Larkspur", "Terms", "https://larkspur.example/terms https://b.example", "crm", 1)])
    return opened


def rows(index: Index, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(index.path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql).fetchall()]


def exported(table: str, found: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    names = [name for name in records.COLUMNS[table] if name not in LEFT_OUT[table]]
    whose = {"policy": "larkspur", "service": "Larkspur", "document": "Terms", "url": "https://larkspur.example/terms"}
    return [{name: datasets.flat(name, (whose | row).get(name)) for name in names} for row in found]


@pytest.mark.parametrize("table", sql_views.VIEWS)
def test_a_view_has_the_columns_of_the_exported_table(index: Index, table: str) -> None:
    with closing(sqlite3.connect(index.path)) as database:
        columns = [one[0] for one in database.execute(f"select * from {table}").description]
    assert columns == [name for name in records.COLUMNS[table] if name not in LEFT_OUT[table]]


def test_versions_are_the_exported_ones(index: Index, entries: list[HistoryEntry]) -> None:
    assert rows(index, "select * from versions order by captured_at") == exported("versions", records.versions(entries))


def test_changes_are_the_exported_ones_but_for_what_is_shortened(index: Index, entries: list[HistoryEntry]) -> None:
    found, expected = rows(index, "select * from changes"), exported("changes", records.changes(entries))
    assert len(found) == len(expected) > 5
    for row, other in zip(found, expected, strict=True):
        assert {k: v for k, v in row.items() if k not in SHORTENED} == {k: v for k, v in other.items() if k not in SHORTENED}
        told, whole = json.loads(row["certainty"]), json.loads(other["certainty"])
        assert told == pytest.approx(whole, abs=0.006)
        assert (row["headline"] is None) == (row["severity"] == "cosmetic")
        if row["headline"] and "…" not in row["headline"]:
            assert row["headline"] == other["headline"]
        assert row["section"] in ("", *other["section"].split(" > "))


def test_views_and_tables_can_be_joined(index: Index) -> None:
    sql = "select distinct v.title from changes c join versions v using (policy, captured_at) where c.severity = 'critical'"
    assert rows(index, sql)


def test_a_history_that_grows_at_its_beginning_keeps_each_list_with_its_version(index: Index, entries: list[HistoryEntry]) -> None:
    from monitor.store.index import Kept

    index.replace_history("larkspur", entries[2:], [])
    index.replace_history("larkspur", entries, [], kept=Kept(0, len(entries) - 2, len(entries) - 2))
    listed = [row[-1] for row in index.tables.listed("larkspur")]
    assert listed == [sql_views.change_list(one) for one in entries]
    index.replace_history("larkspur", entries[:2], [])
    assert len(rows(index, "select * from change_lists")) == 2


def test_a_history_that_is_taken_over_brings_its_lists(index: Index, tmp_path: Path) -> None:
    other = Index(tmp_path / "other.sqlite")
    other.adopt("larkspur", index)
    assert other.tables.listed("larkspur") == index.tables.listed("larkspur")
    other.forget("larkspur")
    assert rows(other, "select * from change_lists") == []


def test_the_lists_take_little_room(index: Index, entries: list[HistoryEntry]) -> None:
    changes = sum(len(one.changelog.changes) for one in entries if one.changelog)
    size = rows(index, "select sum(length(changes)) as size from change_lists")[0]["size"]
    assert size < 150 * changes + 20 * len(entries)


@pytest.mark.parametrize(
    ("headline", "short"),
    [
        ("Withdrawn: the promise not to sell your data.", "Withdrawn: the promise not to sell your data."),
        (
            "“We keep your order history for as long as the law requires” is now “We keep it for ever and a day, and then some”",
            "“We keep your order history for…” is now “We keep it for ever and a day…”",
        ),
        ("“" + "長" * 50 + "”", "“" + "長" * 32 + "…”"),
        ("word " * 40, ("word " * 20).strip() + "…"),
        ("", ""),
    ],
)
def test_a_headline_keeps_its_words_and_the_beginnings_of_its_quotes(headline: str, short: str) -> None:
    assert sql_views.short_headline(headline) == short


def test_every_topic_has_a_number_and_numbers_stay() -> None:
    """Those that were stored by number must mean the same for ever."""
    assert set(phrases.TOPICS) == set(sql_views.TOPICS)
    assert sql_views.TOPICS[:4] == ("data-collected", "purpose-of-use", "ai-training", "third-party-sharing")
    assert sql_views.TOPICS[21] == "other"
    assert (sql_views.KINDS, sql_views.DIRECTIONS) == (
        ("added", "removed", "reworded", "moved", "split", "merged"),
        ("weakens", "strengthens", "neutral", "unclear"),
    )
    assert sql_views.SEVERITIES == ("none", "cosmetic", "minor", "material", "critical")


def odd() -> Change:
    return Change(
        "x", ChangeKind.ADDED, Severity.MINOR, Direction.UNCLEAR, ("of a plug-in", "retention"), None, None, (), (),
        headline='“\ud800 it\'s "so"”\n', language="de", judged=False,
    )  # fmt: skip


def test_odd_changes_are_shown_as_they_are(index: Index, entries: list[HistoryEntry]) -> None:
    unsaid = replace(odd(), severity=Severity.MATERIAL, language=None, topics=())
    index.replace_history("larkspur", [entries[0], replace(entries[1], changelog=Changelog((odd(), unsaid)))], [])
    first, second = rows(index, "select * from changes")
    assert (first["topics"], first["rule"], first["rules"], first["judged"], first["language"]) == (
        "of a plug-in retention",
        None,
        "",
        0,
        "de",
    )
    assert first["headline"] == '“? it\'s "so"”\n'
    assert (second["topics"], second["language"], second["section"], second["severity"]) == ("", None, "", "material")


def test_a_policy_that_is_not_tracked_any_more_is_shown_without_its_name(index: Index) -> None:
    index.tables.put_tracked([])
    assert {(one["policy"], one["service"]) for one in rows(index, "select * from versions")} == {("larkspur", None)}
    assert rows(index, "select * from policies") == []
    assert rows(index, "select * from changes")
