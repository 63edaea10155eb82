"""The features of a change: all of them together, and a group alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.core.meaning import features
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features import GROUPS, features_of, of_group
from tests.core.meaning.features.one_change import change

CHANGES = [
    ("We may share your letters with banks.", "We never share your letters with banks."),
    ("", "You agree to binding arbitration."),
    ("We erase your letters after 30 days.", ""),
    ("Last updated: 3 May 2024", "Last updated: 9 June 2025"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_all_features_are_those_of_the_groups_in_their_order(old: str, new: str) -> None:
    seen = change(old, new)
    expected: dict[str, float] = {}
    for group in GROUPS.values():
        expected.update(group(seen))
    assert list(features_of(seen).items()) == list(expected.items())
    assert len(features_of(seen)) == len(expected)
    assert set(features_of(seen)) == features_of(seen).keys() == expected.keys()


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_is_the_same_alone_and_after_all(name: str) -> None:
    seen = change(*CHANGES[0])
    alone = dict(of_group(features_of(seen), name))
    every = features_of(seen)
    assert all(every[feature] == value for feature, value in alone.items())
    assert dict(of_group(every, name)) == alone == dict(GROUPS[name](seen))


def test_a_group_is_computed_once_and_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(name: str) -> features.Group:
        def group(_: Comparison) -> Iterator[tuple[str, float]]:
            asked.append(name)
            return iter([(f"{name}:seen", 1.0)])

        return group

    monkeypatch.setattr(features, "GROUPS", {name: counted(name) for name in ("form", "edit")})
    found = features_of(change(*CHANGES[0]))
    assert "edit:seen" in of_group(found, "edit")
    assert "edit:seen" in of_group(found, "edit")
    assert asked == ["edit"]
    assert "form:seen" in found
    assert found["edit:seen"] == 1.0
    assert found.get("none") is None
    assert asked == ["edit", "form"]


def test_plain_features_are_asked_as_they_are() -> None:
    assert "document:headings" in of_group({"document:headings": 1.0}, "document")
