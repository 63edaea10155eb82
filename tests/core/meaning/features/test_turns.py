"""The features of small edits that turn a statement round."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import mirrored, names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("You can leave at any time.", "You cannot leave at any time.", {"turn:denial", "turn:worse"}),
        ("Ads are off by default.", "Ads are on by default.", {"turn:switch", "turn:worse"}),
        ("Letters lie in unencrypted form.", "Letters lie in encrypted form.", {"turn:words", "turn:better"}),
        ("We keep letters for at least a week.", "We keep letters for at most a week.", {"turn:bound", "turn:better"}),
        ("We refund unused credit.", "We refund unused credit, where that is feasible.", {"turn:condition", "turn:worse"}),
        ("We do not sell maps or letters.", "We do not sell maps, keys or letters.", {"turn:items", "turn:better"}),
        ("We greet you on Mondays.", "You greet us on Mondays.", {"turn:parties", "turn:either"}),
        ("We bake bread.", "We bake rolls.", set()),
        ("We bake bread.", "", set()),
        ("You can view and delete your letters.", "You can view your letters.", {"turn:items", "turn:worse"}),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("turns", old, new) == expected
    kinds = {name for name in expected if name.rpartition(":")[2] not in ("worse", "better", "either")}
    assert names("turns", new, old) == kinds | mirrored(expected - kinds)


def test_a_long_rewording_is_no_small_edit() -> None:
    old = "You can leave at any time, with your boat, your oars, your maps, your keys and whatever else you have brought along."
    new = "You cannot take anything from the mill, neither flour nor bread nor the letters that the miller keeps in a box for you."
    assert not names("turns", old, new)


def test_a_right_that_another_sentence_grants_is_not_lost() -> None:
    old, new = "You can view and delete your letters.", "You can view your letters."
    assert not names("turns", old, new, rest_new="You can also delete them.", rest_old="You can also delete them.")


def test_the_companys_name_counts_as_the_company() -> None:
    about = 'Tamarind Boats Ltd ("Tamarind") rents boats.'
    old, new = "You may sue Tamarind in court.", "Tamarind may sue you in court."
    assert names("turns", old, new, rest_old=about, rest_new=about) == {"turn:parties", "turn:worse"}
