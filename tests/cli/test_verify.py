"""`verify`: what it says of a store that is intact, empty or damaged."""

from __future__ import annotations

from pathlib import Path

from .conftest import User


def test_an_intact_store_is_counted(kept: User) -> None:
    assert kept("verify").out == "10 snapshots of 1 policy: all intact.\n"
    assert kept("verify", "northwind", "--format", "json").json == {
        "policies": ["northwind"], "snapshots": 10, "ok": True, "faults": [], "mended": [], "noted": [],
    }  # fmt: skip


def test_an_empty_store_is_called_empty(user: User) -> None:
    user.configure()
    assert user("verify").out == "Nothing is stored yet.\n"


def test_each_fault_is_a_line_and_the_last_line_counts_them(kept: User) -> None:
    raw = sorted(Path("snapshots/northwind/raw").rglob("*.gz"))
    raw[0].unlink()
    raw[1].write_bytes(b"damage")
    result = kept("verify")
    *faults, verdict = result.out.splitlines()
    assert (result.code, len(faults), verdict) == (1, 2, "10 snapshots of 1 policy: 2 faults.")
    assert raw[0].name in " ".join(faults)
    assert raw[1].name in " ".join(faults)


def test_a_rebuild_derives_the_index_again(kept: User) -> None:
    before = kept("log", "northwind", "--format", "json").json
    for file in Path("snapshots").glob("index.sqlite*"):
        file.unlink()
    assert kept("verify", "--rebuild").out == "10 snapshots of 1 policy: all intact.\n"
    assert kept("log", "northwind", "--format", "json").json == before
