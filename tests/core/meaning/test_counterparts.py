"""Sentences that one version alone has, and what stands for them in the other."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.meaning.counterparts import counterpart, is_put_elsewhere, may_stand_elsewhere, similar
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import segmented
from monitor.model import Direction, Severity
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
    spread = "If you say nothing, the old fee applies.\n\n## Leaving\n\nReviews are public. The account is closed free of charge."
    assert any(_one_sided(FEES[0], spread))
    assert any(_one_sided(spread, FEES[0]))


def test_what_is_new_stands_nowhere() -> None:
    assert not any(_one_sided("Reviews are public.", "Reviews are public.\n\nWe rent postal addresses to a lottery."))


def test_a_reworded_statement_is_not_asked() -> None:
    changes = observations(*documents("We keep letters for 30 days.", "We keep letters for 60 days."))
    assert [change.reworded for change in changes] == [True]
    assert not any(is_put_elsewhere(change) or may_stand_elsewhere(change) for change in changes)


def test_a_passage_that_was_put_into_other_words_is_one_change_and_its_headline_quotes_both_sides() -> None:
    for old, new in (FEES, FEES[::-1]):
        (change,) = compare_documents(*documents(old, new, rest_old=REST, rest_new=REST)).changes
        assert change.headline == f"“{old.rstrip('.')}” replaced by “{new.rstrip('.')}”"
        assert change.severity is not Severity.CRITICAL
        assert change.direction in (Direction.NEUTRAL, Direction.UNCLEAR)


def test_a_similar_sentence_elsewhere_is_quoted_beside_what_went() -> None:
    old = "Postcards of readers are pinned to the wall of the reading room for all guests of the shop to see."
    new = "The wall of the reading room shows postcards that readers sent, for all guests to see."
    before, after = documents(f"{old}", "Reviews are public.", rest_old=REST, rest_new=f"{REST}\n\n## The reading room\n\n{new}")
    headlines = [change.headline for change in compare_documents(before, after).changes]
    assert any("a similar sentence" in headline or "is now" in headline for headline in headlines), headlines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Cheating gets you banned. So does selling your account.",
            "Players who cheat are banned, and the same goes for players who sell accounts.",
        ),
        (
            "You may rate each book that you bought. You keep the rights in your reviews.",
            "Every book you bought can be rated by you. Your reviews stay yours.",
        ),
    ],
)
def test_two_sentences_in_other_words_are_neither_critical_nor_for_anybody(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        for change in compare_documents(*documents(before, after, rest_old=REST, rest_new=REST)).changes:
            assert change.severity is not Severity.CRITICAL
            assert change.direction in (Direction.NEUTRAL, Direction.UNCLEAR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "You may cancel within 30 days. We then refund the whole price.",
            "Within 14 days you are free to cancel. The whole price is refunded then.",
        ),
        ("We never read your letters. We never sell your letters.", "We may read your letters. We may sell your letters."),
    ],
)
def test_other_figures_and_other_promises_are_not_other_words(old: str, new: str) -> None:
    found = compare_documents(*documents(old, new, rest_old=REST, rest_new=REST)).changes
    assert max(change.severity.rank for change in found) >= Severity.MATERIAL.rank
