"""Listed and held captures are laid out together, and read with as few fetches as their bytes allow."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import Blocked, RateLimited, SourceError, Unreachable
from monitor.model import ArchivedCopy
from monitor.pipeline.backfill import fetch_captures, list_captures
from monitor.pipeline.capture_reader import CaptureReader
from monitor.pipeline.context import MonitorContext
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, URL, WALL, Archive, World, open_world, run, years

A, B, C = years(2010, 2011, 2012)


def test_listed_and_stored_captures_are_merged(context: MonitorContext) -> None:
    archive = Archive({C: GOOD, A: GOOD, B: BAD}, digests={A: "X", B: "Y", C: "X"})
    captures = list_captures(archive, POLICY)
    fetch_captures(context, POLICY, archive, captures[:1])
    reader = CaptureReader(context, POLICY, archive)
    (known,) = reader.by_page(captures).values()
    assert [(one.captured_at, reader.holds(one)) for one in known] == [(A, True), (B, False), (C, True)]
    assert known[0].label == known[2].label, "equal bytes, as the archive's digest says"


def test_captures_known_only_to_the_store_are_listed(context: MonitorContext, world: World) -> None:
    run(context, world)
    reader = CaptureReader(context, POLICY, None)
    ((live,),) = reader.by_page([]).values()
    assert (live.source, live.capture, live.archive_url) == ("live", None, None)
    record = reader.record(live)
    assert record is not None
    copy = ArchivedCopy(URL, record.sha256, record.captured_at, "https://archive.example/copy", world.at)
    context.archive.record_copy("larkspur", copy)
    ((live,),) = CaptureReader(context, POLICY, None).by_page([]).values()
    assert live.archive_url == "https://archive.example/copy"


def test_archived_errors_are_skipped(context: MonitorContext) -> None:
    archive = Archive(dict.fromkeys((A, B), GOOD), status={A: 404, B: 200})
    (known,) = CaptureReader(context, POLICY, archive).by_page(list_captures(archive, POLICY)).values()
    assert [one.captured_at for one in known] == [B]


def test_reading_fetches_once_and_stores_the_result(context: MonitorContext) -> None:
    archive = Archive({A: GOOD}, digests={A: "X"})
    captures = list_captures(archive, POLICY)
    for _ in range(2):
        reader = CaptureReader(context, POLICY, archive)
        (known,) = reader.by_page(captures).values()
        reading = reader.read(known)
        assert reading is not None
        assert reading.document is not None
        assert reading.document.title == "Privacy Policy"
    assert archive.fetched == [A]
    assert reader.fetched == 0
    assert [record.captured_at for record in context.archive.records("larkspur")] == [A]


def test_of_a_run_of_equal_bytes_the_last_is_tried_when_the_first_fails(context: MonitorContext) -> None:
    archive = Archive(dict.fromkeys((A, B, C), GOOD), digests=dict.fromkeys((A, B, C), "X"), failing={A: Unreachable("reset")})
    reader = CaptureReader(context, POLICY, archive)
    (known,) = reader.by_page(list_captures(archive, POLICY)).values()
    assert reader.read(known) is not None
    assert archive.fetched == [A, C]
    assert (reader.fetched, reader.failures) == (2, [("2010-06-01T00:00:00Z", "reset")])


def test_captures_that_cannot_be_played_back_are_unreadable(context: MonitorContext) -> None:
    archive = Archive({A: GOOD}, failing={A: Unreachable("reset")})
    reader = CaptureReader(context, POLICY, archive)
    (known,) = reader.by_page(list_captures(archive, POLICY)).values()
    assert reader.read(known) is None
    assert not reader.holds(known[0])
    assert reader.record(known[0]) is None


@pytest.mark.parametrize("error", [RateLimited("429"), Blocked("excluded")])
def test_a_refusal_by_the_archive_is_raised(context: MonitorContext, error: SourceError) -> None:
    archive = Archive({A: GOOD, B: GOOD}, digests={A: "X", B: "X"}, failing={A: error})
    reader = CaptureReader(context, POLICY, archive)
    (known,) = reader.by_page(list_captures(archive, POLICY)).values()
    with pytest.raises(type(error)):
        reader.read(known)
    assert (archive.fetched, reader.fetched, reader.failures) == ([A], 0, [])


def test_a_bot_wall_is_stored_but_not_read(context: MonitorContext) -> None:
    archive = Archive({A: WALL})
    reader = CaptureReader(context, POLICY, archive)
    (known,) = reader.by_page(list_captures(archive, POLICY)).values()
    assert reader.read(known) is None
    assert reader.holds(known[0])


def test_spellings_of_one_address_are_one_page(context: MonitorContext) -> None:
    archive = Archive({A: GOOD, B: BAD})
    captures = list_captures(archive, POLICY)
    spelled = type(captures[1])("http://www.larkspur.example:80/privacy/", B, "wayback", None, None)
    pages = CaptureReader(context, POLICY, archive).by_page([captures[0], spelled])
    assert [[one.captured_at for one in known] for known in pages.values()] == [[A, B]]


def test_without_a_source_nothing_is_fetched(tmp_path: Path, world: World) -> None:
    archive = Archive({A: GOOD})
    reader = CaptureReader(open_world(tmp_path, world), POLICY, None)
    (known,) = reader.by_page(list_captures(archive, POLICY)).values()
    assert reader.read(known) is None
    assert archive.fetched == []


def test_equal_bytes_a_second_apart_are_two_captures_stored_once(context: MonitorContext) -> None:
    archive = Archive({A: GOOD, A + timedelta(seconds=1): GOOD})
    reader = CaptureReader(context, POLICY, archive)
    (known,) = reader.by_page(list_captures(archive, POLICY)).values()
    assert len({one.label for one in known}) == 2, "without digests nothing is known to be equal"
    reader.read(known[:1])
    reader.read(known[1:])
    assert len({record.sha256 for record in context.archive.records("larkspur")}) == 1
