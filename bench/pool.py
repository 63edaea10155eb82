"""Measures deriving on several cores against one: `python -m bench pool [--policies N] [--versions N] [--rounds N] [--write]`.

Seconds by the clock of `report --rederive` over synthetic histories, `--jobs 1` and `--jobs` the cores taken in turns; the fastest round
of each counts, since whatever else the machine does only makes rounds longer. The processor time of both says what the pool itself costs.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from bench.figures import DOCS, replace_between, table
from bench.testbed import Row
from monitor.model import Policy, Snapshot
from monitor.notify.schedule import Timetable
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.pool import cores
from monitor.pipeline.refresh import refresh
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State
from monitor.workers.analysis import InProcess, InWorker
from monitor.workers.limits import JobLimits

_VERBS = ("collect", "store", "share", "erase", "log", "use", "review", "combine")
_THINGS = ("your address", "device identifiers", "billing records", "support messages", "approximate location", "order history")
_ENDS = ("to run the service", "for ninety days", "with our processors", "when you ask us to", "to prevent fraud", "under contract")
START = datetime(2024, 1, 1, tzinfo=UTC)


def store(root: Path, policies: Sequence[Policy], *, limited: bool = False) -> MonitorContext:
    """A store without sources; `limited`: read and compared in workers, as commands do."""

    def none(*asked: object) -> NoReturn:
        raise AssertionError(asked)

    return MonitorContext(
        policies=tuple(policies), archive=SnapshotArchive(root), index=Index(root / "index.sqlite"), state=State(root / "state.sqlite"),
        reports=root / "reports", reports_label="reports", reports_url=None, live=none, history=none, channels=(),
        timetable=Timetable(), now=lambda: datetime.now(UTC), analysis=InWorker(JobLimits()) if limited else InProcess(),
    )  # fmt: skip


def pages(seed: int, versions: int, *, paragraphs: int) -> Iterator[bytes]:
    """The versions of one invented policy: two of its sentences change from each to the next."""
    chance = random.Random(seed)

    def sentence() -> str:
        return f"We {chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_ENDS)} (clause {chance.randrange(10_000)})."

    text = [[sentence() for _ in range(4)] for _ in range(paragraphs)]
    for _ in range(versions):
        body = "".join(f"<h2>{n}. Part {n}</h2><p>{' '.join(part)}</p>" for n, part in enumerate(text, start=1))
        yield f"<html><head><title>Privacy Policy</title></head><body><main><h1>Privacy Policy</h1>{body}</main></body></html>".encode()
        for _ in range(2):
            chance.choice(text)[chance.randrange(4)] = sentence()


def filled(root: Path, policies: int, versions: int, paragraphs: int) -> MonitorContext:
    """A store with so many policies of so many versions."""
    tracked = [Policy(f"p{n}", f"Policy {n}", urls=(f"https://p{n}.example/privacy",), live=False) for n in range(policies)]
    context = store(root, tracked, limited=True)
    for n, policy in enumerate(tracked):
        for day, body in enumerate(pages(n, versions, paragraphs=paragraphs)):
            at = START + timedelta(days=day)
            context.archive.keep(Snapshot(policy.id, policy.urls[0], at, "import", body, 200, "text/html"), kept_at=at)
    return context


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time with that of all processes that ended meanwhile."""
    begun, used = time.perf_counter(), _used()
    action()
    return time.perf_counter() - begun, _used() - used


def _used() -> float:
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


_COUNTING = "import time; n = 0; begun = time.perf_counter()\nfor n in range(20_000_000): pass\nprint(time.perf_counter() - begun)"


def machine() -> float:
    """How many times as much gets done by so many processes as there are processors as by one: others may be busy on the machine."""

    def seconds(count: int) -> float:
        running = [subprocess.Popen([sys.executable, "-c", _COUNTING], stdout=subprocess.PIPE, text=True) for _ in range(count)]
        return max(float(one.communicate()[0]) for one in running)

    return cores() * seconds(1) / seconds(cores())


def measure(policies: int, versions: int, rounds: int, paragraphs: int) -> list[Row]:
    root = Path(tempfile.mkdtemp(prefix="policy-monitor-pool-"))
    taken: dict[int, list[tuple[float, float]]] = {1: [], cores(): []}
    given = list[float]()
    try:
        context = filled(root, policies, versions, paragraphs)

        def rederive(jobs: int) -> None:
            refresh(context, context.policies, rederive=True, rerender=True, jobs=jobs)
            context.analysis.rest()

        for _ in range(rounds):
            given.append(machine())
            for jobs, rows in taken.items():
                rows.append(timed(lambda jobs=jobs: rederive(jobs)))  # type: ignore[misc]
    finally:
        shutil.rmtree(root)
    alone, together = (min(seconds for seconds, _ in taken[jobs]) for jobs in (1, cores()))
    work = [min(used for _, used in taken[jobs]) for jobs in (1, cores())]
    noise = max(max(s for s, _ in rows) / min(s for s, _ in rows) for rows in taken.values())
    most = max(given)
    return [
        (f"{policies} policies × {versions} versions, rederived with --jobs 1", f"{alone:.1f} s ({work[0]:.1f} s of CPU)", ""),
        (f"with --jobs {cores()}", f"{together:.1f} s ({work[1]:.1f} s of CPU)", ""),
        (f"{cores()} cores against one, by the clock", f"{alone / together:.2f} times", "1.7 times"),
        (
            f"the same for {cores()} processes that only count, at best",
            f"{most:.2f} times",
            "what the machine has to give",
        ),
        ("slowest round against the fastest of the same kind", f"{noise:.2f} times", "near 1: a quiet machine"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--policies", type=int, default=12)
    parser.add_argument("--versions", type=int, default=60)
    parser.add_argument("--paragraphs", type=int, default=40, help="of each policy, of about 60 words")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    given = parser.parse_args()
    rows = measure(given.policies, given.versions, given.rounds, given.paragraphs)
    text = table(("test", "measured", "required"), rows)
    print(text)
    if given.write:
        command = f"`python -m bench pool --write`, {datetime.now(UTC):%Y-%m-%d}:"
        replace_between(DOCS / "performance.md", "pool", f"{command}\n\n{text}")


if __name__ == "__main__":
    main()
