"""Who is spoken of before a word, and whether it is stated."""

from __future__ import annotations

import pytest

from monitor.core.meaning.assurances.grammar import READER, back, by_company, by_reader, denied, stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [("you may appeal", True), ("users can appeal", True), ("if you appeal", False),
     ("you must appeal", False), ("guests that appeal", False),
     ("we appeal", False), ("you represent that you appeal", False)],
)  # fmt: skip
def test_by_reader(text: str, expected: bool) -> None:
    words = text.split()
    assert by_reader(words, len(words) - 1, 3) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we protect", True),
        ("acme will protect", True),
        ("we ask that you protect", False),
        ("if we protect", False),
        ("they protect", False),
    ],
)
def test_by_company(text: str, expected: bool) -> None:
    words = text.split()
    assert by_company(words, len(words) - 1, 5, frozenset({"acme"})) is expected


@pytest.mark.parametrize(("text", "expected"), [("we do not help", True), ("it is not ours but we help", False), ("we help", False)])
def test_denied(text: str, expected: bool) -> None:
    words = text.split()
    assert denied(words, len(words) - 1) is expected


def test_back_stops_at_its_reach() -> None:
    words = ["you", "may", "soon", "appeal"]
    assert (back(words, 3, READER, 3), back(words, 3, READER, 2)) == (0, -1)


def test_a_condition_states_nothing() -> None:
    assert stated(["you", "may", "appeal"], 0)
    assert not stated(["unless", "you", "may", "appeal"], 1)
