"""Feeds hostile pages to extraction and screening: `python -m bench fuzz [SECONDS]` mutates pages, `--bombs` reads expensive ones.

Fuzzing is guided by coverage (`pip install atheris`, which is not a dependency because it exists for few systems). A finding is a page of
at most 64 KB that raises an exception or takes more than LONGEST seconds; it is written to the folder of --keep. Bombs are read at 1 MB and
at 5 MB, each in a process of its own: time must not grow faster than the page.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import DOCS, replace_between, table
from bench.testbed import from_checkout
from monitor.core.extract import read_snapshot
from monitor.core.screen import screen
from monitor.model import Document, ExtractionResult, SnapshotRecord

LONGEST = 10
LARGEST = 65_536
SEEDS = Path(__file__).resolve().parents[1] / "tests/cases_extract"
AT = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = "We may share your personal data with partners. "
HELD = Document((SENTENCE * 40 + "\n\n") * 5)


def judged(body: bytes, media_type: str | None) -> ExtractionResult:
    """Reads a body and screens it, both as a first capture and against earlier text."""
    reading = read_snapshot(body, media_type=media_type, headers={"content-length": str(len(body) + 7)}, url="https://case.example/p")
    record = SnapshotRecord("p", 1, "https://case.example/p", AT, AT, "live", "0", len(body), "", 200, media_type)
    for before in ((), (HELD,)):
        screen(reading, record=record, before=before, language="en")
    if reading.document is not None:
        screen(reading, record=record, before=(reading.document, HELD, reading.document), language="de")
    return reading


def _many(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def _page(make: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: f"<!doctype html><html><body><main>{make(size)}</main></body></html>"


BOMBS: dict[str, tuple[str, Callable[[int], str]]] = {
    "one sentence over and over": ("text/plain", _many("we may share ")),
    "one word": ("text/plain", _many("x")),
    "numbers and dots": ("text/plain", _many("1.")),
    "brackets": ("text/plain", _many("[")),
    "closing brackets": ("text/plain", _many("](")),
    "stars": ("text/plain", _many("*a_")),
    "lines of one letter": ("text/plain", _many("a\n")),
    "items": ("text/plain", _many("- a\n")),
    "pipes": ("text/plain", _many("| a ")),
    "rows": ("text/plain", _many("| a | b |\n")),
    "quotations": ("text/plain", _many("> ")),
    "entities": ("text/plain", _many("&amp;lt;")),
    "blanks": ("text/plain", _many(" \t")),
    "dates": ("text/plain", _many("last updated 1 May 2020 ")),
    "one word in a page": ("text/html", _page(_many("x"))),
    "brackets in a page": ("text/html", _page(_many("[("))),
    "sentences in a page": ("text/html", _page(_many(f"<p>{SENTENCE}</p>"))),
    "nested elements": ("text/html", _page(_many("<div>"))),
    "nested inline elements": ("text/html", _page(_many("<b><i>"))),
    "nested lists": ("text/html", _page(_many("<ul><li>"))),
    "nested tables": ("text/html", _page(_many("<table><tr><td>"))),
    "a table": ("text/html", _page(lambda size: "<table>" + "<tr><td>a</td><td>b c</td></tr>" * (size // 31) + "</table>")),
    "a row": ("text/html", _page(lambda size: "<table><tr>" + "<td>a" * (size // 5) + "</table>")),
    "wide cells": ("text/html", _page(lambda size: "<table>" + "<tr><td rowspan=65534 colspan=1000>x" * (size // 37) + "</table>")),
    "headings": ("text/html", _page(_many("<h2>1. a</h2>"))),
    "links": ("text/html", _page(_many("<a href=/p?q=1>a b</a> "))),
    "closing tags": ("text/html", _page(_many("</p>"))),
    "attributes": ("text/html", _page(lambda size: "<p " + "".join(f"a{n}=1 " for n in range(size // 9)) + ">a</p>")),
    "quoted attributes": ("text/html", _page(lambda size: "<p " + "".join(f"a{n}='>' " for n in range(size // 12)) + ">a</p>")),
    "comments": ("text/html", _page(_many("<!--"))),
    "tag openings": ("text/html", _page(_many("<"))),
    "line breaks": ("text/html", _page(_many("a<br>"))),
    "definitions": ("text/html", _page(_many("<dl><dt>a<dd>b"))),
    "scripts": ("text/html", _page(_many("<script>location='/a'</script>"))),
    "noscript": ("text/html", _page(_many("<noscript>a</noscript>"))),
    "a broken PDF": ("application/pdf", lambda size: "%PDF-1.4\n" + "1 0 obj << >> endobj\n" * (size // 21)),
}  # fmt: skip
"""Name → media type, and a function that makes a page of a given size."""


def bomb(name: str, size: int) -> float:
    """Processor seconds for one bomb, in this process."""
    media_type, make = BOMBS[name]
    body = make(size).encode()
    start = time.process_time()
    judged(body, media_type)
    return time.process_time() - start


def bombs(write: bool) -> int:
    """Prints a row per bomb; returns 1 if one takes more than LONGEST seconds at 5 MB or if time grows faster than the page."""
    rows, bad = [], 0
    for name in BOMBS:
        small, large = (_apart(name, size) for size in (1_000_000, 5_000_000))
        steep = large is None or small is None or (large > 1 and large > 8 * small)
        bad += steep or large is None or large > LONGEST
        rows.append((name, *("–" if seconds is None else f"{seconds:.2f}" for seconds in (small, large)), "steep" if steep else ""))
        print(*rows[-1], flush=True)
    if write:
        replace_between(DOCS / "extraction.md", "bombs", table(("page", "1 MB, seconds", "5 MB, seconds"), [row[:3] for row in rows]))
    return bad > 0


def _apart(name: str, size: int) -> float | None:
    """The same in a process of its own; None if it fails or takes longer than 90 seconds."""
    try:
        command = [sys.executable, "-m", "bench.fuzz", "--one", name, str(size)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True, env=from_checkout())
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(
            name,
            size,
            error,
            getattr(error, "stderr", "")[-500:] if isinstance(error, subprocess.CalledProcessError) else "",
            file=sys.stderr,
        )
        return None
    return float(done.stdout)


def fuzz(seconds: int, folder: Path) -> None:
    """Runs the fuzzer for so many seconds; it ends the process with an error at the first finding."""
    import atheris  # noqa: PLC0415 - needed only here

    with atheris.instrument_imports(include=["monitor.core.extract", "monitor.core.screen"]):
        for name in [name for name in sys.modules if name.startswith("monitor.core.")]:
            del sys.modules[name]  # imported above without instruments
        from monitor.core.extract import read_snapshot as read  # noqa: PLC0415
        from monitor.core.screen import screen as judge  # noqa: PLC0415
    globals().update(read_snapshot=read, screen=judge)

    def one(data: bytes) -> None:
        kind = ("text/html", "text/plain", "application/pdf", None)[data[0] % 4] if data else None
        judged(data[1:], kind)

    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, page in enumerate(sorted(SEEDS.rglob("page.*"))):
        (corpus / f"seed-{number}").write_bytes(bytes([0 if page.suffix == ".html" else 1]) + page.read_bytes()[:LARGEST])
    options = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", f"-timeout={LONGEST}", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/finding-", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"), help="folder for the corpus and the findings (default: fuzz)")
    parser.add_argument("--bombs", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures of the bombs into docs/extraction.md")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(bomb(options.one[0], int(options.one[1])))
        return 0
    if options.bombs:
        return bombs(options.write)
    try:
        fuzz(options.seconds, options.keep)
    except ImportError:
        print("atheris is not installed: pip install atheris (Linux, Python 3.11 to 3.14)", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
