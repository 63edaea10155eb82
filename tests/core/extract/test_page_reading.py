"""What was read from a page, and the title of what was read."""

from __future__ import annotations

import pytest

from monitor.core.extract.blocks import HEADING, PARAGRAPH, Block
from monitor.core.extract.page_reading import PageReading, title_of


def test_a_reading_begins_with_nothing() -> None:
    one, other = PageReading(), PageReading()
    one.notes.append("shown")
    assert (other.notes, other.blocks, other.error) == ([], [], None)


@pytest.mark.parametrize(
    ("blocks", "fallback", "title"),
    [
        ([Block(PARAGRAPH, "x"), Block(HEADING, "[Policy](/p)", 2)], "Fallback", "Policy"),
        ([Block(HEADING, "Deep", 3)], "Fallback", "Fallback"),
        ([Block(PARAGRAPH, "Acme Policy")], None, "Acme Policy"),
        ([Block(PARAGRAPH, "We share.")], None, None),
        ([Block(PARAGRAPH, "x" * 80)], None, None),
        ([], None, None),
        ([Block(PARAGRAPH, "x.")] * 12 + [Block(HEADING, "Late", 1)], None, None),
    ],
)
def test_the_title_of_a_document(blocks: list[Block], fallback: str | None, title: str | None) -> None:
    assert title_of(blocks, fallback) == title
