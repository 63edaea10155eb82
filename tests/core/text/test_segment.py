"""A text in lines, units and sections: every character once, abbreviations and lists as a reader sees them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text import segment
from monitor.core.text.segment import LONG_UNIT, SegmentedText, cut, line_kind, segmented
from tests.core.policy_sentences import scraps
from tests.sampling import examples


def pieces(line: str) -> list[str]:
    return [unit.text.strip() for unit in cut(line, 0, 0)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("", "blank"), ("   ", "blank"), ("# Title", "heading"), ("#hashtag", "text"), ("| a | b |", "row"), ("- one", "item"),
        ("  * two", "item"), ("(a) three", "item"), ("12. four", "item"), ("iv) five", "item"), ("• six", "item"),
        ("We keep logs.", "text"), ("-no item", "text"),
    ],
)  # fmt: skip
def test_kinds_of_lines(line: str, kind: str) -> None:
    assert line_kind(line) == kind
    assert SegmentedText(line).kind(0) == kind


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("We keep logs. We erase them.", ["We keep logs.", "We erase them."]),
        ("We share data, e.g. your name, with Acme Inc. and others.", ["We share data, e.g. your name, with Acme Inc. and others."]),
        ("Quillberry Ltd. Berlin answers. Write to us!", ["Quillberry Ltd. Berlin answers.", "Write to us!"]),
        ("Do we sell data? Never. “Really?” That is all.", ["Do we sell data?", "Never.", "“Really?”", "That is all."]),
        ("1. We keep logs. We erase them.", ["1. We keep logs.", "We erase them."]),
        ("See Art. 6 of the law. It applies.", ["See Art. 6 of the law.", "It applies."]),
        ("It is version 2.0 of this text.", ["It is version 2.0 of this text."]),
        ("# Who we are. And why", ["# Who we are. And why"]),
        ("| We keep logs. | We erase them. |", ["| We keep logs. | We erase them. |"]),
    ],
)
def test_sentences(line: str, expected: list[str]) -> None:
    assert pieces(line) == expected


def test_a_very_long_sentence_is_cut_at_its_clauses() -> None:
    clause = "the data that you give us when you open an account with the shop of ours"
    line = f"We use {'; '.join([clause] * 8)}."
    found = pieces(line)
    assert len(found) == 8
    assert all(text.count(" ") <= LONG_UNIT for text in found)


def test_a_short_clause_stays_with_the_one_before() -> None:
    words = "word " * LONG_UNIT
    assert len(pieces(f"We use {words}; a; b; c.")) == 2


@settings(max_examples=examples(80), deadline=None, derandomize=True)
@given(scraps)
def test_units_tile_their_lines(text: str) -> None:
    page = SegmentedText(text)
    for number, line in enumerate(page.lines):
        units = page.units(number)
        assert "".join(unit.text for unit in units) == line
        assert all(text[unit.start : unit.end] == unit.text for unit in units)
        assert all(a.end == b.start for a, b in pairwise(units))
        assert page.units(number) is units


TEXT = """# Policy

Words of introduction stand here, before anything else.

## Sharing

We share:

- with banks
- with carriers
  - by road

### Abroad

| Country | Why |
| --- | --- |
| India | support |

## Retention

We keep logs.
"""


def test_sections_are_the_headings_above() -> None:
    page = SegmentedText(TEXT)
    at = {line: number for number, line in enumerate(page.lines) if line}
    assert page.section(at["Words of introduction stand here, before anything else."]) == ("Policy",)
    assert page.section(at["- with banks"]) == ("Policy", "Sharing")
    assert page.section(at["| India | support |"]) == ("Policy", "Sharing", "Abroad")
    assert page.section(at["We keep logs."]) == ("Policy", "Retention")
    assert page.section(at["## Sharing"]) == ("Policy",)
    assert page.section(0) == ()


def test_short_lines_stand_as_titles_where_prose_follows() -> None:
    prose = "We share what you give us with our carrier, with our bank and with those whom you name to us."
    page = SegmentedText(f"1. Sharing\n\n{prose}\n\n1.2 Abroad\n\n{prose}\n\nOther things\n\n{prose}\n\nnot a title\n\n{prose}\n")
    assert page.section(2)[-1] == "1. Sharing"
    assert page.section(6)[-1] == "1.2 Abroad"
    assert page.section(10)[-1] == "Other things"
    assert page.section(14)[-1] == "Other things"


def test_list_items_have_their_lead_in() -> None:
    page = SegmentedText(TEXT)
    at = {line: number for number, line in enumerate(page.lines) if line}
    assert page.lead_in(at["- with banks"]) == "We share:"
    assert page.lead_in(at["- with carriers"]) == "We share:"
    assert "with carriers" in page.lead_in(at["  - by road"])
    assert page.lead_in(at["| India | support |"]) == ""
    assert page.lead_in(at["We keep logs."]) == ""
    assert SegmentedText("Plain words.\n- one").lead_in(1) == ""
    assert SegmentedText("- one").lead_in(0) == ""


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(st.text('aAb1.?!;:, "’)*-–。•', max_size=16))
def test_sentences_end_where_the_pattern_tried_at_every_character_says(line: str) -> None:
    assert list(segment._stops(line)) == [match.end() for match in segment._STOP.finditer(line)]


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.one_of(scraps, st.text("aA1.?!|<br>;: (a)•-#\n", max_size=200)))
def test_spans_are_places_in_the_whole_text(text: str) -> None:
    page = SegmentedText(text)
    for line in range(len(page.lines)):
        for unit in page.units(line):
            assert text[unit.start : unit.end] == unit.text
            assert unit.line == line


def test_units_of_a_line_are_cut_once() -> None:
    page = SegmentedText("We keep logs. We erase them.")
    assert page.units(0) is page.units(0)


def test_a_long_table_row_is_cut_at_its_cells_and_a_short_one_is_not() -> None:
    cell = "We keep what you order from us for as long as the tax law of this country asks of us, and we erase it after that. "
    row = "| " + " | ".join([cell.strip()] * 6) + " |"
    assert len(pieces(row)) > 1
    assert "".join(unit.text for unit in cut(row, 0, 0)) == row
    assert len(pieces("| name | 30 days |")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Last updated on March 28, 2016",
        "Effective date: 1 May 2020",
        "Version 2.1",
        "a lower-case label",
        "Ends with a stop.",
        "Ends;",
        "| Cell |",
    ],
)
def test_lines_that_are_no_titles(line: str) -> None:
    below = "We keep your orders for ten years, as the tax law of this country asks of us, and we erase them after that."
    assert SegmentedText(f"{line}\n\n{below}").section(2) == ()


def test_a_numbered_title_stands_below_its_chapter() -> None:
    below = "We keep your orders for ten years, as the tax law of this country asks of us, and we erase them after that."
    page = SegmentedText(f"6. Sharing\n\n{below}\n\n6.1. With partners\n\n{below}\n\n7. Selling\n\n{below}")
    assert page.section(2) == ("6. Sharing",)
    assert page.section(6) == ("6. Sharing", "6.1. With partners")
    assert page.section(10) == ("7. Selling",)


def test_a_heading_is_not_its_own_section() -> None:
    page = SegmentedText("# Policy\n\n## Sharing\n\nWe share.")
    assert page.section(0) == ()
    assert page.section(2) == ("Policy",)
    assert page.section(4) == ("Policy", "Sharing")


def test_a_lead_in_ends_at_a_heading_and_is_not_looked_for_far_above() -> None:
    page = SegmentedText("We do not share:\n\n## Sharing\n\n- your name")
    assert page.lead_in(4) == ""
    far = SegmentedText("We do not share:\n" + "\n" * 80 + "- your name")
    assert far.lead_in(81) == ""
    assert SegmentedText("We share.").lead_in(0) == ""


def test_chinese_sentences_end_without_blanks() -> None:
    assert pieces("我们收集信息。我们不出售信息。") == ["我们收集信息。", "我们不出售信息。"]


@pytest.mark.parametrize("line", ["." * 50_000, "a. " * 30_000, "| " * 30_000, "(a) " * 20_000, "A" * 200_000, "•" * 50_000])
def test_monstrous_lines_are_cut_without_loss(line: str) -> None:
    assert "".join(unit.text for unit in cut(line, 0, 0)) == line


@given(st.lists(st.integers(1, 6), max_size=30))
def test_a_section_is_named_by_the_nearest_heading_of_each_higher_level(levels: list[int]) -> None:
    lines = [f"{'#' * level} Title {number}" for number, level in enumerate(levels)]
    text = SegmentedText("\n".join([*lines, "We keep logs of this and of that, and erase them."]))
    path, lowest = list[str](), 7
    for number, level in reversed(list(enumerate(levels))):
        if level < lowest:
            path.insert(0, f"Title {number}")
            lowest = level
    assert text.section(len(lines)) == tuple(path)


@given(st.lists(st.one_of(scraps, st.sampled_from(["", "- your name", "| a | b |", "We share:", "# Title", "  - below"])), max_size=12))
def test_a_text_that_is_looked_at_twice_says_the_same(lines: list[str]) -> None:
    """Kinds, lead-ins, sections and units are remembered; in whatever order they are asked for, they are those of a fresh text."""
    text = "\n".join(lines)
    shared = segmented(text)
    assert segmented(text) is shared
    count = len(shared.lines)
    for line in [*reversed(range(count)), *range(count)]:
        fresh = SegmentedText(text)
        assert shared.kind(line) == fresh.kind(line) == line_kind(fresh.lines[line])
        assert shared.lead_in(line) == fresh.lead_in(line)
        assert shared.section(line) == fresh.section(line)
        assert shared.units(line) == fresh.units(line)
