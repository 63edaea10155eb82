"""The two parties exchanged in otherwise the same words."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.parties import exchanged

BACK = {"worse": "better", "better": "worse", "either": "either", "": ""}


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("you may sue us", "we may sue you", "worse"),
        ("you can end it before us", "we can end it before you", "worse"),
        ("tamarind indemnifies you", "you indemnify tamarind", "worse"),
        ("tamarind pays you a fee", "you pay tamarind a fee", "worse"),
        ("you owe us a fee", "we owe you a fee", "better"),
        ("we greet you", "you greet us", "either"),
        ("we do not greet you", "you do not greet us", "either"),
        ("you and tamarind agree", "tamarind and you agree", ""),
        ("you are helped by us", "we help you", ""),
        ("we greet you", "we greet you", ""),
        ("we greet you", "you thank us", ""),
        ("we greet you", "you do not greet us", ""),
        ("the mill turns", "the mill turns", ""),
        ("your letters reach us", "our letters reach you", "either"),
    ],
)
def test_who_does_it_now(old: str, new: str, way: str) -> None:
    one, two, names = tuple(old.split()), tuple(new.split()), frozenset({"tamarind"})
    assert exchanged(one, two, names) == way
    assert exchanged(two, one, names) == BACK[way]
