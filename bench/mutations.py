"""Randomly damaged inputs (seeded): pages, WARC files, configurations, CDX answers and TimeMaps; part of bench/reliability.py.

Each input is processed as in production, in a child process: a page is stored, read, compared and rendered; a WARC file is listed and
read; a configuration is loaded; an archive's listing comes from a web server. A finding is an exception other than MonitorError, an input
that takes more than LONGEST seconds, or a file written outside the working folder.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench import ROOT
from bench.progress import Progress
from bench.testbed import Pages, Row, from_checkout, policy_text
from monitor.assemble import open_context
from monitor.config import load_settings
from monitor.config.template import TEMPLATE
from monitor.errors import MonitorError
from monitor.model import Policy, Snapshot
from monitor.pipeline import publish
from monitor.pipeline.backfill import fetch_captures, list_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.sources.memento import MementoHistory
from monitor.sources.warc import WarcHistory
from monitor.sources.wayback import WaybackHistory

LONGEST = 20
CHUNK = 250
START = datetime(2020, 5, 17, tzinfo=UTC)
URL = "https://shop.example/privacy"
CASES = ROOT / "tests/cases_extract"
# What parsers of paths, markup, YAML, JSON and WARC trip over.
FRAGMENTS = [
    b"../", b"..%2f", b"/etc/passwd", b"\0", b"\r\n\r\n", b"<", b">", b"</", b"&#x110000;", b"&amp;", b"<!--", b"]]>", b"\xff\xfe",
    b"\xed\xa0\x80", b"\xf0\x9f\x92\xa9", b"-1", b"0", b"99999999999999999999", b"1e309", b"NaN", b"null", b"[", b"]", b"{", b"}", b'"',
    b"'", b"\\", b": ", b"- ", b"&a ", b"*a", b"!!python/object:os.system ", b"!!binary ", b"<<: ", b"${HOME}", b"%", b"\t", b"\n",
    b"<table><tr><td>", b"<script>", b"<svg>", b"<template>", b"charset=utf-7", b"gzip", b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n",
    b"WARC-Date: 0000-00-00T00:00:00Z\r\n", b"\x1f\x8b",
]  # fmt: skip


def mutate(rng: random.Random, seed: bytes, other: bytes) -> bytes:
    """Damages an input in one to eight places; a quarter of the inputs are also cut off."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 8)):
        at, length = rng.randrange(len(data) + 1), rng.choice((1, 2, 8, 64, 512))
        match rng.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * rng.choice((1, 2, 50))
            case 3:
                data[at:at] = rng.choice(FRAGMENTS) * rng.choice((1, 1, 1, 200))
            case 4:
                start = rng.randrange(len(other) + 1)
                data[at : at + length] = other[start : start + length]
            case _:
                data[at : at + length] = rng.randbytes(length)
    return bytes(data[: rng.randrange(len(data) + 1)] if rng.randrange(4) == 0 else data)


# --- the kinds of input: seeds, and how one is processed ------------------------------------------------

InputKind = tuple[list[bytes], Callable[[bytes, random.Random, int], None]]


def pages(folder: Path) -> InputKind:
    """Pages, each after another page from the same address."""
    seeds = [policy_text("Larkspur"), *(path.read_bytes() for path in sorted(CASES.glob("*/page.*")))]
    context = _context(folder)
    types = [None, "text/html", "text/html; charset=utf-8", "text/plain", "application/pdf", "text/markdown", "../../x", "\0"]

    def process(data: bytes, rng: random.Random, number: int) -> None:
        policy = Policy(f"p{number}", "Larkspur", urls=(URL,), select=(), remove=())
        kind = rng.choice(types)
        headers = {"content-encoding": rng.choice(["gzip", "br", "x", ""]), "content-length": str(rng.randrange(10**6))}
        for day, body in enumerate((policy_text("Larkspur"), data, data[::-1] if rng.randrange(10) == 0 else data)):
            shown = "text/html" if day == 0 else kind
            url = URL if rng.randrange(5) else URL + data[:40].decode("latin-1")
            snapshot = Snapshot(policy.id, url, START + timedelta(days=day), "live", body, 200, shown, {} if day == 0 else headers)
            context.archive.keep(snapshot, kept_at=START)
        derive(context, policy)
        publish.render(context, policy)
        found = context.archive.verify([policy.id])
        if found:
            raise AssertionError(found[0])

    return seeds, process


def warcs(folder: Path) -> InputKind:
    """WARC files, plain or compressed."""
    seeds = [_warc(packed=False), _warc(packed=True)]
    path, context = folder / "input.warc.gz", _context(folder)

    def process(data: bytes, rng: random.Random, number: int) -> None:
        path.write_bytes(gzip.compress(data) if rng.randrange(3) == 0 else data)
        source, policy = WarcHistory(path, max_bytes=1_000_000), Policy(f"p{number}", "Larkspur", urls=(URL,))
        fetch_captures(context, policy, source, list_captures(source, policy))
        for address in source.addresses()[:3]:
            for capture in list(source.captures(address))[:5]:
                source.fetch(policy.id, capture)

    return seeds, process


def configurations(folder: Path) -> InputKind:
    """Configurations; no policy id may lead to a path outside the store."""
    policies = [{"id": "larkspur", "name": "Larkspur", "url": URL, "select": [".terms"], "schedule": "0 6 * * 1", "history": "wayback"}]
    full = {"policies": policies, "schedule": "*/5 1-4 * jan,feb mon", "jitter": 5, "timezone": "Europe/Berlin", "fetch": {"timeout": 5}}
    shared = TEMPLATE.replace("policies: []", "policies:\n  - &a\n    url: https://shop.example/a\n")
    seeds = [TEMPLATE.encode(), json.dumps(full, indent=1).encode(), shared.encode()]
    path, archive = folder / "config.yaml", _context(folder).archive

    def process(data: bytes, rng: random.Random, number: int) -> None:
        path.write_bytes(data)
        settings = load_settings(path, {"HOME": "/nowhere"})
        open_context(settings)
        for policy in settings.values():
            archive.keep(Snapshot(policy.id, URL, START, "live", data, 200, "text/html"), kept_at=START)

    return seeds, process


def _fetch_two(context: MonitorContext, source: WaybackHistory | MementoHistory, number: int) -> None:
    """Lists the captures of an archive and fetches two of them; closes the source."""
    policy = Policy(f"p{number}", "Larkspur", urls=(URL,))
    try:
        fetch_captures(context, policy, source, list_captures(source, policy), limit=2)
    finally:
        source.close()


def listings(folder: Path) -> InputKind:
    """Answers of a CDX server, and the captures they name."""
    head = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    rows = [["example,shop)/privacy", f"20{n:02}0517000000", URL, "text/html", "200", f"SHA{n}", str(1000 + n)] for n in range(12)]
    seeds = [json.dumps([head, *rows]).encode(), json.dumps([head, *rows[:3], [], ["key"]]).encode(), b"[]"]
    context, answer = _context(folder), {"now": b"[]"}
    server = Pages(lambda host, path: (200, answer["now"] if "/cdx/" in path else policy_text("Larkspur")))

    def process(data: bytes, rng: random.Random, number: int) -> None:
        answer["now"] = data
        address = f"http://127.0.0.1:{server.port}"
        source = WaybackHistory(address, requests_per_minute=1e9, cdx_per_minute=1e9, replay_per_minute=1e9, retries=0, timeout=5)
        _fetch_two(context, source, number)

    return seeds, process


def timemaps(folder: Path) -> InputKind:
    """Answers of a Memento server, and the captures they name."""
    links = [f'<{URL}>; rel="original"', '<@/timemap/link/x>; rel="self"; type="application/link-format"']
    links += [f'<@/{2010 + n}0517000000/{URL}>; rel="memento"; datetime="Mon, 17 May {2010 + n} 00:00:00 GMT"' for n in range(6)]
    answer = {"now": b""}
    server = Pages(lambda host, path: (200, answer["now"] if "/timemap/" in path else policy_text("Larkspur")))
    address = f"http://127.0.0.1:{server.port}"
    seeds = [
        ",\n".join(links).replace("@", address).encode(),
        ",".join([*links, '<@/timemap/2>; rel="timemap"']).replace("@", address).encode(),
    ]
    context = _context(folder)

    def process(data: bytes, rng: random.Random, number: int) -> None:
        answer["now"] = data
        source = MementoHistory(address, requests_per_minute=1e9, retries=0, timeout=5)
        _fetch_two(context, source, number)

    return seeds, process


KINDS: dict[str, Callable[[Path], InputKind]] = {
    "pages": pages,
    "WARC files": warcs,
    "configurations": configurations,
    "CDX answers": listings,
    "TimeMaps": timemaps,
}


def _context(folder: Path) -> MonitorContext:
    path = folder / "good.yaml"
    path.write_text("policies: []\n")
    return open_context(load_settings(path, {}))


def _warc(*, packed: bool) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for n in range(3):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        headers = {"WARC-Date": f"20{n + 10}-05-17T00:00:00Z"}
        record = writer.create_warc_record(
            URL, "response", payload=io.BytesIO(policy_text(f"Shop {n}")), http_headers=http, warc_headers_dict=headers
        )
        writer.write_record(record)
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        again = {"WARC-Date": "2020-01-01T00:00:00Z"}
        writer.write_record(writer.create_revisit_record(URL, digest, URL, headers["WARC-Date"], warc_headers_dict=again))
    return stream.getvalue()


# --- one child, and the parent -----------------------------------------------------------------------------------------


def work(kind: str, seed: int, count: int, folder: Path) -> list[str]:
    """The findings among `count` damaged inputs; the same for the same seed."""
    os.chdir(folder)
    tempfile.tempdir = str(folder)  # archives that were compressed as a whole are unpacked there
    strays = _watch(folder)
    seeds, process = KINDS[kind](folder)
    rng, findings = random.Random(f"{kind} {seed}"), list[str]()
    signal.signal(signal.SIGALRM, _too_long)
    for number in range(count):
        data = mutate(rng, rng.choice(seeds), rng.choice(seeds))
        try:
            with _limit():
                process(data, rng, number)
        except MonitorError:
            pass
        except BaseException as error:  # SystemExit included: a page must not end the program
            findings.append(f"{kind} {seed}/{number}: {type(error).__name__}: {error}"[:300])
            (folder / f"finding-{number}").write_bytes(data)
    return findings + [f"{kind} {seed}: wrote {stray}" for stray in sorted(strays)]


@contextmanager
def _limit() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"more than {LONGEST} seconds")


def _watch(folder: Path) -> set[str]:
    """The files written outside the folder; the set grows while the process runs."""
    strays: set[str] = set()
    # Of the devices: files in /dev/shm are like any others.
    inside = (f"{folder.resolve()}{os.sep}", "/dev/null", "/dev/tty", "/dev/urandom")

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if isinstance(flags, int) else "r" not in (mode or "r")
        elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link"):
            path, writes = arguments[1] if event == "os.rename" else arguments[0], True
        else:
            return
        if not writes or not isinstance(path, (str, bytes, os.PathLike)):
            return
        place = os.path.realpath(os.fsdecode(path))
        if place != str(folder.resolve()) and not place.startswith(inside) and not place.endswith(".pyc") and "__pycache__" not in place:
            strays.add(place)

    sys.addaudithook(note)
    return strays


def mutated(count: int, *, seed: int = 3, progress: Progress | None = None) -> list[Row]:
    """A row per kind of input, each with the same share of `count`; `progress` keeps what was found, so that a stop loses nothing."""
    rows = list[Row]()
    known = {(one["kind"], one["seed"], one["count"]): one["findings"] for one in progress.known()} if progress else {}
    for kind in KINDS:
        findings, each = list[str](), count // len(KINDS)
        for start in range(0, each, CHUNK):
            part = kind, seed + start, min(CHUNK, each - start)
            if part not in known:
                known[part] = _child(*part)
                if progress:
                    progress.add(dict(zip(("kind", "seed", "count", "findings"), (*part, known[part]), strict=True)))
            findings += known[part]
        for finding in findings:
            print(finding, file=sys.stderr)
        rows.append((f"{each:,} mutated {kind}: crashes, hangs, files written elsewhere", str(len(findings)), "0"))
    return rows


def _child(kind: str, seed: int, count: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.mutations", kind, str(seed), str(count), folder]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST * count, check=False, env=from_checkout())
        except subprocess.TimeoutExpired:
            return [f"{kind} {seed}: the process hangs"]
        if done.returncode:
            return [f"{kind} {seed}: exit code {done.returncode}: {done.stderr[-500:]}"]
        found: list[str] = json.loads(done.stdout.splitlines()[-1])
        return found


if __name__ == "__main__":
    print(json.dumps(work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
