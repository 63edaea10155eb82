"""Runs measurements: `python -m bench [NAME…] [ARGUMENT…]`; without a name, every one that takes less than an hour and needs nothing else.

Each measurement runs in its own process, so that memory and caches of one do not affect the next. Arguments after the names go to the
measurements (`python -m bench reliability kills --write`, `python -m bench structure --help`). Measurements of real pages read the
collection that POLICY_MONITOR_SHARED names (default: the folder `shared` beside the checkout) and are skipped if it is missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from bench import ROOT, SHARED


class Measurement(NamedTuple):
    """A script of this folder."""

    folders: tuple[Path, ...] = ()
    """The folders it is given when called without arguments."""
    by_default: bool = True
    """Whether `python -m bench` runs it without being asked by name."""


MEASUREMENTS = {
    "extraction": Measurement((SHARED / "eval/extraction",)),
    "screening": Measurement((SHARED / "eval",)),
    "diff_speed": Measurement((SHARED / "bench/pairs", SHARED / "bench/pairs-large")),
    "pathological": Measurement(),
    "history": Measurement(),
    "growth": Measurement(by_default=False),  # builds stores of thousands of versions
    "storage": Measurement(by_default=False),  # derives two hundred versions first
    "corpus": Measurement(),
    "paint": Measurement(),
    "structure": Measurement(),
    "start_up": Measurement(),
    "cycles": Measurement(by_default=False),  # five thousand pages are read first
    "pool": Measurement(by_default=False),  # says something on a quiet machine alone
    "reliability": Measurement(by_default=False),  # takes more than an hour
    "fuzz": Measurement(by_default=False),  # needs atheris, which is not among the locked dependencies
}


def measure(name: str, arguments: list[str]) -> int:
    """Runs one measurement and returns its exit code; 0 if it is skipped because its folders are missing."""
    print(f"\n## {name}\n", flush=True)
    folders = () if arguments else MEASUREMENTS[name].folders
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        print(f"skipped: {missing[0]} does not exist (POLICY_MONITOR_SHARED names the folder with the collection)", flush=True)
        return 0
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", f"bench.{name}", *map(str, folders), *arguments]
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": path}).returncode


def main(argv: list[str]) -> int:
    """Returns 0 if every measurement succeeded, 2 for a name that is unknown."""
    if argv[:1] in (["--help"], ["-h"]):
        print(f"{__doc__}\nMeasurements: {', '.join(MEASUREMENTS)}.")
        return 0
    names = list(takewhile(MEASUREMENTS.__contains__, argv))
    arguments = argv[len(names) :]
    if arguments and not names:
        print(f"unknown measurement {arguments[0]!r}; choose from: {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    chosen = names or [name for name, one in MEASUREMENTS.items() if one.by_default]
    return max(measure(name, arguments) for name in chosen)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
