"""Tables in the terminal."""

from __future__ import annotations

from monitor.cli.listing import WIDEST, columns


def test_columns_are_aligned() -> None:
    assert list(columns(("id", "address"), [("larkspur", "https://larkspur.example/"), ("k", "https://k.example/")])) == [
        "id        address",
        "larkspur  https://larkspur.example/",
        "k         https://k.example/",
    ]


def test_long_cells_are_cut_but_not_the_last() -> None:
    _, row = columns(("a", "b"), [("x" * 100, "y" * 100)])
    assert row == f"{'x' * (WIDEST - 1)}…  {'y' * 100}"


def test_a_table_without_rows_is_its_head() -> None:
    assert list(columns(("a", "b"), [])) == ["a  b"]
