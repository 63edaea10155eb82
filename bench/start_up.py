"""Measures the CPU time of short commands: `python -m bench start_up [--policies 5000] [--runs 7] [--write]`.

Each command runs on an empty store, and on one that tracks so many policies, of which a hundred have a version. Least CPU seconds of some
runs, with the program compiled, as an installed one is. The first command after a change of config.yaml validates it, and is measured by
itself. --write: puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import DOCS, replace_between, table
from bench.testbed import Pages, configure, policy_text, run

COMMANDS = ("--help", "log", "status", "search retention", "diff old.md new.md")
MANY = ("log p7", "status", "search retention")
WITH_VERSION = 100
_LIMIT = "0.15 s"


def cpu(home: Path, command: str, runs: int, before: Callable[[], object] = lambda: None) -> float:
    """The least CPU seconds of some runs; other work on the machine only ever adds.

    Raises:
        RuntimeError: the command fails.
    """
    found = []
    for _ in range(runs):
        before()
        # Where bytecode may not be written, every run would compile the program again.
        ran = run(home, *command.split(), env={"PYTHONPYCACHEPREFIX": str(home / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""})
        if ran.code != 0:
            raise RuntimeError(f"`{command}` ended with {ran.code}: {ran.err}")
        found.append(ran.cpu)
    return min(found)


def empty(home: Path) -> None:
    """A configuration and the folders that `init` makes, and two texts."""
    configure(home, [{"id": "p", "name": "Larkspur", "url": "http://127.0.0.1:9/p"}])
    (home / "snapshots").mkdir()
    (home / "old.md").write_text("# Privacy\n\nWe do not sell your personal data to anyone.\n", encoding="utf-8")
    (home / "new.md").write_text("# Privacy\n\nWe may sell your personal data to our partners.\n", encoding="utf-8")


def many(home: Path, policies: int) -> None:
    """A store that tracks so many policies; the first of them have been checked once."""
    pages = Pages(lambda host, path: (200, policy_text(f"Shop {path[1:]}")))
    try:
        configure(home, [{"id": f"p{n}", "name": f"Shop {n}", "url": pages.url(n, f"/{n}")} for n in range(WITH_VERSION)])
        run(home, "--quiet", "run")
        configure(home, [{"id": f"p{n}", "name": f"Shop {n}", "url": pages.url(n, f"/{n}")} for n in range(policies)])
    finally:
        pages.stop()


def measure(policies: int, runs: int) -> list[tuple[str, str, str]]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        for home in (small, large):
            home.mkdir()
        empty(small)
        many(large, policies)
        kept = large / "snapshots/.settings.json"
        rows = [(f"`{command}`, empty store", f"{cpu(small, command, runs):.3f} s", _LIMIT) for command in COMMANDS]
        first = cpu(large, "log p7", runs, lambda: kept.unlink(missing_ok=True))
        rows.append((f"`log p7`, {policies:,} policies, config.yaml changed since", f"{first:.2f} s", ""))
        limits = {"log p7": "0.6 s", "search retention": "0.3 s"}
        rows += [(f"`{one}`, {policies:,} policies", f"{cpu(large, one, runs):.2f} s", limits.get(one, "")) for one in MANY]
        bare = min(_bare() for _ in range(runs))
    return [*rows, ("Python alone", f"{bare:.3f} s", "")]


def _bare() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Returns 0 once everything has been measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    shown = table(("command", "CPU", "required"), measure(given.policies, given.runs))
    print(shown, flush=True)
    if given.write:
        replace_between(
            DOCS / "performance.md", "start-up", f"`python -m bench start_up --write`, {datetime.now(UTC):%Y-%m-%d}:\n\n{shown}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
