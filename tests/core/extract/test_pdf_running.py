"""The same text on pages of any size reads the same, whatever their heads and feet."""

from __future__ import annotations

import pytest

from monitor.core.extract.pdf import read_pdf

from .printed import SIZES, Decorate, printed

HEADS: dict[str, Decorate] = {
    "page of pages": lambda c, n, s: c.drawString(45, s[1] - 30, f"Heron Lamps Ltd | Privacy Policy | Page {n} of 9"),
    "number": lambda c, n, s: c.drawCentredString(s[0] / 2, 25, str(n)),
    "dashes": lambda c, n, s: c.drawCentredString(s[0] / 2, 25, f"– {n} –"),
    "german": lambda c, n, s: c.drawRightString(s[0] - 45, 25, f"Seite {n} von 9"),
    "alternate": lambda c, n, s: c.drawString(45, s[1] - 30, "Heron Lamps Ltd" if n % 2 else "Privacy Policy"),
    "not the first": lambda c, n, s: c.drawString(45, s[1] - 30, f"Privacy Policy, page {n}") if n > 1 else None,
}


@pytest.mark.parametrize("name", HEADS)
def test_running_lines_do_not_depend_on_paging(name: str) -> None:
    expected = " ".join(read_pdf(printed(SIZES["A4"]))[0].split())
    for size in SIZES.values():
        assert " ".join(read_pdf(printed(size, HEADS[name]))[0].split()) == expected
