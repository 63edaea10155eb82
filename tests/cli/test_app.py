"""What all commands share: locking, JSON, verbosity, progress."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .conftest import User


@pytest.mark.parametrize("command", ["status", "log", "run"])
def test_who_tracks_nothing_is_told_how_to(user: User, command: str) -> None:
    user("init")
    found = user(command)
    assert (found.code, found.out) == (0, "config.yaml tracks no policies yet. Add one: policy-monitor add URL --name NAME\n")
    assert user(command, "--format", "json").json is not None


def test_a_second_writer_waits_or_says_who_holds_the_store(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.store.lock import store_lock

    monkeypatch.setattr("monitor.cli.app.LOCK_WAIT", 0.1)
    with store_lock(Path("snapshots"), wait=0, owner="policy-monitor daemon"):
        result = kept("run")
        assert result.code == 3
        assert f"pid {os.getpid()}" in result.err
        assert kept("log").code == 0
