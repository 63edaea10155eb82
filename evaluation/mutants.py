"""Mutation testing of the rule code: `python -m evaluation.mutants [--sample N] [--seed S] [--write]`, or `make mutants`.

Draws a random sample of small faults in monitor/core/meaning and in the rule table, and runs the fast tests of that code against each, in
a copy of the checkout. A mutant is killed if a test fails or the tests use more than `--limit` seconds of CPU time; one that survives shows
a missing test, or a fault that makes no difference. The same seed draws the same sample from the same code. `--write` puts the result into
docs/mutants.md.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import NamedTuple

from bench.figures import replace_between
from evaluation.mutation_operators import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/mutants.md"
SOURCES = ("monitor/core/meaning/**/*.py", "monitor/vocabulary/rules.yaml")
TESTS = ("tests/core/meaning", "tests/core/test_cases.py", "tests/test_verdicts.py")
COPIED = ("monitor", "tests", "evaluation", "bench", "examples", "docs", "pyproject.toml")
SURVIVED, KILLED, TIMED_OUT = "survived", "killed", "timed out"


class Result(NamedTuple):
    """A mutant and what became of it."""

    mutant: Mutant
    outcome: str


def sample(size: int, seed: int, root: Path = ROOT) -> list[Mutant]:
    """So many mutants, drawn at random over all files and sorted by place; all of them if there are fewer."""
    paths = sorted(path for pattern in SOURCES for path in root.glob(pattern))
    found = [one for path in paths for one in mutants_of(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))]
    chosen = random.Random(seed).sample(found, min(size, len(found)))
    return sorted(chosen, key=lambda mutant: (mutant.path, mutant.line, mutant.what))


@contextmanager
def copies(count: int, root: Path = ROOT) -> Iterator[Queue[Path]]:
    """Copies of the checkout in which tests can run; a worker takes one and puts it back."""
    with tempfile.TemporaryDirectory() as folder:
        free: Queue[Path] = Queue()
        for number in range(count):
            home = Path(folder) / str(number)
            home.mkdir()
            for name in filter(lambda name: (root / name).exists(), COPIED):
                copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
                copy(root / name, home / name)
            free.put(home)
        yield free


def run_tests(home: Path, tests: Sequence[str], limit: float) -> str:
    """Runs the tests in a copy until the first one fails.

    Returns:
        SURVIVED if all pass, KILLED if one fails, TIMED_OUT after `limit` seconds of CPU time, or ten times as many of wall time.
    """
    # The examples take half a minute and repeat what the cases say.
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-k", "not examples", *tests]
    # No plug-ins: these tests need none, and loading them takes longer than many of the tests.
    # No bytecode: a mutant of the same size, written in the same second, would be mistaken for the one before.
    environment = {**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    # CPU time, so that a busy machine kills no mutant.
    limited = ["sh", "-c", f'ulimit -t {math.ceil(limit)}; exec "$@"', "sh", *command]
    process = subprocess.Popen(limited, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        code = process.wait(timeout=10 * limit)
        return SURVIVED if code == 0 else TIMED_OUT if code < 0 else KILLED
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return TIMED_OUT


def tested(mutant: Mutant, free: Queue[Path], tests: Sequence[str], limit: float) -> Result:
    """What becomes of one mutant; the copy is as before afterwards."""
    home = free.get()
    path = home / mutant.path
    original = path.read_bytes()
    try:
        path.write_text(mutant.text, encoding="utf-8")
        return Result(mutant, run_tests(home, tests, limit))
    finally:
        path.write_bytes(original)
        free.put(home)


def results(mutants: Sequence[Mutant], *, jobs: int, limit: float, tests: Sequence[str] = TESTS, root: Path = ROOT) -> Iterator[Result]:
    """The result of each mutant, in their order.

    Raises:
        RuntimeError: the tests do not pass without a mutation, so that nothing can be learned.
    """
    with copies(jobs, root) as free, ThreadPoolExecutor(jobs) as pool:
        home = free.get()
        if run_tests(home, tests, limit) != SURVIVED:
            raise RuntimeError(f"the tests do not pass within {limit:.0f} s of CPU time without a mutation: {' '.join(tests)}")
        free.put(home)
        yield from pool.map(lambda mutant: tested(mutant, free, tests, limit), mutants)


def score(found: Sequence[Result]) -> float:
    """The share of the mutants that a test caught; 0 of none."""
    return sum(one.outcome != SURVIVED for one in found) / len(found) if found else 0.0


def report(found: Sequence[Result], seed: int, day: str) -> str:
    """The result as Markdown: the counts, then a row per survivor."""
    counts = [sum(one.outcome == outcome for one in found) for outcome in (KILLED, TIMED_OUT, SURVIVED)]
    head = "| date | sample | seed | killed | timed out | survived | score |\n|---|---:|---:|---:|---:|---:|---:|\n"
    text = f"{head}| {day} | {len(found)} | {seed} | {' | '.join(map(str, counts))} | {score(found):.2f} |"
    left = [one.mutant for one in found if one.outcome == SURVIVED]
    rows = [f"| {mutant.path}:{mutant.line} | `{mutant.what.replace('|', '¦').replace('`', '´')}` |" for mutant in left]
    return "\n".join([text, "", "| survivor | mutation |", "|---|---|", *rows]) if rows else text


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the result of each mutant and the score; returns 2 if the tests fail without a mutation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=120, metavar="N", help="how many mutants to draw (default: 120)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--limit", type=float, default=60, metavar="SECONDS", help="CPU time for the tests of one mutant (default: 60)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="mutants tested at once (default: 2)")
    parser.add_argument("--write", action="store_true", help="put the result into docs/mutants.md")
    options = parser.parse_args(argv)
    found = []
    try:
        for one in results(sample(options.sample, options.seed), jobs=options.jobs, limit=options.limit):
            found.append(one)
            print(f"{one.outcome:9}  {one.mutant.path}:{one.mutant.line}  {one.mutant.what}", flush=True)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    text = report(found, options.seed, f"{datetime.now(UTC):%Y-%m-%d}")
    print(f"\n{text}")
    if options.write:
        replace_between(PAGE, "mutants", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
