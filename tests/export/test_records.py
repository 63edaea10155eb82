"""Flat records of versions, changes, rejections and messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.history.reviews import PlacedReviews
from monitor.corpus.tables import STORE_TABLES, TABLES
from monitor.export import records
from monitor.model import ChangeReview, DeliveryState, Notice, NoticeKind, OutboxItem, ReviewState, Severity
from tests.notify.samples import NOON, alert
from tests.render import sample


def test_the_columns_are_those_of_derived_collections() -> None:
    for table in ("versions", "changes", "rejections"):
        assert records.COLUMNS[table] == tuple(TABLES[table].names)
    for table, schema in STORE_TABLES.items() - TABLES.items():
        assert records.COLUMNS[table] == tuple(schema.names)


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


def test_a_message_has_the_present_id_of_its_policy() -> None:
    item = OutboxItem(alert(), "email:a@reader.example", DeliveryState.DELIVERED, 1, NOON, NOON)
    (row,) = records.alerts([item], {"northwind": "teapots"})
    assert (row["policy"], row["report"]) == ("teapots", "reports/teapots/20100518042315--20161229064321.html")
    (row,) = records.alerts([item], {"other": "teapots"})
    assert (row["policy"], row["report"]) == ("northwind", "reports/northwind/20100518042315--20161229064321.html")


@pytest.mark.parametrize(
    ("report", "moved"),
    [
        (None, None),
        ("https://a.example/old/old/1--2.html", "https://a.example/old/new/1--2.html"),
        ("elsewhere/1--2.html", "elsewhere/1--2.html"),
    ],
)
def test_a_page_goes_with_its_policy(report: str | None, moved: str | None) -> None:
    assert records.moved_report(report, "old", "new") == moved


def test_reviews_have_the_date_of_their_version_as_it_is_now() -> None:
    one = sample.larkspur()
    entry = one.entries[2]
    given = ChangeReview(
        "larkspur", entry.version.captured_at, "a" * 64, "b" * 64, ReviewState.ACCEPTED, NOON, "Kim", "Known.", Severity.MINOR
    )
    later = replace(given, given_at=NOON.replace(year=2100), state=ReviewState.ESCALATED, verdict="x")
    lost = replace(given, given_at=NOON.replace(year=2000), captured_at=NOON)
    rows = list(records.reviews(PlacedReviews({2: (given, later)}, (lost,)), one.entries))
    assert [row["state"] for row in rows] == ["accepted", "accepted", "escalated"]
    assert [row["in_history"] for row in rows] == [False, True, True]
    assert [row["captured_at"] for row in rows] == [NOON, entry.version.captured_at, entry.version.captured_at]
    assert rows[0]["verdict_changed"] is None
    assert "changed" in rows[2]["verdict_changed"]
    assert all(row.keys() <= set(records.COLUMNS["reviews"]) for row in rows)
    assert list(records.reviews(PlacedReviews({}), one.entries)) == []


def test_half_a_surrogate_pair_becomes_storable() -> None:
    assert records.storable({"a": ["x\ud800", 1, None]}) == {"a": ["x?", 1, None]}
