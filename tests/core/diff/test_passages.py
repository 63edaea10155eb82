"""Passages: the redline of the whole document, with every character once."""

from __future__ import annotations

from monitor.core.compare import compare_documents
from monitor.core.diff.passages import document_edits
from monitor.model import Changelog, Document, PassageKind


def compared(old: str, new: str) -> Changelog:
    """Of two texts just as they stand, so that spans count their own characters."""
    return compare_documents(Document(old), Document(new))


A, B, C = "We keep server logs for thirty days.", "A carrier brings your parcels to you.", "Write to our desk about invoices."


def kinds(old: str, new: str) -> list[str]:
    return [p.kind.value for p in compared(old, new).passages]


def test_equal_texts_are_one_passage_and_no_text_none() -> None:
    assert kinds(A, A) == ["same"]
    assert kinds("", "") == []


def test_what_came_and_what_went() -> None:
    assert kinds(f"{A}\n\n{B}", A + "\n\n") == ["same", "removed"]
    assert kinds(A + "\n\n", f"{A}\n\n{B}") == ["same", "added"]
    assert kinds("", A) == ["added"]
    assert kinds(A, "") == ["removed"]


def test_a_reworded_statement_stands_beside_its_old_words() -> None:
    found = compared(f"{B}\n\n{A}\n\n{C}\n", f"{B}\n\n{A.replace('thirty', 'ninety')}\n\n{C}\n")
    changed = [p for p in found.passages if p.kind is PassageKind.CHANGED]
    assert [bool(p.old) for p in changed] == [True, False]
    assert {p.change for p in changed} == {found.changes[0].id}
    assert [p.kind.value for p in found.passages] == ["same", "changed", "changed", "same"]


def test_a_moved_statement_is_listed_twice_under_one_change() -> None:
    found = compared(f"{A}\n\n{B}\n\n{C}\n", f"{B}\n\n{C}\n\n{A}\n")
    moved = [p for p in found.passages if p.kind is PassageKind.MOVED]
    assert len(moved) == 2
    assert len({p.change for p in moved}) == 1


def test_blank_lines_before_everything_belong_somewhere() -> None:
    for old, new in ((f"\n\n{A}", A), (A, f"\n\n{A}"), ("\n", "\n\n"), (" ", A)):
        passages = compared(old, new).passages
        assert sum(b - a for p in passages if p.old for a, b in [p.old]) == len(old)
        assert sum(b - a for p in passages if p.new for a, b in [p.new]) == len(new)


def test_the_redline_gives_both_texts() -> None:
    old, new = f"# T\n\n{A} {B}\n\n{C}", f"# T\n\n{A}\n\n{B.replace('A carrier', 'Our carrier')} {C}\n"
    edits = document_edits(compared(old, new).passages, old, new)
    assert "".join(text for sign, text in edits if sign in "=+") == new
    assert "".join(text for sign, text in edits if sign in "=-") == old
