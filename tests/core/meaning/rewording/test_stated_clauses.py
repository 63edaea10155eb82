"""Clauses of two passages held against each other: who acts, what is denied, what stands together."""

from __future__ import annotations

import pytest

from monitor.core.meaning.rewording.stated_clauses import agree, clauses_of


def fits(one: str, two: str, *, alike: bool = True) -> bool:
    """Whether the clauses of two sentences agree, seen from either."""
    first, second = (clauses_of(tuple(text.split())) for text in (one, two))
    found = agree(first, second, alike=alike)
    assert agree(second, first, alike=alike) is found
    return found


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("we keep letters .", "letters are kept by us ."),
        ("we keep letters .", "letters are kept ."),
        ("if you agree , we keep letters .", "we keep letters if you agree ."),
        ("staff read letters .", "letters are read by staff ."),
        ("we keep letters when you ask .", "when you ask , letters are kept ."),
    ],
)
def test_another_voice_or_order(one: str, two: str) -> None:
    assert fits(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("we keep letters .", "you keep letters ."),
        ("we keep letters .", "letters are kept by shops ."),
        ("you are paid fees .", "you pay fees ."),
        ("children are shown films .", "children show films ."),
        ("claims must be filed .", "we must file claims ."),
        ("your posts may be used .", "you may use your posts ."),
        ("returns are paid .", "we pay returns ."),
        ("guests may read and members may write .", "members may read and guests may write ."),
        ("we may share letters , we sell stamps .", "we share letters , we may sell stamps ."),
        ("we call you before you visit our shop .", "you visit our shop before we call you ."),
        ("profiles are private unless you want public pages .", "profiles are public unless you want private pages ."),
    ],
)
def test_somebody_else_acts_or_other_things_stand_together(one: str, two: str) -> None:
    assert not fits(one, two)


def test_which_clause_denies_is_asked_where_it_is_not_the_same_that_is_denied() -> None:
    one, two = "we sell stamps , we never keep letters .", "we never sell stamps , we keep letters ."
    assert fits(one, two)
    assert not fits(one, two, alike=False)


def test_a_clause_knows_what_opens_it_and_who_acts() -> None:
    main, case = clauses_of(("we", "keep", "letters", "unless", "you", "may", "leave"))
    assert (main.cut, main.actor, main.may) == ("", "we", False)
    assert (case.cut, case.actor, case.may) == ("unless", "you", True)


def test_a_passive_knows_its_verb_and_its_agent() -> None:
    (clause,) = clauses_of(("letters", "must", "be", "kept", "by", "us"))
    assert (clause.verb, clause.actor, clause.undergoes, clause.binds) == ("keep", "we", "lett", True)


@pytest.mark.parametrize("means", ["email", "post", "law"])
def test_means_are_no_agent(means: str) -> None:
    (clause,) = clauses_of(("letters", "are", "kept", "by", means))
    assert clause.actor == ""


def test_a_pronoun_may_stand_for_what_the_other_clause_names() -> None:
    assert fits("we tell you of changes before they begin .", "before changes begin , we tell you of them .")


def test_without_denies_in_its_own_clause() -> None:
    clauses = clauses_of(("we", "act", "without", "delay"))
    assert [clause.denied for clause in clauses] == [False, True]
