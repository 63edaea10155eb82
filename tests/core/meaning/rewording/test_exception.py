"""The same exception said the other way round, and what only looks like it."""

from __future__ import annotations

import pytest

from monitor.core.meaning.rewording.exception import is_same_exception
from tests.core.meaning.changes import observed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not share your letters with anyone other than your carrier.", "Your letters are solely shared with your carrier."),
        ("We do not share your letters with anyone other than your carrier.", "We only share your letters with your carrier."),
        ("We never disclose it to third parties except our carriers.", "We disclose it exclusively to our carriers."),
        ("We do not use your letters except to deliver them.", "We use your letters only to deliver them."),
        ("Nobody other than your carrier reads your letters.", "Only your carrier reads your letters."),
    ],
)
def test_the_same_exception(old: str, new: str) -> None:
    assert is_same_exception(observed(old, new))
    assert is_same_exception(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not share your letters with anyone other than your carrier.", "We share your letters with your carrier."),
        ("We do not share your letters with anyone.", "We only share your letters with your carrier."),
        ("We do not share letters with anyone other than carriers.", "We only share letters with carriers and bakers."),
        ("We do not share letters with anyone other than carriers.", "We only share names of letters with carriers."),
        ("We do not share letters with anyone other than carriers.", "We do not only share letters with carriers."),
        ("We do not share letters with anyone other than carriers.", "You only share letters with carriers."),
        ("We do not show letters to anyone except those over 18.", "We show letters only to those under 18."),
        ("We do not show 5 letters to anyone except carriers.", "We show 6 letters only to carriers."),
        ("We do not sell letters to anyone except with consent.", "We only sell letters to anyone without consent."),
        ("We do not lend letters other than maps to bakers.", "We lend letters and maps only to bakers."),
        ("Do we lend letters to nobody except bakers?", "Do we lend letters only to bakers?"),
        ("", "We lend letters only to bakers."),
    ],
)
def test_another_exception(old: str, new: str) -> None:
    assert not is_same_exception(observed(old, new))
    assert not is_same_exception(observed(new, old))
