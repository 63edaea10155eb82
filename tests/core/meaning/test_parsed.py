"""A whole text answers as a plain search of its words would, however many questions it was asked."""

from __future__ import annotations

import pytest

from monitor.core.meaning.parsed import ParsedDocument, ParsedText
from monitor.core.text.lexicon import english
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.segment import SegmentedText

TEXT = """# Privacy

We do not sell your data. We may share your data with partners, and we may share your data with advertisers.

- cookies and similar technologies
- our partners
- our partners
- your precise location, opt-out choices

We may share your data with partners when the law wants it.
"""


def whole(asked: int = 0) -> ParsedDocument:
    """The text, after it was asked something else so often."""
    made = ParsedDocument(SegmentedText(TEXT))
    for _ in range(asked):
        made.has(["we", "may", "share", "your", "data", "with", "nobody"])
    return made


@pytest.mark.parametrize("asked", [0, 500])
@pytest.mark.parametrize(
    "run",
    [
        "we may share your data with partners", "we may share your data", "share your data with advertisers", "cookies", "sell", "zebra",
        "our partners", "partners",
        "our partners your precise location", "data with partners and we may share your data with advertisers",
        "we may share your data with partners and then with nobody else",
    ],
)  # fmt: skip
def test_runs_of_words_are_found_as_a_search_finds_them(run: str, asked: int) -> None:
    text, found = whole(asked), f" {run} "
    assert text.has(run.split()) == (found in text.words)
    assert text.repeats(run.split()) == (text.words.count(found) > 1)
    size = min(5, len(run.split()))
    grams = [run.split()[at : at + size] for at in range(len(run.split()) - size + 1)]
    assert text.holds(run.split()) == sum(f" {' '.join(gram)} " in text.words for gram in grams) / len(grams)


def test_a_text_speaks_of_what_a_search_for_its_terms_finds() -> None:
    text = whole()
    for concept, terms in english().terms.items():
        assert text.speaks_of(concept) == any(term in text.words for term in terms if "*" not in term), concept
    assert text.speaks_of("sell")
    assert not text.speaks_of("arbitrate")


def test_a_side_remembers_what_it_was_asked_by_phrase() -> None:
    side = ParsedText.of_text("Please SEE our list.")
    one, other = PhraseMatcher(same_suffix("see our")), PhraseMatcher(same_suffix("see their"))
    assert [side.says(one), side.says(other), side.says(one)] == [True, False, True]
