"""Measures what a semantic diff costs: `python -m bench diff_speed FOLDER…` prints CPU time and memory, beside plain word diffs.

Each FOLDER contains one folder per pair (old.md, new.md). Reading is timed separately, because in production the old text comes from the
store and the new one has been read already; the comparison starts from two documents in memory, with nothing segmented, indexed or cached
beforehand: whatever an earlier run remembered of texts is forgotten before each. All pairs run one after another in one process; times are
CPU time (user and system) in milliseconds. Where changedetection.io is installed, its word diff runs in turn with ours, pair by pair.
Without a FOLDER the pairs of the collection are taken. --write puts what was measured of the first folder into docs/performance.md.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

from diff_match_patch import diff_match_patch

from bench import SHARED
from bench.figures import DOCS, peak_mb, replace_between, table
from bench.word_diff_rival import rival
from monitor.core.compare import compare, compare_documents
from monitor.core.extract import read_snapshot
from monitor.model import Document

Diff = Callable[[Document, Document], object]
MOST_MEDIAN, MOST_LATE, MOST_MEMORY = 3, 8, 150
"""What is required: times the word diff of changedetection.io, median against median and 95th against 95th; megabytes."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def sentence_sets(old: Document, new: Document) -> object:
    """The lower bound: hashes of the sentences that only one side has."""
    left, right = ({hash(s) for s in _SENTENCE.split(d.text)} for d in (old, new))
    return left ^ right


def word_diff(old: Document, new: Document) -> object:
    """Myers' diff over words, by diff-match-patch with its own deadline of one second: the cost of a word-level redline alone."""
    codes: dict[str, str] = {}
    left, right = ("".join(codes.setdefault(t, chr(0x10000 + len(codes))) for t in _TOKEN.findall(d.text)) for d in (old, new))
    engine = diff_match_patch()
    engine.Diff_Timeout = 1.0
    return engine.diff_main(left, right, False)


def difflib_words(old: Document, new: Document) -> object:
    """difflib's matcher over words."""
    return difflib.SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False).get_opcodes()


WAYS: dict[str, Diff] = {
    "semantic diff (ours)": compare_documents,
    "sentence hashes, set difference": sentence_sets,
    "diff-match-patch by words": word_diff,
}


def documents(folder: Path) -> Iterator[tuple[str, Document, Document, float]]:
    """Every pair of a folder as documents, with the CPU milliseconds that reading both took."""
    for pair in sorted(p for p in folder.iterdir() if (p / "old.md").is_file()):
        bodies = [(pair / name).read_bytes() for name in ("old.md", "new.md")]
        start = time.process_time()
        read = [read_snapshot(body, media_type="text/markdown") for body in bodies]
        spent = (time.process_time() - start) * 1000
        old, new = (r.document or Document(b.decode("utf-8", "replace")) for r, b in zip(read, bodies, strict=True))
        yield pair.name, old, new, spent


def text_caches() -> list[Any]:
    """The program's caches of bounded size: those hold what was read of texts, the unbounded ones vocabulary and rules."""
    found = (one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper) and str(one.__module__).startswith("monitor."))
    return [one for one in found if one.cache_parameters()["maxsize"] is not None]


def timed(diffs: Sequence[Diff], pairs: Sequence[tuple[str, Document, Document, float]], runs: int) -> list[list[float]]:
    """CPU milliseconds per pair of each diff: the minimum of several runs, because other work on the machine can only add to it.

    The diffs run in turn, pair by pair, so that what slows the machine down slows all of them.
    """
    out: list[list[float]] = [[] for _ in diffs]
    caches = text_caches()
    for _, old, new, _ in pairs:
        best = [float("inf")] * len(diffs)
        for _ in range(runs):
            for at, diff in enumerate(diffs):
                for cache in caches:
                    cache.cache_clear()
                left, right = replace(old), replace(new)
                start = time.process_time()
                diff(left, right)
                best[at] = min(best[at], time.process_time() - start)
        for times, least in zip(out, best, strict=True):
            times.append(least * 1000)
    return out


def at_share(times: Sequence[float], share: float) -> float:
    """The time that this share of the pairs does not exceed."""
    return sorted(times)[int(share * (len(times) - 1) + 0.5)]


@dataclass(frozen=True)
class Figures:
    """What was measured of one folder; times in CPU milliseconds, one per pair."""

    pairs: int
    size: float
    """Median kilobytes of a side."""
    runs: int
    ours: Sequence[float]
    theirs: Sequence[float] | None
    """The word diff of changedetection.io; None where it is not installed."""
    memory: float
    """Peak of the process in megabytes, all documents of the folder held."""

    @property
    def ratios(self) -> tuple[float, float] | None:
        """Ours against theirs: median against median, 95th percentile against 95th."""
        if self.theirs is None:
            return None
        return statistics.median(self.ours) / statistics.median(self.theirs), at_share(self.ours, 0.95) / at_share(self.theirs, 0.95)

    def rows(self) -> list[tuple[str, str, str]]:
        """The table of docs/performance.md: test, measured, required."""
        out = [(f"{self.pairs} pairs, median {self.size:.0f} KB a side: median / 95th / worst", _spread(self.ours), "")]
        if self.theirs and (ratios := self.ratios):
            out += [
                ("word diff of changedetection.io", _spread(self.theirs), ""),
                ("median against median", f"{ratios[0]:.1f} times", f"{MOST_MEDIAN} times"),
                ("95th against 95th", f"{ratios[1]:.0f} times", f"{MOST_LATE} times"),
            ]
        return [*out, ("peak memory, with all documents held", f"{self.memory:.0f} MB", f"{MOST_MEMORY} MB")]


def _spread(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.1f} / {at_share(times, 0.95):.1f} / {max(times):.1f} ms"


def write(found: Figures) -> None:
    """Puts the figures into docs/performance.md."""
    said = f"`python -m bench diff_speed --write`, {datetime.now(UTC):%Y-%m-%d}, CPU time, least of {found.runs} runs of each pair:"
    replace_between(DOCS / "performance.md", "diff-speed", f"{said}\n\n{table(('test', 'measured', 'required'), found.rows())}")


def row(name: str, times: Sequence[float], base: Sequence[float] | None = None) -> str:
    figures = (statistics.median(times), at_share(times, 0.95), max(times))
    ratio = f"{statistics.median(base) / figures[0]:8.1f}" if base else "        "
    return f"| {name:34} | {figures[0]:8.2f} | {figures[1]:8.2f} | {figures[2]:8.2f} | {ratio} |"


def report(folder: Path, runs: int, slow: bool) -> Figures:
    """Measures the pairs of a folder, and prints what each way took."""
    pairs = list(documents(folder))
    compare("We keep logs.", "We erase logs.")  # vocabulary and rules are loaded once per process, not per pair
    before = peak_mb()
    theirs = rival()
    ours, *other = timed([compare_documents, *([theirs] if theirs else [])], pairs, runs)
    after = peak_mb()
    size = statistics.median(len(o.text) + len(n.text) for _, o, n, _ in pairs) / 2000
    print(f"\n{folder.name}: {len(pairs)} pairs, median {size:.0f} KB a side; CPU ms, least of {runs} runs, one process")
    print(f"| {'way':34} |   median |     95th |      max | ours is × |\n|{'-' * 36}|---------:|---------:|---------:|----------:|")
    print(row("reading both sides (read_snapshot)", [p[3] for p in pairs]))
    ways = {**WAYS, "difflib by words": difflib_words} if slow else WAYS
    for name, diff in ways.items():
        times = ours if diff is compare_documents else timed([diff], pairs, runs)[0]
        print(row(name, times, None if diff is compare_documents else ours))
    for times in other:
        print(row("changedetection.io word diff", times, ours))
    found = Figures(len(pairs), size, runs, ours, other[0] if other else None, after)
    print_ratio(found)
    worst = sorted(zip(ours, pairs, strict=True), key=lambda x: -x[0])[:3]
    slowest = (f"{name} {ms:.0f} ms ({len(old.text) // 1000} + {len(new.text) // 1000} KB)" for ms, (name, old, new, _) in worst)
    print(f"slowest: {', '.join(slowest)}")
    print(f"peak memory of the process: {after:.0f} MB ({before:.0f} MB before the first comparison, all documents held)")
    return found


def print_ratio(found: Figures) -> None:
    """Ours against changedetection.io's word diff, both measured in turn."""
    if found.ratios is None:
        print("ratio to changedetection.io: not measured, it is not installed (make bench ONLY=diff_speed installs it)")
    else:
        print(f"ratio to changedetection.io: median {found.ratios[0]:.1f}, 95th against 95th {found.ratios[1]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folders of pairs (default: those of the collection)")
    parser.add_argument("--runs", type=int, default=3, help="runs per pair, of which the fastest counts (default: 3)")
    parser.add_argument("--slow", action="store_true", help="also measure difflib on words, which takes minutes on large pairs")
    parser.add_argument("--write", action="store_true", help="put what the first folder gave into docs/performance.md")
    options = parser.parse_args()
    folders = options.folders or [SHARED / "bench/pairs"]
    if missing := next((folder for folder in folders if not folder.is_dir()), None):
        parser.error(f"{missing} is no folder of pairs; name one, or let POLICY_MONITOR_SHARED name the folder with the collection")
    found = [report(folder, options.runs, options.slow) for folder in folders]
    if options.write:
        write(found[0])


if __name__ == "__main__":
    main()
