"""Cells of a table as they are met, merged ones laid out on the grid."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.dom import parse
from monitor.core.extract.tables import TALLEST, WIDEST, Table, is_layout
from tests.sampling import examples


def filled(*rows: list[tuple[str, dict[str, str]]]) -> Table:
    table = Table()
    for row in rows:
        table.row()
        for text, attributes in row:
            table.cell(attributes)
            table.add(text, item=False, breaks=1)
    table.end_cell()
    return table


def test_cells_stand_in_rows() -> None:
    assert filled([("a", {}), ("b", {})], [("c", {}), ("d", {})]).rows == [["a", "b"], ["c", "d"]]


def test_a_cell_over_columns_leaves_the_others_empty() -> None:
    assert filled([("a", {"colspan": "3"}), ("b", {})]).rows == [["a", "", "", "b"]]


def test_a_cell_over_rows_moves_those_below_aside() -> None:
    assert filled([("a", {"rowspan": "2"}), ("b", {})], [("c", {})], [("d", {}), ("e", {})]).rows == [["a", "b"], ["", "c"], ["d", "e"]]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "²", "99999999999"])
def test_spans_that_no_table_has_do_no_harm(span: str) -> None:
    table = filled([("a", {"colspan": span, "rowspan": span})], [("b", {})])
    assert "a" in table.rows[0]
    assert max(map(len, table.rows)) <= WIDEST + 1


def test_a_caption_is_no_cell() -> None:
    table = Table()
    assert not table.add("Table 1", item=False, breaks=1)
    assert table.blocks() == []


def test_lines_and_items_of_a_cell_stay_in_it() -> None:
    table = Table()
    table.row()
    table.cell({})
    table.add("one", item=False, breaks=1)
    table.add("two", item=True, breaks=1)
    table.add("- three", item=False, breaks=2)
    table.end_cell()
    assert table.rows == [["one<br>• two<br><br>• three"]]


def test_a_cell_before_any_row_opens_one() -> None:
    table = Table()
    table.cell({})
    table.add("a", item=False, breaks=1)
    table.end_cell()
    assert table.rows == [["a"]]


def test_link_characters_are_those_of_the_whole_table() -> None:
    table = filled([("a", {}), ("b", {})])
    table.link_chars = 7
    assert table.blocks()[0].link_chars == 7


spans = st.fixed_dictionaries(
    {}, optional={"colspan": st.sampled_from(["2", "3", "61", "x"]), "rowspan": st.sampled_from(["2", "1001", "0"])}
)


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.lists(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), spans), max_size=5), max_size=5))
def test_no_cell_is_lost_and_no_row_grows_without_bound(rows: list[list[tuple[str, dict[str, str]]]]) -> None:
    table = filled(*rows)
    assert sorted(cell for row in table.rows for cell in row if cell) == sorted(text for row in rows for text, _ in row)
    assert len(table.rows) == len(rows) <= TALLEST
    assert all(len(row) <= 2 * WIDEST for row in table.rows)


@pytest.mark.parametrize(
    ("html", "layout"),
    [
        ("<table><tr><td>a<td>b</table>", False),
        ("<table><tr><th>a<td>b</table>", False),
        ("<table><tr><td>a</table>", True),
        ("<table role=none><tr><td>a<td>b</table>", True),
        ("<table><tr><td><h1>a</h1><td>b</table>", True),
        ("<table><tr><td><table><tr><td>x</table><td>b</table>", True),
    ],
)
def test_tables_that_only_arrange_the_page(html: str, layout: bool) -> None:
    tree = parse(html)
    assert tree is not None
    table = tree.css_first("table")
    assert table is not None
    assert is_layout(table, table.attributes) is layout
