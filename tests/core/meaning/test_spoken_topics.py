"""What single sentences are about."""

from __future__ import annotations

import pytest

from monitor.core.meaning.spoken_topics import topics_of_sentence


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
