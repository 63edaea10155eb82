"""Which of several sentences shows what a rule saw."""

from __future__ import annotations

import pytest

from monitor.core.meaning.evidence import shown_by
from monitor.core.meaning.reasons import quote
from monitor.core.meaning.rules import rules
from tests.core.meaning.changes import observed

BEFORE, AFTER = "The mill stands by the river and opens at nine.", "Bread is baked here on Mondays."
# The feature, and the sentence that shows it.
SHOWN = [
    ("licence:perpetual-added", "You grant us a perpetual licence to your recipes."),
    ("sensitive:added", "We collect biometric templates at the door."),
    ("indemnity:added", "You agree to indemnify us against all claims."),
    ("fingerprint:added", "A fingerprint of your device is taken."),
    ("fee:added", "A fee of $20 is charged for each loaf."),
    ("training:admitted", "We use your recipes to train our AI models."),
    ("arbitration:imposed", "Any dispute shall be settled by binding arbitration."),
    ("frame:added:denial:share", "We do not share your recipes."),
]
GONE = [
    ("licence:perpetual-removed", "You grant us a perpetual licence to your recipes."),
    ("retention:limit-removed", "We keep your letters for 30 days."),
    ("refund:removed", "Unused flour is refunded."),
    ("opt-out:last-removed", "You can opt out of our letters."),
    ("child-protection:removed", "We do not collect letters of children."),
    ("frame:removed:denial:sell", "We do not sell your letters."),
    ("promise-fate:withdrawn", "We do not sell your letters."),
]


def passage(sentence: str) -> str:
    return f"{BEFORE} {sentence} {AFTER}"


@pytest.mark.parametrize(("feature", "sentence"), SHOWN)
def test_what_came_is_shown_by_its_own_sentence(feature: str, sentence: str) -> None:
    change = observed("", passage(sentence))
    assert feature in change.features
    assert [shown_by(change, (feature,), text) for text in (BEFORE, sentence, AFTER)] == [0, 1, 0]
    assert quote(change, (feature,)) == sentence


@pytest.mark.parametrize(("feature", "sentence"), GONE)
def test_what_went_is_shown_by_its_own_sentence(feature: str, sentence: str) -> None:
    change = observed(passage(sentence), "")
    assert feature in change.features
    assert [shown_by(change, (feature,), text) for text in (BEFORE, sentence, AFTER)] == [0, 1, 0]
    assert quote(change, (feature,)) == sentence


def test_a_sentence_that_shows_more_is_quoted_rather_than_one_that_shows_less() -> None:
    both = "We do not share or sell your letters."
    change = observed(f"We do not sell boats. {both}", "")
    assert quote(change, ("frame:removed:denial:sell", "frame:removed:denial:share")) == both


def test_what_no_sentence_can_show_shows_none() -> None:
    change = observed("", passage("We log visits."))
    assert shown_by(change, ("added:collect", "kind:added", "size:new"), "We log visits.") == 0


def test_every_feature_that_a_rule_names_may_be_asked_of_any_text() -> None:
    change = observed("We do not sell your letters. We keep them for 30 days.", "We may sell them. A fee of $3 is charged.")
    for rule in rules():
        for text in ("", "We may sell them.", "| a | b |", "\x00"):
            assert shown_by(change, rule.conditions, text) >= 0
