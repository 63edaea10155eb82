"""The fold from snapshots to history: chaining, quarantine, words, pages in parts, and its laws."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.history.admission import AcceptedCapture
from monitor.core.history.text_cache import TextCache
from monitor.core.history.timeline import build_timeline, join_pages, page_of
from monitor.model import Document, Policy, ReviewDecision, ScreenStatus
from tests.sampling import examples

from .timeline_world import CASES, CUT, POLICY, STUB, URL, WALL, A, B, C, alarming, day, fold, reasons, seen, story, versions

GERMAN = (CASES / "history" / "german.md").read_text()
HOME = (CASES / "wrong-home" / "page.md").read_text()
TEXTS = st.sampled_from([A, B, C, STUB, WALL, CUT, "", GERMAN, A.replace("data", "data ")])
STORIES = st.lists(st.tuples(TEXTS, st.integers(0, 60)), max_size=14)


def word(capture, accept, *, hours=0):
    record = capture.record
    return ReviewDecision(record.sha256, record.captured_at, accept, day(100 + hours / 24), "read by eye")


def test_equal_captures_make_one_version_with_its_first_and_last_day():
    line = fold(story(A, A, A, B, B))
    first, second = (entry.version for entry in line.entries)
    assert (first.captured_at, first.last_seen, first.captures) == (day(0), day(2), 3)
    assert (second.captured_at, second.last_seen, second.captures, second.returns_to) == (day(3), day(4), 2, None)
    assert line.entries[0].changelog is None
    assert line.entries[1].changelog is not None


def test_a_capture_found_later_between_two_chains_anew():
    assert versions(fold([seen(A, 0), seen(A, 9), seen(B, 4)])) == [(A, day(0)), (B, day(4)), (A, day(9))]


def test_walls_stand_among_the_rejections_and_interrupt_nothing():
    line = fold(story(A, WALL, "", A, WALL))
    assert versions(line) == [(A, day(0))]
    assert line.entries[0].version.captures == 2
    assert reasons(line) == ["bot-wall", "empty", "bot-wall"]


def test_an_archived_error_or_redirect_is_no_version_even_with_the_policys_text():
    line = fold([seen(A, 0), seen(B, 1, status=404), seen(B, 2, status=301), seen(A, 3, status=503)])
    assert versions(line) == [(A, day(0))]
    assert reasons(line) == ["error-page", "redirect", "error-page"]


def test_a_doubtful_capture_waits_and_a_second_look_confirms_it_from_its_first_day():
    assert [one.verdict.standing for one in fold(story(A, CUT)).rejections] == [ScreenStatus.QUARANTINED]
    confirmed = fold(story(A, CUT, CUT, every=15))
    assert versions(confirmed) == [(A, day(0)), (CUT, day(15))]
    assert confirmed.rejections == ()


@pytest.mark.parametrize("later", [0.01, 0.05, 1, 13])
def test_a_second_look_at_a_text_that_breaks_off_confirms_nothing_for_two_weeks(later: float):
    assert reasons(fold([seen(A, 0), seen(CUT, 1), seen(CUT, 1 + later)])) == ["truncated", "truncated"]


def test_a_doubt_ends_when_the_accepted_text_comes_back():
    assert reasons(fold(story(A, CUT, A, CUT, A, CUT))) == ["truncated"] * 3


def test_a_grave_doubt_needs_three_looks_over_two_weeks():
    assert reasons(fold(story(A, STUB, STUB, STUB))) == ["stub"] * 3
    assert reasons(fold(story(A, STUB, STUB, every=30))) == ["stub"] * 2
    assert versions(fold(story(A, STUB, STUB, STUB, every=7)))[1] == (STUB, day(7))


def test_nearly_the_same_text_counts_as_a_second_look():
    other = CUT.replace("12 Heron Lane", "14 Heron Lane").replace("a court orders", "one court orders")
    assert [text for text, _ in versions(fold(story(A, CUT, other, every=15)))] == [A, CUT, other]


def test_a_home_page_is_refused_however_often_it_comes():
    line = fold(story(A, HOME, HOME, HOME, HOME, every=10))
    assert {one.verdict.standing for one in line.rejections} == {ScreenStatus.REFUSED}


def test_a_word_outranks_the_screen_and_the_last_word_counts():
    captures = story(A, STUB, A)
    accept, reject = word(captures[1], True), word(captures[1], False, hours=1)
    assert [text for text, _ in versions(fold(captures, [accept]))] == [A, STUB, A]
    assert [text for text, _ in versions(fold(captures, [reject, accept]))] == [A]
    assert "read by eye" in (fold(captures, [reject]).rejections[0].verdict.says or "")


def test_a_word_can_reject_a_policy_and_not_conjure_one():
    captures = story(A, B)
    line = fold(captures, [word(captures[1], False)])
    assert versions(line) == [(A, day(0))]
    assert reasons(line) == ["rejected"]
    empty = story(A, "")
    assert reasons(fold(empty, [word(empty[1], True)])) == ["empty"]


def test_an_accepted_stub_is_known_from_then_on():
    captures = story(A, STUB, STUB)
    line = fold(captures, [word(captures[1], True)])
    assert line.entries[-1].version.captures == 2


def test_an_exact_return_names_the_version_it_returns_to():
    line = fold(story(A, B, A, B))
    assert [entry.version.returns_to for entry in line.entries] == [None, None, day(0), day(1)]


TWO = Policy("heron", "Heron", urls=(URL, URL + "/cookies"))


def part(text, number, url=TWO.urls[1]):
    return seen(text, number, url=url)


def test_pages_are_put_together_in_the_order_of_the_addresses():
    line = fold([part(B, 0), part(A, 0, URL), part(C, 5)], policy=TWO)
    assert [text for text, _ in versions(line)] == [f"{A.strip()}\n\n{B.strip()}\n", f"{A.strip()}\n\n{C.strip()}\n"]
    assert line.entries[1].version.url == TWO.urls[1]


def test_half_a_document_is_rejected_as_incomplete():
    line = fold([part(A, 0, URL), part(B, 3)], policy=TWO)
    assert [at for _, at in versions(line)] == [day(3)]
    assert reasons(line) == ["incomplete"]


def test_a_wall_on_one_page_leaves_its_last_text_in_place():
    line = fold([part(A, 0, URL), part(B, 0), part(WALL, 1), part(A, 1, URL), part(C, 2)], policy=TWO)
    assert len(line.entries) == 2
    assert reasons(line) == ["bot-wall"]


def test_an_address_that_moved_is_the_same_page():
    line = fold([part(A, 0, URL), part(B, 0), part(A, 1, "http://www.heronlane.example/privacy/")], policy=TWO)
    assert len(line.entries) == 1
    assert line.rejections == ()


def test_no_captures_no_history():
    assert fold([]).entries == ()
    assert fold([], policy=TWO).entries == ()


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://heronlane.example/privacy", "https://heronlane.example/privacy"),
        ("http://www.heronlane.example/privacy/cookies/", "https://heronlane.example/privacy/cookies"),
        ("https://heronlane.example/privacy?lang=en", "https://heronlane.example/privacy"),
        ("https://elsewhere.example/", "https://heronlane.example/privacy"),
        ("http://[heronlane.example/", "https://heronlane.example/privacy"),
        ("", "https://heronlane.example/privacy"),
    ],
)
def test_the_page_of_an_address(url, page):
    assert page_of(url, TWO.urls) == page
    assert page_of(url, TWO.urls[:1]) == page_of(url, ()) == ""


def page(text, number, **more):
    return AcceptedCapture(seen(text, number).record, Document(text, **more))


def test_a_joined_document_takes_the_newest_dates_the_first_title_and_each_note_once():
    first = page("A\n\n", 0, title="Privacy", stated_date="2020-01-02", language="en", notes=("guessed",))
    second = page("\nB", 0, title="Cookies", stated_date="2021-05-01", effective_date="2021-06-01", notes=("guessed", "cut"))
    (joined,), rejections = join_pages({"one": [first], "two": [second]}, TextCache())
    assert joined.document == Document("A\n\nB\n", "Privacy", "2021-05-01", "2021-06-01", "en", ("guessed", "cut"))
    assert (joined.record, rejections) == (first.record, [])


def test_pages_are_joined_anew_whenever_one_was_captured():
    pages = {"one": [page("A", 0), page("B", 4)], "two": [page("C", 2), page("D", 4), page("E", 6)]}
    joined, incomplete = join_pages(pages, TextCache())
    assert [(one.document.text, one.record.captured_at) for one in joined] == [
        ("A\n\nC\n", day(2)), ("B\n\nD\n", day(4)), ("B\n\nE\n", day(6)),
    ]  # fmt: skip
    assert [one.captured_at for one in incomplete] == [day(0)]


def test_a_page_that_was_never_accepted_is_not_waited_for():
    line = fold([part(A, 0, URL), part(WALL, 0), part(B, 1, URL)], policy=TWO)
    assert [text for text, _ in versions(line)] == [A, B]


def test_one_page_or_none_is_left_as_it_is():
    alone = [page("A", 0), page("B", 1)]
    assert join_pages({"": alone}, TextCache()) == (alone, [])
    assert join_pages({}, TextCache()) == ([], [])


# --- laws ------------------------------------------------------------------------------------------------------------


def captured(story_):
    return [seen(text, number) for text, number in story_]


@settings(max_examples=examples(60))
@given(STORIES, st.randoms())
def test_the_order_of_arrival_never_matters(story_, shuffle: random.Random):
    captures = captured(story_)
    mixed = list(captures)
    shuffle.shuffle(mixed)
    renumbered = [replace(one, record=replace(one.record, sequence=place)) for place, one in enumerate(mixed)]
    assert fold(captures) == fold(renumbered)


@settings(max_examples=examples(30))
@given(STORIES)
def test_every_capture_is_accounted_for(story_):
    line = fold(captured(story_))
    assert sum(entry.version.captures for entry in line.entries) + len(line.rejections) == len(story_)
    moments = [moment for entry in line.entries for moment in (entry.version.captured_at, entry.version.last_seen)]
    assert moments == sorted(moments)
    assert all(a.version.sha256 != b.version.sha256 for a, b in zip(line.entries, line.entries[1:], strict=False))


@settings(max_examples=examples(30))
@given(STORIES, st.sampled_from([A, B, C]))
def test_an_earlier_capture_moves_a_texts_date(story_, text):
    later = captured([(text_, number + 5) for text_, number in story_])
    line = fold([seen(text, 0), *later])
    assert versions(line)[0] == (text, day(0))


@settings(max_examples=examples(30))
@given(STORIES, st.data())
def test_words_outrank(story_, data):
    captures = captured(story_)
    said = {(one.record.sha256, one.record.captured_at): data.draw(st.booleans()) for one in captures}
    line = fold(captures, [ReviewDecision(digest, at, accept, day(90)) for (digest, at), accept in said.items()])
    refused = {(one.sha256, one.captured_at) for one in line.rejections}
    for one in captures:
        key = one.record.sha256, one.record.captured_at
        assert (key in refused) is not (said[key] and one.extraction.document is not None)


@settings(max_examples=examples(30))
@given(STORIES)
def test_walls_change_nothing_of_the_history(story_):
    calm = [one for one in captured(story_) if one.extraction.document and one.extraction.document.text != WALL]
    loud = [*calm, *(seen(WALL, number + 0.5) for number in range(0, 60, 7))]
    assert fold(calm).entries == fold(loud).entries


def test_ten_thousand_flips_are_compared_once_a_pair():
    calls = []

    def counting(old, new):
        calls.append((old.sha256, new.sha256))
        return alarming(old, new)

    line = build_timeline(POLICY, [seen(A if number % 500 else B, number / 4) for number in range(10_000)], (), counting)
    assert len(line.entries) == 40
    assert len(set(calls)) == len(calls) == 2


@settings(max_examples=examples(30))
@given(STORIES)
def test_deriving_twice_changes_nothing(story_):
    captures = captured(story_)
    assert fold(captures) == fold(list(captures))


@settings(max_examples=examples(30))
@given(STORIES, st.integers(0, 60), st.randoms(use_true_random=False))
def test_pages_in_parts_arrive_in_any_order(story_, number, shuffle):
    captures = [*captured(story_), *(part(text, at) for text, at in story_), part(C, number)]
    mixed = list(captures)
    shuffle.shuffle(mixed)
    assert fold(captures, policy=TWO) == fold(mixed, policy=TWO)
