"""Blocks and their one written form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.blocks import HEADING, ITEM, PARAGRAPH, TABLE, Block, block_of, heading_of, table_of, without_escaped_bars, write
from monitor.core.extract.markdown import read_markup
from tests.sampling import examples

LINES = st.text("ab-•#|1. >o:=§—", max_size=20).map(lambda text: " ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("We share.", PARAGRAPH, "We share."),
        ("- name", ITEM, "- name"),
        ("•name", ITEM, "- name"),
        ("• • name", ITEM, "- name"),
        ("o name", ITEM, "- name"),
        ("other", PARAGRAPH, "other"),
        ("§ 4 of the law", ITEM, "- 4 of the law"),
        ("3) name", ITEM, "3. name"),
        ("03. name", ITEM, "3. name"),
        ("1.5 % of it", PARAGRAPH, "1.5 % of it"),
        ("2024. was a year", PARAGRAPH, "2024. was a year"),
        ("## Sharing ##", HEADING, "Sharing"),
        ("- ## Sharing", HEADING, "Sharing"),
        ("2. ## Sharing", HEADING, "2. Sharing"),
        ("#hashtag", PARAGRAPH, "#hashtag"),
        ("####### seven", PARAGRAPH, "####### seven"),
        ("> quoted", PARAGRAPH, "quoted"),
        ("| cell |", PARAGRAPH, "cell"),
        ("a \\| b", PARAGRAPH, "a | b"),
        ("We share.\\", PARAGRAPH, "We share."),
    ],
)
def test_a_line_is_known_by_how_it_opens(text: str, kind: int, written: str) -> None:
    block = block_of(text)
    assert block is not None
    assert (block.kind, block.text) == (kind, written)


@pytest.mark.parametrize("text", ["", "-", "*", "•", "---", "* * *", "=====", "___", "|", "- -", "- ***", "\\"])
def test_lines_that_say_nothing_are_no_blocks(text: str) -> None:
    assert block_of(text) is None


def test_an_item_keeps_its_indent_and_how_much_of_it_is_linked() -> None:
    assert block_of("- name", 4, 2) == Block(ITEM, "- name", 4, 2)


@pytest.mark.parametrize(
    ("line", "text", "level"), [("# A", "A", 1), ("###### A", "A", 6), ("## A #", "A", 2), ("## C#", "C#", 2), ("## #", "", 0)]
)
def test_headings(line: str, text: str, level: int) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.text, heading.level) == (text, level)
    assert heading.kind == (HEADING if text else PARAGRAPH)


def test_empty_rows_and_columns_of_a_table_are_left_out() -> None:
    [table] = table_of([["A", "", "B"], ["", "", ""], [":---", "---", ""], ["1", "", "2"], ["3"]])
    assert table.rows == (("A", "B"), ("1", "2"), ("3", ""))
    assert write([table]) == "| A | B |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |"


def test_a_single_column_is_a_layout() -> None:
    assert [block.text for block in table_of([["One"], ["Two<br>Three"], [""]])] == ["One", "Two", "Three"]
    assert table_of([]) == []


def test_bars_inside_cells_are_escaped_once_and_read_back() -> None:
    [table] = table_of([["a|b", "c"], ["d\\|e", "f"]])
    assert write([table]).splitlines()[0] == "| a\\|b | c |"
    assert table.text == "a|b c d|e f"
    assert without_escaped_bars("a\\\\\\|b") == "a|b"


def test_lists_nest_by_the_width_of_the_marker_above() -> None:
    blocks = [Block(ITEM, "1. a", 1), Block(ITEM, "- b", 5), Block(ITEM, "- c", 9), Block(ITEM, "2. d", 1)]
    assert write(blocks) == "1. a\n   - b\n     - c\n2. d"


def test_a_list_after_a_paragraph_starts_at_the_margin() -> None:
    assert write([Block(ITEM, "- a", 3), Block(PARAGRAPH, "p"), Block(ITEM, "- b", 6)]) == "- a\n\np\n\n- b"


def test_empty_blocks_are_not_written() -> None:
    assert write([Block(PARAGRAPH, ""), Block(PARAGRAPH, "a"), Block(PARAGRAPH, "")]) == "a"
    assert write([]) == ""


@settings(max_examples=examples(400), deadline=None, derandomize=True)
@given(LINES)
def test_what_a_line_is_read_as_reads_back_as_itself(line: str) -> None:
    block = block_of(line)
    if block is not None and block.kind != TABLE:
        written = write([block])
        assert write(read_markup(written)) == written
