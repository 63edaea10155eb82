"""Concepts and statements that were added or removed, and those that one whole text never names."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import mirrored, names


@pytest.mark.parametrize(
    ("old", "new", "expected", "never"),
    [
        ("We sell hats.", "We sell hats to advertisers.", {"added:reworded:advertiser"}, {"removed:reworded:advertiser"}),
        ("", "We share your data with advertisers.", {"added:advertiser", "added:share"}, {"removed:share"}),
        ("We share your data with advertisers.", "", {"removed:advertiser", "removed:share"}, {"added:share"}),
        ("", "We do not sell your data.", {"frame:added:one-sided:denial", "frame:added:denial:sell"}, {"frame:added:intrusion:sell"}),
        ("", "We sell your data.", {"frame:added:intrusion:sell"}, {"frame:added:denial:sell"}),
        ("We do not sell your data.", "", {"frame:removed:denial:sell"}, {"frame:added:denial:sell"}),
        ("", "You must not sell our hats.", {"frame:added:one-sided:prohibition"}, {"frame:added:denial:sell"}),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str], never: set[str]) -> None:
    found = names("concepts", old, new)
    assert expected <= found, sorted(found)
    assert not never & found


def test_what_the_other_text_names_elsewhere_is_no_news() -> None:
    statement = "We share your data with advertisers."
    elsewhere = "Advertisers pay for our teas."
    assert "news:added:recipient" in names("concepts", "", statement)
    assert "news:added:recipient" not in names("concepts", "", statement, rest_old=elsewhere, rest_new=elsewhere)


@pytest.mark.parametrize("statement", ["We share your data with advertisers.", "We do not sell your data.", "You may delete your account."])
def test_what_is_added_one_way_is_removed_the_other(statement: str) -> None:
    one_way, back = names("concepts", "", statement), names("concepts", statement, "")
    assert {name for name in mirrored(one_way) if name.startswith(("removed:", "frame:removed"))} <= back
