"""The same text on pages of any size reads the same, whatever their heads and feet."""

from __future__ import annotations

import pytest

from monitor.core.extract.pdf import read_pdf
from monitor.core.extract.pdf_lines import TextLine
from monitor.core.extract.pdf_running import without_running_lines
from tests.sampling import sampled

from .printed import SIZES, Decorate, printed

HEADS: dict[str, Decorate] = {
    "page of pages": lambda c, n, s: c.drawString(45, s[1] - 30, f"Heron Lamps Ltd | Privacy Policy | Page {n} of 9"),
    "number": lambda c, n, s: c.drawCentredString(s[0] / 2, 25, str(n)),
    "dashes": lambda c, n, s: c.drawCentredString(s[0] / 2, 25, f"– {n} –"),
    "german": lambda c, n, s: c.drawRightString(s[0] - 45, 25, f"Seite {n} von 9"),
    "alternate": lambda c, n, s: c.drawString(45, s[1] - 30, "Heron Lamps Ltd" if n % 2 else "Privacy Policy"),
    "not the first": lambda c, n, s: c.drawString(45, s[1] - 30, f"Privacy Policy, page {n}") if n > 1 else None,
}


@pytest.mark.parametrize("name", sampled(HEADS, 3))
def test_running_lines_do_not_depend_on_paging(name: str) -> None:
    expected = " ".join(read_pdf(printed(SIZES["A4"]))[0].split())
    for size in SIZES.values():
        assert " ".join(read_pdf(printed(size, HEADS[name]))[0].split()) == expected


# --- lines as they are printed, without a file ------------------------------------------------------------------------


def page(number: int, *, head: str = "", foot: str = "", body: int = 12, small: float = 8.0) -> list[TextLine]:
    """A page of body text with a head and a foot set apart from it."""
    lines = [TextLine(f"Statement {number}.{n} about your letters.", 10.0, base=700.0 - 14 * n) for n in range(body)]
    if head:
        lines.append(TextLine(head, small, base=760.0))
    if foot:
        lines.append(TextLine(foot, small, base=40.0))
    return lines


def texts(pages: list[list[TextLine]]) -> list[list[str]]:
    return [[line.text for line in one] for one in pages]


@pytest.mark.parametrize("foot", ["Page {}", "{}", "- {} -", "{} of 3", "Heron Lamps | {}", "Seite {} von 3", "[{}]", "第 {} 页"])
def test_numbers_of_pages_are_dropped(foot: str) -> None:
    pages = [page(n, foot=foot.format(n)) for n in (1, 2, 3)]
    assert texts(without_running_lines(pages)) == texts([page(n) for n in (1, 2, 3)])


def test_a_head_that_every_page_has_is_dropped() -> None:
    pages = [page(n, head="Heron Lamps: privacy policy") for n in (1, 2, 3)]
    assert texts(without_running_lines(pages)) == texts([page(n) for n in (1, 2, 3)])


def test_heads_that_alternate_are_dropped() -> None:
    pages = [page(n, head="Heron Lamps" if n % 2 else "Privacy policy") for n in range(1, 7)]
    assert texts(without_running_lines(pages)) == texts([page(n) for n in range(1, 7)])


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ("Sharing {}", 14.0),  # headings open pages too, in type as large as the text or larger
        ("We may share your letters with partner number {0}{0}", 8.0),  # said once
    ],
)
def test_what_only_stands_at_the_edge_stays(head: str, size: float) -> None:
    pages = [page(1), page(2, head=head.format(7), small=size), page(3)]
    assert head.format(7) in texts(without_running_lines(pages))[1]


def test_a_single_page_keeps_its_lines() -> None:
    only = [page(1, head="Heron Lamps", foot="Effective 1 May 2030")]
    assert texts(without_running_lines(only)) == texts(only)


def test_pages_of_nothing_but_numbers_stay_as_they_are() -> None:
    pages = [[TextLine(str(n), 10.0, base=40.0)] for n in (1, 2, 3)]
    assert texts(without_running_lines(pages)) == [["1"], ["2"], ["3"]]


def test_footnotes_come_last_whatever_page_they_stand_on() -> None:
    first, second = page(1), page(2)
    first.append(TextLine("1 Only in Norway.", 8.0, base=60.0))
    second.append(TextLine("2 Not on Sundays.", 8.0, base=60.0))
    *kept, notes = texts(without_running_lines([first, second]))
    assert kept == texts([page(1), page(2)])
    assert notes == ["1 Only in Norway.", "2 Not on Sundays."]


def test_small_print_without_a_mark_is_no_footnote() -> None:
    first = page(1)
    first.append(TextLine("Only in Norway.", 8.0, base=60.0))
    assert "Only in Norway." in texts(without_running_lines([first, page(2)]))[0]


def test_blank_lines_are_no_lines() -> None:
    assert without_running_lines([[TextLine(" ", 10.0)], []]) == [[], []]
