"""`log` and `show`: the versions of a policy and their texts."""

from __future__ import annotations

import subprocess
import sys

from .conftest import User


def test_log_and_show(kept: User) -> None:
    log = kept("log", "--format", "json").json["policies"][0]
    first = log["versions"][0]
    assert (first["severity"], first["alert"], first["source"]) == ("none", False, "warc")
    assert log["versions"][-1]["last_seen"] == "2024-10-01T08:00:21Z"
    lines = kept("log", "northwind").out.splitlines()
    assert "first version" in lines[1]
    shown = kept("show", "northwind@20120101", "--format", "json").json
    assert shown["sha256"] == first["sha256"]
    assert kept("show", "northwind@2012-01-01").out.strip() == shown["text"].strip()


def test_show_raw_gives_the_bytes(kept: User) -> None:
    done = subprocess.run([sys.executable, "-m", "monitor", "show", "northwind@2012", "--raw"], capture_output=True, check=True)
    assert done.stdout.startswith(b"<html><head><meta")
