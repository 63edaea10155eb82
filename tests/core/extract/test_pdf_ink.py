"""Letters of a PDF that a line goes through, and those that nobody sees; the files are drawn by ReportLab."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from fpdf import FPDF
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from monitor.core.extract import read_snapshot
from monitor.core.extract.pdf import read_pdf
from monitor.core.extract.pdf_ink import PATH, TEXT, Box, Drawing, PageInk, ink_of, shown_letters

FIRST, SECOND, THIRD = "We never sell your data to anybody.", "We keep it for a year.", "You may object at any time."


def drawn(*draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    for one in draw:
        one(canvas)
    canvas.save()
    return out.getvalue()


def says(text: str, y: float, **colours: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(*[colours.get("grey", 0.0)] * 3)
        canvas.setFillAlpha(colours.get("alpha", 1.0))
        canvas.setFont("Helvetica", colours.get("size", 11.0))
        canvas.drawString(colours.get("x", 50.0), y, text)
        canvas.restoreState()

    return draw


def lined(text: str, height: float, start: float = 50.0) -> Callable[[Canvas], None]:
    return lambda canvas: canvas.line(start, height, start + canvas.stringWidth(text, "Helvetica", 11), height)


def box(left: float, bottom: float, width: float, height: float, grey: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(grey, grey, grey)
        canvas.rect(left, bottom, width, height, fill=1, stroke=0)
        canvas.restoreState()

    return draw


def text_of(*draw: Callable[[Canvas], None]) -> str:
    return read_pdf(drawn(*draw)).text


@pytest.mark.parametrize("height", [702.0, 703.0, 705.0])
def test_a_line_through_the_letters_strikes_them(height: float) -> None:
    text = text_of(says(FIRST, 700), says(SECOND, 680), lined(FIRST, height))
    assert f"~~{FIRST}~~" in text
    assert "~~" not in text.partition(SECOND)[2]


@pytest.mark.parametrize("height", [698.0, 697.0, 709.5, 712.0, 690.0])
def test_underlines_and_borders_strike_nothing(height: float) -> None:
    assert "~~" not in text_of(says(FIRST, 700), says(SECOND, 680), lined(FIRST, height))


def test_words_within_a_line_are_struck() -> None:
    start = 50 + io_width("We ")
    text = text_of(says(FIRST, 700), says(SECOND, 680), lined("never", 703.5, start))
    assert "We ~~never~~ sell" in text


def io_width(text: str) -> float:
    return float(Canvas(io.BytesIO()).stringWidth(text, "Helvetica", 11))


def test_struck_lines_are_not_in_force_and_noted() -> None:
    document = read_snapshot(drawn(says(FIRST, 700), says(SECOND, 680), lined(FIRST, 703.5)), media_type="application/pdf").document
    assert document is not None
    assert FIRST not in document.text
    assert SECOND in document.text
    assert document.left_out == (FIRST,)
    assert document.notes == (f"Struck out on the page and not read: “{FIRST}”.",)


@pytest.mark.parametrize(
    "hidden",
    [says(FIRST, 700, grey=1.0), says(FIRST, 700, alpha=0.0), says(FIRST, 700, size=0.4), says(FIRST, 700, x=-900.0), says(FIRST, 900)],
    ids=["white", "transparent", "tiny", "beside the page", "above the page"],
)
def test_what_nobody_sees_is_not_read(hidden: Callable[[Canvas], None]) -> None:
    assert FIRST not in text_of(says(SECOND, 740), hidden, says(THIRD, 660))


def test_what_nobody_sees_is_noted() -> None:
    document = read_snapshot(drawn(says(SECOND, 740), says(FIRST, 700, grey=1.0)), media_type="application/pdf").document
    assert document is not None
    assert document.notes == (f"Hidden on the page and not read: “{FIRST}”.",)
    assert document.left_out == (FIRST,)


def test_white_on_a_dark_ground_is_read() -> None:
    assert FIRST in text_of(box(40, 690, 400, 30, 0.1), says(FIRST, 700, grey=1.0), says(SECOND, 650))


def test_white_on_a_picture_is_read() -> None:
    picture = ImageReader(Image.new("RGB", (40, 10), "navy"))
    assert FIRST in text_of(lambda canvas: canvas.drawImage(picture, 40, 690, 400, 30), says(FIRST, 700, grey=1.0), says(SECOND, 650))


def unprinted(text: str, y: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        letters = canvas.beginText(50, y)
        letters.setTextRenderMode(3)
        letters.textLine(text)
        canvas.drawText(letters)

    return draw


def test_the_letters_below_a_scan_are_read() -> None:
    scan = ImageReader(Image.new("RGB", (60, 80), "white"))
    stamped = text_of(says("Scanned by the office", 800), lambda canvas: canvas.drawImage(scan, 0, 0, 595, 780), unprinted(FIRST, 700))
    assert FIRST in stamped
    assert FIRST in text_of(lambda canvas: canvas.drawImage(scan, 0, 0, 595, 842), unprinted(FIRST, 700))


def test_letters_without_ink_beside_others_are_not_read() -> None:
    assert FIRST not in text_of(says(SECOND, 740), unprinted(FIRST, 700))


def test_a_page_of_white_letters_alone_is_read() -> None:
    assert FIRST in text_of(says(FIRST, 700, grey=1.0))


def test_a_page_with_very_many_drawings_is_taken_as_it_is() -> None:
    dots = [lambda canvas, at=number: canvas.rect(at % 500, 100, 1, 1) for number in range(20_001)]
    assert FIRST in text_of(says(FIRST, 700, grey=1.0), says(SECOND, 680), *dots)


PAPER = Box(0, 0, 595, 842)
SEEN = Drawing(TEXT, Box(50, 650, 200, 660), address=1, size=11)


@pytest.mark.parametrize(
    ("drawn", "unseen"),
    [
        (Drawing(TEXT, Box(50, 700, 200, 710), address=7, size=11), False),
        (Drawing(TEXT, Box(50, 700, 200, 710), (255, 255, 255, 255), 7, 11), True),
        (Drawing(TEXT, Box(50, 700, 200, 710), (251, 250, 255, 255), 7, 11), True),
        (Drawing(TEXT, Box(50, 700, 200, 710), (240, 240, 240, 255), 7, 11), False),
        (Drawing(TEXT, Box(50, 700, 200, 710), (0, 0, 0, 0), 7, 11), True),
        (Drawing(TEXT, Box(50, 700, 200, 710), address=7, size=0.9), True),
        (Drawing(TEXT, Box(50, 700, 200, 710), address=7), False),
        (Drawing(TEXT, Box(50, 700, 200, 710), address=7, size=11, blank=True), True),
        (Drawing(TEXT, Box(600, 700, 700, 710), address=7, size=11), True),
    ],
)
def test_what_is_unseen(drawn: Drawing, unseen: bool) -> None:
    assert (7 in ink_of([SEEN, drawn], [], PAPER).unseen) is unseen


def test_level_thin_lines_may_strike() -> None:
    line, wall, dash, border = Box(50, 653, 200, 654), Box(60, 600, 61, 700), Box(50, 653, 52, 654), Box(50, 640, 200, 641)
    assert ink_of([SEEN, *(Drawing(PATH, one) for one in (line, wall, dash, border))], [], PAPER).lines == (line,)


class OneLine:
    """Ten letters of six points beside each other, all of one piece, below the address 7."""

    text = "We sell it"

    def owner(self, number: int) -> int:
        return 7

    def origin(self, number: int) -> tuple[float, float]:
        return 50.0 + 6 * number, 700.0

    def size(self, number: int) -> float:
        return 10.0

    def at(self, x: float, y: float, reach: float) -> int:
        return int((x - 50) // 6) if 700 <= y <= 710 and 50 <= x < 110 else -1


@pytest.mark.parametrize(
    ("unseen", "line", "shown"),
    [
        ((), None, "We sell it"),
        ((7,), None, "  "),
        ((), Box(50, 703, 110, 704), "~~We sell it~~"),
        ((), Box(68, 703, 92, 704), "We ~~sell~~ it"),
        ((), Box(50, 697, 110, 698), "We sell it"),
        ((), Box(50, 708, 110, 709), "We sell it"),
        ((7,), Box(50, 703, 62, 704), "  "),
    ],
)
def test_letters_are_shown_as_they_are_seen(unseen: tuple[int, ...], line: Box | None, shown: str) -> None:
    ink = PageInk(frozenset(unseen), (line,) if line else ())
    assert "".join(shown_letters(OneLine(), ink)) == shown


def test_boxes_meet_where_they_have_a_spot_in_common() -> None:
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 20, 20))
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 20, 10))


def reviewed(kind: str) -> bytes:
    """Three lines, the second with a reviewer's mark; the size of the page is stated for all pages at once."""
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=12)
    for text in (FIRST, SECOND, THIRD):
        if text == SECOND:
            with document.highlight("Reviewed", type=kind):
                document.cell(text=text)
        else:
            document.cell(text=text)
        document.ln()
    return bytes(document.output())


def test_a_reviewers_strike_out_strikes_its_line_alone() -> None:
    assert read_pdf(reviewed("StrikeOut")).text.splitlines() == [FIRST, f"~~{SECOND}~~", THIRD]


@pytest.mark.parametrize("kind", ["Underline", "Highlight", "Squiggly"])
def test_other_marks_of_a_reviewer_strike_nothing(kind: str) -> None:
    assert read_pdf(reviewed(kind)).text.splitlines() == [FIRST, SECOND, THIRD]


def test_a_strike_out_over_several_lines_is_one() -> None:
    one, two = "We keep your data for a year,", "and no longer than that,"
    text = text_of(says(one, 700), lined(one, 703), says(two, 686), lined(two, 689), says("unless you ask us to.", 672))
    assert text == "~~We keep your data for a year,\nand no longer than that,~~\nunless you ask us to."


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_show_their_letters(turn: int) -> None:
    body = drawn(lambda canvas: canvas.setPageRotation(turn), says(FIRST, 800), says(SECOND, 30, x=300))
    assert FIRST in read_pdf(body).text
    assert SECOND in read_pdf(body).text
    assert not read_pdf(body).unseen


def test_a_table_with_borders_has_no_struck_cells() -> None:
    rules = [lined("a" * 60, height) for height in (716, 696, 676)]
    assert "~~" not in text_of(says("Data", 702), says("Kept", 702, x=200), says("Name", 682), says("A year", 682, x=200), *rules)
