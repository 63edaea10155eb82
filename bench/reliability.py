"""What the program survives, as figures: `python bench/reliability.py [--write] [--kills N] [--cycles N] [NAME…]`.

--write makes docs/reliability.md.
Everything is real and on loopback: processes, SIGKILL, SQLite, files, HTTP and SMTP servers.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import psutil  # noqa: E402
from stand import Mails, Pages, configure, policy_text, run, started  # noqa: E402

from monitor.assemble import open_workshop  # noqa: E402
from monitor.config import load_settings  # noqa: E402
from monitor.pipeline.cycle import run_cycle  # noqa: E402

SHARED = Path(os.environ.get("POLICY_MONITOR_SHARED", HERE.parents[1] / "shared"))
Row = tuple[str, str, str]
"""(what was done, figure, what must hold)"""


def versions(home: Path, *policies: str) -> list[list[str]]:
    """The digests of each policy's versions, oldest first."""
    return [[v["sha256"] for v in run(home, "log", policy, "--format", "json").json["versions"]] for policy in policies]


def kills(times: int, *, seed: int = 7) -> list[Row]:
    """SIGKILL at random moments of a cycle in which three policies change."""
    broken = False
    pages, mails = Pages(lambda host, path: (200, policy_text(path.strip("/").title(), broken=broken))), Mails()
    names = ("larkspur", "northwind", "contoso")
    try:
        with tempfile.TemporaryDirectory() as folder:
            base, here = Path(folder, "base"), Path(folder, "home")
            base.mkdir()
            tracked = [{"id": name, "url": pages.url(n, f"/{name}")} for n, name in enumerate(names)]
            configure(base, tracked, alerts=mails.alerts)
            run(base, "--quiet", "run")
            broken = True
            shutil.copytree(base, here)
            whole = run(here, "--quiet", "run")
            undisturbed, took = versions(here, *names), whole.seconds
            unclean = other = lost = twice = survived = 0
            chance = random.Random(seed)
            for _ in range(times):
                shutil.rmtree(here)
                shutil.copytree(base, here)
                mails.ids.clear()
                with started(here, "--quiet", "run") as process:
                    time.sleep(chance.uniform(0.2, 1.1) * took)
                    survived += process.poll() is not None
                    process.send_signal(signal.SIGKILL)
                unclean += run(here, "verify").code != 0
                run(here, "--quiet", "run")
                other += versions(here, *names) != undisturbed
                sent = Counter(mails.ids)
                lost += len(sent) < len(names)
                twice += any(count > 1 for count in sent.values())
            return [
                (f"SIGKILL at {times} random moments of a cycle in which 3 policies change", f"{times - survived} hit a running cycle", ""),
                ("`verify` clean after the kill", f"{times - unclean} of {times}", "all"),
                ("same versions as undisturbed after the next run", f"{times - other} of {times}", "all"),
                ("no alert lost", f"{times - lost} of {times}", "all"),
                ("no alert twice at the SMTP server", f"{times - twice} of {times}", "all, but for the moment described below"),
            ]
    finally:
        pages.stop()
        mails.stop()


def unchanged(count: int = 1000) -> list[Row]:
    """Real pages, all unchanged, answered in full."""
    bodies = [path.read_bytes() for path in sorted((SHARED / "eval/extraction").glob("*.html"))]
    if not bodies:
        return [("unchanged pages", "skipped: no collection of real pages (set POLICY_MONITOR_SHARED)", "")]
    pages = Pages(lambda host, path: (200, bodies[int(path[1:]) % len(bodies)]))
    try:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            configure(home, [{"id": f"p{n}", "url": pages.url(0, f"/{n}")} for n in range(count)])
            script = [sys.executable, __file__, "--cost", folder]
            first = cost_of(script)
            second = cost_of(script)
            again = cost_of(script)
            best = max(second, again)  # the one with more pages per CPU second
            return [
                (f"first cycle over {count} pages: read, stored, rendered", f"{count / first[1]:.0f} pages per CPU second", ""),
                (f"{count} unchanged pages without 304, start-up included", f"{count / best[1]:.0f} pages per CPU second", "≥ 145"),
                ("peak memory of that run", f"{best[2]:.0f} MB", "≤ 120 MB"),
            ]
    finally:
        pages.stop()


def cost_of(script: list[str]) -> tuple[float, float, float]:
    """(1 / CPU seconds, CPU seconds, peak MB) of one run, measured by a process of its own."""
    cpu, megabytes = map(float, subprocess.run(script, check=True, capture_output=True, text=True).stdout.split())
    return 1 / cpu, cpu, megabytes


def slow_and_failing(count: int = 500, cycles: int = 50) -> list[Row]:
    """Policies on as many hosts, 5 % failing, one dripping; then cycles in one process, its memory watched."""
    pages = Pages(lambda host, path: (503, b"") if int(path[1:]) % 20 == 19 else (200, policy_text(f"Shop {path[1:]}")))
    try:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            pages.dripping.add("127.0.0.1")
            fetch = {"timeout": 5, "retries": 0}
            configure(home, [{"id": f"p{n}", "url": pages.url(n, f"/{n}")} for n in range(count)], fetch=fetch)
            script = [sys.executable, __file__, "--cycle-memory", str(cycles), folder]
            said = subprocess.run(script, check=True, capture_output=True, text=True, timeout=3000).stdout.split()
            others, whole, early, late = map(float, said[:4])
            growth = 100 * (late / early - 1)
            return [
                (f"{count} policies, 5 % of hosts failing, one dripping a byte a second: the others are done after", f"{others:.0f} s", ""),
                ("the whole cycle, which ends when the dripping host is given up", f"{whole:.0f} s", "120 s + the others at most"),
                (f"memory after cycle 5 and after cycle {cycles}", f"{early:.0f} and {late:.0f} MB ({growth:+.1f} %)", "< +5 %"),
            ]
    finally:
        pages.stop()


def together() -> list[Row]:
    """Two daemons and a cron run on one store while pages change."""
    broken = False
    pages, mails = Pages(lambda host, path: (200, policy_text(path.strip("/").title(), broken=broken))), Mails()
    names = [f"shop{n}" for n in range(4)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            tracked = [{"id": name, "url": pages.url(n, f"/{name}"), "schedule": "* * * * *"} for n, name in enumerate(names)]
            configure(home, tracked, alerts=mails.alerts, jitter=0)
            run(home, "--quiet", "run")
            broken = True
            with started(home, "daemon") as one, started(home, "daemon") as two:
                codes = [run(home, "--quiet", "run").code for _ in range(3)]
                time.sleep(61 - time.time() % 60 + 3)
                codes += [run(home, "--quiet", "run").code for _ in range(2)]
                for daemon in (one, two):
                    daemon.terminate()
                stopping = time.monotonic()
                ends = [daemon.wait(timeout=60) for daemon in (one, two)]
                stopped = time.monotonic() - stopping
            counts = Counter(mails.ids)
            held = [len(each) for each in versions(home, *names)]
            clean = run(home, "verify").code == 0
            return [
                ("two daemons and five runs over one store: exit codes", f"{ends + codes}", "all 0"),
                ("alerts at the SMTP server, for 4 changes", f"{len(counts)} different, {sum(counts.values())} in all", "4 and 4"),
                ("versions of each policy; `verify`", f"{held}; {'clean' if clean else 'FAULTS'}", "2 each; clean"),
                ("both daemons stopped after", f"{stopped:.1f} s", "seconds"),
            ]
    finally:
        pages.stop()
        mails.stop()


def accidents() -> list[Row]:
    """Disk full, no right to write, damage, a clock set back: what is said, and whether the documented command mends it."""
    broken, rows = False, list[Row]()
    pages = Pages(lambda host, path: (200, policy_text("Larkspur", broken=broken)))
    try:
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder, "base")
            base.mkdir()
            configure(base, [{"id": "larkspur", "url": pages.url(0, "/larkspur")}])
            run(base, "--quiet", "run")
            broken = True
            for name, hurt, mend in ACCIDENTS:
                home = Path(folder, "home")
                shutil.rmtree(home, ignore_errors=True)
                shutil.copytree(base, home)
                said, mended = hurt(home), mend(home)
                first = next((line for line in said.splitlines() if line), "nothing")
                ok = mended and run(home, "verify").code == 0 and len(versions(home, "larkspur")[0]) == 2
                end = "recovered, nothing lost" if ok else "NOT RECOVERED"
                rows.append((name, first.replace(str(home), "…").replace("|", "¦")[:230], end))
        return rows
    finally:
        pages.stop()


def _full(home: Path) -> str:
    limited = f"ulimit -f 1; exec {sys.executable} -m monitor --quiet run"  # 1 block of 512 or 1,024 bytes for any file: as a full disk
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(["sh", "-c", limited], cwd=home, capture_output=True, text=True, check=False, env=environment)
    return f"exit {done.returncode}: {done.stderr}"


def _object(home: Path) -> str:
    next((home / "snapshots").rglob("*.gz")).write_bytes(b"damage")
    return run(home, "verify").out


def _restore(home: Path) -> bool:
    damaged = next((home / "snapshots").rglob("*.gz"))
    shutil.copy(home.parent / "base" / damaged.relative_to(home), damaged)
    return run(home, "--quiet", "run").code == 0


def _index(home: Path) -> str:
    (home / "snapshots/index.sqlite").write_bytes(b"damage" * 1000)
    for tail in ("-wal", "-shm"):
        (home / f"snapshots/index.sqlite{tail}").unlink(missing_ok=True)
    return run(home, "--quiet", "run").err


def _delete_index(home: Path) -> bool:
    (home / "snapshots/index.sqlite").unlink()
    return run(home, "verify", "--rebuild").code == 0 and run(home, "--quiet", "run").code == 0


def _clock(home: Path) -> str:
    ledger = home / "snapshots/larkspur/ledger.jsonl"
    text = ledger.read_text()
    year = text.partition('"kept_at":"')[2][:4]
    ahead = text.replace(f'"kept_at":"{year}', f'"kept_at":"{int(year) + 3}')
    ledger.write_text(ahead)  # as if it had been kept when the clock ran three years ahead
    (home / "snapshots/larkspur/ledger.head").unlink()
    said = next(line for line in run(home, "doctor", "--offline").out.splitlines() if line.split()[1:2] == ["clock"])
    ledger.write_text(text)
    shutil.copy(home.parent / "base/snapshots/larkspur/ledger.head", home / "snapshots/larkspur/ledger.head")
    return said


def _run(home: Path) -> bool:
    return run(home, "--quiet", "run").code == 0


ACCIDENTS: list[tuple[str, Callable[[Path], str], Callable[[Path], bool]]] = [
    ("disk full (no file may grow); then `run`", _full, _run),
    ("a kept object damaged; restored from a backup", _object, _restore),
    ("index damaged; deleted, then `verify --rebuild`", _index, _delete_index),
    ("clock set back; `doctor`", _clock, _run),
]
MEASUREMENTS: dict[str, Callable[[argparse.Namespace], list[Row]]] = {
    "kills": lambda given: kills(given.kills),
    "accidents": lambda given: accidents(),
    "together": lambda given: together(),
    "slow": lambda given: slow_and_failing(given.policies, given.cycles),
    "unchanged": lambda given: unchanged(given.pages),
}
HEAD = """# Reliability, measured

Made by `python bench/reliability.py --write`; real processes, files, web and mail servers, all on loopback.

What can't be guaranteed: a mail server says "250" and the program notes it; a kill in the instant between the two sends it once
more. Its Message-ID is the same, so most mailboxes show it once. Losing it instead would be the only alternative.

| test | measured | must hold |
|---|---|---|
"""


def main() -> int:
    """0 when all was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cost")
    parser.add_argument("--cycle-memory", nargs=2)
    for name, number in (("kills", 200), ("cycles", 50), ("policies", 500), ("pages", 1000)):
        parser.add_argument(f"--{name}", type=int, default=number)
    given = parser.parse_args()
    if given.cost:
        done = run(Path(given.cost), "--quiet", "run")
        print(done.cpu, done.megabytes)
        return 0
    if given.cycle_memory:
        return _cycles(int(given.cycle_memory[0]), Path(given.cycle_memory[1]))
    lines = []
    for name in given.names or MEASUREMENTS:
        rows = MEASUREMENTS[name](given)
        lines += [f"| {what} | {figure} | {must} |" for what, figure, must in rows]
        print("\n".join(lines[-len(rows) :]), flush=True)
    if given.write:
        (HERE.parent / "docs/reliability.md").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _cycles(count: int, home: Path) -> int:
    """Cycles in this process: prints when all but the dripping were done, when all were, and the memory early and late."""
    workshop = open_workshop(load_settings(home / "config.yaml", {}))
    begun, moments = time.monotonic(), list[float]()
    run_cycle(workshop, workshop.policies, told=lambda policy: moments.append(time.monotonic() - begun))
    whole, memory = time.monotonic() - begun, list[float]()
    rest = workshop.policies[1:]
    for _ in range(count):
        run_cycle(workshop, rest)
        memory.append(psutil.Process().memory_info().rss / 1e6)
    print(sorted(moments)[-2], whole, memory[min(4, count - 1)], memory[-1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
