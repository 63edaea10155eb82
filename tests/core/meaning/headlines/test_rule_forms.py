"""Rules lend a headline their words only where those are certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.rule_forms import rule_headline
from monitor.core.meaning.rules import Rule
from monitor.model import Direction, Severity
from tests.core.meaning.changes import observed

PROMISE = "Withdrawn: the promise not to {acts} {what}"
WITHDRAWN = Rule("withdrawn", Severity.CRITICAL, True, "…", PROMISE, Direction.WEAKENS, any=("frame:removed:denial:sell",))
TRAINING = Rule("training", Severity.CRITICAL, True, "…", "New: training of models{edit}", Direction.WEAKENS, any=("added:train",))


def told(
    old: str, new: str, rule: Rule | None, direction: Direction = Direction.WEAKENS, severity: Severity = Severity.CRITICAL
) -> str | None:
    return rule_headline(edited_clauses(observed(old, new))[0], direction, severity, rule)


def test_a_promise_that_went_is_told_with_its_verbs_and_its_object() -> None:
    assert told("We do not sell your letters and messages.", "", WITHDRAWN) == (
        "Withdrawn: the promise not to sell your letters and messages – “We do not sell your letters and messages”"
    )


@pytest.mark.parametrize(
    "old", ["We do not sell boats.", "We do not sell or share it.", "We sell your data.", "You must not sell your data."]
)
def test_what_is_no_promise_about_the_readers_data_is_not_told_as_one(old: str) -> None:
    assert told(old, "", WITHDRAWN) is None


def test_a_promise_on_both_sides_is_not_told_as_gone() -> None:
    assert told("We do not sell your data to shops.", "We do not sell your data to banks.", WITHDRAWN) is None


def test_a_rule_that_names_an_act_is_quoted_with_a_clause_that_names_it() -> None:
    assert told("", "We use your letters to train our models.", TRAINING) == (
        "New: training of models: “We use your letters to train our models”"
    )


@pytest.mark.parametrize("new", ["We do not use your letters to train our models.", "We read your letters."])
def test_a_clause_that_denies_it_or_does_not_name_it_is_told_as_a_fact(new: str) -> None:
    assert told("", new, TRAINING) is None


@pytest.mark.parametrize("direction", [Direction.NEUTRAL, Direction.STRENGTHENS])
def test_a_rule_never_speaks_against_the_direction(direction: Direction) -> None:
    assert told("We do not sell your data.", "", WITHDRAWN, direction) is None


@pytest.mark.parametrize(
    "rule",
    [
        None,
        replace(WITHDRAWN, decides=False),
        replace(WITHDRAWN, direction=None),
        replace(WITHDRAWN, headline="{clause}"),
        replace(WITHDRAWN, headline="New recipients: {recipients}"),
    ],
)
def test_a_rule_that_does_not_decide_or_cannot_be_verified_stays_silent(rule: Rule | None) -> None:
    assert told("We do not sell your data.", "", rule) is None


def test_a_minor_change_bears_no_rule_s_words() -> None:
    assert told("We do not sell your data.", "", WITHDRAWN, severity=Severity.MINOR) is None
