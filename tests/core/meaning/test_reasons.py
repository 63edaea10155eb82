"""Reasons and headlines: the words that are filled in, and the sentence that a rule rests on."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headline import ROOM
from monitor.core.meaning.reasons import base, clause, headline_of, lead_of, names_it, quote, reason_of, topic_name, unmarked
from monitor.model import Severity
from tests.core.meaning.changes import observed

PROMISE = "Withdrawn: the promise not to {acts} {what}"


@pytest.mark.parametrize(
    ("old", "new", "headline"),
    [
        ("We do not sell your data.", "", "Withdrawn: the promise not to sell your data"),
        ("We never share or sell your messages.", "", "Withdrawn: the promise not to share or sell your messages"),
        ("We do not share, sell or rent health data.", "", "Withdrawn: the promise not to share, sell or rent health data"),
        ("We do not sell or share your name.", "We do not share your name.", "Withdrawn: the promise not to sell your name"),
        ("Your personal data is never sold.", "", "Withdrawn: the promise not to sell your personal data"),
    ],
)
def test_a_headline_names_what_is_denied_and_of_what(old: str, new: str, headline: str) -> None:
    assert headline_of(PROMISE, observed(old, new), ("sale-of-data",), Severity.CRITICAL, ()) == headline


@pytest.mark.parametrize("old", ["We do not sell or share it.", "We do not sell boats.", "You may not rent, lend or sell the service."])
def test_what_is_no_promise_about_the_readers_data_is_quoted(old: str) -> None:
    headline = headline_of(PROMISE, observed(old, ""), ("sale-of-data",), Severity.CRITICAL, ())
    assert headline.endswith(f"– “{old.removesuffix('.')}”")
    assert "promise" not in headline


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


@pytest.mark.parametrize(
    ("old", "filled"),
    [
        ("We do not sell health data.", "sell health data"),
        ("We do not sell your precise location.", "sell your precise location"),
        ("We do not sell your location.", "sell your location"),
        ("We do not sell biometric data.", "sell biometric data"),
        ("We do not rent, trade or sell your data.", "rent, trade or sell your data"),
        ("We never sell, share, rent, trade, disclose or transfer your data.", "sell, share, rent, trade or disclose your data"),
        ("We never sell it.", "This statement was removed."),
    ],
)
def test_the_verbs_and_the_object_of_a_promise_are_filled_in(old: str, filled: str) -> None:
    made = reason_of("x", "{acts} {what}", observed(old, ""), ("sale-of-data",), ())
    assert made.says == filled


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("We share it with our bank.", "We share it with our bank and with advertisers.", "advertisers"),
        ("We share it with our bank and with advertisers.", "We share it with our bank.", "advertisers"),
        ("We share it with our bank.", "We share it with advertisers and data brokers.", "advertisers and data brokers"),
        ("We share it with our bank.", "We share it with our carrier.", "This statement was reworded."),
        ("We share it with our bank.", "We get it from data brokers, and share it with our bank.", "This statement was reworded."),
    ],
)
def test_recipients_are_named_in_the_words_of_the_text(old: str, new: str, named: str) -> None:
    assert reason_of("x", "{recipients}", observed(old, new), ("third-party-sharing",), ()).says == named


@pytest.mark.parametrize("topic", ["retention", "sale-of-data", "weather"])
def test_the_topic_is_filled_in_in_plain_words(topic: str) -> None:
    assert reason_of("x", "{topic}", observed("We log visits.", ""), (topic, "security"), ()).says == topic_name(topic)


@pytest.mark.parametrize(
    ("feature", "quoted"),
    [("frame:removed:denial:sell", "We never sell your data."), ("removed:arbitrate", "Disputes go to arbitration.")],
)
def test_what_was_removed_is_quoted_from_the_sentence_that_says_it(feature: str, quoted: str) -> None:
    change = observed("The mill is old. We never sell your data. Disputes go to arbitration. It goes after 30 days.", "")
    assert feature in change.features
    assert quote(change, (feature,)) == quoted


def test_what_changed_is_quoted_rather_than_what_stands_on_both_sides() -> None:
    change = observed("We log visits. The mill is old.", "We log visits. The mill is new and green.")
    assert quote(change, ()) == "The mill is new and green."


def test_a_feature_that_is_not_seen_does_not_choose_the_quote() -> None:
    change = observed("", "The mill is old. We never sell your data.")
    assert quote(change, ("frame:removed:denial:share",)) == "The mill is old."


def test_a_clause_is_plain_and_fits_a_headline() -> None:
    text = clause(observed("", "We share [your data](https://a.example/x) | with " + "partners and " * 30 + "others."), ())
    assert "](" not in text
    assert "|" not in text
    assert len(text) <= ROOM + 1


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1. We sell it.", "We sell it."),
        ("• We sell it.", "We sell it."),
        ("a) We sell it.", "We sell it."),
        ("2024 was good.", "2024 was good."),
    ],
)
def test_a_number_that_is_no_marker_stays(text: str, bare: str) -> None:
    assert unmarked(text) == bare


@pytest.mark.parametrize("severity", list(Severity))
def test_a_lead_is_empty_or_begins_the_headline(severity: Severity) -> None:
    for template in ("{clause}", PROMISE, "Longer: how long data is kept{edit}"):
        headline = "Changed: retention – “We keep it”" if not names_it(template, severity) else "Longer: how long data is kept"
        assert headline.startswith(lead_of(template, headline, severity))
