"""`verify`: what it says of a store that is intact, empty or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sampling import sampled

from .conftest import Page, User, policy_page


def test_an_intact_store_is_counted(kept: User) -> None:
    assert kept("verify").out.startswith("10 snapshots of 1 policy: all intact.\n")
    found = kept("verify", "northwind", "--format", "json").json
    root = found.pop("root")
    assert (len(root["sha256"]), root["ledgers"], root["lines"]) == (64, 1, 10)
    assert found == {
        "policies": ["northwind"], "snapshots": 10, "ok": True, "faults": [], "mended": [], "noted": [], "not_compared": [], "compared": 1,
        "against": None, "timestamps": [],
    }  # fmt: skip


def test_an_empty_store_is_called_empty(user: User) -> None:
    user.configure()
    assert user("verify").out == "Nothing is stored yet.\n"


def test_each_fault_is_a_line_and_the_last_line_counts_them(kept: User) -> None:
    raw = sorted(Path("snapshots/northwind/raw").rglob("*.gz"))
    raw[0].unlink()
    raw[1].write_bytes(b"damage")
    result = kept("verify")
    *faults, verdict = (line for line in result.out.splitlines() if "not compared" not in line)
    assert (result.code, len(faults), verdict) == (1, 2, "10 snapshots of 1 policy: 2 faults.")
    assert raw[0].name in " ".join(faults)
    assert raw[1].name in " ".join(faults)


def test_a_rebuild_derives_the_index_again(kept: User) -> None:
    before = kept("log", "northwind", "--format", "json").json
    for file in Path("snapshots").glob("index.sqlite*"):
        file.unlink()
    assert kept("verify", "--rebuild").out.startswith("10 snapshots of 1 policy: all intact.\n")
    assert kept("log", "northwind", "--format", "json").json == before


def root_of(user: User) -> str:
    return str(user("status", "--format", "json").json["root"]["sha256"])


def test_it_says_what_it_shows_and_what_it_does_not(kept: User) -> None:
    _, root, shown, not_shown, hint = kept("verify").out.splitlines()
    assert root == f"Root: {root_of(kept)} (10 lines in 1 ledger)"
    assert shown.endswith("Texts, changelogs and pages follow from these bytes.")
    assert not_shown.startswith("Not shown: that these are the original ledgers.")
    assert hint.endswith("policy-monitor verify --against ROOT")
    assert "Texts, changelogs and pages were not derived again." in kept("verify", "--quick").out


def test_a_root_from_anywhere_is_accepted_as_it_was_copied(kept: User) -> None:
    root = root_of(kept)
    assert f"Root of the record: {root} (10 lines in 1 ledger)" in kept("status").out
    assert f"<code>{root}</code>" in Path("reports/index.html").read_text()
    for copied in (root, root.upper(), f" {root[:30]}\n  {root[30:]} ", f"{root}."):
        result = kept("verify", "--quick", "--against", copied)
        assert result.code == 0
        assert f"Shown: nothing that the root {root[:16]}… covers (10 lines in 1 ledger" in result.out
        assert "Not shown" not in result.out
    found = kept("verify", "--quick", "--against", root, "--format", "json").json
    assert found["against"] == found["root"]
    assert (found["against"]["sha256"], found["against"]["lines"], found["timestamps"]) == (root, 10, [])


def test_of_chosen_policies_it_shows_no_more_than_it_looked_at(kept: User) -> None:
    """The ledgers of the others are not read line by line, and none of their bytes."""
    out = kept("verify", "--quick", "northwind", "--against", root_of(kept)).out
    assert "Shown, for northwind alone: every ledger is an unbroken chain, and all bytes match their digests." in out
    assert "Shown, for northwind alone: nothing that the root" in out
    assert "Shown:" not in out


@pytest.mark.parametrize("text", sampled(["", "x", "0" * 63, "0" * 65, "g" * 64, "ROOT"], 3))
def test_what_is_no_root_is_refused(kept: User, text: str) -> None:
    result = kept("verify", "--against", text)
    assert result.code == 2
    assert "a root has 64 hexadecimal digits" in result.err


def test_what_was_recorded_later_is_not_shown_by_an_earlier_root(kept: User) -> None:
    root = root_of(kept)
    page = Path("newer.html")
    page.write_text(Path("snapshots/northwind/text/20240402192608.md").read_text())
    Path("folder").mkdir()
    page.rename("folder/20250101000000.md")
    assert kept("import", "dir", "--policy", "northwind", "folder").code == 0
    result = kept("verify", "--quick", "--against", root)
    assert result.code == 0
    assert "Not shown: that the 1 line recorded later is unaltered." in result.out
    assert root_of(kept) != root


def test_a_root_of_another_store_is_a_fault(kept: User) -> None:
    result = kept("verify", "--quick", "--against", "0" * 64)
    assert result.code == 1
    assert result.out.splitlines()[0].startswith("the root 0000000000000000…: no state of these ledgers is known to have had it")
    assert "Shown" not in result.out


def test_pages_that_were_written_version_by_version_are_those_that_all_snapshots_give(user: User, page: Page) -> None:
    """Times of live captures have fractions of a second, and rows that are kept from one run to the next have none."""
    user("init")
    user("add", page.url, "--name", "Larkspur")
    for retention in ("12 months", "18 months", "24 months"):
        page.body = policy_page(retention=f"Your account information is deleted after {retention}.")
        assert user("run").code == 0
    verified = user("verify", "--format", "json")
    assert (verified.code, verified.json["faults"]) == (0, [])
