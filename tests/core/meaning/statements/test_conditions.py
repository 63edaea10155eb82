"""Conditions of statements."""

from __future__ import annotations

import pytest

from monitor.core.meaning.statements.conditions import Condition, condition_of, narrows, opts_out


@pytest.mark.parametrize(
    ("text", "kind", "own"),
    [
        ("we sell it unless you opt out", "opt-out", "unless you opt out"),
        ("unless you opt out , we sell it", "opt-out", "unless you opt out"),
        ("we sell it if you do not opt out", "opt-out", "if you do not opt out"),
        ("we sell it ( unless you object )", "opt-out", "unless you object )"),
        ("we sell it unless you agree", "consent", "unless you agree"),
        ("we sell it without your consent", "consent", "without your consent"),
        ("we sell it unless a court forbids that", "exception", "unless a court forbids that"),
        ("except as described , we sell it", "exception", "except as described"),
        ("we sell it other than to banks", "exception", "other than to banks"),
        ("we only sell it", "only", "only sell it"),
        ("we sell it solely to banks", "only", "solely to banks"),
        ("if you leave , we sell it", "case", "if you leave"),
    ],
)
def test_condition(text: str, kind: str, own: str) -> None:
    words = tuple(text.split())
    found = condition_of(words, 0, words.index("sell"), len(words))
    assert found is not None
    assert found.kind == kind
    assert " ".join(found.words).startswith(own.split(" sell", maxsplit=1)[0])


@pytest.mark.parametrize("text", ["we sell it", "we not only sell it", "we sell it ( only on mondays )", "we sell it with pride"])
def test_no_condition(text: str) -> None:
    words = tuple(text.split())
    assert condition_of(words, 0, words.index("sell"), len(words)) is None


def test_opting_out() -> None:
    assert opts_out(("you", "opt", "out"))
    assert not opts_out(("you", "opt", "in"))


def test_adverbs_that_leave_a_promise_open() -> None:
    assert narrows(["we", "do", "not", "knowingly", "sell", "it"]) == {"knowingly"}
    assert Condition("only", ("only",)).kind == "only"
