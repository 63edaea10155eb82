"""What is acted on."""

from __future__ import annotations

import pytest

from monitor.core.meaning.statements.objects import first_object, objects


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("your data", "data"),
        ("personal information", "data"),
        ("information about you", "data"),
        ("any pii", "data"),
        ("your full name", "data"),
        ("your e mail address", "data"),
        ("customers' information", "data"),
        ("your browsing history", "data"),
        ("cookies", "data"),
        ("it", "pronoun"),
        ("them to partners", "pronoun"),
        ("your photos", "content"),
        ("your private messages", "content"),
        ("the content of calls", "content"),
        ("you a fee", "money"),
        ("your card", "money"),
        ("your rights", "rights"),
        ("you", "reader"),
        ("your account", "reader"),
        ("the service", "service"),
        ("our website", "service"),
        ("bread", "other"),
        ("our data", "other"),
        ("acme data", "data"),
        ("aggregated data", "other"),
        ("anonymous information", "other"),
        ("non personal information", "other"),
        ("information about our products", "other"),
        ("with partners your data", "data"),
        ("the service without your data", "service"),
        ("", ""),
    ],
)
def test_object(text: str, kind: str) -> None:
    words = tuple(text.split())
    assert first_object(words, 0, len(words)) == kind


def test_a_noun_that_qualifies_another_is_no_object() -> None:
    assert list(objects(["your", "account", "information"], 0, 3)) == [(2, "data")]


def test_law_about_data_is_no_data() -> None:
    assert list(objects(["data", "protection", "laws"], 0, 3)) == []
