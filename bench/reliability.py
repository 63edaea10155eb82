"""Measures what the program survives: `python -m bench reliability [--write] [--kills N] [--cycles N] [NAME…]`.

--write puts each table that was measured into docs/reliability.md with its date and leaves the others alone. Processes, SIGKILL, SQLite,
files, HTTP and SMTP servers are real, on loopback.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from bench.backfill_faults import archive_under_the_daemon
from bench.disasters import accidents, together
from bench.disks import disks
from bench.figures import DOCS, replace_between
from bench.hostile import hostile
from bench.kills import kills
from bench.load import slow_and_failing, unchanged
from bench.mutations import mutated
from bench.progress import Progress
from bench.repeated import repeated
from bench.slow_hosts import slow_hosts
from bench.testbed import Row

MEASUREMENTS: dict[str, tuple[Callable[[argparse.Namespace], list[Row]], tuple[str, ...]]] = {
    "kills": (lambda given: kills(given.kills, progress=Progress("kills")), ("kills",)),
    "accidents": (lambda given: accidents(), ()),
    "disks": (lambda given: disks(), ()),
    "together": (lambda given: together(), ()),
    "slow": (lambda given: slow_and_failing(given.policies, given.cycles), ("policies", "cycles")),
    "hostile": (lambda given: hostile(), ()),
    "hosts": (lambda given: slow_hosts(given.shops, given.every, given.checks), ("shops", "every", "checks")),
    "unchanged": (lambda given: unchanged(given.pages), ("pages",)),
    "mutated": (lambda given: mutated(given.inputs, progress=Progress("mutated")), ("inputs",)),
    "repeated": (lambda given: repeated(), ()),
    "archive": (lambda given: archive_under_the_daemon(), ()),
}
"""Name → how it is measured, and the options that apply to it."""
NUMBERS = {"kills": 300, "policies": 500, "cycles": 50, "shops": 2000, "every": 3, "checks": 4, "pages": 1000, "inputs": 10_000}


def main() -> int:
    """Returns 0 once everything has been measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []])
    parser.add_argument("--write", action="store_true")
    for name, number in NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    given = parser.parse_args()
    # Stopped from outside, a measurement ends what it has started: servers, and a daemon that would run for ever.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    for name in given.names or MEASUREMENTS:
        measure, options = MEASUREMENTS[name]
        rows = measure(given)
        said = [f"| {what} | {figure} | {must} |" for what, figure, must in rows]
        print("\n".join(said), flush=True)
        if given.write:
            replace_between(DOCS / "reliability.md", name, "\n".join([_caption(name, options, given), "", *HEAD, *said]))
    return 0


HEAD = ("| test | measured | required |", "|---|---|---|")


def _caption(name: str, options: tuple[str, ...], given: argparse.Namespace) -> str:
    numbers = "".join(f" --{option} {getattr(given, option)}" for option in options if getattr(given, option) != NUMBERS[option])
    return f"`python -m bench reliability {name}{numbers} --write`, {datetime.now(UTC):%Y-%m-%d}:"


if __name__ == "__main__":
    sys.exit(main())
