"""What single sentences are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning import spoken_topics
from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.spoken_topics import BEHIND, LEAST, MOST, topics_of_sentence
from monitor.core.meaning.topic_names import OTHER, TOPICS
from monitor.core.meaning.topics import scores_of, traits_of_statement
from tests.core.meaning.changes import SENTENCES
from tests.core.policy_sentences import scraps


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("We do not sell your personal information.", "sale-of-data"),
        ("We may share your e-mail address with advertising partners.", "third-party-sharing"),
        ("We use your messages to train our machine learning models.", "ai-training"),
        ("We keep your account data for 12 months.", "retention"),
        ("You may ask us to delete your data.", "user-rights"),
        ("Any dispute will be resolved by binding arbitration.", "dispute-liability"),
        ("A late payment costs 10 euros.", "payments"),
        ("We will notify you 30 days before we change this policy.", "notice-of-changes"),
    ],
)
def test_the_topic_of_a_sentence(text: str, topic: str) -> None:
    assert topics_of_sentence(text)[0] == topic


@pytest.mark.parametrize("text", ["Thank you.", "This policy is about you.", "Please contact us.", "", "12", "個人情報"])
def test_of_what_says_nothing_no_topic_is_told(text: str) -> None:
    assert topics_of_sentence(text) == ()


def test_what_stands_above_counts() -> None:
    assert topics_of_sentence("- your letters for ten years", "We keep:", "Retention") == topics_of_sentence(
        "- your letters for ten years", "We keep:", "## Retention"
    )
    assert "retention" in topics_of_sentence("- your letters for ten years", "We keep:", "Retention")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("We show you advertisements that are based on the sites you visit.", "advertising-tracking"),
        ("Your data may be transferred to countries outside the European Union.", "international-transfer"),
        ("We encrypt your data and limit who can access it.", "security"),
        ("Our service is not directed to children under 13.", "children-age"),
        ("We disclose your data when a court orders us to.", "legal-disclosure"),
        ("You grant us a worldwide licence to use the content that you upload.", "content-license"),
        ("We may suspend or terminate your account at any time.", "account-termination"),
        ("You must not use the service to send spam.", "acceptable-use"),
        ("We collect your name, your address and your e-mail address.", "data-collected"),
        ("You can withdraw your consent at any time.", "choice-consent"),
        ("Our liability is limited to the amount that you paid us.", "dispute-liability"),
        ("You have the right to a copy of your personal data.", "user-rights"),
        ("Subscriptions renew automatically and are charged to your card.", "payments"),
        ("We lease your personal data to other companies.", "sale-of-data"),
    ],
)
def test_further_topics(text: str, topic: str) -> None:
    assert topic in topics_of_sentence(text)


def test_at_most_two_topics_are_named() -> None:
    acts = "sell, share, keep, encrypt and advertise with your data, charge fees"
    assert 0 < len(topics_of_sentence(f"We {acts}, and settle disputes by arbitration after notice of changes.")) <= MOST


@given(st.one_of(scraps, st.sampled_from(SENTENCES)))
def test_topics_are_those_of_the_slow_sum(text: str) -> None:
    line = text.replace("\n", " ")
    assert topics_of_sentence(line) == by_the_slow_sum(line.strip())


def by_the_slow_sum(text: str) -> tuple[str, ...]:
    found = scores_of(traits_of_statement(ParsedText.of_text(text), (), "privacy"))
    ordered = sorted(found, key=lambda topic: (-found[topic], topic))
    best = ordered[0]
    if best == OTHER or found[best] < LEAST:
        return ()
    return tuple(topic for topic in ordered if topic != OTHER and found[topic] >= max(LEAST, found[best] - BEHIND))[:MOST]


def test_where_the_last_digits_decide_the_slow_sum_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two topics whose quick sums are the same number have a first one all the same."""
    sentence, asked = "We never sell your data.", list[object]()
    monkeypatch.setattr(spoken_topics, "scores_of", lambda found: asked.append(found) or scores_of(found))
    expected = topics_of_sentence(sentence)
    assert not asked
    for near in (LEAST, LEAST + BEHIND):
        monkeypatch.setattr(spoken_topics, "sums_of", lambda *given, near=near: [near, LEAST, *([-9.0] * (len(TOPICS) - 2))])
        assert topics_of_sentence(sentence) == expected
    assert len(asked) == 2


def test_a_sentence_that_says_nothing_is_not_summed_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoken_topics, "scores_of", lambda found: pytest.fail("asked"))
    assert topics_of_sentence("Thank you.") == ()
