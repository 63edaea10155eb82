"""An archive that is locked per snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import StoreLocked
from monitor.store.lock import store_lock
from monitor.store.shared_archive import SharedArchive

from .examples import NOON, snapshot


def test_other_writers_may_write_between_two_snapshots(tmp_path: Path) -> None:
    archive = SharedArchive(tmp_path, owner="backfill", wait=0)
    archive.keep(snapshot(0), kept_at=NOON)
    with store_lock(tmp_path, wait=0, owner="run"):
        with pytest.raises(StoreLocked, match="run"):
            archive.keep(snapshot(1), kept_at=NOON)
        assert len(archive.records("acme")) == 1, "reading needs no lock"
    archive.keep(snapshot(1), kept_at=NOON)
    assert len(archive.records("acme")) == 2
