"""What introduces lists and tables."""

from __future__ import annotations

import pytest

from monitor.core.text.introductions import introduction
from monitor.core.text.segment import SegmentedText


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We never:\n\n- sell it", "We never:"),
        ("We never:\n\n- share it\n- sell it", "We never:"),
        ("We never:\n- share it\n  - not even once\n- sell it", "We never:"),
        ("We keep:\n\n| a | b |\n| c | d |", "We keep:"),
        ("We never:\n\n- share it\n\n| a | b |", ""),
        ("We keep:\n\n| a | b |\n\n- sell it", ""),
        ("We never sell.\n\n- sell it", ""),
        ("We never:\n\n## Sale\n\n- sell it", ""),
        ("We never:\n\nWe sell it", ""),
        ("- sell it", ""),
        ("We never:" + "\n" * 100 + "- sell it", ""),
    ],
)
def test_what_introduces_the_last_line(text: str, found: str) -> None:
    page = SegmentedText(text)
    assert introduction(page, len(page.lines) - 1) == found
