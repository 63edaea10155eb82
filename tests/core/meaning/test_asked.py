"""Whom a yes serves: questions in the words of a reader, of a company, and heads of columns."""

from __future__ import annotations

import pytest

from monitor.core.meaning.asked import head_serves, yes_serves


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("Do you sell my letters?", -1),
        ("Are my letters shared with banks?", -1),
        ("Can I delete my account?", 1),
        ("Will you notify me of a breach?", 1),
        ("Do you share data for marketing?", -1),
        ("Do we share?", -1),
        ("Does Heron share?", -1),
        ("Does Heron Post share?", -1),
        ("Can you limit this sharing?", 1),
        ("Can we sell your letters?", -1),
        ("Do you have to pay?", 0),
        ("Who reads my letters?", 0),
        ("Is data of mine touched?", 0),
        ("Why?", 0),
        ("", 0),
    ],
)
def test_whom_a_yes_to_a_question_serves(question: str, way: int) -> None:
    assert yes_serves(question) == way


@pytest.mark.parametrize(
    ("head", "way"),
    [
        ("Sold", -1),
        ("**Shared**", -1),
        ("Encrypted", 1),
        ("Kept for", 0),
        ("Shared by", 0),
        ("Free", 0),
        ("Can you limit it?", 1),
        ("Information we share with banks", 0),
        ("", 0),
    ],
)
def test_whom_a_yes_below_a_head_serves(head: str, way: int) -> None:
    assert head_serves(head) == way


def test_the_company_may_go_by_a_name() -> None:
    assert yes_serves("is heron selling letters", frozenset()) == 0
    assert yes_serves("does heron sell letters", frozenset({"heron"})) == -1
