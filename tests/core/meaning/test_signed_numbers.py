"""Numbers with the other sign, and marks that are no signs."""

from __future__ import annotations

import pytest

from monitor.core.meaning.signed_numbers import is_sign_turned


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The window opens +5 days from the notice.", "The window opens -5 days from the notice."),
        ("The window opens 5 days from the notice.", "The window opens −5 days from the notice."),
        ("Parcels travel at +4 °C and -2 °C.", "Parcels travel at -4 °C and -2 °C."),
        ("The rate (+3 %) applies.", "The rate (-3 %) applies."),
        ("| Rate | +3 % |", "| Rate | -3 % |"),
    ],
)
def test_the_other_sign(old: str, new: str) -> None:
    assert is_sign_turned(old, new)
    assert is_sign_turned(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We answer within 5 days.", "We answer within +5 days."),
        ("Kept 5–10 days.", "Kept 5-10 days."),
        ("Kept – 5 days.", "Kept - 5 days."),
        ("- 5 days", "* 5 days"),
        ("Call +44 20 5555.", "Call 44 20 5555."),
        ("It opens +5 days later.", "It opens -6 days later."),
        ("a 5-day week", "a 5 day week"),
        ("", ""),
    ],
)
def test_what_is_no_other_sign(old: str, new: str) -> None:
    assert not is_sign_turned(old, new)
