"""An explanation tells the same story as the verdict, with the features that made it."""

from __future__ import annotations

from math import exp, fsum

import pytest

from monitor.core.compare import compare_documents, explain, explanations
from monitor.core.meaning.assess import assess
from monitor.core.meaning.classifier import Model, shipped
from monitor.core.meaning.explain import HEAVIEST, Explanation
from monitor.core.meaning.explain import explain as explain_candidate
from monitor.core.meaning.passage_words import severity_inputs
from monitor.model import Direction, Document, Severity
from tests.core.meaning.changes import CASES, documents, small_corpus
from tests.core.meaning.short_policy import POLICY
from tests.sampling import SOME_OR_EVERY, sampled


def explained(old: str, new: str, **rest: str) -> Explanation:
    before, after = documents(old, new, **rest)
    return explain(before, after, compare_documents(before, after).changes[0].id)


def test_a_withdrawn_promise_names_its_rule_its_feature_and_its_sentence() -> None:
    found = explained("We do not sell your data to anyone.", "")
    speaker = next(fired for fired in found.rules if fired.speaks)
    assert speaker.rule.id == "promise-withdrawn"
    assert [share.name for share in speaker.because] == ["frame:removed:denial:sell", "promise-fate:lost"]
    assert "does not sell was removed" in speaker.because[0].means
    assert speaker.evidence == "We do not sell your data to anyone."
    assert found.gate is None
    assert found.severity is Severity.CRITICAL
    assert "frame:removed:denial:sell" in {share.name for share in found.outright}


def test_a_longer_retention_names_the_rule_that_gives_the_headline_and_why() -> None:
    found = explained("We keep logs for 30 days.", "We keep logs for 24 months.")
    assert [fired.rule.id for fired in found.rules if fired.rule.decides] == ["retention-longer", "retention-doubled"]
    assert [fired.rule.id for fired in found.rules if fired.speaks] == ["retention-doubled"]
    assert "most severe" in found.speaker
    assert found.removed_words == ("30", "days")
    assert found.added_words == ("24", "months")
    assert found.topics[0].topic == "retention"


@pytest.mark.parametrize(
    ("old", "new", "gate"),
    [
        ("We keep your colour of choice.", "We keep your color of choice.", "synonym"),
        ("We keep your name - always.", "We keep your name – always.", "typography"),
        ("Last updated: 3 March 2024", "Last updated: 4 June 2025", "date"),
    ],
)
def test_behind_a_gate_no_rule_and_no_weight_is_asked(old: str, new: str, gate: str) -> None:
    found = explained(old, new)
    assert found.gate is not None
    assert found.gate.rule == gate
    assert (found.rules, found.weights, found.lean) == ((), (), None)
    assert found.direction is Direction.NEUTRAL


def test_what_moved_is_explained_by_its_gate() -> None:
    one, other = (
        f"## {head}\n\nWe keep your {thing} in a locked room by the river.\n\n" for head, thing in (("A", "logs"), ("B", "orders"))
    )
    before, after = Document(one + other), Document(other + one)
    moved = [change for change in compare_documents(before, after).changes if change.kind == "moved"]
    assert moved
    found = explain(before, after, moved[0].id)
    assert found.gate is not None
    assert found.gate.rule == "moved"


def test_a_change_that_there_is_not_cannot_be_explained() -> None:
    with pytest.raises(KeyError):
        explain(*documents("We keep logs.", "We keep orders."), "nobody")


@SOME_OR_EVERY
def test_every_explanation_tells_the_verdict_and_its_sums(step: int) -> None:
    for change in small_corpus()[:: 2 * step]:
        made = assess(change.candidate, change.context, shipped())
        found = explain_candidate(change.candidate, change.context, shipped())
        assert (found.severity, found.direction) == (made.severity, made.direction)
        if found.gate:
            assert made.reasons[0].rule == found.gate.rule
            continue
        assert [fired.rule.id for fired in found.rules if fired.speaks] == [made.reasons[0].rule]
        assert found.likelihood == pytest.approx((found.linear + found.trees) / 2)
        assert len(found.weights) <= HEAVIEST
        assert [abs(share.adds) for share in found.weights] == sorted((abs(share.adds) for share in found.weights), reverse=True)
        if found.lean:
            assert found.lean.outright == pytest.approx(fsum(share.adds for share in found.outright))
            assert found.lean.direction is found.direction
        assert [vote.topic for vote in found.topics] == list(made.topics)


@SOME_OR_EVERY
def test_the_features_that_are_named_add_what_the_model_adds(step: int) -> None:
    model = shipped()
    for change in small_corpus()[:: 2 * step]:
        found = explain_candidate(change.candidate, change.context, model)
        if found.gate:
            continue
        inputs = severity_inputs(change)
        for share in found.weights:
            assert share.value == inputs[share.name]
            assert share.adds == pytest.approx(model.weights[share.name] * share.value)
        every = [weight * value for name, value in inputs.items() if (weight := model.weights.get(name))]
        assert len(found.weights) == min(HEAVIEST, len([adds for adds in every if adds]))
        assert found.linear == pytest.approx(1 / (1 + exp(-(model.intercept + fsum(every)))))


@SOME_OR_EVERY
def test_the_traits_that_are_named_add_up_to_what_was_learned_where_there_are_few(step: int) -> None:
    few = 0
    for change in small_corpus()[:: 2 * step]:
        found = explain_candidate(change.candidate, change.context, shipped())
        if found.lean and len(found.traits) < HEAVIEST:
            few += 1
            assert fsum(share.adds for share in found.traits) == pytest.approx(found.lean.learned)
            assert found.lean.total == pytest.approx(found.lean.learned + found.lean.outright + found.lean.by_favour)
    assert few


@SOME_OR_EVERY
def test_each_topic_is_scored_beside_the_likeliest_with_what_speaks_for_it(step: int) -> None:
    for change in small_corpus()[:: 2 * step]:
        found = explain_candidate(change.candidate, change.context, shipped())
        assert max(vote.score for vote in found.topics) <= 0.0
        for vote in found.topics:
            assert len(vote.heaviest) <= 3
            assert all(share.adds > 0 and share.means for share in vote.heaviest)


@SOME_OR_EVERY
def test_a_rule_that_fired_names_only_features_that_were_seen(step: int) -> None:
    for change in small_corpus()[:: 2 * step]:
        for fired in explain_candidate(change.candidate, change.context, shipped()).rules:
            assert {share.name for share in fired.because} <= set(fired.rule.conditions) & change.features.keys()
            assert set(fired.rule.all) <= {share.name for share in fired.because}
            assert not set(fired.rule.none) & change.features.keys()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("You must be at least 13 years old.", "You must be at least 16 years old.", "only deciding rule"),
        ("We keep logs for 30 days.", "We keep logs for 24 months.", "2 deciding rules"),
        ("Our mill stands by the river.", "Our mill stands by the tall bridge.", "No rule decides"),
    ],
)
def test_why_a_rule_speaks(old: str, new: str, why: str) -> None:
    assert why in explained(old, new).speaker


def test_words_that_changed_are_given_in_the_order_of_the_text() -> None:
    found = explained("Our mill is green and tall.", "Our mill is gray and small.")
    assert found.removed_words == ("green", "tall")
    assert found.added_words == ("gray", "small")


def test_a_cosmetic_change_that_no_gate_settled_has_no_direction() -> None:
    calm = Model(threshold=0.99, intercept=-9.0, weights={}, baseline=-9.0, trees=())
    before, after = documents("Our mill stands by the river.", "Our mill stands at the river.")
    found = explain(before, after, compare_documents(before, after, model=calm).changes[0].id, model=calm)
    assert found.gate is None
    assert found.severity is Severity.COSMETIC
    assert (found.lean, found.traits, found.outright) == (None, (), ())
    assert found.threshold == 0.99


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


@pytest.mark.parametrize("case", sampled(sorted(folder.name for folder in CASES.iterdir())))
def test_the_figures_of_an_explanation_add_up_to_the_verdict(case: str) -> None:
    """Whoever recomputes a verdict from what is printed comes to the same: the likelihood, the threshold, the direction, the gate."""
    old, new = (Document((CASES / case / name).read_text(encoding="utf-8")) for name in ("old.md", "new.md"))
    changes = compare_documents(old, new).changes
    found = explanations(old, new, [change.id for change in changes])
    assert set(found) == {change.id for change in changes}
    for change in changes:
        each = found[change.id]
        assert (each.severity, each.direction) == (change.severity, change.direction)
        assert tuple(vote.topic for vote in each.topics) == change.topics
        if each.gate:
            assert (each.gate.severity, each.gate.rule) == (change.severity, change.reasons[0].rule)
            assert change.direction is Direction.NEUTRAL or change.severity is Severity.MATERIAL  # what a gate tells may have a way
        elif change.language == "en":  # the weights are of English words
            _check_sums(each)


def _check_sums(found: Explanation) -> None:
    assert all(share.adds == pytest.approx(shipped().weights[share.name] * share.value) for share in found.weights)
    log_odds = found.intercept + fsum(share.adds for share in found.weights) + found.other_weights
    assert found.linear == pytest.approx(_logistic(log_odds))
    assert found.likelihood == pytest.approx((found.linear + found.trees) / 2)
    gravest = max((fired.rule.severity for fired in found.rules if fired.rule.decides), key=lambda severity: severity.rank, default=None)
    material = found.likelihood >= found.threshold or (gravest is not None and gravest.rank >= Severity.MATERIAL.rank)
    assert (found.severity.rank >= Severity.MATERIAL.rank) is (material and found.lean is not None)
    if found.severity is Severity.CRITICAL:
        assert any(fired.rule.severity is Severity.CRITICAL for fired in found.rules)
    if found.lean is None:
        assert found.severity in (Severity.COSMETIC, Severity.MINOR)  # minor where both versions say as much
        assert found.direction is Direction.NEUTRAL
        return
    assert found.lean.learned == pytest.approx(fsum(share.adds for share in found.traits) + found.other_traits, abs=1e-9)
    assert found.lean.outright == pytest.approx(fsum(share.adds for share in found.outright))
    leans = Direction.STRENGTHENS if found.lean.learned + found.lean.outright > 0 else Direction.WEAKENS
    little = Direction.UNCLEAR if material else Direction.NEUTRAL
    said = found.lean.by_rule or (little if abs(found.lean.total) < found.lean.margin else leans)
    assert found.direction is (little if found.lean.turned_rule not in (None, said) else said)


def test_what_a_rewording_favours_is_named_where_a_rule_yields_to_it() -> None:
    old, new = (
        "We will let you know when a doctor outside the clinic has seen your scans.",
        "We need your explicit consent before a doctor outside the clinic sees your scans.",
    )
    before, after = (Document(POLICY.format(text)) for text in (old, new))
    (change,) = compare_documents(before, after).changes
    assert "as a whole it favours the other side" in str(explanations(before, after, [change.id])[change.id])
