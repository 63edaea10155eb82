"""`pack`: what it says, and that everything reads the same afterwards."""

from __future__ import annotations

from pathlib import Path

from .conftest import User


def raw(ending: str) -> list[Path]:
    return sorted(Path("snapshots/northwind/raw").rglob(f"*{ending}"))


def test_a_store_is_packed_and_reads_the_same(kept: User) -> None:
    log, text = kept("log", "northwind", "--format", "json").json, kept("show", "northwind").out
    count = len(raw(".gz"))
    result = kept("pack", "--format", "json")
    found = result.json
    assert (result.code, found["not_packed"]) == (0, [])
    assert found["bytes_after"] < found["bytes_before"]
    assert (len(raw(".gz")), len(raw(".zst"))) == (0, count)
    assert kept("log", "northwind", "--format", "json").json == log
    assert kept("show", "northwind").out == text
    assert kept("verify").out.startswith("10 snapshots of 1 policy: all intact.\n")
    assert kept("pack").out.startswith("0 files packed; with the index, ")


def test_one_policy_is_packed(kept: User) -> None:
    assert kept("pack", "northwind").code == 0
    assert raw(".gz") == []
    unknown = kept("pack", "nortwind")
    assert unknown.code == 2
    assert "did you mean 'northwind'" in unknown.err


def test_what_is_damaged_is_named_and_left(kept: User) -> None:
    raw(".gz")[2].write_bytes(b"damage")
    result = kept("pack")
    assert result.code == 1
    assert raw(".gz")[0].name in result.out
    assert len(raw(".gz")) == 1


def test_an_empty_store_is_packed(user: User) -> None:
    user.configure()
    assert user("pack").code == 0
