"""What `export warc` writes, a real pywb plays back byte for byte."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.export.warc import write_warc
from monitor.model import Policy
from monitor.pipeline.backfill import fetch_captures, list_captures
from monitor.pipeline.context import MonitorContext
from monitor.sources.warc import WarcHistory
from monitor.sources.wayback import WaybackHistory
from monitor.timestamps import timestamp14
from tests.sources.archive_server import START_SECONDS, Shim

pytestmark = pytest.mark.archive
POLICIES = [
    Policy("comm100", "Comm100", urls=("https://www.comm100.com/privacy",)),
    Policy("life", "Life of a page", urls=("https://archive-fixture.example/privacy",)),
    Policy("pdf", "PDF", urls=("https://archive-fixture.example/privacy.pdf",)),
]


@contextmanager
def replaying(archive: Path, captures: Path, folder: Path) -> Iterator[str]:
    """A pywb collection of one WARC file."""
    own = folder / "replay"
    own.mkdir()
    shutil.copy(archive / "serve.py", own)
    shutil.copy(captures, own / "captures.warc.gz")
    server = subprocess.Popen(
        [sys.executable, str(own / "serve.py"), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: lines.put(server.stdout.readline()), daemon=True).start()  # type: ignore[union-attr]
    try:
        line = lines.get(timeout=START_SECONDS)
        assert line.startswith("READY "), server.communicate()
        yield line.split()[1].rstrip("/")
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.slow
def test_a_real_archive_replays_every_capture(store: Callable[..., MonitorContext], calm: Shim, archive: Path, tmp_path: Path) -> None:
    context = store("store")
    source = WaybackHistory(calm.address, requests_per_minute=1e6, cdx_per_minute=1e6, replay_per_minute=1e6)
    for policy in POLICIES:
        fetch_captures(context, policy, source, list_captures(source, policy))
    records = [record for policy in POLICIES for record in context.archive.records(policy.id)]
    out = tmp_path / "all.warc.gz"
    assert write_warc(out, records, context.archive.read, software="a test") == len(records) > 10
    with replaying(archive, out, tmp_path) as address:
        for record in records:
            listed = _get(f"{address}/cdx?url={record.url}&output=json&from={timestamp14(record.captured_at)}")
            assert json.loads(listed.splitlines()[0])["timestamp"] == timestamp14(record.captured_at)
            assert _get(f"{address}/{timestamp14(record.captured_at)}id_/{record.url}") == context.archive.read(record)


def test_an_exported_warc_can_be_imported_again(store: Callable[..., MonitorContext], calm: Shim, tmp_path: Path) -> None:
    context, again, policy = store("one"), store("two"), POLICIES[0]
    source = WaybackHistory(calm.address, requests_per_minute=1e6, cdx_per_minute=1e6, replay_per_minute=1e6)
    fetch_captures(context, policy, source, list_captures(source, policy))
    records = context.archive.records(policy.id)
    write_warc(tmp_path / "out.warc.gz", records, context.archive.read, software="a test")
    warc = WarcHistory(tmp_path / "out.warc.gz")
    fetch_captures(again, policy, warc, list_captures(warc, policy))
    assert [(r.captured_at, r.sha256) for r in again.archive.records(policy.id)] == [(r.captured_at, r.sha256) for r in records]


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        body: bytes = answer.read()
    return body
