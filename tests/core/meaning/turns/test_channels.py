"""Ways in which a right is used: harder and fewer ones, and what is none of that."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.channels import by_channel
from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("You may send your objection by e-mail.", "You must send your objection in writing by post."),
        ("You may revoke your consent by phone, by letter or in any branch.", "You may revoke your consent by letter."),
        ("Your cancellation may reach us via our website.", "Your cancellation has to reach us by registered letter."),
        ("Objections may be sent by e-mail or by post.", "Objections may be sent by post."),
        ("You can send complaints by e-mail or by letter.", "You can send complaints by letter."),
    ],
)
def test_harder_ways_turn_it_against_the_reader_and_back(better: str, worse: str) -> None:
    found = [turn.way for turn in (turn_of(better, worse), turn_of(worse, better)) if turn]
    assert found == ["worse", "better"]


def test_the_kind_of_turn_is_that_of_a_condition() -> None:
    assert turns_both_ways("condition", "Objections may be sent by e-mail.", "Objections have to be sent by post.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("you can reach our team by phone and by email", "you can reach our team through form on our website"),
        ("you may object by email or by phone", "you may object by email"),
        ("you may object by email", "you may object in our app"),
        ("we may cancel your order by email", "we may cancel your order by post"),
        ("you may object to letters by post", "you may object to letters by courier"),
        ("you may object by writing to us", "you may object by email"),
        ("requests must be sent by post", "requests must be made through form in your account"),
        ("you may not cancel by email", "you may cancel by post"),
        ("your order is sent by email", "your order is sent by post"),
        ("you may withdraw your consent by email", "you may withdraw your bid by post"),
        ("you may object to offers by email", "you may object to offers by post and by email"),
    ],
)
def test_other_edits_are_no_harder_way(old: str, new: str) -> None:
    pair = tuple(old.split()), tuple(new.split())
    assert not list(by_channel(*pair))
    assert not list(by_channel(*reversed(pair)))
