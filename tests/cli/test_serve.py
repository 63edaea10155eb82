"""`serve`: the reports on loopback, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

from .conftest import User


def test_serve_listens_on_loopback_only(kept: User) -> None:
    server = subprocess.Popen([sys.executable, "-m", "monitor", "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    watchdog = threading.Timer(30, server.kill)
    watchdog.start()
    try:
        line = server.stderr.readline()
        address = line.split(" at ")[1].split()[0]
        with urllib.request.urlopen(address) as answer:
            assert b"Northwind" in answer.read()
        for wrong in (urllib.request.Request(address, headers={"Host": "evil.example"}), address + "../config.yaml"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(wrong)
    finally:
        watchdog.cancel()
        server.terminate()
        server.wait()
