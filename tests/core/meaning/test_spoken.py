"""In which language changes are, and what may only have been translated."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents, explanations
from monitor.model import Change, Direction, Document

_PAGE = "# Privacy\n\n## Your letters\n\nWe keep your letters in a box. {}\n\n## Contact\n\nWrite to us at the mill.\n"


def changes(old: str, new: str) -> tuple[Change, ...]:
    return compare_documents(Document(_PAGE.format(old), language="en"), Document(_PAGE.format(new), language="en")).changes


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("We do not sell your data.", "Wir verkaufen Ihre Daten nicht."),
        ("We do not share your data with third parties.", "Nous ne partageons pas vos données avec des tiers."),
    ],
)
def test_a_promise_that_comes_in_another_language_is_neither_withdrawn_nor_made(english: str, other: str) -> None:
    for old, new in ((english, other), (other, english)):
        found = changes(old, new)
        assert {(change.direction, change.judged) for change in found} == {(Direction.UNCLEAR, False)}
        assert all("perhaps translated" in change.headline for change in found)


def test_how_it_came_about_can_be_explained() -> None:
    old, new = (Document(_PAGE.format(text), language="en") for text in ("We do not sell your data.", "Wir verkaufen Ihre Daten nicht."))
    for change in compare_documents(old, new).changes:
        made = explanations(old, new, [change.id])[change.id]
        assert (made.severity, made.direction) == (change.severity, change.direction)
        assert made.gate is not None
        assert "another language than before" in made.gate.says


def test_below_other_headings_nothing_is_a_translation() -> None:
    old = Document("# Privacy\n\n## Letters\n\nWe do not sell your data.\n\n## Mill\n\nThe mill stands by the river.\n", language="en")
    new = Document("# Privacy\n\n## Letters\n\n## Mill\n\nThe mill stands by the river. Wir verkaufen Ihre Daten nicht.\n", language="en")
    assert any(change.judged and change.direction is Direction.WEAKENS for change in compare_documents(old, new).changes)


def test_a_short_sentence_has_the_language_of_the_one_that_it_was_put_for() -> None:
    (change,) = changes("Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten.")
    assert (change.language, change.direction) == ("de", Direction.WEAKENS)
