"""Answers about texts: the same from memory, and without asking the texts again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.noise import normalize_text
from monitor.core.history.text_cache import TextCache, outline
from monitor.core.history.tickers import Tickers, find_tickers
from monitor.core.screen import screen
from monitor.model import Change, ChangeKind, Changelog, Direction, Document, Policy, Severity

from .timeline_world import CUT, STUB, WALL, A, B, seen

TEXTS = (A, B, CUT, STUB, WALL, "", "BTC\n\n1.2%\n\nWrite to a@b.example or [email protected].")


def again(memory: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from a store."""
    return dict(json.loads(json.dumps(memory)))


@pytest.mark.parametrize("text", TEXTS)
def test_facts_are_the_same_from_memory(text: str) -> None:
    memory: dict[str, Any] = {}
    facts = TextCache(memory).facts(Document(text))
    assert facts == TextCache(again(memory)).facts(Document(text)) == TextCache().facts(Document(text))
    assert (facts.key, facts.emails) == (normalize_text(text).key, normalize_text(text).emails)


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_two_texts_confirm_each_other_from_memory_as_without(one: str, other: str) -> None:
    memory: dict[str, Any] = {}
    a, b = Document(one), Document(other)
    found = TextCache(memory).confirms(a, b)
    assert found == TextCache(again(memory)).confirms(a, b) == TextCache().confirms(a, b)
    assert TextCache().confirms(a, a)


@given(st.sampled_from(TEXTS), st.lists(st.sampled_from([A, B]), max_size=2), st.sampled_from([None, "en", "de"]))
def test_verdicts_are_the_same_from_memory(text: str, before: list[str], language: str | None) -> None:
    memory: dict[str, Any] = {}
    capture, known = seen(text, 3), [Document(one) for one in before]
    wanted = screen(capture.extraction, record=capture.record, before=known, language=language)
    assert TextCache().screened(capture, known, language) == wanted
    assert TextCache(memory).screened(capture, known, language) == wanted
    assert TextCache(again(memory)).screened(capture, known, language) == wanted


def test_another_answer_of_the_server_is_another_question() -> None:
    text_cache = TextCache({})
    assert text_cache.screened(seen(A, 1), [], None).reason is None
    assert text_cache.screened(seen(A, 1, status=404), [], None).reason == "error-page"


def test_ticking_numbers_are_left_out_of_the_key_from_memory_too() -> None:
    memory: dict[str, Any] = {}
    texts = [Document(f"{A}\n\n{number} readers now\n") for number in range(1000, 1008)]
    text_cache = TextCache(memory)
    tickers = find_tickers((seen(one.text, n).record.captured_at, text_cache.facts(one).numbers) for n, one in enumerate(texts))
    assert tickers.lines
    assert len({text_cache.key(one, tickers) for one in texts}) == 1
    assert {TextCache(again(memory)).key(one, tickers) for one in texts} == {text_cache.key(texts[0], tickers)}
    assert text_cache.key(Document(B), tickers) == text_cache.key(Document(B), Tickers()) == normalize_text(B).key


def test_what_is_not_to_be_kept_is_asked_again() -> None:
    memory: dict[str, Any] = {}
    text_cache, asked = TextCache(memory), list[int]()

    def answer() -> int:
        asked.append(1)
        return len(asked)

    assert [text_cache.recall("q", answer, keep=lambda: False) for _ in range(2)] == [1, 2]
    assert [text_cache.recall("q", answer) for _ in range(2)] == [3, 3]
    assert memory == {"q": 3}


@given(
    st.lists(st.tuples(st.sampled_from(list(Severity)), st.booleans()), max_size=4),
    st.sampled_from([Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR]),
    st.booleans(),
)
def test_an_outline_alerts_as_its_changelog(grades: list[tuple[Severity, bool]], threshold: Severity, unjudged: bool) -> None:
    changes = [Change("c", ChangeKind.ADDED, one, Direction.NEUTRAL, (), None, None, (), (), judged=judged) for one, judged in grades]
    policy = Policy("p", "P", threshold=threshold, alert_unjudged=unjudged)
    changelog = Changelog(tuple(changes))
    assert outline(changelog).alerts(policy) == bool(changelog.alerting(policy))
