"""Measures backfilling from a web archive: `python -m bench history [ENDPOINT FILE]`; by default the archive of the tests.

ENDPOINT is a server with the Wayback Machine's API, FILE a JSON list of {"series": …, "url": …} (optionally under the key `captures`). Each
series is backfilled completely, then by bisection of its changes, each into its own store, and the resulting versions are compared. Seconds
are wall time for listing, fetching and storing without a rate limit; a public archive's 15 requests a minute make fetches the real cost.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, NoReturn

from bench.backfill_faults import archive, held_archive
from monitor.core.history.bisection import BisectionPlan, CaptureContent
from monitor.model import Policy
from monitor.notify.schedule import Timetable
from monitor.pipeline.backfill import BackfillResult, fetch_captures, list_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.sampling import fetch_changes
from monitor.sources.wayback import WaybackHistory
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State

NO_LIMIT = 1e6


class Figures(NamedTuple):
    series: str
    listed: int
    whole: int
    whole_seconds: float
    changes: int
    changes_seconds: float
    unseen: int
    versions: int
    missed: int


def store(root: Path) -> MonitorContext:
    def none(*asked: object) -> NoReturn:
        raise AssertionError(asked)

    return MonitorContext(
        policies=(), archive=SnapshotArchive(root), index=Index(root / "index.sqlite"), state=State(root / "state.sqlite"),
        reports=root / "reports", reports_label="reports", reports_url=None, live=none, history=none, channels=(),
        timetable=Timetable(), now=lambda: datetime.now(UTC),
    )  # fmt: skip


def series(path: Path) -> Iterator[tuple[str, str]]:
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = data["captures"] if isinstance(data, dict) else data
    yield from sorted({row["series"]: row["url"] for row in rows}.items())


def timed(action: Callable[[], BackfillResult]) -> tuple[BackfillResult, float]:
    start = time.perf_counter()
    return action(), time.perf_counter() - start


def measure(source: WaybackHistory, name: str, url: str, folder: Path) -> Figures:
    policy = Policy("p", name, urls=(url,))
    whole, sampled = store(folder / "whole"), store(folder / "changes")
    a, seconds_a = timed(lambda: fetch_captures(whole, policy, source, list_captures(source, policy)))
    b, seconds_b = timed(lambda: fetch_changes(sampled, policy, source, list_captures(source, policy)))
    for context in (whole, sampled):
        derive(context, policy)
    found = [{(v.captured_at, v.sha256) for v in context.index.versions("p")} for context in (whole, sampled)]
    return Figures(name, a.listed, a.fetched, seconds_a, b.fetched, seconds_b, b.unseen, len(found[0]), len(found[0] - found[1]))


def planned(captures: int, changes: int) -> int:
    """How many fetches it takes to find every change if no text returns and the changes are evenly spaced."""
    texts = [n * (changes + 1) // captures for n in range(captures)]
    plan, fetched = BisectionPlan(range(captures)), 0
    while (place := plan.next_for_changes()) is not None:
        plan.record(place, CaptureContent(texts[place]))
        fetched += 1
    return fetched


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("endpoint", nargs="?", metavar="ENDPOINT", help="address of a server with the Wayback Machine's API")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="JSON list of the series and their URLs")
    options = parser.parse_args()
    if options.endpoint and not options.file:
        parser.error("ENDPOINT and FILE are given together")
    if options.file:
        return report(options.endpoint, options.file)
    folder = held_archive()
    if folder is None:
        return print("skipped: this machine has no archive (set POLICY_MONITOR_SHARED, or give ENDPOINT and FILE)")
    with archive(folder) as (calm, _):
        return report(calm.address, folder / "manifest.json")


def report(endpoint: str, path: Path) -> None:
    source = WaybackHistory(endpoint, requests_per_minute=NO_LIMIT, cdx_per_minute=NO_LIMIT, replay_per_minute=NO_LIMIT)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n, (name, url) in enumerate(series(path)):
            rows.append(measure(source, name, url, Path(folder) / str(n)))
    print("| series | captures listed | fetched, all | seconds | fetched, changes | seconds | not fetched | versions | missed by changes |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    total = Figures("**all**", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    for row in [*rows, total]:
        print("| " + " | ".join(f"{value:.1f}" if isinstance(value, float) else str(value) for value in row) + " |")
    print("\n| captures, all of different bytes | fetched for 1 change | 3 changes | 10 changes |\n|---:|---:|---:|---:|")
    for captures in (100, 1_000, 10_000):
        print(f"| {captures} | {planned(captures, 1)} | {planned(captures, 3)} | {planned(captures, 10)} |")


if __name__ == "__main__":
    main()
