"""Backfills from a web archive with rate limits and faults while a daemon uses the same store; part of bench/reliability.py."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.testbed import Row, Scene, run, scene, started, versions
from tests.sources.archive_server import Shim, archive_folder, running_pywb, shim_module

FAULTS = {"503": 0.06, "502": 0.03, "reset": 0.06, "truncate": 0.06, "slow": 0.06, "html": 0.02, "empty": 0.02}
SERIES = (
    "comm100.com",
    "Hily Privacy Policy",
    "combofix.org",
    "silicondust.com",
    "sillydog.org",
    "made: life of a page",
    "made: noise only",
)
SHOPS = ("larkspur", "northwind")
LIMIT = (5, 4.0)
"""(captures, seconds): how many the archive serves in that time before it answers 429 with Retry-After."""
MOST = 30


def archive_under_the_daemon() -> list[Row]:
    """Repeats a backfill until nothing fails, while a daemon checks live pages every minute."""
    folder = held_archive()
    if folder is None:
        return [("an archive that fails, under the daemon", "skipped: no archive captures (set POLICY_MONITOR_SHARED)", "")]
    with archive(folder) as (calm, failing):
        return _measured(folder, calm, failing)


def held_archive() -> Path | None:
    """The folder with the captures of the archive the tests use; None if this machine does not have it."""
    folder: Path | None = archive_folder()
    return folder


@contextmanager
def archive(folder: Path) -> Iterator[tuple[Shim, Shim]]:
    """Serves the archive of a folder on loopback twice: without faults, and with them."""
    with tempfile.TemporaryDirectory() as meeting_point, running_pywb(folder, Path(meeting_point)) as address:
        module = shim_module(folder)
        calm, failing = Shim(module, address), Shim(module, address, faults=FAULTS, replay_rate_limit=LIMIT)
        try:
            yield calm, failing
        finally:
            calm.stop()
            failing.stop()


def _measured(folder: Path, calm: Shim, failing: Shim) -> list[Row]:
    captures = json.loads((folder / "manifest.json").read_text())["captures"]
    urls = {one["series"]: one["url"] for one in captures if one["series"] in SERIES}
    past = [{"id": f"past{n}", "url": url, "history": "wayback", "live": False} for n, (_, url) in enumerate(sorted(urls.items()))]
    names = [str(policy["id"]) for policy in past]
    with scene(SHOPS, policy={"schedule": "* * * * *"}, jitter=0) as stage:
        _watch(stage, past, calm)
        run(stage.base, "--quiet", "backfill", *names)
        expected = versions(stage.base, *names)
        return _beside_the_daemon(stage, past, names, failing, expected)


def _watch(stage: Scene, past: list[dict[str, Any]], archive: Shim) -> None:
    """Adds the policies whose pages exist only in the archive."""
    path = stage.base / "config.yaml"
    settings = json.loads(path.read_text())
    shops = [policy for policy in settings["policies"] if policy["id"] in SHOPS]
    settings |= {"policies": [*shops, *past], "archive": {"wayback": {"endpoint": archive.address, "requests_per_minute": 480}}}
    path.write_text(json.dumps(settings))


def _beside_the_daemon(stage: Scene, past: list[dict[str, Any]], names: list[str], archive: Shim, expected: list[list[str]]) -> list[Row]:
    _watch(stage, past, archive)
    home = stage.fresh()
    for left in (home / "snapshots", home / "reports"):
        shutil.rmtree(left)
    run(home, "--quiet", "run", *SHOPS)
    stage.broken, tries = True, 0
    with started(home, "daemon") as daemon:
        code = 1
        while code and tries < MOST:
            tries += 1
            code = run(home, "--quiet", "backfill", *names).code
        until = time.monotonic() + 130
        while len(set(stage.mails.ids)) < len(SHOPS) and time.monotonic() < until:
            time.sleep(1)
        alive = daemon.poll() is None
        daemon.terminate()
        ended = daemon.wait(timeout=60)
    faults = sum(n for name, n in archive.inside.stats.items() if name.startswith("fault:"))
    counts = Counter(stage.mails.ids)
    same = sum(one == other for one, other in zip(versions(home, *names), expected, strict=True))
    return [
        ("faults injected by the archive; refusals (429)", f"{faults}; {archive.inside.stats['429']}", ""),
        ("`backfill` runs until nothing failed, beside the daemon", f"{tries}{'' if code == 0 else ' (still failing)'}", f"≤ {MOST}"),
        ("histories equal to those of a healthy archive", f"{same} of {len(names)}", "all"),
        ("alerts at the SMTP server, for 2 live changes meanwhile", f"{len(counts)} distinct, {sum(counts.values())} in total", "2 and 2"),
        ("the daemon kept running; its exit code", f"{'yes' if alive else 'NO'}; {ended}", "yes; 0"),
        ("`verify` afterwards", "clean" if run(home, "verify").code == 0 else "FAULTS", "clean"),
    ]
