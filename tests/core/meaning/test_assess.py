"""The assessment of one change: gates before rules, rules before the model, and which rule gives the headline."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from evaluation.verdicts import FROZEN
from monitor.core.meaning import assess as assessing
from monitor.core.meaning.assess import OPPOSITE, Decision, assess, decide
from monitor.core.meaning.classifier import Model, shipped
from monitor.core.meaning.rules import Rule, rules
from monitor.model import ChangeKind, Direction, Severity
from tests.core.meaning.changes import observed, small_corpus
from tests.sampling import SOME_OR_EVERY

NEVER = Model(threshold=2.0, intercept=0.0, weights={}, baseline=0.0, trees=())
"""A model that calls nothing material."""
ALWAYS = replace(NEVER, threshold=0.0)
"""A model that calls everything material."""


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity", "direction"),
    [
        ("We do not sell your data to anyone.", "", "promise-withdrawn", "critical", "weakens"),
        ("", "We do not sell your data to anyone.", "promise-made", "material", "strengthens"),
        ("We do not share your data.", "We may share your data.", "sharing-promise-withdrawn", "critical", "weakens"),
        ("We keep your logs for 30 days.", "We keep your logs for 40 days.", "retention-longer", "material", "weakens"),
        ("We keep your logs for 40 days.", "We keep your logs for 30 days.", "retention-shorter", "material", "strengthens"),
        ("You must be at least 16 years old.", "You must be at least 13 years old.", "age-lowered", "critical", "weakens"),
        ("We will encrypt your messages.", "We may encrypt your messages.", "commitment-softer", "material", "weakens"),
        ("We may encrypt your messages.", "We will encrypt your messages.", "commitment-firmer", "material", "strengthens"),
        ("We notify you 30 days before a change.", "We notify you 7 days before a change.", "notice-cut", "critical", "weakens"),
        ("Last updated: 3 March 2024", "Last updated: 4 June 2025", "date", "minor", "neutral"),
        ("We keep your colour of choice.", "We keep your color of choice.", "synonym", "cosmetic", "neutral"),
    ],
)
def test_verdicts(old: str, new: str, rule: str, severity: str, direction: str) -> None:
    change = observed(old, new)
    found = assess(change.candidate, change.context, shipped())
    assert (found.reasons[0].rule, found.severity, found.direction) == (rule, severity, direction)
    assert found.headline


def test_what_a_gate_settles_no_model_raises() -> None:
    change = observed("We keep your colour of choice.", "We keep your color of choice.")
    made = decide(change, ALWAYS)
    assert made.gate is not None
    assert (made.severity, made.fired, made.speaker) == (Severity.COSMETIC, (), None)


def test_what_a_rule_decides_no_model_lowers() -> None:
    made = decide(observed("We do not sell your data to anyone.", ""), NEVER)
    assert made.severity is Severity.CRITICAL


def test_what_no_rule_decides_the_model_raises_or_lowers() -> None:
    change = observed("Our mill stands by the river.", "Our mill stands by the tall bridge.")
    assert not any(rule.decides for rule in decide(change, NEVER).fired)
    assert decide(change, NEVER).severity is Severity.MINOR or decide(change, NEVER).severity is Severity.COSMETIC
    assert decide(change, ALWAYS).severity is Severity.MATERIAL


def test_of_the_rules_that_decide_the_gravest_speaks_and_the_others_are_reasons() -> None:
    made = decide(observed("We keep logs for 30 days.", "We keep logs for 24 months."), shipped())
    assert made.speaker is not None
    assert made.speaker.id == "retention-doubled"
    assert [rule.id for rule in made.reasons] == ["retention-doubled", "retention-longer"]
    assert made.topics[0] == "retention"


@SOME_OR_EVERY
def test_every_change_has_a_verdict_that_its_decision_bears_out(step: int) -> None:
    for change in small_corpus()[::step]:
        made = decide(change, shipped())
        assert bool(made.gate) != bool(made.speaker)
        assert 0.0 <= made.likelihood <= 1.0
        assert made.speaker is None or made.speaker in made.fired
        assert made.severity.rank > Severity.COSMETIC.rank or made.direction is Direction.NEUTRAL


def told(severity: Severity, **columns: Any) -> Rule:
    """A rule as a test needs it."""
    name = columns.pop("id", "x")
    return Rule(name, severity, columns.pop("decides", False), "says", "headline", None, **columns)


@pytest.mark.parametrize(
    ("likelihood", "severity"),
    [
        (0.0, Severity.COSMETIC),
        (0.099, Severity.COSMETIC),
        (0.1, Severity.MINOR),
        (0.399, Severity.MINOR),
        (0.4, Severity.MATERIAL),
        (1.0, Severity.MATERIAL),
    ],
)
def test_at_the_threshold_a_change_is_material_and_at_a_quarter_of_it_minor(likelihood: float, severity: Severity) -> None:
    assert assessing._severity([told(Severity.MATERIAL)], likelihood, 0.0, replace(NEVER, threshold=0.4), 10) is severity


@pytest.mark.parametrize(
    ("fired", "likelihood", "severity"),
    [
        ([told(Severity.CRITICAL, decides=True)], 0.0, Severity.CRITICAL),
        ([told(Severity.CRITICAL)], 0.0, Severity.COSMETIC),
        ([told(Severity.CRITICAL)], 0.9, Severity.CRITICAL),
        ([told(Severity.MATERIAL, decides=True), told(Severity.CRITICAL)], 0.0, Severity.MATERIAL),
        ([told(Severity.MATERIAL, decides=True), told(Severity.CRITICAL)], 0.9, Severity.CRITICAL),
        ([told(Severity.MINOR, decides=True)], 0.0, Severity.COSMETIC),
        ([told(Severity.MINOR)], 0.9, Severity.MATERIAL),
        ([], 0.9, Severity.MATERIAL),
    ],
)
def test_a_rule_that_decides_is_a_floor_and_the_others_name_what_the_model_raised(
    fired: list[Rule], likelihood: float, severity: Severity
) -> None:
    assert assessing._severity(fired, likelihood, 0.0, replace(NEVER, threshold=0.5), 10) is severity


CRITICAL = replace(NEVER, critical=replace(NEVER, threshold=0.3))
"""A model that also knows what is critical."""


@pytest.mark.parametrize(
    ("rule", "critical", "severity"),
    [
        (told(Severity.CRITICAL, decides=True), 0.29, Severity.MATERIAL),
        (told(Severity.CRITICAL, decides=True), 0.3, Severity.CRITICAL),
        (told(Severity.CRITICAL, decides=True, alone=True), 0.0, Severity.CRITICAL),
        (told(Severity.MATERIAL, decides=True), 0.9, Severity.MATERIAL),
    ],
)
def test_critical_is_earned_by_a_rule_alone_or_by_rule_and_weights(rule: Rule, critical: float, severity: Severity) -> None:
    assert assessing._severity([rule], 0.0, critical, CRITICAL, 10) is severity


@pytest.mark.parametrize(("words", "severity"), [(100, Severity.CRITICAL), (101, Severity.MATERIAL)])
def test_a_rule_may_be_critical_in_short_passages_alone(words: int, severity: Severity) -> None:
    rule = replace(told(Severity.CRITICAL, decides=True), within=100)
    assert assessing._severity([rule], 0.0, 0.9, CRITICAL, words) is severity
    assert assessing._severity([rule, told(Severity.CRITICAL, decides=True)], 0.0, 0.9, CRITICAL, words) is Severity.CRITICAL
    assert replace(rule, severity=Severity.MINOR).severity_in(words) is Severity.MINOR


def test_a_rule_is_lighter_without_its_grave_feature() -> None:
    assert told(Severity.CRITICAL, decides=True).lighter().severity is Severity.MATERIAL
    assert told(Severity.MINOR, decides=True).lighter().severity is Severity.MINOR
    contact = "If we did not answer you well, please contact our dispute resolution provider (free of charge)."
    for text, severity in ((contact, Severity.MATERIAL), ("We warrant that we use due care.", Severity.CRITICAL)):
        made = decide(observed(text, ""), replace(ALWAYS, critical=None))
        assert (made.speaker and made.speaker.id, made.severity) == ("commitment-withdrawn", severity)


A, B = (told(Severity.MATERIAL, id=name, topic=topic) for name, topic in (("a", "security"), ("b", "retention")))
GRAVE = told(Severity.CRITICAL, id="grave", topic="payments")
FIRST, SECOND = (told(Severity.MATERIAL, id=name, decides=True) for name in ("first", "second"))
GRAVEST = told(Severity.CRITICAL, id="gravest", decides=True)
LAST = told(Severity.MATERIAL, id="last")


@pytest.mark.parametrize(
    ("fired", "severity", "topics", "speaker"),
    [
        ([A, B, LAST], Severity.MATERIAL, ("retention", "security"), B),
        ([A, B, LAST], Severity.MATERIAL, ("security",), A),
        ([A, B, LAST], Severity.MATERIAL, ("payments",), LAST),
        ([A, B, GRAVE, LAST], Severity.CRITICAL, ("security", "payments"), GRAVE),
        ([A, FIRST, SECOND, LAST], Severity.MATERIAL, ("security",), FIRST),
        (
            [FIRST, GRAVEST],
            Severity.CRITICAL,
            (),
            GRAVEST,
        ),
        ([FIRST, A, LAST], Severity.MINOR, ("security",), A),
    ],
)
def test_which_rule_gives_the_headline(fired: list[Rule], severity: Severity, topics: tuple[str, ...], speaker: Rule) -> None:
    assert assessing._speaker(fired, severity, topics) == speaker


def test_the_rule_that_speaks_is_given_once_and_the_others_that_decide_after_it() -> None:
    made = Decision(Severity.MATERIAL, Direction.NEUTRAL, ("other",), None, (FIRST, A, SECOND, LAST), SECOND)
    assert made.reasons == (SECOND, FIRST)
    assert Decision(Severity.MATERIAL, Direction.NEUTRAL, ("other",), None, (FIRST, A), A).reasons == (A, FIRST)
    assert Decision(Severity.COSMETIC, Direction.NEUTRAL, ("other",)).reasons == ()


def test_the_topic_of_a_rule_that_decides_leads_of_a_material_change_alone() -> None:
    change = observed("We do not sell your data to anyone.", "")
    assert decide(change, NEVER).topics[0] == "sale-of-data"
    described = decide(observed("Our mill stands by the river.", "Our mill stands by the tall bridge."), ALWAYS)
    assert described.speaker is not None
    assert not described.speaker.decides


def test_what_moved_is_cosmetic_without_being_observed() -> None:
    change = observed("We do not sell your data to anyone.", "")
    moved = replace(change.candidate, kind=ChangeKind.MOVED)
    found = assess(moved, change.context, ALWAYS)
    assert (found.severity, found.direction, found.topics) == (Severity.COSMETIC, Direction.NEUTRAL, ("other",))
    assert [(reason.rule, reason.evidence) for reason in found.reasons] == [("moved", "We do not sell your data to anyone.")]


def test_a_gate_s_evidence_is_cut_at_two_hundred_characters() -> None:
    change = observed("We keep your colour of choice" + " and so on" * 40 + ".", "We keep your color of choice" + " and so on" * 40 + ".")
    found = assess(change.candidate, change.context, ALWAYS)
    assert found.severity is Severity.COSMETIC
    assert len(found.reasons[0].evidence) == 200


def test_a_headline_says_from_what_to_what() -> None:
    reworded = observed("We keep logs for 30 days.", "We keep logs for 40 days.")
    assert (
        assess(reworded.candidate, reworded.context, shipped()).headline
        == "Retention period is now 40 days, was 30: “We keep logs for 40 days”"
    )


def test_the_told_direction_never_contradicts_the_row_that_speaks() -> None:
    said = {rule.id: rule.direction for rule in rules()}
    verdicts = [json.loads(line) for path in sorted(FROZEN.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    spoken = [one for one in verdicts if said.get(one["rule"])]
    assert len(spoken) > 300
    assert not [one for one in spoken if one["direction"] == OPPOSITE.get(said[one["rule"]])]


@SOME_OR_EVERY
def test_whether_a_change_is_critical_is_weighed_only_where_a_rule_says_so(step: int) -> None:
    asked: list[object] = []

    class Watched(Model):
        def likelihood(self, inputs: Any) -> float:
            asked.append(inputs)
            return super().likelihood(inputs)

    known = shipped()
    assert known.critical
    parts = known.critical.threshold, known.critical.intercept, known.critical.weights, known.critical.baseline, known.critical.trees
    watched = replace(known, critical=Watched(*parts))
    for change in small_corpus()[::step]:
        asked.clear()
        made = decide(change, watched)
        assert made == decide(change, known)
        assert bool(asked) is any(rule.severity is Severity.CRITICAL for rule in made.fired)


def test_a_critical_rule_yields_to_what_a_rewording_favours_as_a_whole() -> None:
    """To be told of it "went"; to be asked for it came."""
    change = observed(
        "We will let you know when a doctor outside the clinic has seen your scans.",
        "We need your explicit consent before a doctor outside the clinic sees your scans.",
    )
    made = decide(change, shipped())
    assert [rule.id for rule in made.fired if rule.severity is Severity.CRITICAL] == ["commitment-withdrawn"]
    assert made.contrary
    assert not made.doubted
    assert (made.severity, made.direction is Direction.WEAKENS) == (Severity.MATERIAL, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We never charge you for deleting your account.", "Deleting your account costs nothing."),
        ("You can export your data free of charge.", "There is no charge for exporting your data."),
    ],
)
def test_what_is_free_either_way_is_no_promise_that_went(old: str, new: str) -> None:
    made = decide(observed(old, new), shipped())
    assert made.severity is not Severity.CRITICAL
    assert made.direction not in OPPOSITE
