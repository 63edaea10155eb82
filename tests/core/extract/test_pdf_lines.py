"""Headings told by their type; more is in test_pdf."""

from __future__ import annotations

import pytest

from monitor.core.extract.pdf_lines import TextLine, marked


def test_a_larger_line_is_a_heading() -> None:
    assert marked([[TextLine("Sharing", 14.0), TextLine("We share nothing.", 10.0)]]) == [["## Sharing", "We share nothing."]]


BODY = [TextLine("We share nothing with anybody, as a rule.", 10.0), TextLine("Write to us if you wonder.", 10.0)]


def first(*lines: TextLine) -> list[str]:
    """What becomes of lines above a page of running text."""
    return marked([[*lines, *BODY]])[0][: -len(BODY)]


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (TextLine("Sharing", 11.3), "## Sharing"),
        (TextLine("Sharing", 10.9), "Sharing"),  # hardly larger
        (TextLine("Sharing", 10.0, bold=True), "## Sharing"),
        (TextLine("Sharing", 9.0, bold=True), "Sharing"),
        (TextLine("We share nothing.", 14.0), "We share nothing."),  # a sentence
        (TextLine("4. Sharing.", 14.0), "## 4. Sharing."),
        (TextLine("A", 14.0), "A"),
        (TextLine("2024", 14.0), "2024"),
        (TextLine("word " * 40, 14.0), "word " * 40),
    ],
)
def test_what_is_a_heading(line: TextLine, written: str) -> None:
    assert first(line) == [written]


def test_the_largest_of_several_styles_is_the_title() -> None:
    lines = [TextLine("Privacy", 20.0), TextLine("Sharing", 14.0), TextLine("Carriers", 12.0), TextLine("Abroad", 10.0, bold=True)]
    assert first(*lines) == ["# Privacy", "## Sharing", "### Carriers", "#### Abroad"]


def test_headings_on_several_lines_are_joined_up_to_the_next_number() -> None:
    lines = [TextLine("1. Sharing with", 14.0), TextLine("our carriers", 14.0), TextLine("2. Selling", 14.0)]
    assert first(*lines) == ["## 1. Sharing with our carriers", "## 2. Selling"]


def test_bold_text_sets_nothing_apart_where_all_is_bold() -> None:
    lines = [TextLine("Sharing", 10.0, bold=True), TextLine("We share nothing with anybody.", 10.0, bold=True)]
    assert marked([lines]) == [["Sharing", "We share nothing with anybody."]]


def test_without_sizes_nothing_is_a_heading() -> None:
    assert marked([[TextLine("Sharing"), TextLine("We share nothing.")]]) == [["Sharing", "We share nothing."]]
    assert marked([[], []]) == [[], []]
