"""Measures what a policy costs as its history grows: `python -m bench growth [--sizes 50,200,500,2000] [--keep FOLDER] [--write]`.

A policy of 71 KB is made up, with one or two statements changed in each version, and imported into a store of its own, in batches. Then one
more version is imported, one is imported between two that are held, and `when` and `blame` are asked, each in a process of its own. CPU
seconds include start-up and every child process.

--keep: where stores are built, and found again next time; else they are temporary. --profile: prints the functions that one more version
spends its time in. --write: puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import DOCS, replace_between, table
from bench.made_up_policy import ACTORS, ACTS, DATA, ENDS, LIMITS, MadeUpPolicy
from bench.testbed import Ran, configure, from_checkout, run

BATCH = 250
"""Versions imported at a time: a process that imports thousands would show what a first import costs, not what growth does."""
_FIRST = datetime(2015, 1, 1, tzinfo=UTC)
# Lines of a profile.
_SHOWN = 90


class _Policy(MadeUpPolicy):
    def sentence(self) -> str:
        pick = self.chance.choice
        number = self.chance.randint(1, 90)
        told = f"{pick(ACTORS)} may {pick(ACTS)} {pick(DATA)} {pick(ENDS)} and {pick(ENDS)}"
        return f"{told}, {pick(LIMITS).format(number)}, as section {self.chance.randint(1, 40)} says."


def pages(count: int, size: int = 71_000) -> Iterator[str]:
    """The first so many versions, of about so many characters."""
    text = _Policy(random.Random(15), size)
    for _ in range(count):
        yield text.page()
        text.change()


def captured_at(number: int, *, between: bool = False) -> datetime:
    """When a version is captured; `between`: shortly before the next one."""
    return _FIRST + timedelta(days=2 * number + between)


def build(home: Path, count: int) -> None:
    """A store of so many versions, unless it is there already."""
    if (home / f"complete-{count}").exists():
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    configure(home, [{"id": "p", "name": "Larkspur", "url": "http://127.0.0.1:9/p", "history": "none"}])
    for start in range(0, count, BATCH):
        _import(home, {captured_at(n): page for n, page in enumerate(pages(count)) if start <= n < start + BATCH})
    (home / f"complete-{count}").touch()


def _import(home: Path, files: dict[datetime, str], *command: str) -> Ran:
    with tempfile.TemporaryDirectory() as folder:
        for at, page in files.items():
            Path(folder, f"{at:%Y%m%d%H%M%S}.html").write_text(page, encoding="utf-8")
        done = run(home, "import", "dir", "--policy", "p", folder)
        if done.code != 0:
            raise RuntimeError(done.err)
    return done


def measure(count: int, base: Path) -> list[object]:
    """One row of the table."""
    build(base / str(count), count)
    with tempfile.TemporaryDirectory(dir=base) as folder:
        home = Path(folder) / "home"
        shutil.copytree(base / str(count), home)
        texts = list(pages(count + 2))
        newest, later = texts[-2:]
        # One sentence is another than in the version before it.
        between = texts[count // 2].replace("may share", "will share", 1)
        # What an update of the program makes once for an old store is made before it is measured.
        _import(home, {captured_at(count): newest})
        once_more = _import(home, {captured_at(count + 1): later})
        middle = _import(home, {captured_at(count // 2, between=True): between})
        when, blame = (_alone(home, *argv) for argv in (("when", "p", "may share your location to answer you", "--held"), ("blame", "p")))
        reports = home / "reports/p"
        return [
            f"{count:,}", f"{once_more.cpu:.2f}", f"{middle.cpu:.2f}", f"{when.cpu:.1f}", f"{when.megabytes:.0f}", f"{blame.cpu:.1f}",
            f"{blame.megabytes:.0f}", f"{(reports / 'index.html').stat().st_size / 1000:.0f}",
        ]  # fmt: skip


def _alone(home: Path, *argv: str) -> Ran:
    """One command, started by a process without other children, because peak memory is reported for all children together."""
    code = "import sys; from bench.testbed import run; from pathlib import Path; "
    code += "r = run(Path(sys.argv[1]), *sys.argv[2:]); print(r.code, r.cpu, r.megabytes)"
    done = subprocess.run([sys.executable, "-c", code, str(home), *argv], check=True, capture_output=True, text=True, env=from_checkout())
    exit_code, cpu, megabytes = done.stdout.split()
    if exit_code != "0":
        raise RuntimeError(f"{argv[0]} ended with {exit_code}")
    return Ran(0, "", "", float(cpu), 0.0, float(megabytes))


def profile(count: int, base: Path) -> None:
    """Prints where one more version spends its time."""
    build(base / str(count), count)
    with tempfile.TemporaryDirectory(dir=base) as folder:
        home = Path(folder) / "home"
        shutil.copytree(base / str(count), home)
        *_, newest, later = pages(count + 2)
        _import(home, {captured_at(count): newest})
        files = Path(folder) / "files"
        files.mkdir()
        (files / f"{captured_at(count + 1):%Y%m%d%H%M%S}.html").write_text(later, encoding="utf-8")
        script = [sys.executable, "-m", "cProfile", "-s", "cumtime", "-m", "monitor", "import", "dir", "--policy", "p", str(files)]
        done = subprocess.run(script, cwd=home, check=True, capture_output=True, text=True, env=from_checkout())
        print("\n".join(done.stdout.splitlines()[:_SHOWN]))


HEAD = (
    "versions held", "one more, CPU s", "one between two, CPU s", "`when`, CPU s", "`when`, MB", "`blame`, CPU s", "`blame`, MB",
    "policy page, KB",
)  # fmt: skip


def main() -> int:
    """Returns 0 once everything has been measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="50,200,500,2000")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        base = given.keep or Path(folder)
        base.mkdir(parents=True, exist_ok=True)
        if given.profile:
            for size in sizes:
                profile(size, base)
            return 0
        shown = table(HEAD, [measure(size, base) for size in sizes])
    print(shown, flush=True)
    if given.write:
        replace_between(DOCS / "performance.md", "growth", f"`python -m bench growth --write`, {datetime.now(UTC):%Y-%m-%d}:\n\n{shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
