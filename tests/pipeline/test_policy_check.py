"""One policy in a cycle on a real store: its failures are noted, retried and shown, and stop no other policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import Unreachable
from monitor.pipeline import refresh
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.retry import LONGEST_WAIT
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, WALL, Archive, World, open_world, run, years


def test_an_internal_error_in_one_policy_does_not_stop_the_cycle(
    context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "derive", lambda *a, **k: 1 / 0)
    (failure,) = run(context, world).failed
    assert (failure.policy, failure.reason) == ("larkspur", "internal")


def test_an_unexpected_error_while_fetching_affects_only_its_policy(context: MonitorContext, world: World) -> None:
    world.error = ValueError("surrogates not allowed")
    (failure,) = run(context, world).failed
    assert (failure.reason, "surrogates" in failure.says) == ("internal", True)


def test_failures_back_off(context: MonitorContext, world: World) -> None:
    world.error = Unreachable("no answer")
    waits = []
    for _ in range(12):
        (failure,) = run(context, world, days=0).failed
        waits.append(failure.retry_at - world.at)
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == LONGEST_WAIT


def test_a_page_whose_check_fails_says_so_and_so_does_the_overview(context: MonitorContext, world: World) -> None:
    run(context, world)
    pages = [context.reports / "larkspur/index.html", context.reports / "index.html"]
    for broken in (True, False):
        world.error = Unreachable("no answer", reason="timeout") if broken else None
        run(context, world)
        assert ["no answer" in page.read_text() for page in pages] == [broken, broken]


def test_a_page_that_shows_no_policy_is_a_failure_without_a_retry(context: MonitorContext, world: World) -> None:
    run(context, world)
    report = run(context, world, WALL)
    (failure,) = report.failed
    assert (failure.policy, failure.reason, failure.retry_at) == ("larkspur", "error-page", None)
    assert (report.checked, report.unchanged, report.new_versions) == (1, 0, [])
    assert run(context, world, GOOD).failed == []


def test_a_local_archive_is_read_again_only_after_it_changed(tmp_path: Path, world: World) -> None:
    policy, place = replace(POLICY, live=False, history=f"warc:{tmp_path / 'past.warc'}"), tmp_path / "past.warc"
    archive = Archive({years(2015)[0]: GOOD})
    context = open_world(tmp_path, world, archive, policies=[policy])
    place.write_bytes(b"one")
    for _ in range(2):
        report = run(context, world)
    assert (archive.fetched, report.unchanged) == (years(2015), 1)
    place.write_bytes(b"another length")
    archive.pages[years(2016)[0]] = BAD
    assert [new.version.captured_at for new in run(context, world).new_versions] == years(2016)
    assert world.sent == [], "what an archive file brings is old news"


def test_an_archive_file_that_cannot_be_read_completely_is_a_failure(tmp_path: Path, world: World) -> None:
    policy = replace(POLICY, live=False, history="warc:past.warc")
    archive = Archive(dict.fromkeys(years(2015, 2016), GOOD), failing={years(2016)[0]: Unreachable("record is cut off")})
    (failure,) = run(open_world(tmp_path, world, archive, policies=[policy]), world).failed
    assert (failure.reason, failure.says) == ("playback-failed", "warc:past.warc: 1 capture can't be read: record is cut off")
