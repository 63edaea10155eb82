"""What no policy looks like and some captures do: no text, one endless line, headings alone, torn tables, foreign line ends, NULs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.diff import align as align_module
from monitor.core.diff import similarity
from monitor.core.diff.align import align
from monitor.core.diff.candidates import group
from monitor.core.diff.passages import passages_of
from monitor.core.text.segment import SegmentedText
from monitor.core.text.tokens import key
from tests.core.diff.redline import document_edits
from tests.sampling import examples, sampled

from .units import CARRIER, INVOICES, LOGS, aligned, units_of

MEGABYTE = 1_000_000
LINES = (
    LOGS,
    CARRIER,
    INVOICES,
    "## Rights",
    "#",
    "# ",
    "######  x",
    "- ",
    "-",
    "|",
    "| a | b |",
    "| a |",
    "||||",
    "| a | b | c | d",
    "a|b",
    "---",
    "",
)
odd_lines = st.one_of(
    st.sampled_from(LINES),
    st.text("aA1.?!;:, \"'’)*-–。•|#<br>\t\x00\r\x0b\x0c\x1c\x85\u2028\ufeff\ud800", max_size=20),
)
odd_texts = st.builds(lambda lines, end: end.join(lines), st.lists(odd_lines, max_size=10), st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
"""Lines of every kind with the line ends of every system, control characters and a lone surrogate."""


def whole(text: str) -> list[tuple[int, int]]:
    """Spans of the units of every line, blank ones included."""
    segmented = SegmentedText(text)
    return [(unit.start, unit.end) for line in range(len(segmented.lines)) for unit in segmented.units(line)]


def covered(old: str, new: str) -> None:
    """Asserts that the redline without any change holds each character of both texts once."""
    passages = passages_of(aligned(old, new), {})
    redline = document_edits(passages, old, new)
    assert "".join(piece for sign, piece in redline if sign in "=+") == new
    assert sum(len(piece) for sign, piece in redline if sign in "=-") == len(old)


# --- one kind at a time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", " ", "\t\n ", "\r\n", "\x00", "\ufeff", "\u200b"])
def test_texts_without_words(text: str) -> None:
    assert group(aligned(text, text)) == []
    covered(text, "")
    covered("", text)
    covered(text, LOGS)


@pytest.mark.parametrize("unit", sampled(["word ", "We keep it. ", "a", ".", "; ", "| ", "<br>", "。", "• x ", "(a) "], 3))
def test_one_line_of_a_megabyte_is_tiled(unit: str) -> None:
    line = unit * (MEGABYTE // len(unit.encode()))
    spans = whole(line)
    assert (spans[0][0], spans[-1][1]) == (0, len(line))
    assert all(left[1] == right[0] for left, right in pairwise(spans))


def test_one_line_of_a_megabyte_is_compared() -> None:
    old = "We keep what you send us, for as long as the law demands it. " * (MEGABYTE // 60)
    found = aligned(old, old + LOGS)
    assert [unit.text for unit in found.added] == [LOGS]
    assert found.removed == []


def test_headings_alone_are_units_of_their_own() -> None:
    old = "\n".join(f"{'#' * (1 + n % 6)} Heading {n}" for n in range(50))
    found = aligned(old, old.replace("Heading 7\n", "Heading seven\n"))
    assert {unit.kind for unit in units_of(found.old)} == {"heading"}
    assert {unit.text for candidate in group(found) for unit in candidate.old + candidate.new} == {"## Heading 7", "## Heading seven"}
    assert SegmentedText(old).section(49) == ("Heading 48",)


def test_a_heading_without_words_heads_nothing_and_breaks_nothing() -> None:
    text = SegmentedText("# \n\n#\n\nWe keep logs.")
    assert "".join(unit.text for line in range(5) for unit in text.units(line)) == "# #We keep logs."
    assert text.section(4) == ()


def test_rows_with_uneven_cells_are_compared_row_by_row() -> None:
    old = "| Data | Why |\n| --- |\n| Name | Orders | extra |\n| Mail\n"
    found = group(aligned(old, old.replace("Orders", "Newsletter")))
    assert [(candidate.old[0].kind, candidate.old[0].text) for candidate in found] == [("row", "| Name | Orders | extra |")]


def test_a_row_of_a_hundred_cells_is_cut_at_cells() -> None:
    row = "|" + "|".join(f" cell number {n} with a few words " for n in range(100)) + "|"
    spans = whole(row)
    assert len(spans) > 5
    assert "".join(row[a:b] for a, b in spans) == row


def test_other_line_ends_are_white_space_to_the_reader() -> None:
    """A page saved by Windows has the same statements: the carriage return is part of the line, and of no word."""
    unix = f"# Rights\n\n{LOGS} {CARRIER}\n\n- one thing\n- two things\n"
    windows = unix.replace("\n", "\r\n")
    assert all(candidate.equal for candidate in group(aligned(unix, windows)))
    covered(unix, windows)
    covered(windows, unix)


def test_a_nul_is_a_character_like_any_other() -> None:
    assert [unit.text for unit in aligned("We keep\x00 it.", f"We keep\x00 it.\n{LOGS}").added] == [LOGS]
    covered(f"\x00{LOGS}\x00", f"{LOGS}\x00\x00")


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(200))
@given(odd_texts)
def test_units_tile_any_text(text: str) -> None:
    segmented = SegmentedText(text)
    assert "\n".join("".join(unit.text for unit in segmented.units(line)) for line in range(len(segmented.lines))) == text
    assert all(text[unit.start : unit.end] == unit.text for unit in units_of(segmented))
    for line in range(len(segmented.lines)):
        assert all(segmented.section(line)), "a title without words"
        assert isinstance(segmented.lead_in(line), str)


@settings(max_examples=examples(120))
@given(odd_texts, odd_texts)
def test_any_two_texts_are_covered(old: str, new: str) -> None:
    covered(old, new)


@settings(max_examples=examples(80))
@given(odd_texts, odd_texts)
def test_candidates_lie_inside_their_texts(old: str, new: str) -> None:
    for candidate in group(aligned(old, new)):
        for text, side in ((old, candidate.old), (new, candidate.new)):
            assert all(0 <= unit.start <= unit.end <= len(text) for unit in side)


@settings(max_examples=examples(80))
@given(odd_texts)
def test_line_ends_change_no_words(text: str) -> None:
    for line in text.split("\n"):
        assert key(line + "\r") == key(line)


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [100, 1_000])
def test_many_equal_lines_cost_no_comparison_of_all_with_all(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how many pairs are compared in full may grow with the number of lines, never with its square."""
    compared = 0
    score = similarity._score

    def counting(*arguments: object) -> float:
        nonlocal compared
        compared += 1
        return score(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(similarity, "_score", counting)
    old = "\n".join(f"Partner {n} of ours keeps your address." for n in range(count))
    new = "\n".join(f"Partner {n} of ours sells your address." for n in range(count))
    align_module.align(SegmentedText(old), SegmentedText(new))
    assert compared <= similarity.MAX_CANDIDATES * count


def test_a_hundred_thousand_identical_lines_are_paired_by_occurrence() -> None:
    old, new = SegmentedText("- item\n" * 100_000), SegmentedText("x\n" + "- item\n" * 100_001)
    found = align(old, new)
    assert len(found.same) == 100_001, "the last line is empty"
    assert len(found.added) == 2
