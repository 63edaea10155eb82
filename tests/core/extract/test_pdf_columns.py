"""Columns that were drawn row by row, and turned pages."""

from __future__ import annotations

import textwrap

from monitor.core.extract.pdf import read_pdf

from .printed import SECTIONS, drawn

WORDS = " ".join(text for _, text in SECTIONS)


def test_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    lines = textwrap.wrap(WORDS, 44)
    half = (len(lines) + 1) // 2
    page = []
    for at in range(half):
        page.append((40.0, 780.0 - 12 * at, lines[at]))
        page += [(310.0, 780.0 - 12 * at, line) for line in lines[half + at : half + at + 1]]
    assert " ".join(read_pdf(drawn(page))[0].split()) == WORDS


def test_a_table_of_short_cells_is_read_by_rows() -> None:
    rows = [("Orders", "7 years"), ("Logs", "30 days"), ("Mail", "1 year"), ("Names", "2 years"), ("Faces", "never"), ("Calls", "1 day")]
    page = [(x, 700.0 - 14 * at, cell) for at, row in enumerate(rows) for x, cell in zip((40.0, 300.0), row, strict=True)]
    text = read_pdf(drawn(page))[0]
    assert all(f"{one} {other}" in text for one, other in rows)


def test_turned_pages_are_read_from_top_to_bottom() -> None:
    lines = textwrap.wrap(WORDS, 60)
    page = [(50.0, 500.0 - 14 * at, line) for at, line in enumerate(lines)]
    assert " ".join(read_pdf(drawn(page, rotation=90))[0].split()) == WORDS
    turned = [(50.0, -100.0 - 14 * at, line) for at, line in enumerate(lines)]
    assert " ".join(read_pdf(drawn(turned, turn=90))[0].split()) == WORDS
