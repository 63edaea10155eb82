"""Killed at any moment, the store holds everything that it acknowledged, and nothing half-written."""

from __future__ import annotations

import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State

from .examples import URL

WRITE_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from tests.store.examples import NOON, alert, changelog, entries, moment, reading, rejection, snapshot, version, decision
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.lock import store_lock
from monitor.store.state import State
root = Path(sys.argv[1])
with store_lock(root, wait=5, owner="child"), Index(root / "index.sqlite") as index, State(root / "state.sqlite") as state:
    archive = SnapshotArchive(root)
    start = len(archive.records("acme"))
    print("ready", flush=True)
    for n in count(start):
        record, new = archive.keep(snapshot(n), kept_at=NOON)
        print("kept", record.sequence, record.sha256, flush=True)
        if n % 5 == 0:
            archive.record_decision("acme", decision(n))
        index.store_extraction(record.sha256, "r", reading(n))
        index.replace_history("acme", entries(3 + n % 4), [rejection(n)])
        archive.write_versions("acme", [version(i) for i in range(n % 7)])
        state.record_success("acme", record.url, at=moment(n), sha256=record.sha256, etag=None, last_modified=None)
        if state.advance_alert_cursor("acme", record.sequence, alert(n), ["email"], now=moment(n)):
            print("queued", alert(n).id, flush=True)
        if n % 3 == 0:
            state.delivered(alert(n).id, "email", at=moment(n))
            print("delivered", alert(n).id, flush=True)
"""


def test_a_store_stays_consistent_when_killed_repeatedly(tmp_path: Path, child: Callable[..., subprocess.Popen[str]]) -> None:
    chance = random.Random(20100518)
    root = tmp_path / "snapshots"
    said: list[list[str]] = []
    for _ in range(12):
        process = child(WRITE_FOR_EVER, root)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()
        # Killed by progress, not by time: a slow machine must have done something by then.
        before = [process.stdout.readline() for _ in range(1 + chance.randrange(12))]
        process.send_signal(signal.SIGKILL)
        lines = [*before, *process.stdout.read().splitlines(keepends=True)]
        assert process.stderr is not None
        assert process.stderr.read() == ""
        process.wait()
        said += [line.split() for line in lines if line.endswith("\n")]
        check(root, said)
    assert sum(words[0] == "kept" for words in said) > 12


def check(root: Path, said: list[list[str]]) -> None:
    archive = SnapshotArchive(root)
    assert archive.verify() == []
    records = {record.sequence: record for record in archive.records("acme")}
    with Index(root / "index.sqlite") as index, State(root / "state.sqlite") as state:
        assert [fault for fault in index.faults(archive) if "does not have" not in fault] == []
        assert len(index.entries("acme")) in (0, 3, 4, 5, 6)
        queued = {item.alert.id: item for item in state.alerts()}
        assert state.alert_cursor("acme") <= max(records, default=0)
        assert state.last_content("acme", URL) is None or state.check("acme").last_success is not None
        for words in said:
            match words:
                case ["kept", sequence, digest]:
                    assert records[int(sequence)].sha256 == digest
                    assert archive.read(records[int(sequence)])
                case ["queued", alert_id]:
                    assert alert_id in queued
                case ["delivered", alert_id]:
                    assert queued[alert_id].delivered_at is not None
