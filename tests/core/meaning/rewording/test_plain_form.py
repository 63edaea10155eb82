"""One plain form for the many ways of saying a sentence, and the sentences that must never have the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.rewording.plain_form import is_same_form, plain_forms, says_as_much
from monitor.core.meaning.turns.turn import one_sentence
from monitor.model import Severity

ROWS = (Path(__file__).parent / "plain_forms.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [(kind, *pair.split(" => ")) for kind, _, pair in (row.partition(": ") for row in ROWS)]


def words(sentence: str) -> tuple[str, ...]:
    """A sentence in words, as the engine cuts it."""
    return tuple(sentence.split())


def alike(old: str, new: str) -> bool:
    """Whether the sentence in which two texts differ has the same form in both."""
    pair = one_sentence(old, new)
    assert pair is not None
    return is_same_form(*pair)


@pytest.mark.parametrize(("kind", "old", "new"), PAIRS)
def test_a_pair_says_the_same_or_not(kind: str, old: str, new: str) -> None:
    assert alike(old, new) is alike(new, old) is (kind == "same")


@pytest.mark.parametrize(("old", "new"), [(old, new) for kind, old, new in PAIRS if kind == "same"])
def test_what_has_the_same_form_is_never_told(old: str, new: str) -> None:
    changes = compare(f"# Terms\n\n{old}\n", f"# Terms\n\n{new}\n").changes
    assert all(change.severity.rank < Severity.MATERIAL.rank for change in changes)


# Each is edited in one word of another meaning: no form may hide that.
EDITS = [
    (
        "your notes are encrypted in transit",
        ["we decrypt your notes in transit", "we encrypt our notes in transit", "you encrypt your notes in transit"],
    ),
    ("we keep letters for 30 days", ["we keep letters for 31 days", "we keep parcels for 30 days", "letters are kept for 30 weeks"]),
    ("we may call you if you agree", ["we may call you unless you agree", "you may call us if you agree", "we must call you if you agree"]),
    ("letters are read by robots", ["robots are read by letters", "robots write letters", "letters are never read by robots"]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "other"), [(said, other) for said, others in EDITS for other in others])
def test_another_party_number_or_polarity_is_another_form(said: str, other: str) -> None:
    assert not is_same_form(words(said), words(other))
    assert not is_same_form(words(other), words(said))


def test_adjuncts_of_one_kind_keep_their_order() -> None:
    one = "we work with shops for sales and with banks for loans"
    assert not is_same_form(words(one), words("we work with shops for loans and with banks for sales"))


def test_what_stands_behind_a_condition_belongs_to_it() -> None:
    one = "we delete letters within 30 days if you ask us"
    assert is_same_form(words(one), words("if you ask us , we delete letters within 30 days"))
    assert not is_same_form(words(one), words("we delete letters if you ask us within 30 days"))


def test_the_company_is_known_by_its_name() -> None:
    names = frozenset({"acme"})
    assert is_same_form(words("acme keeps letters"), words("letters are kept by acme"), names)
    assert is_same_form(words("acme keeps letters"), words("we keep letters"), names)
    assert not is_same_form(words("bolt keeps letters"), words("we keep letters"), names)


def test_plain_forms_differ_only_where_the_sentences_do() -> None:
    old, new = plain_forms(words("refunds are paid within 14 days"), words("we pay refunds within 14 working days"))
    assert [word for word in new if word not in old] == ["working"]


def test_a_passive_takes_the_agent_of_the_other_sentence() -> None:
    old, new = plain_forms(words("you may cancel your plan"), words("your plan can be cancelled"))
    assert old[:2] == new[:2] == ("you", "may")


PROMISED = "we will notify you of material changes by email"


@pytest.mark.parametrize(
    ("said", "as_much"),
    [
        ("by email we will let you know of material changes", True),
        ("you will be notified by email of material changes", True),
        ("we will notify you of material changes", False),
        ("we will notify you of material changes by email if possible", False),
        ("we will only notify you of material changes by email", False),
        ("we will not notify you of material changes by email", False),
        ("you will notify us of material changes by email", False),
    ],
)
def test_a_promise_in_another_order_promises_as_much(said: str, as_much: bool) -> None:
    assert says_as_much(words(PROMISED), words(said)) is as_much
