"""Passages: the redline of the whole document, with every character once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from monitor.core.compare import compare_documents
from monitor.core.diff.align import align
from monitor.core.diff.passages import passages_of
from monitor.core.text.edits import edits
from monitor.core.text.segment import SegmentedText
from monitor.model import Changelog, Document, Edit, Passage, PassageKind
from tests.core.diff.redline import document_edits
from tests.sampling import examples

from .units import CARRIER, INVOICES, LOGS, any_text


def compared(old: str, new: str) -> Changelog:
    """Of two texts as they are, so that spans count their own characters."""
    return compare_documents(Document(old), Document(new))


def kinds(old: str, new: str) -> list[str]:
    return [passage.kind.value for passage in compared(old, new).passages]


def shown(passages: tuple[Passage, ...], old: str, new: str) -> list[tuple[str, str]]:
    """Kind and text of each passage, the new text where there is one."""
    return [(p.kind.value, new[slice(*p.new)] if p.new else old[slice(*(p.old or (0, 0)))]) for p in passages]


def patched(text: str, changes: tuple[Edit, ...]) -> str:
    """The text after its edits, each of which must find the characters that it names."""
    at, out = 0, ""
    for sign, piece in changes:
        if sign in "=-":
            assert text[at : at + len(piece)] == piece
            at += len(piece)
        if sign in "=+":
            out += piece
    assert at == len(text)
    return out


def test_equal_texts_are_one_passage_and_empty_ones_none() -> None:
    assert kinds(LOGS, LOGS) == ["same"]
    assert kinds("", "") == []


def test_additions_and_removals() -> None:
    assert kinds(f"{LOGS}\n\n{CARRIER}", LOGS + "\n\n") == ["same", "removed"]
    assert kinds(LOGS + "\n\n", f"{LOGS}\n\n{CARRIER}") == ["same", "added"]
    assert kinds("", LOGS) == ["added"]
    assert kinds(LOGS, "") == ["removed"]


def test_removed_statements_stand_where_they_stood() -> None:
    old, new = f"{LOGS}\n\n{CARRIER}\n\n{INVOICES}\n", f"{LOGS}\n\n{INVOICES}\n"
    passages = compared(old, new).passages
    assert shown(passages, old, new) == [("same", f"{LOGS}\n\n"), ("removed", f"{CARRIER}\n\n"), ("same", f"{INVOICES}\n")]


def test_a_reworded_statement_stands_beside_its_old_words() -> None:
    found = compared(f"{CARRIER}\n\n{LOGS}\n\n{INVOICES}\n", f"{CARRIER}\n\n{LOGS.replace('thirty', 'ninety')}\n\n{INVOICES}\n")
    changed = [passage for passage in found.passages if passage.kind is PassageKind.CHANGED]
    assert [bool(passage.old) for passage in changed] == [True, False]
    assert {passage.change for passage in changed} == {found.changes[0].id}
    assert [passage.kind.value for passage in found.passages] == ["same", "changed", "changed", "same"]


def test_two_reworded_neighbours_alternate_old_and_new() -> None:
    """Each change's new words follow its own old ones, not the whole old paragraph."""
    old = "We keep server logs of your visits for thirty days. We keep your orders and invoices for seven years."
    new = old.replace("thirty", "ninety").replace("seven", "ten")
    assert [(bool(p.old), bool(p.new)) for p in compared(old, new).passages] == [(True, False), (False, True)] * 2


def test_a_moved_statement_is_listed_twice_under_one_change() -> None:
    found = compared(f"{LOGS}\n\n{CARRIER}\n\n{INVOICES}\n", f"{CARRIER}\n\n{INVOICES}\n\n{LOGS}\n")
    moved = [passage for passage in found.passages if passage.kind is PassageKind.MOVED]
    assert len(moved) == 2
    assert len({passage.change for passage in moved}) == 1


def test_matched_units_without_a_change_are_the_same_passage() -> None:
    """Only typography differs, and nobody reported it."""
    old, new = "We don’t sell it.", "We don't sell it."
    found = align(SegmentedText(old), SegmentedText(new))
    assert passages_of(found, {}) == (Passage(PassageKind.SAME, (0, len(old)), (0, len(new))),)
    assert document_edits(passages_of(found, {}), old, new) == (("-", old), ("+", new))


def test_white_space_belongs_to_what_precedes_it() -> None:
    old, new = f"{LOGS}\n\n\n{CARRIER}", f"{LOGS}\n\n\n{INVOICES}"
    assert compared(old, new).passages[0].old == (0, len(LOGS) + 3)


@pytest.mark.parametrize(("old", "new"), [(f"\n\n{LOGS}", LOGS), (LOGS, f"\n\n{LOGS}"), ("\n", "\n\n"), (" ", LOGS), (LOGS, "\r\n\x00")])
def test_blank_lines_before_everything_belong_somewhere(old: str, new: str) -> None:
    passages = compared(old, new).passages
    assert sum(b - a for p in passages if p.old for a, b in [p.old]) == len(old)
    assert sum(b - a for p in passages if p.new for a, b in [p.new]) == len(new)


def test_the_redline_gives_both_texts() -> None:
    old, new = f"# T\n\n{LOGS} {CARRIER}\n\n{INVOICES}", f"# T\n\n{LOGS}\n\n{CARRIER.replace('a carrier', 'our carrier')} {INVOICES}\n"
    redline = document_edits(compared(old, new).passages, old, new)
    assert "".join(text for sign, text in redline if sign in "=+") == new
    assert "".join(text for sign, text in redline if sign in "=-") == old


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(60))
@given(any_text, any_text)
def test_both_texts_are_covered_once_and_the_new_one_in_order(old: str, new: str) -> None:
    passages = compared(old, new).passages
    spans_new = [p.new for p in passages if p.new]
    assert spans_new == sorted(spans_new)
    for text, spans in ((old, sorted(p.old for p in passages if p.old)), (new, spans_new)):
        assert [a for a, _ in spans[:1]] == ([0] if text else [])
        assert [b for _, b in spans[-1:]] == ([len(text)] if text else [])
        assert all(left[1] == right[0] for left, right in pairwise(spans))


@settings(max_examples=examples(60))
@given(any_text, any_text)
def test_the_redline_patches_the_old_text_into_the_new_one(old: str, new: str) -> None:
    passages = compared(old, new).passages
    redline = document_edits(passages, old, new)
    assert "".join(text for sign, text in redline if sign in "=+") == new
    if not any(passage.kind is PassageKind.MOVED for passage in passages):
        assert patched(old, redline) == new


@settings(max_examples=examples(60))
@given(any_text, any_text)
def test_word_edits_patch_one_text_into_the_other(old: str, new: str) -> None:
    assert patched(old, edits(old, new)) == new


@settings(max_examples=examples(60))
@given(any_text, any_text)
def test_passages_name_changes_that_exist_and_agree_with_their_kind(old: str, new: str) -> None:
    found = compared(old, new)
    known = {change.id for change in found.changes}
    for passage in found.passages:
        assert (passage.change in known) if passage.change else True
        assert bool(passage.old) is (passage.kind is not PassageKind.ADDED and (passage.new is None or passage.kind is PassageKind.SAME))
        if passage.kind in (PassageKind.MOVED, PassageKind.CHANGED):
            assert passage.change


def test_what_is_the_same_is_one_passage_however_many_lines_it_has() -> None:
    lines = [f"{LOGS} {n}" for n in range(30)]
    old, new = "\n\n".join(lines), "\n\n".join([*lines[:10], CARRIER, *lines[10:]])
    assert kinds(old, new) == ["same", "added", "same"]


@pytest.mark.parametrize("more", ["", "\n", "\n\n", f"\n\n{CARRIER}", f"\n{CARRIER}\n"])
def test_a_last_line_without_its_end_is_covered_once(more: str) -> None:
    for old, new in ((f"{LOGS}\n", f"{LOGS}\n{more}"), (f"{LOGS}\n{more}", LOGS), (LOGS, LOGS + more)):
        passages = compared(old, new).passages
        assert "".join(old[slice(*p.old)] for p in passages if p.old) == old
        assert "".join(new[slice(*p.new)] for p in passages if p.new) == new
