"""Sentences on pages, and names in addresses."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from monitor.web.view import page_number, sentence


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


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=3", 3), ("page=0", 1), ("page=-2", 1), ("page=x", 1), ("page=%D9%A3", 1), ("page=99999999", 1)],
)
def test_the_page_that_an_address_asks_for(query: str, number: int) -> None:
    assert page_number(Request({"type": "http", "query_string": query.encode(), "headers": []})) == number
