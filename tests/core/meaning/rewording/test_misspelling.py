"""A misspelling is one by a table or by a slip that gives no other word."""

from __future__ import annotations

import pytest

from monitor.core.meaning.rewording.misspelling import is_misspelt


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("recieve", "receive"),
        ("accomodate", "accommodate"),
        ("informaton", "information"),
        ("licensors'", "licensors"),
        ("users's", "users"),
        ("cancelled", "canceled"),
        ("plaese", "please"),
    ],
)
def test_misspellings(one: str, other: str) -> None:
    assert is_misspelt(one, other)
    assert is_misspelt(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("employers", "employees"),
        ("retained", "retrained"),
        ("prescribed", "proscribed"),
        ("form", "from"),
        ("trial", "trail"),
        ("latter", "later"),
        ("complied", "compiled"),
        ("lawful", "unlawful"),
        ("16", "61"),
        ("letter", "letters"),
        ("banks", "abnks"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert not is_misspelt(one, other)
    assert not is_misspelt(other, one)
