"""Measures how recorded captures are screened and folded into versions: `python -m bench screening EVAL [--archive DIR]`.

EVAL contains `screening/` (suspects), `dev/pool/` (controls) and `streams-dev/`; the folder `archive` is expected beside it. `--write` puts
the figures into docs/extraction.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from bench.figures import DOCS, replace_between, table
from monitor.core.compare import compare_documents
from monitor.core.extract import read_snapshot
from monitor.core.history.timeline import ExtractedCapture, Timeline, build_timeline
from monitor.model import Changelog, Document, Policy, Snapshot, SnapshotRecord
from monitor.timestamps import from_iso, from_timestamp14

BAD, GOOD, NOISE = ("bot-wall", "error"), ("real", "unchanged"), ("noise-only",)


def extracted(snapshot: Snapshot, sequence: int) -> ExtractedCapture:
    body, at = snapshot.body, snapshot.captured_at
    record = SnapshotRecord(
        policy=snapshot.policy, sequence=sequence, url=snapshot.url, captured_at=at, kept_at=datetime.now(UTC), source=snapshot.source,
        sha256=snapshot.sha256, size=len(body), path="", status=snapshot.status, media_type=snapshot.media_type, headers=snapshot.headers,
    )  # fmt: skip
    return ExtractedCapture(record, read_snapshot(body, media_type=snapshot.media_type, headers=snapshot.headers, url=snapshot.url))


def fold(name: str, snapshots: Iterable[Snapshot], compare: Any = None) -> Timeline:
    quiet = compare or (lambda _old, _new: Changelog(()))
    return build_timeline(Policy(name, name), [extracted(one, place) for place, one in enumerate(snapshots, 1)], (), quiet)


def markdown(name: str, path: Path, at: datetime) -> Snapshot:
    return Snapshot(name, f"https://case.example/{name}", at, "import", path.read_bytes(), media_type="text/markdown")


def pairs(root: Path, moments: Sequence[str]) -> dict[str, Timeline]:
    folders = sorted(path.parent for path in root.rglob("old.md"))
    sides = tuple(zip(("old.md", "new.md"), map(from_iso, moments), strict=True))
    return {one.name: fold(one.name, [markdown(one.name, one / side, at) for side, at in sides]) for one in folders}


Row = tuple[str, object, str]
"""(figure, value, aim)"""


def suspects(eval_folder: Path) -> Iterator[Row]:
    found = pairs(eval_folder / "screening", ("20240101000000", "20240201000000"))
    kept = {name: line for name, line in found.items() if not any(one.captured_at.month == 2 for one in line.rejections)}
    print(f"suspects kept out: {len(found) - len(kept)} of {len(found)}; accepted: {', '.join(kept) or 'none'}")
    print("  reasons:", dict(Counter(one.verdict.reason for line in found.values() for one in line.rejections)))
    yield f"error pages, shells, stubs and fragments refused, of {len(found)}", len(found) - len(kept), "50"
    for folder in ("dev/pool", "dev/memos", "seed"):
        controls = pairs(eval_folder / folder, ("20240101000000", "20240201000000"))
        refused = {name: line.rejections[0].verdict for name, line in controls.items() if line.rejections}
        versions = sum(len(line.entries) for line in controls.values())
        print(f"controls of {folder} refused: {len(refused)} of {len(controls)} ({versions} versions)", *refused.items(), sep="\n  ")
        yield f"real policies refused, both sides of {len(controls)} pairs ({folder.removeprefix('dev/')})", len(refused), "0"


def archive(folder: Path) -> list[Row]:
    listed = {(one["url"], one["timestamp"]): one for one in json.loads((folder / "manifest.json").read_text())["captures"]}
    series: dict[str, list[Snapshot]] = {}
    with (folder / "captures.warc.gz").open("rb") as stream:
        for entry in ArchiveIterator(stream):
            if entry.rec_type != "response":
                continue
            url, at = entry.rec_headers.get_header("WARC-Target-URI"), from_iso(entry.rec_headers.get_header("WARC-Date"))
            fact = listed[url, at.strftime("%Y%m%d%H%M%S")]
            headers = {name.lower(): value for name, value in entry.http_headers.headers}
            snapshot = Snapshot(fact["series"], url, at, "warc", entry.content_stream().read(), int(entry.http_headers.get_statuscode()),
                                headers.get("content-type"), headers)  # fmt: skip
            series.setdefault(f"{fact['series']} {url if fact['series'].startswith('made') else ''}", []).append(snapshot)
    return archive_rows(series, listed)


def archive_rows(series: dict[str, list[Snapshot]], listed: dict[tuple[str, str], Any]) -> list[Row]:
    counts: Counter[str] = Counter()
    for name, snapshots in sorted(series.items()):
        line = fold(name, snapshots)
        starts = {entry.version.captured_at: entry.version for entry in line.entries}
        out = {(one.captured_at, one.url): one.verdict for one in line.rejections}
        first = min(one.captured_at for one in snapshots)
        for one in snapshots:
            kind = listed[one.url, one.captured_at.strftime("%Y%m%d%H%M%S")]["kind"]
            verdict = out.get((one.captured_at, one.url))
            fault = fault_of(kind, verdict is not None, starts.get(one.captured_at), first=one.captured_at == first)
            counts[f"{kind} {'rejected' if verdict else 'accepted'}"] += 1
            if fault:
                counts[fault] += 1
                print(f"  {fault}: {name} {one.captured_at:%Y%m%d%H%M%S} {verdict or ''}")
            elif verdict and kind == "special":
                print(f"  special: {name} {one.captured_at:%Y%m%d%H%M%S} {verdict.reason}: {verdict.says}")
    print("archive:", dict(sorted(counts.items())))
    walls = sum(n for kind, n in counts.items() if kind.startswith(BAD) and kind.endswith(("rejected", "accepted")))
    real = sum(
        n for kind, n in counts.items() if kind.startswith((*GOOD, *NOISE, "chrome-only")) and kind.endswith(("rejected", "accepted"))
    )
    return [
        (f"archive: walls, error pages and shells accepted as versions, of {walls}", counts["WALL ACCEPTED"], "0"),
        (f"archive: real policies refused, of {real}", counts["POLICY REFUSED"], "0"),
        (f"archive: versions caused by noise, of {counts['noise-only accepted']}", counts["NOISE MADE A VERSION"], "0"),
    ]


def fault_of(kind: str, rejected: bool, version: Any, *, first: bool) -> str | None:
    if kind in BAD and not rejected:
        return "WALL ACCEPTED"
    if kind in (*GOOD, *NOISE, "chrome-only") and rejected:
        return "POLICY REFUSED"
    new_text = version is not None and version.returns_to is None and not first
    return "NOISE MADE A VERSION" if kind in NOISE and new_text else None


MOST_ALERTS = {"quora": "0", "airbnb": "4", "nordvpn": "3", "coindesk": "3"}


def streams(eval_folder: Path) -> Iterator[Row]:
    for stream in sorted(path.parent for path in (eval_folder / "streams-dev").glob("*/stream.json")):
        start, calls = time.perf_counter(), Counter[str]()

        def compare(old: Document, new: Document, calls: Counter[str] = calls) -> Changelog:
            calls["compared"] += 1
            return compare_documents(old, new)

        captures = [markdown(stream.name, path, from_timestamp14(path.stem)) for path in sorted(stream.glob("*.md"))]
        line = fold(stream.name, captures, compare)
        distinct = len({entry.version.sha256 for entry in line.entries})
        alerts = [f"{entry.version.captured_at:%Y-%m-%d}" for entry in line.entries if entry.alert]
        print(f"{stream.name}: versions {len(line.entries)} (distinct {distinct}), rejected {len(line.rejections)},", end=" ")
        print(f"alerts {len(alerts)} {alerts}, comparisons {calls['compared']}, {time.perf_counter() - start:.1f} s")
        name = stream.name.partition("-")[0]
        yield f"alerts in {len(captures)} recorded captures ({name}, {distinct} different texts)", len(alerts), MOST_ALERTS.get(name, "–")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/extraction.md")
    options = parser.parse_args()
    rows = [*suspects(options.eval), *archive(options.archive or options.eval.parent / "archive"), *streams(options.eval)]
    text = table(("figure", "measured", "target"), rows)
    print(text)
    if options.write:
        replace_between(DOCS / "extraction.md", "screening", text)


if __name__ == "__main__":
    main()
