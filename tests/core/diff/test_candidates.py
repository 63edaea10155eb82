"""Which statements make up one change: neighbours that were added, removed, moved or rewritten together."""

from __future__ import annotations

from hypothesis import given, settings

from monitor.core.diff.candidates import GROUP_WORDS, PARAGRAPH_WORDS, Candidate, group, runs
from monitor.core.text.segment import SegmentedText, Unit
from monitor.model import ChangeKind
from tests.sampling import examples

from .units import CARRIER, INVOICES, LOGS, NEWSLETTER, aligned, any_text, units_of


def changes(old: str, new: str) -> list[Candidate]:
    return group(aligned(old, new))


def kinds(old: str, new: str) -> list[ChangeKind]:
    return [candidate.kind for candidate in changes(old, new)]


def joined(units: tuple[Unit, ...]) -> str:
    return " ".join(unit.text.strip() for unit in units)


# --- kinds ------------------------------------------------------------------------------------------------------------


def test_equal_texts_have_no_changes() -> None:
    assert changes(f"{LOGS}\n\n{CARRIER}", f"{LOGS}\n\n{CARRIER}") == []


def test_white_space_around_a_statement_is_no_change() -> None:
    assert changes(f"{LOGS}  \n\n{CARRIER}", f"  {LOGS}\n\n{CARRIER}") == []


def test_typography_is_a_change_of_equal_words() -> None:
    (change,) = changes("We don’t sell your data.", "We don't sell your data.")
    assert (change.kind, change.equal) == (ChangeKind.REWORDED, True)


def test_additions_and_removals() -> None:
    assert kinds(f"{LOGS}\n\n{CARRIER}", LOGS) == [ChangeKind.REMOVED]
    assert kinds(LOGS, f"{LOGS}\n\n{CARRIER}") == [ChangeKind.ADDED]


def test_a_reworded_sentence() -> None:
    (change,) = changes(f"{CARRIER} {LOGS}", f"{CARRIER} {LOGS.replace('thirty', 'ninety')}")
    assert (change.kind, change.equal) == (ChangeKind.REWORDED, False)
    assert (joined(change.old), joined(change.new)) == (LOGS, LOGS.replace("thirty", "ninety"))


def test_splits_and_merges_have_their_own_kinds() -> None:
    whole = "We use your address to bring the parcel and to answer letters about the order."
    parts = "We use your address to bring the parcel. We also use it to answer letters about the order."
    assert kinds(whole, parts) == [ChangeKind.SPLIT]
    assert kinds(parts, whole) == [ChangeKind.MERGED]


def test_repeated_lines_pair_by_occurrence() -> None:
    assert kinds("\n".join([LOGS] * 5), "\n".join([LOGS] * 6)) == [ChangeKind.ADDED]
    assert kinds("\n".join([LOGS] * 6), "\n".join([LOGS] * 4)) == [ChangeKind.REMOVED]


# --- moves ------------------------------------------------------------------------------------------------------------


def test_paragraphs_that_moved_together_are_one_move() -> None:
    (change,) = changes(f"{LOGS}\n\n{CARRIER}\n\n{INVOICES}\n\n{NEWSLETTER}", f"{INVOICES}\n\n{NEWSLETTER}\n\n{LOGS}\n\n{CARRIER}")
    assert (change.kind, change.equal) == (ChangeKind.MOVED, True)
    assert len(change.old) == len(change.new) == 2


def test_paragraphs_that_moved_to_different_places_are_two_moves() -> None:
    three = [f"Statement {n} tells of the matter number {n} and of nothing else." for n in range(3)]
    old = "\n".join([LOGS, CARRIER, *three, INVOICES])
    new = "\n".join([CARRIER, *three, LOGS, INVOICES])
    assert kinds(old, new) == [ChangeKind.MOVED]
    old, new = "\n".join([LOGS, *three, CARRIER]), "\n".join([CARRIER, *three, LOGS])
    assert kinds(old, new) == [ChangeKind.MOVED] * 2


def test_a_sentence_that_moved_to_another_paragraph_is_neither_added_nor_removed() -> None:
    found = kinds(f"{LOGS} {CARRIER}\n\n{INVOICES}\n\n{NEWSLETTER}", f"{LOGS}\n\n{INVOICES}\n\n{NEWSLETTER} {CARRIER}")
    assert ChangeKind.MOVED in found
    assert not {ChangeKind.ADDED, ChangeKind.REMOVED} & set(found)


# --- neighbours -------------------------------------------------------------------------------------------------------


def test_neighbours_that_were_added_together_are_one_change() -> None:
    assert kinds(LOGS, f"{LOGS}\n\n{CARRIER} {INVOICES}\n\n{NEWSLETTER}") == [ChangeKind.ADDED]


def test_two_lightly_edited_neighbours_are_two_changes() -> None:
    old = "We keep server logs of your visits for thirty days. We keep your orders and invoices for seven years."
    new = old.replace("thirty", "ninety").replace("seven", "ten")
    assert [joined(change.new) for change in changes(old, new)] == new.replace(". ", ".|").split("|")


REWRITTEN = (
    f"{LOGS} We look at them when something broke down and somebody wrote to us about it.",
    "Server logs vanish after thirty days. Somebody may look at them when anything broke down and was written to us about.",
)


def test_a_rewritten_paragraph_is_one_change() -> None:
    (change,) = changes(*REWRITTEN)
    assert change.kind is ChangeKind.REWORDED
    assert (len(change.old), len(change.new)) == (2, 2)


def test_the_same_sentences_in_two_paragraphs_are_two_changes() -> None:
    old, new = (text.replace(". ", ".\n\n", 1) for text in REWRITTEN)
    assert len(changes(old, new)) == 2


def test_a_long_paragraph_is_not_one_change() -> None:
    more = " ".join(f"and matter number {n} as well" for n in range(PARAGRAPH_WORDS // 5))
    old, new = (text.replace("something", f"something {more}").replace("anything", f"anything {more}") for text in REWRITTEN)
    assert len(changes(old, new)) == 2


def test_long_runs_are_cut_and_a_heading_starts_one() -> None:
    many = "\n\n".join(f"Statement {n} tells of the matter number {n} and of nothing else." for n in range(60))
    text = SegmentedText(f"{many}\n\n## Next\n\n{LOGS}")
    cut = runs(text, units_of(text))
    assert len(cut) > 3
    assert all(sum(u.text.count(" ") + 1 for u in run) <= GROUP_WORDS for run in cut)
    assert [run[0].text for run in cut][-1] == "## Next"


def test_units_with_another_between_them_are_two_runs() -> None:
    text = SegmentedText(f"{LOGS}\n\n{CARRIER}\n\n{INVOICES}")
    first, _, last = units_of(text)
    assert runs(text, [first, last]) == [(first,), (last,)]
    assert runs(text, []) == []


def test_a_change_is_ordered_by_the_new_text_and_a_removal_by_the_old_one() -> None:
    removed, added = changes(f"{CARRIER}\n\n{LOGS}", f"{LOGS}\n\n{NEWSLETTER}")
    assert (removed.kind, removed.place) == (ChangeKind.REMOVED, (0, 1))
    assert (added.kind, added.place) == (ChangeKind.ADDED, (len(LOGS) + 2, 0))


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(80))
@given(any_text, any_text)
def test_a_unit_belongs_to_at_most_one_change_and_what_came_or_went_to_one(old: str, new: str) -> None:
    found = aligned(old, new)
    candidates = group(found)
    for side, rest in (([u for c in candidates for u in c.old], found.removed), ([u for c in candidates for u in c.new], found.added)):
        starts = [unit.start for unit in side]
        assert len(starts) == len(set(starts))
        assert {unit.start for unit in rest} <= set(starts)


@settings(max_examples=examples(80))
@given(any_text, any_text)
def test_sides_and_kinds_agree(old: str, new: str) -> None:
    for change in changes(old, new):
        assert bool(change.old) is (change.kind is not ChangeKind.ADDED)
        assert bool(change.new) is (change.kind is not ChangeKind.REMOVED)
        assert change.equal or change.kind is not ChangeKind.MOVED
        for side in (change.old, change.new):
            assert [unit.start for unit in side] == sorted(unit.start for unit in side)


@settings(max_examples=examples(80))
@given(any_text)
def test_runs_keep_every_unit_in_order(text: str) -> None:
    segmented = SegmentedText(text)
    units = units_of(segmented)
    cut = runs(segmented, units)
    assert [unit for run in cut for unit in run] == units
    for run in cut:
        assert len(run) == 1 or sum(unit.text.count(" ") + 1 for unit in run) <= GROUP_WORDS
        assert not any(unit.kind == "heading" for unit in run[1:])
