"""Reasons and headlines: the words that are filled in, and the sentence that a rule rests on."""

from __future__ import annotations

import pytest

from monitor.core.meaning.reasons import base, headline_of, lead_of, names_it, quote, reason_of, topic_name, unmarked
from monitor.model import Severity
from tests.core.meaning.changes import observed

PROMISE = "Withdrawn: the promise not to {acts} {what}"


@pytest.mark.parametrize(
    ("old", "new", "headline"),
    [
        ("We do not sell your data.", "", "Withdrawn: the promise not to sell your data"),
        ("We never share or sell your messages.", "", "Withdrawn: the promise not to share or sell your messages"),
        ("We do not share, sell or rent health data.", "", "Withdrawn: the promise not to share, sell or rent health data"),
        ("We do not sell or share it.", "We do not share it.", "Withdrawn: the promise not to sell your data"),
    ],
)
def test_a_headline_names_what_is_denied_and_of_what(old: str, new: str, headline: str) -> None:
    assert headline_of(PROMISE, observed(old, new), ("sale-of-data",), Severity.CRITICAL, ()) == headline


@pytest.mark.parametrize(
    ("old", "new", "begins"),
    [
        ("", "We log visits.", "New statement on "),
        ("We log visits.", "", "Removed statement on "),
        ("We log visits.", "We log calls.", "Changed: "),
    ],
)
def test_what_no_rule_names_is_told_in_the_words_of_the_text(old: str, new: str, begins: str) -> None:
    headline = headline_of("{clause}", observed(old, new), ("data-collected",), Severity.MATERIAL, ())
    assert headline.startswith(f"{begins}{topic_name('data-collected')} – “We log ")


@pytest.mark.parametrize(
    ("template", "severity", "named"),
    [(PROMISE, Severity.CRITICAL, True), (PROMISE, Severity.MINOR, False), ("{clause}", Severity.CRITICAL, False)],
)
def test_a_minor_change_bears_no_rule_s_headline(template: str, severity: Severity, named: bool) -> None:
    assert names_it(template, severity) is named


def test_a_lead_goes_on_with_the_changed_words() -> None:
    assert lead_of("Longer retention period{edit}", "Longer retention period – “30 days”", Severity.MATERIAL) == "Longer retention period"
    assert lead_of(PROMISE, "Withdrawn: the promise not to sell your data", Severity.CRITICAL) == ""


def test_a_headline_quotes_a_statement_that_has_no_other_side() -> None:
    change = observed("", "Our posters show face scans.")
    assert headline_of("New sensitive data{edit}", change, ("data-collected",), Severity.CRITICAL, ()) == (
        "New sensitive data – “Our posters show face scans”"
    )


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [("", "We log visits.", "added"), ("We log visits.", "", "removed"), ("We log visits.", "We log calls.", "reworded")],
)
def test_a_reason_says_whether_the_statement_is_new(old: str, new: str, kind: str) -> None:
    assert reason_of("x", "A statement was {kind}.", observed(old, new), ("other",), ()).says == f"A statement was {kind}."


def test_a_reason_rests_on_the_sentence_that_holds_what_the_rule_saw() -> None:
    change = observed("Our mill is old. We do not sell your data. It stands by the river.", "")
    assert quote(change, ("frame:removed:denial:sell",)) == "We do not sell your data."
    reason = reason_of("x", "The promise not to {acts} {what} no longer stands.", change, ("sale-of-data",), ("frame:removed:denial:sell",))
    assert (reason.rule, reason.says) == ("x", "The promise not to sell your data no longer stands.")
    assert reason.evidence == "We do not sell your data."


def test_a_rule_about_periods_rests_on_a_sentence_with_a_number() -> None:
    change = observed("", "We keep your logs. They go after ninety days.")
    assert quote(change, ("period:changed",)) != ""
    change = observed("We keep logs for 30 days.", "We keep logs for 90 days.")
    assert quote(change, ("retention:longer",)) == "We keep logs for 90 days."


@pytest.mark.parametrize(
    ("text", "bare"), [("- We sell it.", "We sell it."), ("## Sharing", "Sharing"), ("(a) We sell it.", "We sell it.")]
)
def test_markers_are_left_out(text: str, bare: str) -> None:
    assert unmarked(text) == bare


@pytest.mark.parametrize(("word", "plain"), [("shared", "share"), ("sold", "sell"), ("you", None)])
def test_plain_forms_of_verbs(word: str, plain: str | None) -> None:
    assert base(word) == plain
