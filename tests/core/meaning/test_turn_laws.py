"""Laws of turned statements, over sentences of our own: a denial turns the way, and so does the order of the versions."""

from __future__ import annotations

import pytest

from monitor.core.meaning.served import serves
from monitor.core.meaning.turns.sentence import effect, is_denied, plain, stands
from monitor.core.meaning.turns.turn import turn_of

BACK = {"worse": "better", "better": "worse", "either": "either"}
KIND = {
    "You can leave at any time.": "You cannot leave at any time.",
    "You may appeal within a week.": "You may not appeal within a week.",
    "Members may see their letters.": "Members may not see their letters.",
    "You are entitled to a copy.": "You are not entitled to a copy.",
    "We refund unused credit.": "We do not refund unused credit.",
    "We encrypt your letters.": "We do not encrypt your letters.",
    "We will notify you of a breach.": "We will not notify you of a breach.",
    "We honour the signal of your browser.": "We don't honour the signal of your browser.",
    "We erase your letters after a week.": "We never erase your letters after a week.",
    "Your letters are encrypted.": "Your letters aren't encrypted.",
    "Unused credit is refunded.": "Unused credit is not refunded.",
    "Tamarind pays the fees of the court.": "Tamarind does not pay the fees of the court.",
}
HARSH = {
    "We sell your letters.": "We do not sell your letters.",
    "We read your letters.": "We never read your letters.",
    "We track you across shops.": "We don't track you across shops.",
    "We may change the price.": "We may not change the price.",
    "Tamarind can suspend your account.": "Tamarind cannot suspend your account.",
    "Your letters are shared with banks.": "Your letters are not shared with banks.",
    "Your letters are read by our staff.": "Your letters are not read by our staff.",
    "You waive a jury.": "You do not waive a jury.",
    "You give up the right to a court.": "You do not give up the right to a court.",
    "You must pay in advance.": "You must not pay in advance.",
}
NAMES = frozenset({"tamarind"})


@pytest.mark.parametrize(
    ("affirmed", "denied", "way"),
    [(*pair, "worse") for pair in KIND.items()] + [(*pair, "better") for pair in HARSH.items()],
)
def test_what_is_denied_turns(affirmed: str, denied: str, way: str) -> None:
    for old, new, expected in ((affirmed, denied, way), (denied, affirmed, BACK[way])):
        turn = turn_of(old, new, NAMES)
        assert turn is not None
        assert (turn.kind, turn.way) == ("denial", expected)


@pytest.mark.parametrize("text", [*KIND, *HARSH, *KIND.values(), *HARSH.values()])
def test_the_same_turns_nothing(text: str) -> None:
    assert turn_of(text, text, NAMES) is None
    assert turn_of(f"{text} It rains.", f"It rains. {text}", NAMES) is None
    assert turn_of(text, "", NAMES) is None


@pytest.mark.parametrize("affirmed", KIND)
@pytest.mark.parametrize(
    "condition", ["if we can afford it", "where that is feasible", "to the extent that we like", "subject to our rules"]
)
def test_a_condition_takes_from_what_serves_the_reader(affirmed: str, condition: str) -> None:
    bound = f"{affirmed.rstrip('.')}, {condition}."
    turn, back = turn_of(affirmed, bound, NAMES), turn_of(bound, affirmed, NAMES)
    assert turn is not None
    assert back is not None
    assert (turn.way, back.way) == ("worse", "better")


@pytest.mark.parametrize("affirmed", [text for text in HARSH if text.startswith(("We", "Your"))])
@pytest.mark.parametrize("choice", ["if you agree", "unless you opt out", "unless you object"])
def test_what_is_done_without_asking_is_worse(affirmed: str, choice: str) -> None:
    asked = f"{affirmed.rstrip('.')} {choice}."
    turn, back = turn_of(asked, affirmed, NAMES), turn_of(affirmed, asked, NAMES)
    assert turn is not None
    assert back is not None
    assert (turn.way, back.way) == ("worse", "better")


@pytest.mark.parametrize("text", ["The mill stands by a river.", "Bread is baked on Mondays.", "Letters arrive by boat."])
def test_of_what_serves_nobody_only_a_denial_is_told(text: str) -> None:
    assert serves(text.lower().rstrip(".").split()) == 0
    assert turn_of(text, f"{text.rstrip('.')} if it rains.") is None
    assert turn_of(f"Sometimes {text}", f"Usually {text}") is None


@pytest.mark.parametrize(
    ("text", "denied", "served"),
    [
        ("we do not sell your letters", True, 1),
        ("we sell your letters", False, -1),
        ("you may not leave", True, -1),
        ("tamarind may close it without notice", False, -1),
        ("the mill stands", False, 0),
    ],
)
def test_a_sentence_as_it_stands(text: str, denied: bool, served: int) -> None:
    words = tuple(text.split())
    assert is_denied(words) is denied
    assert effect(words, NAMES) == served


def test_words_without_marks() -> None:
    assert plain(("we", ",", "too", ")")) == ["we", "too"]
    assert stands(("right", "to"), ("the", "right", "to", "it"))
    assert not stands(("to", "right"), ("the", "right", "to", "it"))
    assert not stands(("a", "b"), ("a",))
