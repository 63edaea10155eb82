"""`accept` and `reject`: a person's decision on one snapshot."""

from __future__ import annotations

import pytest

from .conftest import User


@pytest.fixture
def refused(kept: User) -> str:
    """The reference of the example's refused page."""
    (rejected,) = kept("log", "northwind", "--format", "json").json["rejected"]
    return f"northwind@{rejected['captured_at']}"


def test_an_accepted_snapshot_is_a_version_until_it_is_rejected(kept: User, refused: str) -> None:
    accepted = kept("accept", refused, "--why", "a person looked")
    at = refused.partition("@")[2]
    assert accepted.out == f"northwind: accepted the snapshot of {at}; the policy now has 8 versions.\n"
    assert at in [v["captured_at"] for v in kept("log", "northwind", "--format", "json").json["versions"]]
    rejected = kept("reject", refused)
    assert rejected.out == f"northwind: rejected the snapshot of {at}; the policy now has 7 versions.\n"
    assert kept("log", "northwind").out.splitlines()[-1].endswith("refused (rejected): Rejected by a person.")
    assert kept("verify").code == 0


def test_a_day_names_its_only_snapshot_and_a_longer_span_the_one_that_changes(kept: User, refused: str) -> None:
    assert kept("accept", "northwind@2015", "--format", "json").json["accepted"] is True
    assert kept("reject", "northwind@2015-05-11", "--format", "json").json["versions"] == 7


def test_an_ambiguous_reference_lists_the_snapshots(kept: User) -> None:
    result = kept("reject", "northwind@20", "--format", "json")
    assert result.code == 2
    result = kept("reject", "northwind@2024")
    assert result.code == 2
    assert "northwind@2024 is ambiguous: 2024-" in result.err
    assert result.err.endswith("; give the time to the second\n")


def test_a_decision_about_the_past_alerts_nobody(kept: User, refused: str) -> None:
    assert "Queued an alert" not in kept("accept", refused).err
    assert kept("alerts").out == "No alerts yet.\n"
