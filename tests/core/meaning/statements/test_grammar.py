"""Where clauses end, what passive verbs act on, who acts in them."""

from __future__ import annotations

import pytest

from monitor.core.meaning.statements.grammar import (
    agent_of,
    clause_end,
    passive_object,
    past_coordinated,
    refined,
    starts_predicate,
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("sell your data and we keep it", 1, 3),
        ("sell it ( or not ) today", 1, 7),
        ("sell it ; we keep it", 1, 2),
        ("sell it ) we", 1, 2),
        ("sell it and keep it", 1, 5),
    ],
)
def test_clause_end(text: str, start: int, end: int) -> None:
    assert clause_end(tuple(text.split()), start) == end


@pytest.mark.parametrize(
    ("text", "at", "begins"),
    [
        ("and may share it", 1, True),
        ("or share it", 1, True),
        ("or also share it", 1, True),
        ("or partners", 1, False),
        ("or share or sell", 1, False),
    ],
)
def test_another_predicate(text: str, at: int, begins: bool) -> None:
    assert starts_predicate(tuple(text.split()), at) is begins


@pytest.mark.parametrize(("text", "at"), [("sell , rent or otherwise lease it", 6), ("sell it", 1), ("sell or offer it", 2)])
def test_past_coordinated_verbs(text: str, at: int) -> None:
    assert past_coordinated(tuple(text.split()), 1) == at


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("your data is", "data"),
        ("your name and your photos are", "content"),
        ("it is", "pronoun"),
        ("bread is", "other"),
        ("you are", "reader"),
    ],
)
def test_what_a_passive_verb_acts_on(text: str, kind: str) -> None:
    words = tuple(text.split())
    assert passive_object(words, 0, len(words) - 1) == kind


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("sold by us", "company"),
        ("sold by our partners", "company"),
        ("sold by partners", "third-party"),
        ("posted by you", "reader"),
        ("sold by machines", "nobody"),
        ("told by e mail", ""),
        ("sold", ""),
    ],
)
def test_agents(text: str, actor: str) -> None:
    words = tuple(text.split())
    assert agent_of(words, 1, len(words)) == actor


@pytest.mark.parametrize(
    ("text", "at", "act", "kind", "refined_to"),
    [
        ("we train models on your photos", 1, "train", "other", ("train", "content")),
        ("we charge you", 1, "charge", "reader", ("charge", "money")),
        ("we use cookies", 1, "use", "data", ("track", "data")),
        ("we show respect", 1, "advertise", "other", ("advertise", "")),
        ("we comply with the law", 1, "honour", "rights", ("honour", "")),
        ("you may opt out", 2, "refuse", "", ("refuse", "rights")),
    ],
)
def test_acts_that_their_object_decides(text: str, at: int, act: str, kind: str, refined_to: tuple[str, str]) -> None:
    words = tuple(text.split())
    assert refined(words, 0, at, len(words), act, kind) == refined_to
