"""Which leftovers are one statement reworded, and which are merely alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.diff.similarity import MAX_CANDIDATES, Leftover, _Index, _weights, pair_in_place, pair_similar
from tests.core.policy_sentences import statements

from .units import CARRIER, INVOICES, LOGS, NEWSLETTER, leftover

REWORDED = "We keep our server logs for at most ninety days."


def pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Of statements in one gap."""
    return pair_similar([leftover(text) for text in old], [leftover(text) for text in new])


def test_nothing_pairs_with_nothing() -> None:
    assert pairs([], [LOGS]) == pairs([LOGS], []) == pairs([], []) == []


def test_a_reworded_statement_is_found_among_others() -> None:
    assert pairs([CARRIER, LOGS], [NEWSLETTER, INVOICES, REWORDED]) == [(1, 2)]


def test_statements_pair_one_to_one_and_the_most_similar_first() -> None:
    closer = LOGS.replace("thirty", "ninety")
    assert pairs([LOGS], [REWORDED, closer]) == [(0, 1)]
    assert pairs([LOGS, REWORDED], [closer]) == [(0, 0)]


def test_another_place_needs_more_in_common() -> None:
    """Half of the words of two statements agree: enough for one that was edited where it stands, not for one that moved."""
    old = leftover("We erase every account that nobody used within two years.")
    near = leftover("We close an account that nobody used for many long years.")
    far = Leftover(near.unit, near.key, near.words, gap=7)
    assert pair_similar([old], [near]) == [(0, 0)]
    assert pair_similar([old], [far]) == []
    moved = leftover("We erase every account that nobody used within three years.", gap=7)
    assert pair_similar([old], [moved]) == [(0, 0)]


def test_a_long_clause_added_in_place_does_not_hide_the_statement() -> None:
    unless = (
        "unless a court or an authority, or another body with such powers, tells us in writing to hold them back until its inquiry ends"
    )
    longer = f"{LOGS[:-1]}, {unless}."
    assert pairs([LOGS], [longer]) == [(0, 0)]
    assert pair_similar([leftover(LOGS)], [leftover(longer, gap=3)]) == []


def test_a_label_inside_a_sentence_is_not_that_sentence() -> None:
    sentence = "Your rights are set out below, and whoever wants to use them may write to our desk in any language at any time of the year."
    assert pairs(["Your rights"], [sentence]) == []


def test_the_same_place_and_the_same_kind_break_ties() -> None:
    far, near = leftover(REWORDED, gap=5), leftover(REWORDED, gap=0)
    assert pair_similar([leftover(LOGS)], [far, near]) == [(0, 1)]
    heading, text = leftover(REWORDED, kind="heading"), leftover(REWORDED)
    assert pair_similar([leftover(LOGS)], [heading, text]) == [(0, 1)]


def test_rare_words_weigh_more() -> None:
    weight = _weights([leftover(LOGS), leftover("We keep orders.")], [leftover("We keep letters.")])
    assert weight["server"] > weight["keep"] > 0


def test_units_without_words_pair_with_nothing() -> None:
    assert pairs(["—"], ["***"]) == []


# --- the index --------------------------------------------------------------------------------------------------------


def index_of(units: list[Leftover]) -> _Index:
    return _Index(units, _weights([], units))


def test_a_statement_is_compared_with_few_candidates_however_many_share_its_words() -> None:
    many = [leftover(f"Partner number {n} keeps your address.", gap=n) for n in range(3_000)]
    index = index_of(many)
    assert len(index.candidates(many[0])) <= MAX_CANDIDATES
    assert index.candidates(many[7])[0] == 7, "the rarest word names its holder first"


def test_items_that_share_one_common_word_share_their_candidates() -> None:
    many = [leftover("Partner", gap=0) for _ in range(500)]
    index = index_of(many)
    assert index.candidates(many[0]) is index.candidates(many[1])


def test_candidates_in_the_same_gap_come_first() -> None:
    units = [leftover("Partners keep your address.", gap=gap) for gap in range(40)]
    assert index_of(units).candidates(units[31])[0] == 31


# --- in place ---------------------------------------------------------------------------------------------------------

OLD, NEW = "Deleted accounts vanish from backups within weeks.", "Nobody ever restores backups once they were made."


def in_place(old: list[Leftover], new: list[Leftover], paired: list[tuple[int, int]] | None = None) -> list[tuple[int, int]]:
    return pair_in_place(old, new, paired or [])


def test_two_statements_alone_in_their_gap_are_one_replaced() -> None:
    assert pair_similar([leftover(OLD)], [leftover(NEW)]) == []
    assert in_place([leftover(OLD)], [leftover(NEW)]) == [(0, 0)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(leftover(OLD), leftover(NEW, gap=1), id="another gap"),
        pytest.param(leftover(OLD), leftover(NEW, kind="item"), id="another kind"),
        pytest.param(leftover(OLD, kind="heading"), leftover(NEW, kind="heading"), id="headings"),
        pytest.param(leftover(OLD), leftover(NEWSLETTER), id="no word of substance in common"),
        pytest.param(leftover("Our backups"), leftover(NEW), id="a label"),
        pytest.param(leftover(OLD), leftover(NEW + " and so on" * 20), id="a page-long statement"),
    ],
)
def test_other_statements_are_not(old: Leftover, new: Leftover) -> None:
    assert in_place([old], [new]) == []


def test_rivals_on_either_side_leave_it_open() -> None:
    assert in_place([leftover(OLD)], [leftover(NEW), leftover(INVOICES)]) == []
    assert in_place([leftover(OLD), leftover(INVOICES)], [leftover(NEW)]) == []


def test_a_rival_that_has_its_partner_is_none() -> None:
    old, new = [leftover(OLD), leftover(LOGS)], [leftover(NEW), leftover(REWORDED)]
    assert in_place(old, new, [(1, 1)]) == [(0, 0)]


def test_a_statement_in_wholly_other_words_is_a_partner_where_it_grants_as_much() -> None:
    appeal, challenge = leftover("You may appeal using our form."), leftover("Customers can challenge a removal by completing one request.")
    assert in_place([appeal], [challenge]) == [(0, 0)]
    assert in_place([appeal], [leftover("Bans are carried out automatically by machines at night.")]) == []


# --- laws -------------------------------------------------------------------------------------------------------------

leftovers = st.lists(st.builds(leftover, statements, gap=st.integers(0, 3), kind=st.sampled_from(("text", "item", "heading"))), max_size=8)


@given(leftovers, leftovers)
def test_nobody_has_two_partners(old: list[Leftover], new: list[Leftover]) -> None:
    similar = pair_similar(old, new)
    every = similar + pair_in_place(old, new, similar)
    assert len({i for i, _ in every}) == len({j for _, j in every}) == len(every)
    assert all(0 <= i < len(old) and 0 <= j < len(new) for i, j in every)


@given(leftovers)
def test_an_identical_statement_always_finds_a_partner(units: list[Leftover]) -> None:
    assert len(pair_similar(units, units)) == len(units)


@given(leftovers, leftovers)
def test_the_other_way_round_as_many_pair(old: list[Leftover], new: list[Leftover]) -> None:
    """Ties may be broken otherwise, but what is similar one way is similar the other way."""
    there, back = pair_similar(old, new), pair_similar(new, old)
    keys = [{frozenset((left[i].key, right[j].key)) for i, j in pairs} for left, right, pairs in ((old, new, there), (new, old, back))]
    assert bool(keys[0]) is bool(keys[1])
