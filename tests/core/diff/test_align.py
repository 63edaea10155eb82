"""Which statements are the same, moved, reworded, split, merged, and which came or went."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.diff.align import Alignment, align
from monitor.core.diff.candidates import GROUP_WORDS, Candidate, group, runs
from monitor.core.text.segment import SegmentedText
from monitor.model import ChangeKind
from tests.core.policy_sentences import scraps, texts

A = "We keep server logs for thirty days."
B = "Your parcels are brought by a carrier that knows your address."
C = "Questions about an invoice go to our bookkeeping desk."
D = "The newsletter tells you about new tents and packs."


def pages(old: str, new: str) -> Alignment:
    return align(SegmentedText(old), SegmentedText(new))


def kinds(old: str, new: str) -> list[ChangeKind]:
    return [candidate.kind for candidate in group(pages(old, new))]


def texts_of(candidates: list[Candidate]) -> list[tuple[str, str]]:
    return [(" ".join(u.text.strip() for u in c.old), " ".join(u.text.strip() for u in c.new)) for c in candidates]


def test_equal_texts_have_nothing_to_tell() -> None:
    found = pages(f"{A}\n\n{B}", f"{A}\n\n{B}")
    assert group(found) == []
    assert [pair for pair in found.same if SegmentedText(A).lines] == [(0, 0), (1, 1), (2, 2)]


def test_a_sentence_that_came_and_one_that_went() -> None:
    assert kinds(f"{A}\n\n{B}", A) == [ChangeKind.REMOVED]
    assert kinds(A, f"{A}\n\n{B}") == [ChangeKind.ADDED]


def test_a_reworded_sentence_is_one_change() -> None:
    found = group(pages(f"{B} {A}", f"{B} {A.replace('thirty', 'ninety')}"))
    assert [c.kind for c in found] == [ChangeKind.REWORDED]
    assert texts_of(found) == [(A, A.replace("thirty", "ninety"))]


def test_lines_that_moved_together_are_one_move() -> None:
    found = group(pages(f"{A}\n\n{B}\n\n{C}\n\n{D}", f"{C}\n\n{D}\n\n{A}\n\n{B}"))
    assert [c.kind for c in found] == [ChangeKind.MOVED]
    assert found[0].equal
    assert len(found[0].old) == len(found[0].new) == 2


def test_a_sentence_that_moved_to_another_paragraph() -> None:
    found = group(pages(f"{A} {B}\n\n{C}\n\n{D}", f"{A}\n\n{C}\n\n{D} {B}"))
    assert ChangeKind.MOVED in [c.kind for c in found]
    assert not [c for c in found if c.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)]


def test_a_sentence_that_moved_and_was_reworded() -> None:
    there = B.replace("is brought", "arrives").replace("knows", "gets")
    found = group(pages(f"{B}\n\n{A}\n\n{C}\n\n{D}", f"{A}\n\n{C}\n\n{D}\n\n{there}"))
    assert [(bool(c.old), bool(c.new)) for c in found] == [(True, True)]


SPLIT = "We use your address to bring the parcel", "to answer letters about the order"


def test_a_sentence_split_in_two_and_two_merged_in_one() -> None:
    whole, parts = f"{SPLIT[0]} and {SPLIT[1]}.", f"{SPLIT[0]}. We also use it {SPLIT[1]}."
    assert kinds(whole, parts) == [ChangeKind.SPLIT]
    assert kinds(parts, whole) == [ChangeKind.MERGED]


def test_repeated_lines_pair_by_occurrence() -> None:
    assert kinds("\n".join([A] * 5), "\n".join([A] * 6)) == [ChangeKind.ADDED]
    assert kinds("\n".join([A] * 6), "\n".join([A] * 4)) in ([ChangeKind.REMOVED], [ChangeKind.REMOVED] * 2)


def test_one_word_items_are_not_moved_about() -> None:
    found = pages("## A\n\n- Name\n\n## B\n\n- Mail\n", "## A\n\n- Mail\n\n## B\n\n- Age\n")
    assert not [m for m in found.matches if m.moved]


def test_adjoining_statements_that_came_together_are_one_change() -> None:
    assert kinds(A, f"{A}\n\n{B} {C}\n\n{D}") == [ChangeKind.ADDED]


def test_long_runs_are_cut_and_headings_begin_a_run() -> None:
    many = "\n\n".join(f"Statement {n} tells of the matter number {n} and of nothing else." for n in range(60))
    page = SegmentedText(f"{many}\n\n## Next\n\n{A}")
    units = [u for line in range(len(page.lines)) for u in page.units(line) if u.text.strip()]
    cut = runs(page, units)
    assert len(cut) > 3
    assert all(sum(u.text.count(" ") + 1 for u in run) <= GROUP_WORDS for run in cut)
    assert [run[0].text for run in cut][-1] == "## Next"
    assert runs(page, [units[0], units[2]]) == [(units[0],), (units[2],)]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.one_of(texts, scraps), st.one_of(texts, scraps))
def test_every_unit_is_told_of_once(old: str, new: str) -> None:
    found = pages(old, new)
    for page, lines, matched, rest in (
        (found.old, [i for i, _ in found.same + found.moved], [u for m in found.matches for u in m.old], found.removed),
        (found.new, [j for _, j in found.same + found.moved], [u for m in found.matches for u in m.new], found.added),
    ):
        told = [(u.start, u.end) for line in lines if page.lines[line].strip() for u in page.units(line)]
        told += [(u.start, u.end) for u in (*matched, *rest)]
        every = [(u.start, u.end) for n, line in enumerate(page.lines) if line.strip() for u in page.units(n)]
        assert sorted(told) == sorted(every)
