"""A real web archive on loopback for tests: pywb, started once for all workers, with the Wayback Machine's surface before it."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from filelock import FileLock

from tests.net.serving import serve

START_SECONDS = 180
"""The first start on a machine installs pywb."""


def archive_folder() -> Path | None:
    """The folder with the archive's captures and servers, or None when this machine has none."""
    named = os.environ.get("POLICY_MONITOR_SHARED")
    root = Path(named) if named else Path(__file__).resolve().parents[3] / "shared"
    folder = root / "archive"
    return folder if (folder / "serve.py").is_file() and (folder / "captures.warc.gz").is_file() else None


@contextmanager
def running_pywb(folder: Path, meeting_point: Path) -> Iterator[str]:
    """The collection's address; the first to come starts the server, the last to leave stops it.

    Args:
        folder: see archive_folder.
        meeting_point: a folder that all workers of one test session share.

    Raises:
        RuntimeError: the server did not start.
    """
    state, lock = meeting_point / "pywb.json", FileLock(meeting_point / "pywb.lock")
    with lock:
        held = json.loads(state.read_text()) if state.exists() else _start(folder, meeting_point)
        state.write_text(json.dumps(held | {"users": held["users"] + 1}))
    try:
        yield held["address"]
    finally:
        with lock:
            held = json.loads(state.read_text())
            held["users"] -= 1
            if held["users"]:
                state.write_text(json.dumps(held))
            else:
                state.unlink()
                os.kill(held["pid"], signal.SIGTERM)


def _start(folder: Path, meeting_point: Path) -> dict[str, Any]:
    log = meeting_point / "pywb.log"
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [sys.executable, str(folder / "serve.py"), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: lines.put(server.stdout.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=START_SECONDS)
    except queue.Empty:
        line = ""
    if not line.startswith("READY "):
        server.terminate()
        raise RuntimeError(f"pywb did not start: {log.read_text()[-300:]}")
    return {"address": line.split()[1], "pid": server.pid, "users": 0}


def shim_module(folder: Path) -> ModuleType:
    """The Wayback look-alike as a module."""
    spec = importlib.util.spec_from_file_location("wayback_shim", folder / "wayback_shim.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Shim:
    """A Wayback look-alike in a thread, with its own faults and limits."""

    def __init__(self, module: ModuleType, backend: str, **settings: Any) -> None:
        self.settings = module.Settings()
        self.settings.backend = backend
        self.settings.faults, self.settings.hang_seconds, self.settings.slow_delay, self.settings.slow_bytes = {}, 0.5, 0.001, 4096
        for name, value in settings.items():
            setattr(self.settings, name, value)
        self._server = module.make_server(self.settings)
        self.inside = self._server.RequestHandlerClass.shim
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        serve(self._server)

    def forget_hits(self) -> None:
        """As if a minute had passed."""
        for hits in self.inside.hits.values():
            hits.clear()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
