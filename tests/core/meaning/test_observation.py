"""A candidate change with its features, and the same change seen from the other side."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.observation import Observation, observe
from tests.core.meaning.changes import corpus, documents, observed
from tests.sampling import SOME_OR_EVERY


def test_an_observation_holds_what_its_comparison_holds() -> None:
    old, new = documents("We keep letters in a box.", "We keep letters in the cellar.")
    found, candidates = candidates_of(old, new)
    context = document_context(old, new, found, candidates)
    (candidate,) = candidates
    seen, compared = observe(candidate, context), Comparison.of(candidate, context)
    assert isinstance(seen, Observation)
    for name in ("candidate", "context", "removed", "added", "removed_concepts", "added_concepts", "section"):
        assert getattr(seen, name) == getattr(compared, name), name
    assert (seen.old.text, seen.new.text) == ("We keep letters in a box.", "We keep letters in the cellar.")
    assert (seen.old.words, seen.new.words) == (compared.old.words, compared.new.words)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Privacy", "privacy"), ("Terms", "terms"), ("Cookies, and more cookies", "cookies"), ("Community guidelines", "rules")],
)
def test_of_typography_alone_only_the_kind_of_document_is_observed(title: str, kind: str) -> None:
    seen = observed("We keep it - always.", "We keep it – always.", title=title)
    assert seen.same_words
    assert seen.features == {f"document:{kind}": 1.0}


def test_of_other_words_every_feature_is_observed() -> None:
    seen = observed("We never sell your data.", "We sell your data.")
    assert len(seen.features) > 5
    assert "document:privacy" in seen.features


def test_turned_round_the_sides_are_exchanged() -> None:
    seen = observed("We never sell your data.", "We sell your name.")
    turned = seen.mirrored()
    assert (turned.old.text, turned.new.text) == (seen.new.text, seen.old.text)
    assert (turned.removed, turned.added) == (seen.added, seen.removed)
    assert (turned.removed_concepts, turned.added_concepts) == (seen.added_concepts, seen.removed_concepts)
    assert turned.context.old is seen.context.new
    assert turned.kind == "reworded"


@pytest.mark.no_cover
@SOME_OR_EVERY
def test_turned_round_twice_nothing_has_changed(step: int) -> None:
    for change in corpus(step)[::11]:
        again = change.mirrored().mirrored()
        assert again.features == change.features
        assert (again.old.text, again.new.text) == (change.old.text, change.new.text)
        assert again.section == change.section


@pytest.mark.parametrize(("old", "new", "kind"), [("", "We sell it.", "added"), ("We sell it.", "", "removed")])
def test_what_was_added_was_removed_from_the_other_side(old: str, new: str, kind: str) -> None:
    seen = observed(old, new)
    assert seen.kind == kind
    assert seen.mirrored().kind == ({"added", "removed"} - {kind}).pop()


@pytest.mark.no_cover
@SOME_OR_EVERY
def test_a_change_turned_round_is_what_observing_the_exchanged_texts_would_give(step: int) -> None:
    for change in corpus(step):
        turned = change.mirrored()
        anew = observe(change.candidate.mirrored(), change.context.mirrored())
        for name in ("removed", "added", "removed_concepts", "added_concepts", "section", "kind", "same_words", "content"):
            assert getattr(turned, name) == getattr(anew, name), name
        assert (turned.old.text, turned.new.text) == (anew.old.text, anew.new.text)
        assert dict(turned.features) == dict(anew.features)
