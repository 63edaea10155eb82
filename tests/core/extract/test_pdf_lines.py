"""Headings told by their type; more is in test_pdf."""

from __future__ import annotations

from monitor.core.extract.pdf_lines import TextLine, marked


def test_a_larger_line_is_a_heading() -> None:
    assert marked([[TextLine("Sharing", 14.0), TextLine("We share nothing.", 10.0)]]) == [["## Sharing", "We share nothing."]]
