"""Flat records of versions, changes, rejections and messages."""

from __future__ import annotations

from dataclasses import replace

from monitor.corpus.tables import TABLES
from monitor.export import records
from monitor.model import DeliveryState, Notice, NoticeKind, OutboxItem
from tests.notify.samples import NOON, alert
from tests.render import sample


def test_the_columns_are_those_of_derived_collections() -> None:
    for table in ("versions", "changes", "rejections"):
        assert records.COLUMNS[table] == tuple(TABLES[table].names)


def test_records_have_no_other_columns() -> None:
    one = sample.larkspur()
    found = {
        "versions": records.versions(one.entries),
        "changes": records.changes(one.entries),
        "rejections": records.rejections(one.rejected),
    }
    for table, rows in found.items():
        listed = list(rows)
        assert listed
        assert all(row.keys() <= set(records.COLUMNS[table]) for row in listed)


def test_the_first_version_changes_nothing_and_a_change_names_both_captures() -> None:
    one = sample.larkspur()
    rows = list(records.changes(one.entries))
    assert {row["captured_at"] for row in rows} == {entry.version.captured_at for entry in one.entries[1:]}
    assert all(row["old_captured_at"] < row["captured_at"] for row in rows)
    assert list(records.changes(one.entries[:1])) == []


def test_what_a_collection_says_of_a_version_is_kept() -> None:
    one = sample.larkspur()
    first = one.entries[0].version
    known = {(first.captured_at, first.snapshot_sha256): "2010/terms.html"}
    assert [row["recorded_as"] for row in records.versions(one.entries, known)][:2] == ["2010/terms.html", None]


def test_messages_are_told_by_channel_and_notices_are_left_out() -> None:
    one = alert()
    item = OutboxItem(one, "email:a@reader.example", DeliveryState.PENDING, 2, NOON, NOON, says="451 try again later")
    notice = replace(item, alert=Notice("n", one.policy, NoticeKind.UNREADABLE, NOON, "x", "y", NOON))
    (row,) = records.alerts([item, notice])
    assert row.keys() == set(records.COLUMNS["alerts"])
    assert (row["policy"], row["severity"], row["channel"], row["state"]) == ("northwind", "critical", item.channel, "pending")
    assert row["headline"].startswith("Withdrawn: the promise")


def test_half_a_surrogate_pair_becomes_storable() -> None:
    assert records.storable({"a": ["x\ud800", 1, None]}) == {"a": ["x?", 1, None]}
