"""What cannot be read is said by `status`, command by command, and hides nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Page, User


@pytest.fixture
def two(user: User, page: Page) -> User:
    user.configure({"id": "larkspur", "url": page.url}, {"id": "other", "url": page.url})
    assert user("run").code == 0
    return user


def test_status_shows_the_others_beside_an_unreadable_policy(two: User) -> None:
    ledger = Path("snapshots/larkspur/ledger.jsonl")
    ledger.unlink()
    ledger.mkdir()
    result = two("status")
    assert result.code == 0
    first, second, attention = result.out.splitlines()
    assert first.startswith("larkspur: 1 version, last checked 20"), "what the databases know"
    assert second.startswith("other: 1 version, last checked 20")
    assert attention.startswith("Attention: policy larkspur: can't read snapshots/larkspur/ledger.jsonl: Is a directory")


def test_status_says_what_it_cannot_read_and_is_json_all_the_same(two: User) -> None:
    for path in Path("snapshots").glob("state.sqlite*"):
        path.unlink()
    Path("snapshots/state.sqlite").write_bytes(b"no database" * 999)
    result = two("status", "--format", "json")
    larkspur, other = result.json["policies"]
    assert (larkspur["reason"], other["reason"]) == ("store-fault", "store-fault")
    assert "state.sqlite" in larkspur["says"]
    (attention,) = result.json["attention"]
    assert attention.startswith("state.sqlite: can't read snapshots/state.sqlite (file is not a database)")
    assert "larkspur: can't be read (store-fault): " in two("status").out


def test_status_says_that_the_reports_cannot_be_written(two: User) -> None:
    reports = Path("reports")
    reports.rename("aside")
    reports.write_text("in the way")
    assert "Attention: reports: " in two("status").out


def test_a_run_under_an_unreadable_policy_says_so_on_its_page(two: User) -> None:
    ledger = Path("snapshots/larkspur/ledger.jsonl")
    ledger.unlink()
    ledger.mkdir()
    result = two("run", "--format", "json")
    assert (result.code, [one["policy"] for one in result.json["failed"]]) == (1, ["larkspur"])
    assert [one["place"] for one in result.json["faults"]] == ["policy larkspur"]
    assert "ledger.jsonl" in Path("reports/index.html").read_text()
    assert "ledger.jsonl" in Path("reports/larkspur/index.html").read_text()
    assert result.err.count("ledger.jsonl") == 1, "said once, though it is a failure and a fault"
