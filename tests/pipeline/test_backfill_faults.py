"""Backfill against an archive that fails and limits requests, and killed at any step: the same store in the end, never above the pace."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Policy
from monitor.pipeline.backfill import BackfillResult, fetch_captures, list_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.sources.wayback import WaybackHistory
from monitor.store.archive import SnapshotArchive
from tests.sources.archive_server import Shim

pytestmark = pytest.mark.archive
PACE = 40
LONG = 30
"""Seconds of a wait that lets the server's own window pass."""
FAULTS = {"503": 0.06, "502": 0.03, "reset": 0.06, "truncate": 0.06, "slow": 0.06, "html": 0.02, "empty": 0.02}
SEED = 20100518


SOME = ("comm100.com", "Hily Privacy Policy", "made: life of a page", "made: noise only", "made: encodings", "made: content-encoding",
        "made: pdf", "made: prefix")  # fmt: skip
"""Series of every kind, 52 captures; the one of 150 captures and the others are backfilled with -m slow."""


def services(manifest: list[dict[str, Any]]) -> list[Policy]:
    """Every series of the archive as a tracked policy."""
    urls = {capture["series"]: capture["url"] for capture in manifest}
    return [Policy(f"p{n}", series, urls=(url,)) for n, (series, url) in enumerate(sorted(urls.items()))]


def fill(context: MonitorContext, source: WaybackHistory, policies: list[Policy]) -> list[BackfillResult]:
    found = [fetch_captures(context, policy, source, list_captures(source, policy)) for policy in policies]
    for policy in policies:
        derive(context, policy)
    return found


def content(context: MonitorContext, policy: Policy) -> tuple[object, object, object]:
    """Snapshots, versions and rejections, without the hour at which they were kept."""
    records = context.archive.records(policy.id)
    kept = sorted((r.url, r.captured_at, r.sha256, _place(r.archive_url), r.path) for r in records)
    versions = [(v.captured_at, v.last_seen, v.sha256, _place(v.archive_url), v.captures) for v in context.index.versions(policy.id)]
    rejected = [(r.captured_at, r.sha256, r.verdict) for r in context.index.rejections(policy.id)]
    assert len({(r.url, r.captured_at, r.sha256) for r in records}) == len(records), "a snapshot was kept twice"
    return kept, versions, rejected


def _place(archive_url: str | None) -> str:
    """An archive's address without its host: the two archives stand on different ports."""
    return (archive_url or "").partition("/web/")[2]


class Minutes:
    """A clock that moves when somebody sleeps; the server's window of a minute moves with it."""

    def __init__(self, shim: Shim) -> None:
        self.now, self.shim, self.stamps = 0.0, shim, list[float]()
        draw = shim.inside.fault
        shim.inside.fault = lambda path: self.stamps.append(self.now) or draw(path)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if seconds >= LONG:
            self.shim.forget_hits()

    def clock(self) -> float:
        return self.now

    def most_in_a_minute(self) -> int:
        return max(sum(start <= stamp < start + 60 for stamp in self.stamps[n:]) for n, start in enumerate(self.stamps))


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"])
def test_a_failing_archive_is_backfilled_completely(
    store: Callable[..., MonitorContext], manifest: list[dict[str, Any]], calm: Shim, shim: Shim, every: bool
) -> None:
    policies = [p for p in services(manifest) if every or p.name in SOME]
    fast = {"requests_per_minute": 1e6, "cdx_per_minute": 1e6, "replay_per_minute": 1e6}
    undisturbed = store("calm")
    fill(undisturbed, WaybackHistory(calm.address, **fast), policies)

    shim.inside.rng.seed(SEED)
    shim.settings.faults, shim.settings.replay_rate_limit = FAULTS, (8, 250.0)
    minutes = Minutes(shim)
    source = WaybackHistory(shim.address, requests_per_minute=PACE, retries=12, timeout=5, clock=minutes.clock, sleep=minutes.sleep)
    disturbed = store("faulty")
    results = fill(disturbed, source, policies)

    assert [result.failures for result in results if result.failures] == []
    assert shim.inside.stats["429"] > 3
    assert sum(n for name, n in shim.inside.stats.items() if name.startswith("fault:")) > 10
    assert minutes.most_in_a_minute() <= PACE
    for policy in policies:
        assert content(disturbed, policy) == content(undisturbed, policy), policy.name
    assert disturbed.archive.verify() == []


# --- killed at any moment --------------------------------------------------------------------------------------------

SMALL = {"life": "https://archive-fixture.example/privacy", "noise": "https://archive-fixture.example/noise"}
IN_A_ROW = 3
"""Kills of one store before it may finish."""


@pytest.mark.parametrize("sample", [pytest.param("all", marks=pytest.mark.slow), "changes"])
@pytest.mark.parametrize("kills", [pytest.param(2, id="2"), pytest.param(25, id="25", marks=pytest.mark.slow)])
def test_killed_at_any_step_it_ends_with_the_same_store(tmp_path: Path, calm: Shim, kills: int, sample: str) -> None:
    """Killed before one of its writes to the disk, wherever that is, it continues to the store of an undisturbed backfill."""
    chance, done = random.Random(SEED), 0
    undisturbed = home(tmp_path / "calm", calm.address)
    assert backfill(undisturbed, sample) == 0
    steps, wanted = int((undisturbed / STEPS).read_text()), stored(undisturbed)
    while done < kills:
        disturbed = home(tmp_path / f"killed{done}", calm.address)
        for _ in range(min(IN_A_ROW, kills - done)):
            # A backfill that continues has fewer steps left: the first third of them is always there for another kill.
            assert backfill(disturbed, sample, before=chance.randint(1, steps // 3)) in (-signal.SIGKILL, 0)
            done += 1
        assert backfill(disturbed, sample) == 0
        assert stored(disturbed) == wanted
        assert SnapshotArchive(disturbed / "snapshots").verify() == []


def home(folder: Path, endpoint: str) -> Path:
    folder.mkdir()
    policies = [{"id": name, "url": url, "live": False, "history": "wayback"} for name, url in SMALL.items()]
    config = {"archive": {"wayback": {"endpoint": endpoint, "requests_per_minute": 480}}, "policies": policies}
    (folder / "config.yaml").write_text(json.dumps(config))
    return folder


STEPS = "steps"
CHILD = f"""
import os, signal, sys
before, home, step = int(sys.argv[1]), os.getcwd(), 0

def inside(path):
    return isinstance(path, (str, bytes, os.PathLike)) and os.path.abspath(os.fsdecode(path)).startswith(home)

def count(event, args):
    global step
    if event in ("os.rename", "os.remove") or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR) and inside(args[0])):
        step += 1
        if step == before:
            os.kill(os.getpid(), signal.SIGKILL)

from monitor.cli import main
sys.addaudithook(count)
code = main(sys.argv[2:])
with open("{STEPS}", "w") as file:
    file.write(str(step))
sys.exit(code)
"""
"""Runs the program and kills itself before its n-th write to its folder (0: never); independent of how fast the machine is."""


def backfill(folder: Path, sample: str, *, before: int = 0) -> int:
    """The exit code of one backfill; -9 when it was killed before that write."""
    command = [sys.executable, "-c", CHILD, str(before), "--quiet", "backfill", *SMALL, "--sample", sample]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment, check=False).returncode


def stored(folder: Path) -> dict[str, object]:
    """Everything that counts of a store: bytes and texts by name, ledgers without the hours, pages by name."""
    snapshots = folder / "snapshots"
    files = SnapshotArchive(snapshots)
    found: dict[str, object] = {
        name: sorted((r.url, r.captured_at, r.sha256, r.archive_url, r.path) for r in files.records(name)) for name in SMALL
    }
    for pattern in ("*/raw/*/*", "*/text/*"):
        names = sorted(path for path in snapshots.glob(pattern) if not path.name.startswith("."))
        found[pattern] = {str(path.relative_to(snapshots)): path.read_bytes() for path in names if path.suffix != ".part"}
    # The root stands for the ledgers, and these for the hours.
    pages = {str(p.relative_to(folder)): p.read_text() for p in sorted((folder / "reports").rglob("*.html"))}
    found["pages"] = {name: re.sub("<code>[0-9a-f]{64}</code>", "", page) for name, page in pages.items()}
    return found
