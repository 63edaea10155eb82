"""Which rows of tables are one row with another answer."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.diff.align import align
from monitor.core.diff.row_pairs import pair_rows
from monitor.core.diff.similarity import Leftover, pair_similar
from monitor.core.text.segment import SegmentedText

from .units import leftover


def row(text: str, gap: int = 0) -> Leftover:
    one = leftover(text)
    return replace(one, unit=one.unit._replace(kind="row"), gap=gap)


def paired(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    return pair_rows([row(text) for text in old], [row(text) for text in new])


def test_a_row_is_told_by_its_first_cell() -> None:
    assert paired(["| Marketing | No |", "| Research | No |"], ["| Research | Yes |", "| Marketing | Yes |"]) == [(0, 1), (1, 0)]


def test_rows_that_begin_alike_tell_nothing() -> None:
    assert paired(["| Letters | 30 |", "| Letters | 60 |"], ["| Letters | 90 |"]) == []
    assert paired(["| | No |"], ["| | Yes |"]) == []
    assert paired(["| Letters |"], ["| Letters |"]) == []


def test_rows_of_another_place_and_sentences_are_left_to_likeness() -> None:
    assert pair_rows([row("| Letters | No |")], [row("| Letters | Yes |", gap=3)]) == []
    assert pair_rows([leftover("| Letters | No |")], [leftover("| Letters | Yes |")]) == []


def test_what_is_paired_is_not_paired_again() -> None:
    same = [leftover("We keep every letter for a year.")]
    assert pair_similar(same, same) == [(0, 0)]
    assert pair_similar(same, same, [(0, 0)]) == []


def test_an_alignment_holds_the_row_as_one_match() -> None:
    head = "| Purpose | Answer |\n|---|---|\n"
    found = align(SegmentedText(f"{head}| Marketing | No |\n"), SegmentedText(f"{head}| Marketing | Yes |\n"))
    assert [(m.old[0].text, m.new[0].text) for m in found.matches] == [("| Marketing | No |", "| Marketing | Yes |")]
    assert not found.removed + found.added
