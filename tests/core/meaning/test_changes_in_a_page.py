"""One sentence that changed in a page of thirty others: against the reader, for him, worth telling either way, or not worth telling.

In a short policy a changed sentence is half of the text; here it is one of many, as it is in life.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.compare import compare
from monitor.model import Change, Direction
from tests.core.meaning.short_policy import is_told
from tests.sampling import sampled

HERE = Path(__file__).parent
PAGE = (HERE / "page.md").read_text(encoding="utf-8")
"""A page with a place where the sentence goes ("@@")."""
ROWS = [line.partition(": ") for line in (HERE / "page_changes.txt").read_text(encoding="utf-8").splitlines()]
WAYS = {"against": Direction.WEAKENS, "for": Direction.STRENGTHENS}


def gravest(old: str, new: str) -> Change | None:
    """The gravest change between two pages that differ in a few sentences under a heading that says nothing."""
    changes = compare(*(PAGE.replace("@@", f"## 5. Further terms\n\n{text}") for text in (old, new))).changes
    return max(changes, key=lambda change: change.severity.rank, default=None)


@pytest.mark.parametrize(("kind", "pair"), sampled([(kind, pair) for kind, _, pair in ROWS], 5, rows=True))
def test_a_sentence_among_thirty_is_told_where_it_matters(kind: str, pair: str) -> None:
    old, _, new = pair.partition(" => ")
    found = gravest(old, new)
    assert is_told(found) is (kind != "quiet")
    if kind in WAYS:
        assert found is not None
        assert found.direction in (WAYS[kind], Direction.UNCLEAR)


def test_links_to_other_sites_are_no_news_in_other_words() -> None:
    assert not is_told(gravest("The service may contain links to other sites.", "Our service may include links to third-party websites."))


def test_rows_are_of_every_kind() -> None:
    assert {kind for kind, _, _ in ROWS} == {"against", "for", "told", "quiet"}
