"""A line that asserts something is no label, wherever it stands."""

from __future__ import annotations

import pytest

from monitor.core.meaning.assertion import asserts


@pytest.mark.parametrize(
    "line",
    [
        "We sell your data to brokers",
        "You must pay a fee",
        "Children under 13 may not register",
        "Your letters are sold to banks",
        "Do not upload letters of others",
        "Copies cost 5 euros.",
        "No letters are kept here",
        "When you pay, we send a receipt",
    ],
)
def test_assertions(line: str) -> None:
    assert asserts(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Terms of Use",
        "Your rights",
        "How we use your data",
        "Learn what you can do",
        "Click here to see our fees.",
        "Do Not Sell My Personal Information",
        "Who can see your letters",
        "Home Shop Sale Help",
    ],
)
def test_labels(line: str) -> None:
    assert not asserts(line)
