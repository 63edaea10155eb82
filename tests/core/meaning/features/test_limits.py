"""Strings attached: consent as the law requires, rights under a condition, "none" that became something."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import names

ROW = "Age, gender and other characteristics that the law protects"
TABLE = "| Kind of data | Sold to |\n| --- | --- |\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We send you offers with your consent.", "We send you offers with your consent, where required by law.", {"consent:as-required"}),
        ("We send offers with your consent.", "Where required, we send offers with your consent.", {"consent:as-required"}),
        ("We use your photo with your permission, if necessary.", "We use your photo with your permission.", {"consent:always"}),
        ("We ask for your consent.", "We ask for your consent in the app.", set()),
        ("You may cancel at any time.", "If you joined through our website, you may cancel at any time.", {"right:conditioned"}),
        ("You can delete your account.", "You can delete your account once your invoices are paid.", {"right:conditioned"}),
        ("You have the right to object if you live in Utah.", "You have the right to object.", {"right:unconditioned"}),
        ("You may contact us.", "You may contact us if you have any questions.", set()),
        ("You may not cancel.", "You may not cancel unless we agree to it.", set()),
        ("You may cancel at any time.", "You may cancel at any time in your settings.", set()),
        ("Other recipients of your data: None.", "Other recipients of your data: usually none, but our host.", {"none:filled"}),
        ("Data shared with: analytics companies", "Data shared with: nobody", {"none:emptied"}),
        ("Exceptions: None.", "Exceptions: public holidays.", set()),
        ("Third parties: none", "Third parties: not applicable", set()),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("limits", old, new) == expected


def test_a_cell_is_read_under_its_heading() -> None:
    old, new = f"{TABLE}| {ROW} | N/A |\n| Name | N/A |", f"{TABLE}| {ROW} | Advertisers |\n| Name | N/A |"
    assert "none:filled" in names("limits", old, new)


def test_a_cell_under_another_heading_says_nothing_of_data() -> None:
    old, new = "| Plan | Discount |\n| --- | --- |\n| Gold | None |", "| Plan | Discount |\n| --- | --- |\n| Gold | 5 % |"
    assert not names("limits", old, new)
