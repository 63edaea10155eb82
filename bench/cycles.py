"""Measures whole cycles over many policies: `python -m bench cycles [--policies 5000] [--first 500] [--urlwatch PATH] [--write]`.

Pages of 2 KB, one per host of the loopback network. The first cycle over a new store reads, keeps, derives and renders every page. Then all
pages are unchanged: first answered in full, then with "304 Not Modified". CPU seconds are those of the program with all its processes,
start-up included; the server is another process. urlwatch fetches the same pages from the same server, one run after the other.

--first: policies of the first cycle that is measured, on the disk. --policies: of the store for all else, which is built in the folder for
temporary files; set TMPDIR to one in memory, or wait for its 150,000 writes to reach the disk. --urlwatch: the program; without it,
nothing is compared. --write: puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from bench import ROOT
from bench.figures import DOCS, replace_between, table
from bench.testbed import Row, configure, from_checkout, policy_text, serving

_RUNS = 3
_MONITOR = (sys.executable, "-m", "monitor", "--quiet")


class Shops:
    """A web server with a policy for each path; with `validates`, what the client has already is not sent again."""

    def __init__(self) -> None:
        self.validates = False
        shops = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                self.wfile.write(shops.answer(self.path, self.headers.get("If-None-Match")))

            def log_message(self, *args: object) -> None:
                return

        self._server = serving(Handler)

    def answer(self, path: str, known: str | None) -> bytes:
        """A whole HTTP response."""
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        body = policy_text(f"Shop {path[1:]}")
        tag = f'"{sha256(body).hexdigest()[:12]}"'
        if self.validates and known == tag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def url(self, number: int) -> str:
        """The address of a policy, each on a host of its own."""
        return f"http://127.0.{number // 250}.{number % 250 + 1}:{self._server.server_address[1]}/{number}"

    def stop(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()


_ALONE = """
import os, sys
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
"""A small process that starts the command: a child counts as its own what its parent held when it was started."""


@dataclass(frozen=True)
class Spent:
    """What a process with its children took."""

    cpu: float
    megabytes: float
    """The most that one of the processes held."""


def spent(home: Path, command: Sequence[str]) -> Spent:
    """Runs a command to its end.

    Raises:
        RuntimeError: it fails.
    """
    # Where bytecode may not be written, every run would compile the program again.
    environment = from_checkout(PYTHONDONTWRITEBYTECODE="", PYTHONPYCACHEPREFIX=str(home / "bytecode"))
    alone = [sys.executable, "-S", "-c", _ALONE, *command]
    done = subprocess.run(alone, check=True, cwd=home, capture_output=True, text=True, env=environment)
    code, cpu, megabytes = done.stdout.split()[-3:]
    if code != "0":
        raise RuntimeError(f"`{' '.join(command)}` ended with {code}: {done.stderr[-2000:]}")
    return Spent(float(cpu), float(megabytes))


def first_cycle(shops: Shops, count: int, home: Path) -> Spent:
    """A cycle over so many policies that were never checked, of which a few had been, so that the program is compiled."""
    configure(home, [{"id": f"p{number}", "url": shops.url(number)} for number in range(2)])
    spent(home, (*_MONITOR, "run"))
    configure(home, [{"id": f"p{number}", "url": shops.url(number)} for number in range(2, count + 2)])
    return spent(home, (*_MONITOR, "run"))


class Urlwatch:
    """Another program that watches pages, with a list of the same pages."""

    def __init__(self, program: Path, shops: Shops, count: int, home: Path) -> None:
        home.mkdir()
        (home / "urls.yaml").write_text("---\n".join(f"url: {shops.url(number)}\n" for number in range(count)))
        (home / "urlwatch.yaml").write_text("report:\n  stdout: {enabled: true}\n  text: {}\n")
        self.home = home
        self.command = (str(program), "--urls", "urls.yaml", "--config", "urlwatch.yaml", "--cache", "cache.db", "--hooks", "hooks.py")

    def run(self) -> Spent:
        """One run over all pages."""
        return spent(self.home, self.command)


def measure(policies: int, first: int, urlwatch: Path | None) -> list[Row]:
    """The rows of the table."""
    shops = Shops()
    try:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir=ROOT / "build") as disk:
            rival = Urlwatch(urlwatch, shops, first, Path(disk, "urlwatch")) if urlwatch else None
            rows = _compared("first cycle", first, first_cycle(shops, first, Path(disk)), rival.run() if rival else None, "29, aim 50")
            home = Path(folder)
            first_cycle(shops, policies, home)
            rival = Urlwatch(urlwatch, shops, policies, home / "urlwatch") if urlwatch else None
            if rival:
                rival.run()
            for what, validates, required in (("unchanged, sent in full", False, "280; 150 MB"), ("304 answers", True, "330, aim 500")):
                shops.validates = validates
                ours, theirs = list[Spent](), list[Spent]()
                for _ in range(_RUNS):  # other work on the machine only ever adds
                    ours.append(spent(home, (*_MONITOR, "run")))
                    theirs += [rival.run()] if rival else []
                rows += _compared(what, policies, _best(ours), _best(theirs) if theirs else None, required)
            return rows + _large_store(policies, home)
    finally:
        shops.stop()


def _best(runs: Sequence[Spent]) -> Spent:
    return Spent(min(one.cpu for one in runs), max(one.megabytes for one in runs))


def _compared(what: str, count: int, ours: Spent, theirs: Spent | None, required: str) -> list[Row]:
    rows = [(f"{what}, {count:,} policies", f"{count / ours.cpu:.0f} pages a CPU second, {ours.megabytes:.0f} MB", required)]
    if theirs:
        rows.append(("the same, urlwatch, start-up included", f"{count / theirs.cpu:.0f}, {theirs.megabytes:.0f} MB", ""))
    return rows


def _large_store(policies: int, home: Path) -> list[Row]:
    """Short commands on a store in which every policy has a version, and what its reports take."""
    what = f"{policies:,} policies, each with a version"
    rows: list[Row] = []
    for command, required in (("log p7", "0.6 s"), ("search retention", ""), ("status", "")):
        least = min(spent(home, (*_MONITOR, *command.split())).cpu for _ in range(_RUNS))
        rows.append((f"`{command}`, {what}", f"{least:.2f} s of CPU", required))
    reports = [path.stat().st_size for path in (home / "reports").rglob("*") if path.is_file()]
    overview = (home / "reports/index.html").stat().st_size
    rows.append((f"reports/, {what}", f"{sum(reports) / 1e6:.0f} MB", "150 MB"))
    return [*rows, ("the overview of them", f"{overview / 1e3:.0f} KB", "600 KB")]


def main() -> int:
    """Returns 0 once everything has been measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policies", type=int, default=5_000)
    parser.add_argument("--first", type=int, default=500)
    parser.add_argument("--urlwatch", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    shown = table(("test", "measured", "required"), measure(given.policies, given.first, given.urlwatch))
    print(shown, flush=True)
    if given.write:
        run = f"`python -m bench cycles --policies {given.policies} --first {given.first} --write`, {datetime.now(UTC):%Y-%m-%d}:"
        replace_between(DOCS / "performance.md", "cycles", f"{run}\n\n{shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
