"""Measures what a history costs on disk: `python -m bench storage [--documents 5] [--versions 41] [--keep FOLDER] [--kills 25] [--write]`.

Policies of about 60 KB are made up, with a few statements changed in each version, and imported. Sizes are sums over the files, as Git,
rsync and a backup see them; "on disk" is what their blocks take. Then the store is packed, verified, and packed again while it is killed.

--keep: where the store is built, and found again next time; else it is temporary. --kills: how often `pack` is killed before it may finish.
--write: puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import DOCS, replace_between, table
from bench.made_up_policy import ACTORS, ACTS, DATA, ENDS, LIMITS, MadeUpPolicy
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index

_FIRST = datetime(2015, 1, 1, tzinfo=UTC)
_SIZE = 60_000
_EDITS = 4
_COMMAND = [sys.executable, "-m", "monitor"]


class Text(MadeUpPolicy):
    """A policy of which some statements change in each version."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        # Names of its own, so that a text holds as many different words as a real one.
        self._names = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=7)).capitalize() for _ in range(1_500)]
        super().__init__(chance, _SIZE)

    def sentence(self) -> str:
        """A new statement."""
        pick = self.chance.choice
        actor, act = pick((*ACTORS, "Our insurer")), pick((*ACTS, "retain", "encrypt"))
        told = f"{actor} may {act} {pick(DATA)} with {pick(self._names)} and {pick(self._names)} {pick(ENDS)}"
        return f"{told}, {pick(LIMITS).format(self.chance.randint(1, 90))}, as section {self.chance.randint(1, 40)} says."

    def change(self) -> None:
        """The next version: some statements are replaced, added or dropped."""
        for _ in range(_EDITS):
            super().change()


def build(folder: Path, documents: int, versions: int) -> None:
    """A configuration and a store with so many policies of so many versions each."""
    folder.mkdir(parents=True, exist_ok=True)
    policies = "".join(
        f"  - {{id: p{n}, name: Larkspur {n}, document: Privacy Policy, url: 'http://127.0.0.1/{n}', history: none}}\n"
        for n in range(documents)
    )
    (folder / "config.yaml").write_text(f"snapshots: snapshots/\nreports: reports/\npolicies:\n{policies}", encoding="utf-8")
    for number in range(documents):
        pages = folder / f"pages{number}"
        pages.mkdir()
        text = Text(number)
        for version in range(versions):
            at = _FIRST + timedelta(days=30 * version)
            (pages / f"{at:%Y%m%d%H%M%S}.html").write_text(text.page(), encoding="utf-8")
            text.change()
        call(folder, "import", "dir", "--policy", f"p{number}", str(pages))


def call(folder: Path, *arguments: str) -> float:
    """Runs a command on the store; the seconds it took.

    Raises:
        CalledProcessError: its exit code is not 0.
    """
    start = time.perf_counter()
    subprocess.run([*_COMMAND, "--quiet", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def size(paths: Iterable[Path]) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in paths if path.is_file())


def raw_text(folder: Path) -> int:
    """Bytes of the texts of all versions."""
    with Index(folder / "snapshots/index.sqlite") as index:
        policies = SnapshotArchive(folder / "snapshots").policies()
        return sum(len(version.document.text.encode()) for policy in policies for version in index.versions(policy))


def parts(folder: Path) -> Iterator[tuple[str, int]]:
    """The parts of the store and of the reports, with their bytes."""
    store, reports = folder / "snapshots", folder / "reports"
    yield "raw/ (pages as received)", size(store.glob("*/raw/**/*"))
    yield "text/ (texts of versions)", size(store.glob("*/text/*"))
    yield "ledgers", size(store.glob("*/ledger*"))
    yield "index.sqlite", size(store.glob("index.sqlite*"))
    yield "snapshots/", size(store.rglob("*"))
    yield "changelog pages", size(reports.glob("*/*-*.html"))
    yield "reports/", size(reports.rglob("*"))


def killed(folder: Path, times: int) -> int:
    """Packs copies of the store, each killed at some moment and verified; how many were killed before they were done.

    Raises:
        CalledProcessError: `verify` found a fault in one of them, or the next `pack` did not succeed.
    """
    chance, count = random.Random(15), 0
    with tempfile.TemporaryDirectory(prefix="policy-monitor-kills-") as scratch:
        home = Path(scratch) / "store"
        for _ in range(times):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(folder, home)
            process = subprocess.Popen([*_COMMAND, "--quiet", "pack"], cwd=home, stdout=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0.3, 6))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                count += 1
            call(home, "verify", "--quick")
        if times:  # without a kill there is no copy
            call(home, "pack")
            call(home, "verify", "--quick")
    return count


def measure(folder: Path, kills: int) -> list[tuple[str, ...]]:
    """The rows of the table: each part before and after packing, in bytes and against the texts."""
    raw = raw_text(folder)
    before = dict(parts(folder))
    hit = killed(folder, kills)
    call(folder, "pack")
    call(folder, "verify", "--quick")
    after = dict(parts(folder))
    rows = [(name, *(f"{size / 1e6:.2f} MB, {size / raw:.3f}" for size in (before[name], after[name]))) for name in before]
    rows = [("texts of all versions", f"{raw / 1e6:.2f} MB, 1", ""), *rows]
    if kills:
        rows.append(("`pack` killed at random moments", "", f"{kills} of {kills} verified, {hit} hit a running one"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5)
    parser.add_argument("--versions", type=int, default=41)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="policy-monitor-storage-") as scratch:
        built = asked.keep or Path(scratch) / "built"
        if not (built / "snapshots").exists():
            build(built, asked.documents, asked.versions)
        folder = Path(scratch) / "measured"
        shutil.copytree(built, folder)
        found = table(("part", "before `pack`", "after"), measure(folder, asked.kills))
    print(found)
    if asked.write:
        command = (
            f"`python -m bench storage --write`, {datetime.now(UTC):%Y-%m-%d}, {asked.documents} documents of {asked.versions} versions:"
        )
        replace_between(DOCS / "performance.md", "storage", f"{command}\n\n{found}")


if __name__ == "__main__":
    main()
