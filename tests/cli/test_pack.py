"""`pack`: what it says, and that everything reads the same afterwards."""

from __future__ import annotations

import threading
from pathlib import Path

from monitor.store.lock import store_lock

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


def test_a_renamed_policy_is_packed(kept: User) -> None:
    assert kept("rename", "northwind", "southwind").code == 0
    text = kept("show", "southwind").out
    result = kept("pack", "southwind", "--format", "json")
    assert (result.code, result.json["not_packed"]) == (0, [])
    assert raw(".gz") == []
    assert len(raw(".zst")) > 0
    assert kept("show", "southwind").out == text
    verified = kept("verify", "--quick", "--format", "json").json
    assert (verified["ok"], verified["faults"]) == (True, [])
    again = kept("pack", "southwind", "--format", "json").json
    assert (again["packed"], again["not_packed"]) == (0, [])


def test_a_packed_policy_is_renamed(kept: User) -> None:
    assert kept("pack").code == 0
    text, log = kept("show", "northwind").out, kept("log", "northwind", "--format", "json").json["versions"]
    assert kept("rename", "northwind", "southwind").code == 0
    assert kept("show", "southwind").out == text
    assert kept("log", "southwind", "--format", "json").json["versions"] == log
    assert kept("report", "--rederive").code == 0
    assert kept("log", "southwind", "--format", "json").json["versions"] == log
    assert kept("verify", "--quick").code == 0
    assert kept("pack").code == 0
    assert kept("show", "southwind").out == text
    assert kept("log", "southwind", "--format", "json").json["versions"] == log
    assert kept("verify", "--quick").code == 0


def test_raw_bytes_are_printed_as_they_were(kept: User) -> None:
    before = [kept("show", "northwind", "--raw").out, kept("export", "json", "northwind").out, kept("blame", "northwind").out]
    assert kept("pack").code == 0
    assert [kept("show", "northwind", "--raw").out, kept("export", "json", "northwind").out, kept("blame", "northwind").out] == before


def test_a_store_in_use_is_not_packed_meanwhile(kept: User) -> None:
    """`run` and `pack` take turns: whoever comes second waits for the lock."""
    loose = len(raw(".gz"))
    started, ended = threading.Event(), threading.Event()

    def hold() -> None:
        with store_lock(Path("snapshots"), wait=5, owner="policy-monitor run"):
            started.set()
            ended.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    assert started.wait(5)
    waiting = threading.Timer(0.5, ended.set)
    waiting.start()
    result = kept("pack")
    holder.join()
    assert result.code == 0
    assert "Waiting for policy-monitor run" in result.err
    assert (loose > 0, raw(".gz")) == (True, [])


def test_a_link_in_place_of_a_packed_page_is_refused(kept: User) -> None:
    assert kept("pack").code == 0
    page = raw(".zst")[0]
    page.rename("elsewhere")
    page.symlink_to(Path("elsewhere").absolute())
    result = kept("verify", "--quick")
    assert result.code == 1
    assert "symbolic link" in result.out
    assert kept("pack").code != 0


def test_a_planted_page_is_named(kept: User) -> None:
    assert kept("pack").code == 0
    planted = raw(".zst")[0].with_name("20300101000000-0a1b2c3d.html.zst")
    planted.write_bytes(raw(".zst")[0].read_bytes())
    result = kept("verify", "--quick")
    assert (result.code, planted.name in result.out) == (1, True)
    planted.unlink()
    assert kept("verify", "--quick").code == 0
