"""Whatever a plug-in says can be written to a file, a terminal and a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.plugins.sayings import said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Sold to  partners.", "Sold to partners."),
        ("two\nlines\r\n\ttabbed\u2028and\u0085more", "two lines tabbed and more"),
        ("\x1b]0;owned\x07 title", "]0;owned title"),
        ("half \ud800 a pair", "half a pair"),
        ("reads \u202edrawkcab", "reads drawkcab"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("", ""),
        ("\x00\x1b", ""),
    ],
)
def test_a_line_holds_what_can_be_printed(text: str, line: str) -> None:
    assert said(text) == line


@given(st.text(st.characters(), max_size=200), st.integers(1, 60))
def test_any_text_becomes_one_line_of_bounded_length(text: str, most: int) -> None:
    line = said(text, most=most)
    assert len(line) <= most
    assert line.encode().decode() == line
    assert len(line.splitlines()) <= 1


def test_a_long_text_is_cut_before_it_is_gone_through() -> None:
    assert said("x" * 10**7, most=5) == "xxxxx"
