"""Sentences that one version alone has, and what stands for them in the other."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.meaning.counterparts import counterpart, is_put_elsewhere, may_stand_elsewhere, similar
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import segmented
from monitor.model import Severity
from tests.core.meaning.changes import documents, observations

REST = "We use cookies to remember the basket of each visitor.\n\nThe shop sells seeds and garden tools from its own mill."
FEES = (
    "Whoever does not agree may close the account free of charge; whoever says nothing keeps the old fee.",
    "If you say nothing, the old fee goes on applying to you. If you don't agree, you can close the account at no charge.",
)


def _parsed(text: str) -> ParsedDocument:
    return ParsedDocument(segmented(f"{text}\n\n{REST}\n"))


def test_the_sentence_with_most_of_the_rarer_words_stands_for_another() -> None:
    old = "Postcards of readers are pinned to the wall of the reading room."
    new = "Reviews are public.\n\nThe wall of the reading room shows postcards that readers sent."
    found = counterpart(old, _parsed(old), _parsed(new))
    assert found is not None
    assert found.unit.text.startswith("The wall")
    assert 0.5 < found.share <= 1


def test_what_both_versions_have_stands_for_nothing() -> None:
    old = "We use cookies to remember the language of each visitor."
    assert counterpart(old, _parsed(old), _parsed("")) is None


@pytest.mark.parametrize("text", ["", "Yes.", "—"])
def test_what_says_nothing_has_no_counterpart(text: str) -> None:
    assert counterpart(text, _parsed(text), _parsed("Postcards of readers are pinned to the wall.")) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Profiles are also formed for pupils of our school club.", "No profiles are formed for pupils of our school club."),
        ("Letters from readers are shown for 30 days in our window.", "Our window shows letters from readers for 90 days."),
    ],
)
def test_what_denies_or_counts_otherwise_is_not_similar(old: str, new: str) -> None:
    assert similar(old, _parsed(old), _parsed(new)) is None


def _one_sided(old: str, new: str) -> list[bool]:
    return [is_put_elsewhere(change) for change in observations(*documents(old, new, rest_old=REST, rest_new=REST)) if not change.reworded]


def test_a_passage_in_other_sentences_stands_elsewhere_both_ways() -> None:
    assert any(_one_sided(*FEES))
    assert any(_one_sided(*FEES[::-1]))


def test_what_is_new_stands_nowhere() -> None:
    assert not any(_one_sided("Reviews are public.", "Reviews are public.\n\nWe rent postal addresses to a lottery."))


def test_a_reworded_statement_is_not_asked() -> None:
    changes = observations(*documents("We keep letters for 30 days.", "We keep letters for 60 days."))
    assert [change.reworded for change in changes] == [True]
    assert not any(is_put_elsewhere(change) or may_stand_elsewhere(change) for change in changes)


def test_the_headline_names_the_similar_sentence_and_what_stands_elsewhere_is_minor() -> None:
    removed, added = compare_documents(*documents(*FEES, rest_old=REST, rest_new=REST)).changes
    assert "a similar sentence stands: “If you don't agree" in removed.headline
    assert "before, a similar sentence stood: “Whoever does not agree" in added.headline
    assert added.severity is Severity.MINOR
