"""Times of live snapshots that a wrong clock gave are corrected by the order of arrival; all others are left alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.model import ArchivedCopy, ReviewDecision, SnapshotRecord
from monitor.store.archive import SnapshotArchive
from monitor.store.dating import date_records

from .examples import URL, snapshot

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
UNIX = datetime(1970, 1, 1, tzinfo=UTC)


def record(sequence: int, at: datetime, source: str = "live") -> SnapshotRecord:
    return SnapshotRecord("acme", sequence, URL, at, at, source, f"{sequence:064}", 1, f"acme/raw/{sequence}.gz")


def live(*times: datetime) -> list[SnapshotRecord]:
    return [record(n, at) for n, at in enumerate(times, start=1)]


def dates(records: list[SnapshotRecord]) -> list[datetime]:
    return [one.captured_at for one in date_records(records).records]


def test_times_in_order_are_left_alone() -> None:
    records = live(NOON, NOON, NOON + DAY)
    dating = date_records(records)
    assert (dating.records, dating.clock_said) == (records, {})
    assert date_records([]).records == []


def test_a_clock_that_was_ahead_is_dated_just_before_the_next_capture() -> None:
    dating = date_records(live(NOON, NOON + 3 * DAY, NOON + DAY))
    assert [one.captured_at for one in dating.records] == [NOON, NOON + DAY - SECOND, NOON + DAY]
    assert dating.clock_said == {2: NOON + 3 * DAY}


def test_a_clock_that_was_ahead_for_a_while_keeps_its_order() -> None:
    ahead = [NOON + n * DAY for n in (30, 31, 32)]
    assert dates(live(NOON, *ahead, NOON + DAY)) == [NOON, *(NOON + DAY - n * SECOND for n in (3, 2, 1)), NOON + DAY]


def test_a_clock_that_was_ahead_from_the_beginning() -> None:
    assert dates(live(NOON + 60 * DAY, NOON, NOON + DAY)) == [NOON - SECOND, NOON, NOON + DAY]


def test_a_clock_that_was_ahead_and_whose_time_has_come_since() -> None:
    assert dates(live(NOON, NOON + 3 * DAY, NOON + DAY, NOON + 4 * DAY))[1] == NOON + DAY - SECOND


@pytest.mark.parametrize("wrong", [UNIX, datetime(2000, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)])
def test_a_clock_without_battery_puts_nothing_else_into_the_past(wrong: datetime) -> None:
    assert dates(live(NOON, wrong)) == [NOON, NOON + SECOND], "nothing but the order is known"
    assert dates(live(NOON, wrong, wrong, NOON + DAY)) == [NOON, NOON + DAY - 2 * SECOND, NOON + DAY - SECOND, NOON + DAY]


def test_captures_within_a_second_stay_apart() -> None:
    found = dates(live(NOON, NOON + DAY, NOON + 2 * DAY, NOON + SECOND))
    assert found == sorted(set(found))
    assert found[0] == NOON


def test_archived_captures_keep_their_dates_and_say_nothing_about_the_clock() -> None:
    records = [record(1, NOON), record(2, NOON - 900 * DAY, "wayback"), record(3, NOON + 900 * DAY, "warc"), record(4, NOON + DAY)]
    assert date_records(records).records == records


TIMES = st.lists(st.one_of(st.integers(-20_000, 20_000), st.integers(0, 9)).map(lambda days: NOON + days * DAY), max_size=12)


@given(TIMES)
def test_the_order_of_arrival_is_the_order_of_time(times: list[datetime]) -> None:
    dating = date_records(live(*times))
    found = [one.captured_at for one in dating.records]
    assert found == sorted(found)
    assert [one.sequence for one in dating.records] == list(range(1, len(times) + 1))
    for one, said in zip(dating.records, times, strict=True):
        assert dating.clock_said.get(one.sequence, one.captured_at) == said
        assert dating.written(one.sha256, one.captured_at) == said
        assert dating.shown(one.sha256, said) == one.captured_at


# --- in the archive --------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> SnapshotArchive:
    """Three snapshots; the second one was captured while the clock was ahead."""
    kept = SnapshotArchive(tmp_path)
    for n, at in enumerate((NOON, NOON + 3 * DAY, NOON + DAY)):
        kept.keep(snapshot(n, captured_at=at), kept_at=at)
    return kept


def test_the_latest_is_the_one_that_arrived_last(archive: SnapshotArchive) -> None:
    latest = archive.latest("acme", URL)
    assert latest is not None
    assert (latest.sequence, latest.captured_at) == (3, NOON + DAY)
    assert archive.clock_said("acme") == {2: NOON + 3 * DAY}


def test_the_ledger_has_what_the_clock_said(archive: SnapshotArchive) -> None:
    """It is append-only; only what is read from it is corrected."""
    assert b"2026-06-04T12:00:00Z" in (archive.root / "acme/ledger.jsonl").read_bytes()
    assert archive.verify() == []
    second = archive.records("acme")[1]
    assert archive.time_in_ledger("acme", second.sha256, second.captured_at) == NOON + 3 * DAY


def test_decisions_and_copies_stay_with_their_snapshot_when_its_time_changes(archive: SnapshotArchive) -> None:
    second = archive.records("acme")[1]
    archive.record_decision("acme", ReviewDecision(second.sha256, second.captured_at, True, NOON))
    archive.record_copy("acme", ArchivedCopy(URL, second.sha256, second.captured_at, "https://archive.example/2", NOON))
    for at in (NOON + DAY, NOON + timedelta(hours=1)):  # the clock was ahead at the third capture as well
        archive.keep(snapshot(9, captured_at=at), kept_at=at)
        again = SnapshotArchive(archive.root)
        moved = again.records("acme")[1]
        assert [one.captured_at for one in again.decisions("acme")] == [moved.captured_at]
        assert [one.captured_at for one in again.archived_copies("acme")] == [moved.captured_at]
    assert moved.captured_at < NOON + timedelta(hours=1)


def test_the_last_decision_counts_also_after_one_of_a_clock_that_was_ahead(archive: SnapshotArchive) -> None:
    third = archive.records("acme")[2]
    for accept, at in ((True, NOON + 30 * DAY), (False, NOON)):
        archive.record_decision("acme", ReviewDecision(third.sha256, third.captured_at, accept, at))
    decisions = archive.decisions("acme")
    assert [one.accept for one in decisions] == [True, False]
    assert decisions[0].given_at < decisions[1].given_at == NOON


def test_a_ledger_that_is_no_file_is_not_waited_for(archive: SnapshotArchive) -> None:
    path = archive.root / "acme/ledger.jsonl"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StoreError, match="it is not a file"):
        archive.records("acme")
    assert "it is not a file" in archive.verify()[0]
