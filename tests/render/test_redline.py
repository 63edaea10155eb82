from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Changelog, Passage, PassageKind
from monitor.render.redline import Line, height_class, merge_edits, plain_lines, redline, without_marker

from . import sample

PAIRS = [(a, b) for a, b in zip(sample.larkspur().entries, sample.larkspur().entries[1:], strict=False)]


def text_without(lines: list[list[Line]], without: str) -> str:
    return "".join(p.text for chunk in lines for line in chunk for p in line.runs if p.mark not in without)


def bare(text: str) -> str:
    return "".join(without_marker(line).strip() for line in text.split("\n")).replace(" ", "")


@pytest.mark.parametrize("place", range(len(PAIRS)))
def test_every_word_of_both_texts_is_in_the_redline_once(place: int) -> None:
    before, after = PAIRS[place]
    assert after.changelog is not None
    old, new = before.version.document.text, after.version.document.text
    lines = redline(after.changelog, old, new)
    assert text_without(lines, "-<").replace(" ", "") == bare(new)
    shown, wanted = text_without(lines, "+>").replace(" ", ""), bare(old)
    moved = any(p.mark == "<" for chunk in lines for line in chunk for p in line.runs)
    assert sorted(shown) == sorted(wanted) if moved else shown == wanted


def test_headings_items_and_paragraphs_are_recognised_and_lose_their_markers() -> None:
    lines = plain_lines("# T\n\nText.\n- a\n  - b\n12. c\n> quoted\n|a|b|\n")
    assert [(line.shape, line.level, line.bullet, line.runs[0].text) for line in lines] == [
        ("h", 1, "", "T"), ("p", 0, "", "Text."), ("li", 0, "•", "a"), ("li", 1, "•", "b"), ("li", 0, "12.", "c"), ("p", 0, "", "quoted"), ("p", 0, "", "|a|b|"),  # noqa: E501
    ]  # fmt: skip


def test_a_line_that_is_new_old_or_both_says_so_and_a_replaced_marker_goes_on_both_sides() -> None:
    old, new = "- a\nsame\ngone\n", "## b\nsame\ncame\n"
    passages = (
        Passage(PassageKind.CHANGED, (0, 3), (0, 4), "x"), Passage(PassageKind.SAME, (3, 9), (4, 10)),
        Passage(PassageKind.REMOVED, (9, 14), None, "y"), Passage(PassageKind.ADDED, None, (10, 15), "z"),
    )  # fmt: skip
    lines = [line for chunk in redline(Changelog((), passages), old, new) for line in chunk]
    assert [line.state for line in lines] == ["both", "same", "old", "new"]
    assert [p.text for p in lines[0].runs] == ["a", "b"]
    assert lines[0].starts == (("at", "x"),)
    assert lines[2].changes == ("y",)


def test_a_moved_passage_has_two_places() -> None:
    moving, staying = "A sentence that is long enough to move about.\n", "This one stays.\nAnd this.\nAnd that.\n"
    log = sample.changelog(moving + staying, staying + moving)
    lines = [line for chunk in redline(log, moving + staying, staying + moving) for line in chunk]
    assert sorted(side for line in lines for side, _ in line.starts) == ["at", "from"]


def test_edits_that_do_not_match_the_passage_are_ignored() -> None:
    made = sample.change(sample.ChangeKind.REWORDED, None, None, (("-", "other"), ("+", "words")), ())
    passage = Passage(PassageKind.CHANGED, (0, 3), (0, 3), made.id)
    (chunk,) = redline(Changelog((made,), (passage,)), "one", "two")
    assert [(p.mark, p.text) for p in chunk[0].runs] == [("-", "one"), ("+", "two")]
    (chunk,) = redline(Changelog((), (Passage(PassageKind.CHANGED, (0, 3), (0, 3)),)), "one", "one")
    assert chunk[0].state == "same"


def test_a_long_text_is_cut_into_chunks_of_bounded_height() -> None:
    text = "\n".join(f"Line {n}." for n in range(200))
    lines = redline(Changelog((), (Passage(PassageKind.SAME, (0, len(text)), (0, len(text))),)), text, text)
    assert max(map(len, lines)) == 60
    assert [height_class(lines[0]), height_class(lines[0][:3]), height_class(lines[0][:8]), height_class(lines[0][:20])] == [4, 1, 2, 3]


@given(st.lists(st.tuples(st.sampled_from("=-+"), st.text(alphabet="ab \n", min_size=1, max_size=5)), max_size=8))
def test_merging_edits_keeps_both_sides(edits: list[tuple[str, str]]) -> None:
    for without in "+-":
        assert "".join(t for m, t in merge_edits(edits) if m != without) == "".join(t for m, t in edits if m != without)
