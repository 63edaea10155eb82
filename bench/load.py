"""Many policies at once: failing and very slow hosts, memory over many cycles, the cost of an unchanged page; part of bench/reliability.py.

`python -m bench.load CYCLES FOLDER` runs cycles in this process; the parent reads the figures that it prints.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench import SHARED
from bench.testbed import Pages, Ran, Row, configure, from_checkout, policy_text
from monitor.assemble import open_context
from monitor.config import load_settings
from monitor.pipeline.cycle import run_cycle

SETTLED = 5
"""Cycles before memory is measured: by then the slow host has been tried twice and every page has been read once."""


def unchanged(count: int) -> list[Row]:
    """Real pages, all unchanged, served in full instead of with a 304."""
    bodies = [path.read_bytes() for path in sorted((SHARED / "eval/extraction").glob("*.html"))]
    if not bodies:
        return [("unchanged pages", "skipped: no collection of real pages (set POLICY_MONITOR_SHARED)", "")]
    pages = Pages(lambda host, path: (200, bodies[int(path[1:]) % len(bodies)]))
    try:
        with tempfile.TemporaryDirectory() as folder:
            configure(Path(folder), [{"id": f"p{n}", "url": pages.url(0, f"/{n}")} for n in range(count)])
            first, *later = (_alone(Path(folder)) for _ in range(4))
            best = min(later, key=lambda ran: ran.cpu)  # other work on the machine only ever adds
            return [
                (f"first cycle over {count:,} pages: read, stored, rendered", f"{count / first.cpu:.0f} pages per CPU second", ""),
                ("peak memory of that run", f"{first.megabytes:.0f} MB", ""),
                (
                    f"{count:,} unchanged pages without 304, start-up included, best of 3",
                    f"{count / best.cpu:.0f} pages per CPU second",
                    "≥ 145, target 290",
                ),
                ("peak memory of those runs", f"{max(ran.megabytes for ran in later):.0f} MB", "≤ 120 MB"),
            ]
    finally:
        pages.stop()


def _alone(home: Path) -> Ran:
    """One run, started by a process without other children, because peak memory is reported for all children together."""
    code = "import sys; from bench.testbed import run; from pathlib import Path; "
    code += "r = run(Path(sys.argv[1]), '--quiet', 'run'); print(r.code, r.cpu, r.megabytes)"
    done = subprocess.run([sys.executable, "-c", code, str(home)], check=True, capture_output=True, text=True, env=from_checkout())
    exit_code, cpu, megabytes = done.stdout.split()
    if exit_code != "0":
        raise RuntimeError(f"the run ended with {exit_code}")
    return Ran(0, "", "", float(cpu), 0.0, float(megabytes))


def slow_and_failing(count: int, cycles: int) -> list[Row]:
    """One host per policy, 5 % of them failing and one sending a byte a second; the cycles run in one process, as in the daemon."""
    pages = Pages(lambda host, path: (503, b"") if int(path[1:]) % 20 == 19 else (200, policy_text(f"Shop {path[1:]}")))
    try:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            pages.dripping.add("127.0.0.1")
            configure(home, [{"id": f"p{n}", "url": pages.url(n, f"/{n}")} for n in range(count)], fetch={"timeout": 5, "retries": 0})
            script = [sys.executable, "-m", "bench.load", str(cycles), folder]
            said = subprocess.run(script, check=True, capture_output=True, text=True, timeout=3000, env=from_checkout()).stdout.split()
            others, whole, later, early, late = map(float, said)
            growth = 100 * (late / early - 1)
            what = f"{count} policies, 5 % of hosts failing, one sending a byte per second"
            return [
                (f"{what}: first cycle, all others done after", f"{others:.0f} s", "not delayed"),
                ("that whole cycle, which ends when the slow host times out", f"{whole:.0f} s", "at most 120 s + the others"),
                (f"later cycles up to number {cycles}: all others done after, at worst", f"{later:.1f} s", "not delayed"),
                (f"memory after cycle {SETTLED} and after cycle {cycles}", f"{early:.0f} and {late:.0f} MB ({growth:+.1f} %)", "< +5 %"),
            ]
    finally:
        pages.stop()


def work(count: int, home: Path) -> None:
    """Prints seconds until all but the slow host were done, until all were, of the worst later cycle; then memory early and late."""
    context = open_context(load_settings(home / "config.yaml", {}))
    memory, done, whole = list[float](), list[float](), list[float]()
    for _ in range(count):
        begun, moments = time.monotonic(), list[float]()
        run_cycle(
            context,
            context.policies,
            force=False,
            on_policy=lambda policy, b=begun, m=moments: m.append(time.monotonic() - b),  # type: ignore[misc]
        )
        whole.append(time.monotonic() - begun)
        done.append(sorted(moments)[-2])
        memory.append(psutil.Process().memory_info().rss / 1e6)
    print(done[0], whole[0], max(done[1:], default=0.0), memory[min(SETTLED, count) - 1], memory[-1])


if __name__ == "__main__":
    work(int(sys.argv[1]), Path(sys.argv[2]))
