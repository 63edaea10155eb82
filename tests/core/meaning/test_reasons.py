"""Reasons: the words that are filled in, and the sentence that a rule rests on."""

from __future__ import annotations

import pytest

from monitor.core.meaning.reasons import quote, reason_of, topic_name, unmarked
from tests.core.meaning.changes import observed

PROMISED = "The promise not to {acts} {what} no longer stands."


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("We never share or sell your messages.", "", "share or sell your messages"),
        ("We do not share, sell or rent health data.", "", "share, sell or rent health data"),
        ("We do not sell or share your name.", "We do not share your name.", "sell your name"),
        ("Your personal data is never sold.", "", "sell your personal data"),
    ],
)
def test_a_reason_names_what_is_denied_and_of_what(old: str, new: str, named: str) -> None:
    assert reason_of("x", PROMISED, observed(old, new), ("sale-of-data",), ()).says == f"The promise not to {named} no longer stands."


@pytest.mark.parametrize("old", ["We do not sell boats.", "You may not rent, lend or sell the service."])
def test_what_is_no_promise_about_the_readers_data_is_not_called_one(old: str) -> None:
    assert reason_of("x", PROMISED, observed(old, ""), ("sale-of-data",), ()).says == "This statement was removed."


@pytest.mark.parametrize(
    "old",
    ["We do not sell or share it.", "We do not use your data for anything that helps us or anybody else to sell more lamps than before."],
)
def test_a_lost_promise_without_a_short_name_is_called_a_promise(old: str) -> None:
    assert reason_of("x", PROMISED, observed(old, ""), ("purpose-of-use",), ()).says == "A promise no longer stands."


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


ABOUT_DATA = "A statement about the data that is collected was {kind}."
NEW = "Advertising, profiling or tracking is mentioned where it was not before."


@pytest.mark.parametrize(
    ("topics", "says"),
    [
        (("data-collected", "acceptable-use"), "A statement about the data that is collected was removed."),
        # "Photos" is a word of data; what advertisers may show says nothing of what the company collects.
        (("acceptable-use", "data-collected"), "This statement was removed."),
        (("acceptable-use",), "This statement was removed."),
    ],
)
def test_a_rule_that_lends_its_words_speaks_of_what_the_change_is_about(topics: tuple[str, ...], says: str) -> None:
    change = observed("No photos of results that nobody reaches.", "")
    assert reason_of("data-changed", ABOUT_DATA, change, topics, (), about="data-collected").says == says


def test_a_rule_that_decides_speaks_whatever_the_topics_are() -> None:
    change = observed("No photos of results that nobody reaches.", "")
    assert reason_of("x", ABOUT_DATA, change, ("acceptable-use",), ()).says == "A statement about the data that is collected was removed."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "We measure advertising with targeted ads in your browser.",
            "We measure advertising with targeted ads in your browser, targeted ads in apps and targeted ads on your phone.",
            "This statement was reworded.",
        ),
        ("We measure the weather in your browser.", "We measure targeted ads in your browser.", NEW),
    ],
)
def test_what_the_old_side_names_too_is_not_called_new(old: str, new: str, says: str) -> None:
    found = reason_of("advertising-added", NEW, observed(old, new), ("advertising-tracking",), ("added:reworded:targeted-ads",))
    assert found.says == says


def test_what_came_alone_is_new_here() -> None:
    change = observed("", "We show you targeted ads.")
    assert reason_of("advertising-added", NEW, change, ("advertising-tracking",), ("added:targeted-ads",)).says == NEW
