"""Paragraphs in wholly other words: what stands for what."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of, compare_documents
from monitor.core.diff.candidates import Candidate
from monitor.model import ChangeKind, Direction, Document, Severity

OLD = """# Terms

## Lending

A harp is lent for three months. Members receive a reminder a week before the harp is due. Whoever returns it late pays a fine of 5 euros.

## Repairs

If a string breaks we replace it without charge. Damage of the frame is repaired by a workshop.

## Closing

The library is closed in August.
"""
NEW = """# Terms

## Borrowing

You can have a harp for three months. If you bring it back late, the fine is 5 euros. Seven days before, we send you a reminder.

## Repairs

A broken string costs you nothing: we put on a new one. For repairs of the frame we use a workshop.

## Closing

The library is closed in August.
"""


def _candidates(old: str, new: str) -> list[Candidate]:
    return candidates_of(Document(old), Document(new))[1]


def _sides(one: Candidate) -> tuple[str, str]:
    old, new = (" ".join(unit.text.strip() for unit in units) for units in (one.old, one.new))
    return old, new


def test_no_sentence_of_a_rewritten_paragraph_came_or_went() -> None:
    for old, new in ((OLD, NEW), (NEW, OLD)):
        one_sided = [one for one in _candidates(old, new) if one.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)]
        assert not [unit.text for one in one_sided for unit in (*one.old, *one.new) if unit.kind != "heading"]


def test_sentences_are_paired_with_what_says_the_same_wherever_it_stands_in_the_paragraph() -> None:
    (fine,) = [one for one in _candidates(OLD, NEW) if "fine" in _sides(one)[0]]
    assert "fine is 5 euros" in _sides(fine)[1]


def test_turned_round_the_pairs_are_the_same() -> None:
    there = {_sides(one) for one in _candidates(OLD, NEW)}
    back = {_sides(one)[::-1] for one in _candidates(NEW, OLD)}
    assert there == back


def test_what_is_really_gone_is_still_told_as_gone() -> None:
    promise = "We never sell the names of our members."
    gone = [one for one in _candidates(OLD.replace("A harp", f"{promise} A harp"), NEW) if promise in _sides(one)[0]]
    assert [one.kind for one in gone] == [ChangeKind.REMOVED]


def test_a_sentence_cut_in_two_is_one_change() -> None:
    (change,) = _candidates(
        "# Terms\n\nWhoever damages a harp must report it within a day and bears the cost of the repair.\n",
        "# Terms\n\nTell us within a day when you damaged a harp. The repair is at your cost.\n",
    )
    assert (len(change.old), len(change.new)) == (1, 2)


def test_a_list_that_became_a_sentence_is_one_change() -> None:
    (change,) = _candidates(
        "# Terms\n\nMembers must not:\n- play harps in the rain;\n- lend harps to strangers;\n- carry harps by the strings.\n",
        "# Terms\n\nIt is forbidden to play a harp in the rain, to carry it by its strings, and to lend it to strangers.\n",
    )
    assert (len(change.old), len(change.new)) == (4, 1)


@pytest.mark.parametrize(
    "new",
    [
        "Your letters are opened by nobody but you. Thirty days after you leave us they are burnt.",
        "Nobody else opens your letters. When you have left we burn them after 30 days.",
    ],
)
def test_a_promise_in_wholly_other_words_is_not_withdrawn(new: str) -> None:
    old = "We never open your letters. They are destroyed 30 days after your membership has ended."
    for change in compare_documents(Document(f"# Letters\n\n{old}\n"), Document(f"# Letters\n\n{new}\n")).changes:
        assert change.severity is not Severity.CRITICAL
        assert change.direction is not Direction.WEAKENS
        assert not change.withdrawn


def test_dates_and_headings_are_not_paired_by_their_words() -> None:
    old = "# Terms\n\nEffective: 1 March 2024\n\nA harp is lent for three months.\n"
    new = "# Terms\n\nLast updated: 5 May 2025\n\nDogs may not come in.\n"
    assert not [one for one in _candidates(old, new) if one.recast]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We do not sell your data. We do not share your data with insurers.",
            "Your data is never sold by us. We share your data with insurers.",
        ),
        (
            "We do not sell your data. We do not read your messages.",
            "Your data is never sold by us. We read your messages to keep you safe.",
        ),
        (
            "We send you marketing emails only if you have opted in. Each email contains a link to stop them. "
            "We keep a record of your choice.",
            "Marketing emails are sent to you unless you have opted out. A link to stop them is found in each email. "
            "A record of your choice is kept.",
        ),
    ],
)
def test_a_promise_that_stands_does_not_vouch_for_one_that_is_gone(old: str, new: str) -> None:
    found = compare_documents(Document(f"# Letters\n\n{old}\n"), Document(f"# Letters\n\n{new}\n")).changes
    assert max(change.severity.rank for change in found) >= Severity.MATERIAL.rank
