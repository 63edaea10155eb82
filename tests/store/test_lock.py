"""One writer at a time, and whoever waits learns who holds the lock."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen

import filelock
import pytest

from monitor.errors import StoreError, StoreLocked
from monitor.store.lock import store_lock

HOLD = """
import sys
from pathlib import Path
from monitor.store.lock import store_lock
with store_lock(Path(sys.argv[1]), wait=120, owner="policy-monitor daemon"):
    print("held", flush=True)
    sys.stdin.read() if len(sys.argv) > 2 else __import__("time").sleep(600)
"""


def held(child: Callable[..., Popen[str]], root: Path) -> Popen[str]:
    process = child(HOLD, root)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n", process.communicate()
    return process


def end(process: Popen[str], how: signal.Signals = signal.SIGKILL) -> None:
    process.send_signal(how)
    process.communicate()


def test_a_waiting_process_learns_who_holds_the_lock(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    root = tmp_path / "new" / "snapshots"
    process = held(child, root)
    try:
        with pytest.raises(StoreLocked) as caught, store_lock(root, wait=0, owner="test"):
            pass
    finally:
        end(process)
    assert caught.value.owner.startswith(f"policy-monitor daemon (pid {process.pid} on {socket.gethostname()} since 20")
    assert caught.value.since is not None
    assert abs(datetime.now(UTC) - caught.value.since) < timedelta(hours=1)
    assert str(root) in str(caught.value)
    assert "wait for it to finish, or stop it" in str(caught.value)


def test_a_dead_process_holds_no_lock(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    end(held(child, tmp_path))
    assert (tmp_path / ".lock.owner").exists()
    with store_lock(tmp_path, wait=0, owner="test"):
        assert json.loads((tmp_path / ".lock.owner").read_bytes())["pid"] == os.getpid()
    assert not (tmp_path / ".lock.owner").exists()


def test_the_lock_is_free_after_the_block_however_it_ended(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), store_lock(tmp_path, wait=0, owner="test"):
        raise ZeroDivisionError
    with store_lock(tmp_path, wait=0, owner="test"), pytest.raises(StoreLocked), store_lock(tmp_path, wait=0, owner="again"):
        pass
    with store_lock(tmp_path, wait=0, owner="test"):
        pass


def test_a_patient_writer_gets_the_lock(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    first = held(child, tmp_path)
    second = child(HOLD, tmp_path)
    end(first)
    assert second.stdout is not None
    assert second.stdout.readline() == "held\n"
    end(second)


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (timedelta(seconds=-90), "for 0 seconds"),
        (timedelta(seconds=70), "for 1 minute;"),
        (timedelta(hours=3, minutes=1), "for 3 hours"),
        (timedelta(days=2, hours=1), "for 2 days"),
    ],
)
def test_the_age_of_the_lock_is_shown(tmp_path: Path, age: timedelta, says: str) -> None:
    with store_lock(tmp_path, wait=0, owner="test"):
        about = {"owner": "x", "pid": 1, "host": "h", "since": (datetime.now(UTC) - age).isoformat()}
        (tmp_path / ".lock.owner").write_text(json.dumps(about))
        with pytest.raises(StoreLocked, match=says), store_lock(tmp_path, wait=0, owner="again"):
            pass


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"since": "soon"}', '{"since": "2020-01-01", "owner": "x", "pid": "y", "host": "h"}'])
def test_an_unreadable_owner_file_means_another_process(tmp_path: Path, content: str) -> None:
    with store_lock(tmp_path, wait=0, owner="test"):
        (tmp_path / ".lock.owner").write_text(content)
        with pytest.raises(StoreLocked, match="by another process;") as caught, store_lock(tmp_path, wait=0, owner="again"):
            pass
    assert caught.value.since is None


def test_a_file_in_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't lock"), store_lock(tmp_path / "file", wait=0, owner="test"):
        pass


def test_a_file_system_without_locks_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", no_locks)
    with pytest.raises(StoreError, match="does not support locks; set"), store_lock(tmp_path, wait=0, owner="test"):
        pass


def test_what_a_killed_owner_left_half_written_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "acme/.ledger.head.tmp"
    left.parent.mkdir()
    left.write_text("half")
    with store_lock(tmp_path, wait=0, owner="test"):
        assert left.exists(), "the last owner ended in order, so this is not ours to judge"
    (tmp_path / ".lock.owner").write_text("{}")
    with store_lock(tmp_path, wait=0, owner="test"):
        assert not left.exists()
