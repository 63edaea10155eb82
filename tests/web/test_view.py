"""Sentences on pages, and names in addresses."""

from __future__ import annotations

import pytest

from monitor.web.view import sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the store is locked; wait", "The store is locked; wait."),
        ("config.yaml:3: no such key", "config.yaml:3: no such key."),
        ("'a b' is not a valid id", "'a b' is not a valid id."),
        ("It is over.", "It is over."),
        ("", "."),
    ],
)
def test_sentence(text: str, shown: str) -> None:
    assert sentence(text) == shown


def test_a_long_one_is_cut() -> None:
    assert len(sentence("word " * 500)) <= 601
    assert sentence("word " * 500).endswith("…")
