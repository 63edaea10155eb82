"""Strings attached: consent as the law requires, rights under a condition, "none" that became something."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import mirrored, names

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
        ("Other recipients: None.", "Other recipients: Usually none. The one exception is our printer.", {"none:filled"}),
        ("You may opt out of the sale.", "Where applicable, you may opt out of the sale.", {"right:hedged"}),
        ("Depending on where you live, you can ask for a copy.", "You can ask for a copy.", {"right:unhedged"}),
        ("You may visit our shop.", "Where applicable, you may visit our shop.", set()),
        ("We use letters to bake.", "We use letters to bake and for our internal business purposes.", {"purpose:opened"}),
        ("- Running the shop", "- Running the shop and any other business purpose", {"purpose:opened"}),
        ("We use it for any purpose.", "We use it for any lawful purpose.", set()),
        ("You have the right to know why.", "You have the right to know the business purposes.", set()),
        ("Use the recipes at home.", "You may use the recipes for any purpose.", set()),
        ("We may close the shop.", "We may, without limitation, close the shop for any reason.", set()),
        ("We use it to bake.", "We use it to bake and will not use it for other purposes.", set()),
        ("We keep letters for 24 months.", "We usually keep letters for up to 24 months.", {"retention:usually"}),
        ("Letters are generally deleted after 3 weeks.", "Letters are deleted after 3 weeks.", {"retention:always"}),
        ("We usually open at nine.", "We open at nine.", set()),
        ("Maps: consent, legitimate interest.", "Maps: legitimate interest.", {"basis:consent-dropped"}),
        ("Maps: legitimate interest.", "Maps: consent, legitimate interest.", {"basis:consent-named"}),
        ("Maps: consent, legitimate interest.", "Maps: contract, legitimate interest.", set()),
        ("", "We may refuse requests that cost us much effort.", {"requests:refused"}),
        ("Unfounded requests may be declined.", "", {"requests:taken"}),
        ("We may refuse your request.", "We may decline your request.", set()),
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


@pytest.mark.parametrize(
    ("free", "bound"),
    [
        ("You may withdraw your consent.", "You may withdraw your consent if you write to our office."),
        ("You are entitled to a copy of your data.", "Once a year, you are entitled to a copy of your data."),
        ("You can export your pictures.", "You can export your pictures after your subscription has ended."),
        ("You will receive a refund.", "Unless the order was personalised, you will receive a refund."),
        ("You have the right to object.", "You have the right to object where the law of your state provides for it."),
    ],
)
def test_a_condition_that_comes_is_the_reverse_of_one_that_goes(free: str, bound: str) -> None:
    there, back = names("limits", free, bound), names("limits", bound, free)
    assert there <= {"right:conditioned"}
    assert back == mirrored(there)


def test_a_year_is_no_condition() -> None:
    free = "You are entitled to a copy of your data."
    assert not names("limits", free, f"Once a year, {free[0].lower()}{free[1:]}") & {"right:unconditioned"}
