"""Fails when the tests cover less of a package of the core than they must; run after the suite: python tests/coverage_gates.py."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from coverage import Coverage

CORE = Path(__file__).resolve().parents[1] / "monitor" / "core"
GATES = dict.fromkeys(("text", "extract", "discover", "screen", "diff", "meaning", "arrange", "history"), 95.0)
"""Per cent of lines and branches. One figure for the whole core would let a well tested package hide another."""


def check(measure: Callable[[str], float]) -> list[str]:
    """Prints the figure of each package, which `measure` takes by name; returns those below their gate."""
    below = []
    for package, gate in GATES.items():
        covered = measure(package)
        print(f"core/{package:<10}{covered:6.1f} % covered, {gate:.0f} % needed")
        if covered < gate:
            below.append(package)
    return below


def main() -> int:
    """Measures by the data that pytest-cov left in .coverage."""
    coverage = Coverage()
    coverage.load()
    return 1 if check(lambda package: coverage.report(include=[f"{CORE / package}/*"], file=io.StringIO())) else 0


if __name__ == "__main__":
    sys.exit(main())
