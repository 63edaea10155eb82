"""The values: which selectors apply when, how severities compare, what a changelog counts, and what a digest covers."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model import (
    Change,
    ChangeKind,
    Changelog,
    Direction,
    Document,
    Policy,
    Reason,
    Selector,
    Severity,
    Snapshot,
)


def at(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def change(severity: Severity, *rules: str) -> Change:
    reasons = tuple(Reason(rule, "A sentence.", "words") for rule in rules)
    return Change(severity.value, ChangeKind.REMOVED, severity, Direction.WEAKENS, ("retention",), None, None, (), reasons)


MINOR, MATERIAL, CRITICAL = change(Severity.MINOR), change(Severity.MATERIAL), change(Severity.CRITICAL)


def test_severities_rank_from_none_to_critical() -> None:
    ordered = [Severity.NONE, Severity.COSMETIC, Severity.MINOR, Severity.MATERIAL, Severity.CRITICAL]
    assert [severity.rank for severity in ordered] == [0, 1, 2, 3, 4]
    assert set(ordered) == set(Severity)


@pytest.mark.parametrize(
    ("selector", "years"),
    [
        (Selector("main"), {2010, 2015, 2020}),
        (Selector("main", valid_from=at(2015)), {2015, 2020}),
        (Selector("main", valid_until=at(2015)), {2010}),
        (Selector("main", at(2011), at(2016)), {2015}),
    ],
)
def test_a_selector_applies_from_its_first_moment_until_before_its_last(selector: Selector, years: set[int]) -> None:
    assert {year for year in (2010, 2015, 2020) if selector.holds_at(at(year))} == years


def test_a_policy_picks_the_selectors_of_a_moment() -> None:
    old, new = Selector(".terms", valid_until=at(2015)), Selector("main", valid_from=at(2015))
    policy = Policy("acme", "Acme", select=(old, new), remove=(Selector(".banner"), Selector(".ad", valid_from=at(2020))))
    assert policy.selectors_at(at(2014)) == ([".terms"], [".banner"])
    assert policy.selectors_at(at(2015)) == (["main"], [".banner"])
    assert policy.selectors_at(at(2020)) == (["main"], [".banner", ".ad"])
    assert Policy("acme", "Acme").selectors_at(at(2015)) == ([], [])


def test_digests_are_of_the_bytes_and_of_the_text_alone() -> None:
    snapshot = Snapshot("acme", "https://acme.example/", at(2020), "live", b"page")
    assert snapshot.sha256 == hashlib.sha256(b"page").hexdigest()
    assert replace(snapshot, captured_at=at(2021), status=404).sha256 == snapshot.sha256
    document = Document("Größe\n")
    assert document.sha256 == hashlib.sha256("Größe\n".encode()).hexdigest()
    assert replace(document, title="Other", notes=("A note.",)).sha256 == document.sha256


def test_bodies_are_not_printed() -> None:
    assert "SECRET" not in repr(Snapshot("acme", "https://acme.example/", at(2020), "live", b"SECRET", headers={"x": "SECRET"}))


@pytest.mark.parametrize(
    ("changes", "severity", "alert", "counts"),
    [
        ((), Severity.NONE, False, {}),
        ((MINOR,), Severity.MINOR, False, {"minor": 1}),
        ((MINOR, MATERIAL, MINOR), Severity.MATERIAL, True, {"material": 1, "minor": 2}),
        ((MATERIAL, CRITICAL), Severity.CRITICAL, True, {"critical": 1, "material": 1}),
    ],
)
def test_a_changelog_has_its_gravest_severity_and_counts_the_most_serious_first(
    changes: tuple[Change, ...], severity: Severity, alert: bool, counts: dict[str, int]
) -> None:
    changelog = Changelog(changes)
    assert (changelog.severity, changelog.alert) == (severity, alert)
    assert list(changelog.counts.items()) == list(counts.items())


def test_a_threshold_picks_the_changes_at_or_above_it() -> None:
    changelog = Changelog((CRITICAL, MATERIAL, MINOR))
    assert changelog.reaches(Severity.MATERIAL) == (CRITICAL, MATERIAL)
    assert changelog.reaches(Severity.COSMETIC) == changelog.changes
    assert [one.material for one in changelog.changes] == [True, True, False]


def test_a_withdrawn_promise_is_known_by_any_of_its_rules() -> None:
    assert change(Severity.CRITICAL, "retention-longer", "sharing-promise-withdrawn").withdrawn
    assert not change(Severity.CRITICAL, "retention-longer").withdrawn
