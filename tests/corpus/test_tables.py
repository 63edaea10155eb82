"""What the tables say of a history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.corpus.partition import Partition
from monitor.corpus.tables import ORDER, TABLES, tables_of
from monitor.model import Rejection, ScreenStatus, Verdict
from tests.corpus.collections import SALE, policy, text
from tests.corpus.test_fold import TEXTS, folded

PARTITION = Partition(policy(), "Larkspur Lamps", "folder", "/x")


def test_versions_hold_the_text_and_count_the_changes() -> None:
    first, second, third = tables_of(PARTITION, folded(TEXTS))["versions"].to_pylist()
    assert (first["policy"], first["service"], first["document"]) == ("larkspur", "Larkspur Lamps", "Privacy Policy")
    assert (first["severity"], first["critical"], first["alert"]) == ("none", None, False)
    assert (second["severity"], second["critical"], second["alert"]) == ("critical", 1, True)
    assert SALE in second["text"]
    assert third["captured_at"] == datetime(2022, 1, 1, tzinfo=UTC)


def test_a_change_names_both_versions_both_sides_and_why() -> None:
    sale, period = tables_of(PARTITION, folded(TEXTS))["changes"].to_pylist()
    assert (sale["rule"], sale["withdrawn"], sale["direction"]) == ("promise-withdrawn", True, "weakens")
    assert "sale-of-data" in sale["topics"]
    assert sale["section"] == ["Privacy Policy", "Sharing"]
    assert sale["old"].startswith("We never sell")
    assert sale["headline"]
    assert 0 < sale["certainty"]["severity"] <= 1
    assert (sale["old_captured_at"].year, sale["old_last_seen"].year, sale["captured_at"].year) == (2020, 2020, 2021)
    assert (period["recorded_as"], period["withdrawn"]) == ("technical", False)


def test_statements_are_those_in_force_with_their_dates() -> None:
    rows = tables_of(PARTITION, folded(TEXTS))["statements"].to_pylist()
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    (kept,) = [row for row in rows if "24 months" in row["text"]]
    assert (kept["introduced_at"].year, kept["reworded_at"].year, kept["captured_at"].year) == (2020, 2022, 2022)


def test_files_that_are_no_captures_are_among_the_rejections() -> None:
    derived = replace(folded([text("Larkspur"), ""]), left_out=(("a.exe", "its extension is not one of …"),))
    rows = tables_of(PARTITION, derived)["rejections"].to_pylist()
    assert [row["reason"] for row in rows] == ["empty", "not-a-capture"]
    assert rows[1]["captured_at"] is None


def test_characters_that_are_no_utf8_are_replaced() -> None:
    verdict = Verdict(ScreenStatus.REFUSED, "not-text", "half of a pair: \ud83d")
    lost = Rejection("larkspur", datetime(2024, 1, 1, tzinfo=UTC), "import", "", "", None, verdict)
    (row,) = tables_of(replace(PARTITION, service="\udcff"), replace(folded([]), rejections=(lost,)))["rejections"].to_pylist()
    assert (row["service"], row["says"]) == ("?", "half of a pair: ?")


def test_every_table_of_a_policy_without_versions_is_there_and_empty() -> None:
    tables = tables_of(PARTITION, folded([]))
    assert {name: table.num_rows for name, table in tables.items()} == dict.fromkeys(TABLES, 0)
    assert set(ORDER) == set(TABLES)
