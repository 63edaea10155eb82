"""Two texts that could not be compared: one change, which hides nothing and claims nothing."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.meaning.uncompared import is_uncompared, uncompared
from monitor.model import ChangeKind, Direction, Document, PassageKind, Severity
from tests.cpu import cpu

SAYS = "Comparing the texts took too long."
OLD = "# Privacy\n\nWe keep logs.\n\nWe sell nothing.\n\nWrite to us.\n"
NEW = "# Privacy\n\nWe keep logs.\n\nWe sell your data.\n\nYou agree.\n\nWrite to us.\n"


def test_it_says_where_the_texts_begin_to_differ_and_judges_nothing() -> None:
    [change] = uncompared(Document(OLD), Document(NEW), SAYS).changes
    assert change.old is not None
    assert change.new is not None
    assert (change.old.text, change.new.text) == ("We sell nothing.", "We sell your data.")
    assert OLD[slice(*change.old.span)] == change.old.text
    assert NEW[slice(*change.new.span)] == change.new.text
    assert (change.judged, change.severity, change.direction) == (False, Severity.MATERIAL, Direction.UNCLEAR)
    assert change.reasons[0].says == SAYS


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (OLD, NEW, ChangeKind.REWORDED), (OLD, OLD + "More.\n", ChangeKind.ADDED), (NEW, NEW[:-13], ChangeKind.REMOVED),
        ("a\n", "b\n", ChangeKind.REWORDED), ("", "b\n", ChangeKind.ADDED), ("a\n", "", ChangeKind.REMOVED),
        ("a\na\na\n", "a\na\n", ChangeKind.REMOVED), ("x" * 1000, "y" * 1000, ChangeKind.REWORDED), ("a", "a\n", ChangeKind.REWORDED),
    ],
)  # fmt: skip
def test_its_passages_cover_both_texts_once(old: str, new: str, kind: ChangeKind) -> None:
    found = uncompared(Document(old), Document(new), SAYS)
    assert "".join(old[slice(*p.old)] for p in found.passages if p.old) == old
    assert "".join(new[slice(*p.new)] for p in found.passages if p.new) == new
    for passage in found.passages:
        if passage.kind is PassageKind.SAME:
            assert passage.old is not None
            assert passage.new is not None
            assert old[slice(*passage.old)] == new[slice(*passage.new)]
    assert found.changes[0].kind is kind


def test_it_is_told_from_a_comparison() -> None:
    assert is_uncompared(uncompared(Document(OLD), Document(NEW), SAYS))
    assert not is_uncompared(compare_documents(Document(OLD), Document(NEW)))
    assert not is_uncompared(compare_documents(Document(OLD), Document(OLD)))


def test_the_same_texts_give_the_same_id_whatever_the_reason() -> None:
    ids = {uncompared(Document(OLD), Document(NEW), says).changes[0].id for says in ("one", "other")}
    assert len(ids) == 1


def test_it_takes_time_in_proportion() -> None:
    def spent(size: int) -> float:
        old, new = Document("a\n" * size), Document("b\n" + "a\n" * size)
        return cpu(lambda: uncompared(old, new, SAYS))

    assert min(spent(400_000) for _ in range(3)) < 12 * max(0.01, min(spent(100_000) for _ in range(3)))
