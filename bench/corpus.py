"""Measures deriving a collection on a Dask cluster of this machine against a plain process pool: `python -m bench corpus [--write]`.

Both run the same tasks over the same 200 policies of eight versions, with two processes, and start from nothing. Then the cluster runs
again, and one of its workers gets SIGKILL in the middle. CPU seconds are those of the process and all its descendants.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psutil

from bench import ROOT
from bench.figures import replace_between
from monitor.corpus.forms import partitions
from monitor.corpus.partition import Partition
from monitor.corpus.run import derive_collection
from monitor.corpus.task import Order, TaskOutcome, derive_partition

JOBS = 2
SUBJECTS = (
    "your name and address",
    "your orders",
    "messages that you send us",
    "how you use our site",
    "the device that you use",
    "your location",
)
PARTIES = (
    "companies that deliver parcels",
    "advertising partners",
    "banks",
    "companies of our group",
    "courts and authorities",
    "analytics providers",
)
AIMS = (
    "to answer you",
    "to deliver what you ordered",
    "to show you advertisements",
    "to prevent fraud",
    "to improve our services",
    "to train models",
)
FORMS = (
    "We collect {subject} {aim}.", "We share {subject} with {party}.", "We never share {subject} with {party}.",
    "We keep {subject} for {months} months.", "You may ask us to delete {subject}.", "We use {subject} {aim}, and for nothing else.",
)  # fmt: skip


class Spent(NamedTuple):
    """What a run took."""

    seconds: float
    cpu: float


def sentence(chance: random.Random) -> str:
    words = {
        "subject": chance.choice(SUBJECTS),
        "party": chance.choice(PARTIES),
        "aim": chance.choice(AIMS),
        "months": chance.randint(1, 60),
    }
    return chance.choice(FORMS).format(**words)


def write_collection(root: Path, policies: int, versions: int, sentences: int) -> None:
    """Folders of dated files; a tenth of the sentences of each version are new."""
    for policy in range(policies):
        chance = random.Random(policy)
        lines = [sentence(chance) for _ in range(sentences)]
        folder = root / f"company-{policy:04}"
        folder.mkdir(parents=True)
        for version in range(versions):
            for place in chance.sample(range(sentences), max(1, sentences // 10)) if version else ():
                lines[place] = sentence(chance)
            parts = [f"## Part {n + 1}\n\n" + " ".join(lines[n * 10 : n * 10 + 10]) for n in range(len(lines) // 10)]
            text = f"# Privacy Policy\n\nCompany {policy} explains what it does with your personal information.\n\n" + "\n\n".join(parts)
            (folder / f"{2015 + version}0101000000.md").write_text(text + "\n", encoding="utf-8")


@contextmanager
def counted() -> Iterator[Callable[[], Spent]]:
    """Counts the time of the block: looks at all descendants several times a second, since killed ones leave no account."""
    seen: dict[tuple[int, float], float] = {}
    done, began, us = threading.Event(), time.perf_counter(), psutil.Process()
    before = sum(us.cpu_times()[:2])

    def look() -> None:
        while not done.wait(0.2):
            for one in us.children(recursive=True):
                try:
                    seen[one.pid, one.create_time()] = sum(one.cpu_times()[:2])
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    ended: list[Spent] = []
    try:
        yield lambda: ended[0]
    finally:
        done.set()
        watcher.join()
        ended.append(Spent(time.perf_counter() - began, sum(us.cpu_times()[:2]) - before + sum(seen.values())))


def one(task: tuple[Partition, Order]) -> TaskOutcome:
    return derive_partition(*task)


def in_a_pool(source: Path, target: Path) -> None:
    """The same tasks without Dask."""
    with ProcessPoolExecutor(JOBS) as pool:
        outcomes = list(
            pool.map(one, [(partition, Order(str(target))) for partition in partitions(str(source)) if isinstance(partition, Partition)])
        )
    assert {outcome.state for outcome in outcomes} == {"derived"}, outcomes[:3]


def on_dask(source: Path, target: Path, *, kill_after: int = 0) -> int:
    """Through the program's own front door; returns how many workers were killed."""
    killed: list[int] = []

    def progress(done: int, of: int) -> None:
        if kill_after and done >= kill_after and not killed:
            worker = next(child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline()))
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    summary = derive_collection(str(source), str(target), jobs=JOBS, on_progress=progress)
    assert not summary.failures, summary.failures[:3]
    return len(killed)


def differences(one: Path, other: Path) -> list[str]:
    """Files that are not the same in both folders, hidden ones included."""
    names = {path.relative_to(root).as_posix() for root in (one, other) for path in root.rglob("*") if path.is_file()}
    return sorted(
        name for name in names if not ((one / name).exists() and (other / name).exists() and filecmp.cmp(one / name, other / name, False))
    )


def measured(policies: int, versions: int, sentences: int) -> list[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_collection(root / "in", policies, versions, sentences)
        with counted() as pool:
            in_a_pool(root / "in", root / "pool")
        with counted() as dask:
            on_dask(root / "in", root / "dask")
        with counted() as killed:
            deaths = on_dask(root / "in", root / "killed", kill_after=policies // 3)
        plain, cluster, hit = pool(), dask(), killed()
        wrong = differences(root / "pool", root / "dask") + differences(root / "pool", root / "killed")
        temporary = list(root.rglob("*.tmp"))
        files = sum(path.is_file() for path in (root / "pool").rglob("*"))
    ratio = cluster.cpu / plain.cpu
    return [
        (f"plain pool of {JOBS} processes, {policies} policies × {versions} versions", f"{plain.seconds:.0f} s, {plain.cpu:.0f} s CPU", ""),
        (f"LocalCluster of {JOBS} workers", f"{cluster.seconds:.0f} s, {cluster.cpu:.0f} s CPU", ""),
        ("overhead, CPU time", f"{ratio:.2f} times", "1.25 times"),
        ("overhead, by the clock", f"{cluster.seconds / plain.seconds:.2f} times", "1.25 times"),
        (f"{deaths} worker killed after a third of the policies", f"{hit.seconds:.0f} s, {hit.cpu:.0f} s CPU", ""),
        (f"files that differ, of {files} in each of the three", str(len(wrong)), "0"),
        ("temporary files left", str(len(temporary)), "0"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--versions", type=int, default=8)
    parser.add_argument("--sentences", type=int, default=100, help="of each text; a hundred are 6 KB")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    asked = parser.parse_args()
    rows = measured(asked.policies, asked.versions, asked.sentences)
    found = "\n".join(["| test | measured | required |", "|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows)])
    print(found)
    if asked.write:
        command = f"`python -m bench corpus --write`, {datetime.now(UTC):%Y-%m-%d}:"
        replace_between(ROOT / "docs/performance.md", "corpus", f"{command}\n\n{found}")
    return 0 if rows[-1][1] == rows[-2][1] == "0" else 1


if __name__ == "__main__":
    raise SystemExit(main())
