"""Passages that state as much as one another in other words, and those that must never be taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.rewording.restatement import states_as_much
from monitor.model import Direction, Severity

ROWS = (Path(__file__).parent / "restatements.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [(kind, *pair.split(" => ")) for kind, _, pair in (row.partition(": ") for row in ROWS)]


@pytest.mark.parametrize(("kind", "old", "new"), PAIRS)
def test_a_pair_states_as_much_or_not(kind: str, old: str, new: str) -> None:
    assert states_as_much(old, new) is states_as_much(new, old) is (kind == "same")


def page(statement: str) -> str:
    """A short page in which a statement stands among others."""
    return f"# Our club\n\nThe club prints letters. Members meet each week.\n\n## What holds\n\n{statement}\n\n## Contact\n\nWrite to us.\n"


@pytest.mark.parametrize(("old", "new"), [(old, new) for kind, old, new in PAIRS if kind == "same"])
def test_what_states_as_much_is_never_told_and_serves_nobody(old: str, new: str) -> None:
    for change in compare(page(old), page(new)).changes:
        assert change.severity.rank < Severity.MATERIAL.rank
        assert change.direction is Direction.NEUTRAL


def test_both_versions_are_still_shown() -> None:
    old, new = "You retain all rights in the drawings you post.", "All rights in the drawings you post remain with you."
    (change,) = compare(page(old), page(new)).changes
    assert old.rstrip(".") in change.headline
    assert new.rstrip(".") in change.headline


def test_sentences_that_stand_in_both_are_not_compared() -> None:
    stands = " ".join(f"Rule {name} holds for all members of the club." for name in ("one", "two", "three", "four"))
    assert states_as_much(f"{stands} We make no recordings of calls.", f"{stands} Calls are not recorded.")


def test_the_company_may_be_named() -> None:
    said = "Acme keeps your letters for 30 days.", "We keep your letters for 30 days."
    assert states_as_much(*said, frozenset({"acme"}))
    assert not states_as_much("Banks keep your letters for 30 days.", "We keep your letters for 30 days.")


@pytest.mark.parametrize("word", ["only", "may", "never", "most", "some", "other"])
def test_a_small_word_that_limits_is_no_other_wording(word: str) -> None:
    assert not states_as_much("Staff at the desk read letters of guests.", f"Staff at the desk {word} read letters of guests.")


@pytest.mark.parametrize("word", ["bank", "secret", "old", "stamp"])
def test_a_word_of_substance_more_is_no_other_wording(word: str) -> None:
    assert not states_as_much("Letters of guests are read at the desk.", f"Letters of {word} guests are read at the desk.")


def test_long_passages_are_not_held_to_be_the_same() -> None:
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(130))
    assert not states_as_much(f"We keep {words}.", f"We retain {words}.")
    assert states_as_much(f"We keep {words[:200]}.", f"We retain {words[:200]}.")


def test_what_stands_under_headings_is_left_alone() -> None:
    assert not states_as_much("## Kept\n\nLetters and stamps.", "## Kept\n\nStamps and letters.")
