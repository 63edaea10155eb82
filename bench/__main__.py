"""Every measurement in turn: `python -m bench [NAME…]` prints the tables; what needs a collection of real pages skips where there is none.

The collection is $POLICY_MONITOR_SHARED, or the folder `shared` beside the checkout. Each runs in a process of its own, so that
memory and warm caches of one measurement do not colour the next. `reliability` takes more than an hour and is measured when it is named.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("POLICY_MONITOR_SHARED", HERE.parents[1] / "shared"))
MEASUREMENTS: dict[str, list[Path]] = {
    "extraction": [SHARED / "eval/extraction"],
    "screening": [SHARED / "eval"],
    "diff_speed": [SHARED / "bench/pairs", SHARED / "bench/pairs-large"],
    "pathological": [],
    "reliability": [],
    "history": [],
    "paint": [],
}
"""Script → the folders that it is given."""
LONG = {"reliability"}
"""Takes more than an hour: measured when it is named."""


def measure(name: str) -> int:
    """Runs one measurement; its exit code, 0 also when its folders are not there."""
    print(f"\n## {name}\n", flush=True)
    missing = [folder for folder in MEASUREMENTS[name] if not folder.is_dir()]
    if missing:
        print(f"skipped: there is no {missing[0]} (set POLICY_MONITOR_SHARED to the folder with the collection)", flush=True)
        return 0
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    return subprocess.run([sys.executable, HERE / f"{name}.py", *MEASUREMENTS[name]], check=False, env=environment).returncode


def main() -> int:
    """0 when every measurement ended well."""
    there = [name for name in MEASUREMENTS if (HERE / f"{name}.py").is_file()]
    chosen = sys.argv[1:] or [name for name in there if name not in LONG]
    unknown = [name for name in chosen if name not in there]
    if unknown:
        print(f"there is no measurement {unknown[0]!r}; known are: {', '.join(there)}", file=sys.stderr)
        return 2
    return max([measure(name) for name in chosen], default=0)


if __name__ == "__main__":
    raise SystemExit(main())
