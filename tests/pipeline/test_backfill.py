"""Captures are fetched once, skipped where a digest or a status makes a request needless, and noted where they were seen again."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import Blocked, NotArchived, RateLimited, SourceError, Unreachable
from monitor.model import Policy
from monitor.pipeline.backfill import fetch_all_captures, fetch_captures, list_captures
from monitor.pipeline.derive import derive
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, Archive, World, open_world, years


def test_equal_digests_are_noted_without_a_fetch(tmp_path: Path, world: World) -> None:
    a, b, c, d, e = years(2010, 2011, 2012, 2013, 2014)
    archive = Archive({a: GOOD, b: GOOD, c: GOOD, d: BAD, e: GOOD}, digests={a: "X", b: "X", c: "X", d: "Y", e: "X"})
    context = open_world(tmp_path, world)
    result = fetch_all_captures(context, POLICY, archive)
    assert archive.fetched == [a, d]
    assert (result.fetched, result.same) == (2, 3)
    derive(context, POLICY)
    versions = context.index.versions("larkspur")
    assert [(v.captured_at, v.last_seen) for v in versions] == [(a, c), (d, d), (e, e)]
    again = fetch_all_captures(context, POLICY, archive)
    assert (again.fetched, again.held, archive.fetched) == (0, 4, [a, d])


def test_archived_errors_are_not_fetched_and_failures_are_reported(tmp_path: Path, world: World) -> None:
    a, b, c = years(2010, 2011, 2012)
    archive = Archive({a: GOOD, b: BAD, c: GOOD}, failing={b: Unreachable("reset")}, status={a: 404, b: 200, c: 200})
    context = open_world(tmp_path, world)
    result = fetch_all_captures(context, POLICY, archive)
    assert (result.errors, result.fetched, result.failures) == (1, 1, [("2011-06-01T00:00:00Z", "reset")])
    archive.failing.clear()
    assert fetch_all_captures(context, POLICY, archive).fetched == 1


def test_of_what_is_held_only_the_files_of_listed_captures_are_looked_for(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c, d = years(2010, 2011, 2012, 2013)
    context = open_world(tmp_path, world)
    fetch_all_captures(context, POLICY, Archive({a: GOOD, b: BAD, c: GOOD}, digests={a: "X", b: "Y", c: "Z"}))
    looked_for = []
    real = context.archive.is_missing
    monkeypatch.setattr(type(context.archive), "is_missing", lambda self, record: (looked_for.append(record.captured_at), real(record))[1])
    archive = Archive({b: BAD, d: GOOD}, digests={b: "Y", d: "X"})
    result = fetch_all_captures(context, POLICY, archive)
    assert (result.held, result.same, archive.fetched) == (1, 1, []), "by its moment, and by its bytes"
    assert looked_for == [a, b]


def test_an_archive_that_limits_requests_is_left_alone(tmp_path: Path, world: World) -> None:
    a, b = years(2010, 2011)
    archive = Archive({a: GOOD, b: BAD}, failing={a: RateLimited("429")})
    result = fetch_all_captures(open_world(tmp_path, world), POLICY, archive)
    assert (archive.fetched, len(result.failures)) == ([a], 1)


def test_a_limit_stops_and_progress_is_reported(tmp_path: Path, world: World) -> None:
    archive, progress = Archive(dict.fromkeys(years(2010, 2011, 2012), GOOD)), []
    context = open_world(tmp_path, world)
    fetch_captures(
        context, POLICY, archive, list_captures(archive, POLICY), limit=2, on_progress=lambda done, of: progress.append((done, of))
    )
    assert progress == [(1, 3), (2, 3)]


def test_captures_of_all_addresses_are_listed_once_and_in_order() -> None:
    policy = Policy("pair", "Pair", urls=("https://b.example/", "https://a.example/"))
    archive = Archive(dict.fromkeys(years(2012, 2010), GOOD))
    listed = list_captures(archive, policy, since=years(2011)[0])
    assert [(c.url, c.captured_at.year) for c in listed] == [("https://a.example/", 2012), ("https://b.example/", 2012)]
    twice = Policy("twice", "Twice", urls=("https://a.example/", "https://a.example/"))
    assert len(list_captures(archive, twice)) == 2


@pytest.mark.parametrize(
    ("error", "fetched"), [(RateLimited("429"), 1), (Blocked("excluded"), 1), (Unreachable("reset"), 3), (NotArchived("404"), 3)]
)
def test_only_a_refusal_by_the_archive_ends_the_backfill(tmp_path: Path, world: World, error: SourceError, fetched: int) -> None:
    pages = years(2010, 2011, 2012)
    archive = Archive(dict.fromkeys(pages, GOOD), failing=dict.fromkeys(pages, error))
    result = fetch_all_captures(open_world(tmp_path, world), POLICY, archive)
    assert (len(archive.fetched), len(result.failures), result.fetched) == (fetched, fetched, 0)
    assert result.failures[0] == ("2010-06-01T00:00:00Z", str(error))


def test_a_capture_with_the_same_bytes_replaces_one_that_cannot_be_played_back(tmp_path: Path, world: World) -> None:
    a, b = years(2010, 2011)
    archive = Archive({a: GOOD, b: GOOD}, digests={a: "X", b: "X"}, failing={a: Unreachable("reset")})
    context = open_world(tmp_path, world)
    result = fetch_all_captures(context, POLICY, archive)
    assert (archive.fetched, result.fetched, result.same) == ([a, b], 1, 0)


def test_bytes_that_were_lost_are_fetched_again(tmp_path: Path, world: World) -> None:
    archive = Archive({years(2010)[0]: GOOD}, digests={years(2010)[0]: "X"})
    context = open_world(tmp_path, world)
    fetch_all_captures(context, POLICY, archive)
    (record,) = context.archive.records("larkspur")
    (context.archive.root / record.path).unlink()
    assert fetch_all_captures(context, POLICY, archive).held == 1
    assert context.archive.is_intact(record)
    assert archive.fetched == years(2010, 2010)


def test_damaged_bytes_are_reported_where_they_would_be_noted_again(tmp_path: Path, world: World) -> None:
    a, b, c = years(2010, 2011, 2012)
    archive = Archive({a: GOOD, b: BAD, c: GOOD}, digests={a: "X", b: "Y", c: "X"})
    context = open_world(tmp_path, world)
    fetch_captures(context, POLICY, archive, list_captures(archive, POLICY)[:2])
    first = context.archive.records("larkspur")[0]
    (context.archive.root / first.path).write_bytes(b"damage")
    result = fetch_all_captures(context, POLICY, archive)
    assert [which for which, _ in result.failures] == ["2012-06-01T00:00:00Z"]
    assert first.path in result.failures[0][1]


def test_the_damage_of_an_archive_file_is_reported(tmp_path: Path, world: World) -> None:
    archive = Archive({years(2010)[0]: GOOD})
    archive.damage = ["record 7 is cut off"]  # type: ignore[attr-defined] - as WarcHistory has it
    result = fetch_all_captures(open_world(tmp_path, world), POLICY, archive)
    assert (result.fetched, result.failures) == (1, [("wayback", "record 7 is cut off")])


def test_a_second_run_continues_where_the_limit_stopped_the_first(tmp_path: Path, world: World) -> None:
    archive, context = Archive(dict.fromkeys(years(*range(2010, 2016)), GOOD)), open_world(tmp_path, world)
    captures = list_captures(archive, POLICY)
    counts = [(r.fetched, r.held) for r in (fetch_captures(context, POLICY, archive, captures, limit=4) for _ in range(3))]
    assert counts == [(4, 0), (2, 4), (0, 6)]
    assert archive.fetched == years(*range(2010, 2016))
