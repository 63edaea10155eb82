"""Features that need the whole observation: polarity, guards, sensitive data."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We do not sell your data to anybody at all.", "We do sell your data to anybody at all.", "polarity:flipped"),
        ("We sell your data to anybody at all.", "We do not sell your data to anybody at all.", "polarity:flipped"),
        ("We share your data with banks with your consent.", "We share your data with banks.", "guard:removed"),
        ("We share your data with banks.", "We share your data with banks with your consent.", "guard:added"),
        ("We collect your name and mail.", "We collect your name, mail and fingerprints.", "sensitive:added"),
        ("We look at your photos.", "We look at your photos and scan your face.", "sensitive:added"),
    ],
)
def test_polarity(old: str, new: str, expected: str) -> None:
    assert expected in names("polarity", old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not only sell hats.", "We do not only sell hats and caps."),
        ("We keep our face to the river.", "We keep our face and hands to the river."),
        ("We do not sell your data.", "We do not ever sell your data."),
    ],
)
def test_no_polarity_is_turned(old: str, new: str) -> None:
    assert not names("polarity", old, new) & {"polarity:flipped", "sensitive:added", "guard:removed"}
