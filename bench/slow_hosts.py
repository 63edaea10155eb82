"""Slow and failing hosts under a daemon with a tight schedule: are the healthy policies on time? Part of bench/reliability.py."""

from __future__ import annotations

import random
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

from bench.testbed import COMMAND, Pages, Row, configure, from_checkout, policy_text

MINUTE = 60.0
SLOW = 20.0
"""Seconds until a slow host answers."""


class Shops:
    """A policy per host. Of every 60 hosts one fails at once, one answers an error after 20 s, one closes the connection, and one answers
    its policy after 20 s."""

    def __init__(self, count: int) -> None:
        kinds = ["error", "slow error", "closed", "slow"] * (count // 60)
        chosen = random.Random(3).sample(range(count), len(kinds))
        self.kinds = dict(zip(chosen, kinds, strict=True))
        self.count = count
        self.asked: dict[int, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    @property
    def healthy(self) -> list[int]:
        """Numbers of the policies that answer promptly."""
        return [n for n in range(self.count) if n not in self.kinds]

    def answer(self, host: str, path: str) -> tuple[int, bytes]:
        """What a shop answers, after a while if it is slow."""
        number = int(path[1:])
        with self._lock:
            self.asked[number].append(time.time())
        kind = self.kinds.get(number, "")
        if "slow" in kind:
            time.sleep(SLOW)
        if kind == "closed":
            raise ConnectionError
        return (503, b"") if "error" in kind else (200, policy_text(f"Shop {number}"))


def slow_hosts(count: int, every: int, cycles: int) -> list[Row]:
    """A real daemon that checks every policy every so many minutes, for so many cycles."""
    period = every * MINUTE
    shops = Shops(count)
    pages = Pages(shops.answer)
    try:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            policies = [{"id": f"p{n}", "url": pages.url(n, f"/{n}"), "schedule": f"*/{every} * * * *"} for n in range(count)]
            configure(home, policies, jitter=0)
            first = _start_of_a_cycle(period)
            with (home / "log").open("w") as log:
                daemon = subprocess.Popen([*COMMAND, "daemon"], cwd=home, stderr=log, env=from_checkout())
                try:
                    time.sleep(max(0.0, first + cycles * period - 0.5 - time.time()))
                finally:
                    daemon.terminate()
                    daemon.wait(60)
    finally:
        pages.stop()
    return _rows(shops, first, every, cycles)


def _start_of_a_cycle(period: float) -> float:
    """The moment of the next cycle; returns while there is time for the daemon to start, and not much more."""
    first = (time.time() // period + 1) * period
    if first - time.time() < 10:
        first += period
    time.sleep(max(0.0, first - time.time() - 45))
    return first


def _rows(shops: Shops, first: float, every: int, cycles: int) -> list[Row]:
    period = every * MINUTE
    slow = sum("slow" in kind for kind in shops.kinds.values())
    often = "every minute" if every == 1 else f"every {every} minutes"
    what = f"{shops.count:,} policies {often}, {len(shops.kinds) - slow} failing and {slow} answering after {SLOW:.0f} s"
    rows: list[Row] = []
    for n in range(cycles):
        begin = first + n * period
        waits = [min((at - begin for at in shops.asked[i] if begin <= at < begin + period), default=None) for i in shops.healthy]
        done = sorted(wait for wait in waits if wait is not None)
        where = f"{what}: the others in cycle 1" if n == 0 else f"in cycle {n + 1}"
        last = f", the last one after {done[-1]:.0f} s" if done else ""
        rows.append((where, f"{len(done)} of {len(waits)} in time{last}", "all"))
    served = [n for n, kind in shops.kinds.items() if kind == "slow"]
    rows.append(("slow policies that were fetched", f"{sum(bool(shops.asked[n]) for n in served)} of {len(served)}", "all"))
    return rows
