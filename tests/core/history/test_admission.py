"""Which captures of one page become its text: the screen, the quarantine and people's decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.history.admission import MAX_PENDING, SCREEN_HISTORY, PageScreening, latest_decisions
from monitor.core.history.text_cache import TextCache
from monitor.model import ReviewDecision, ScreenStatus, Verdict
from tests.sampling import examples

from .timeline_world import CASES, CUT, STUB, WALL, A, B, ExtractedCapture, day, seen

GERMAN = (CASES / "history" / "german.md").read_text()
HOME = (CASES / "wrong-home" / "page.md").read_text()


def decision(capture: ExtractedCapture, accept: bool, *, given: float = 100, why: str = "") -> ReviewDecision:
    return ReviewDecision(capture.record.sha256, capture.record.captured_at, accept, day(given), why)


def screened(captures: list[ExtractedCapture], decisions: list[ReviewDecision] | None = None, language: str | None = None) -> PageScreening:
    """The screening after all captures, before `finish`."""
    screening = PageScreening(language, latest_decisions(decisions or []), TextCache())
    for capture in captures:
        screening.add(capture)
    return screening


def accepted(screening: PageScreening) -> list[str]:
    return [capture.document.text for capture in screening.accepted]


def finished(screening: PageScreening) -> list[str | None]:
    """The reasons of all rejections, once nothing more comes."""
    screening.finish()
    return [one.verdict.reason for one in screening.rejections]


# --- the screen -------------------------------------------------------------------------------------------------------


def test_a_policy_is_accepted_a_wall_rejected_and_a_fragment_held() -> None:
    screening = screened([seen(A, 0), seen(WALL, 1), seen(CUT, 2)])
    assert accepted(screening) == [A]
    assert [one.verdict.reason for one in screening.rejections] == ["bot-wall"]
    assert finished(screening) == ["bot-wall", "truncated"]
    assert finished(screening) == ["bot-wall", "truncated"], "finishing twice rejects nothing twice"


def test_a_rejection_names_the_snapshot() -> None:
    capture = seen("", 3, url="https://shop.example/p")
    (one,) = screened([capture]).rejections
    assert (one.policy, one.captured_at, one.sha256, one.url) == ("heron", day(3), capture.record.sha256, "https://shop.example/p")
    assert one.verdict.standing is ScreenStatus.REFUSED


def test_the_expected_language_is_asked_for_from_the_first_capture_on() -> None:
    assert accepted(screened([seen(GERMAN, 0)])) == [GERMAN]
    assert accepted(screened([seen(GERMAN, 0)], language="en")) == []


def test_a_text_known_but_for_noise_needs_no_second_screening() -> None:
    """Screened by itself, a stub is doubtful each time; once accepted it is known, in other typography too."""
    first = seen(STUB, 1)
    again = seen(STUB.replace("'", "’").replace("- ", "* "), 2)
    screening = screened([seen(A, 0), first, again], [decision(first, True)])
    assert len(screening.accepted) == 3


@pytest.mark.parametrize(("status", "reason"), [(404, "error-page"), (301, "redirect"), (503, "error-page")])
def test_a_known_text_under_an_error_status_is_no_version(status: int, reason: str) -> None:
    screening = screened([seen(A, 0), seen(A, 1, status=status)])
    assert len(screening.accepted) == 1
    assert finished(screening) == [reason]


def test_the_screen_compares_with_a_few_different_texts() -> None:
    texts = [f"{A}\n\nThis is edition {word} of our policy.\n" for word in ("one", "two", "three", "four", "five", "six", "seven", "eight")]
    screening = screened([seen(text, number) for number, text in enumerate([*texts, *texts[-1:] * 5])])
    assert len(screening.accepted) == 13
    assert [document.text for document in screening._history] == texts[-SCREEN_HISTORY:]


# --- the quarantine ---------------------------------------------------------------------------------------------------


def test_a_second_capture_confirms_both() -> None:
    assert accepted(screened([seen(A, 0), seen(CUT, 1), seen(CUT, 16)])) == [A, CUT, CUT]


@pytest.mark.parametrize("hours", [0.1, 1, 2, 24, 13 * 24])
def test_captures_of_one_outage_confirm_nothing(hours: float) -> None:
    assert accepted(screened([seen(A, 0), seen(CUT, 1), seen(CUT, 1 + hours / 24)])) == [A]


def test_many_cut_captures_within_a_few_days_confirm_nothing() -> None:
    assert accepted(screened([seen(A, 0), *(seen(CUT, 1 + number / 4) for number in range(40))])) == [A]


def test_nearly_the_same_text_confirms() -> None:
    other = CUT.replace("12 Heron Lane", "14 Heron Lane")
    assert accepted(screened([seen(A, 0), seen(CUT, 1), seen(other, 16)])) == [A, CUT, other]
    half = CUT[: len(CUT) // 2]
    assert accepted(screened([seen(A, 0), seen(CUT, 1), seen(half, 16)])) == [A]


def test_a_grave_doubt_takes_three_captures_and_two_weeks() -> None:
    def stubs(*days: float) -> list[ExtractedCapture]:
        return [seen(A, 0), *(seen(STUB, number) for number in days)]

    assert accepted(screened(stubs(1, 20))) == [A], "two are too few"
    assert accepted(screened(stubs(1, 2, 14))) == [A], "13 days are too short"
    assert accepted(screened(stubs(1, 2, 15))) == [A, STUB, STUB, STUB]


def test_the_return_of_the_known_text_ends_every_doubt() -> None:
    screening = screened([seen(A, 0), seen(CUT, 1), seen(A, 2), seen(CUT, 3)])
    assert [one.captured_at for one in screening.rejections] == [day(1)]
    assert finished(screening) == ["truncated", "truncated"]


def test_doubtful_texts_in_turn_confirm_each_its_own_kind() -> None:
    """The stub between two fragments is not confirmed by them, and is given up once they are accepted."""
    screening = screened([seen(A, 0), seen(CUT, 1), seen(STUB, 2), seen(CUT, 16)])
    assert accepted(screening) == [A, CUT, CUT]
    assert finished(screening) == ["stub"]


def test_of_too_many_different_doubts_the_oldest_go_first() -> None:
    english = "We keep the orders of our customers for seven years and their letters for two. "
    stubs = [f"# Page {n}\n\n{english}{' '.join(f'w{n}x{m}' for m in range(30))}" for n in range(MAX_PENDING + 3)]
    screening = screened([seen(A, 0), *(seen(text, 1 + n) for n, text in enumerate(stubs))])
    assert accepted(screening) == [A]
    assert [one.captured_at for one in screening.rejections] == [day(1), day(2), day(3)]
    assert len(screening._pending) == MAX_PENDING


# --- people's decisions -----------------------------------------------------------------------------------------------


def test_a_decision_overrides_the_screen_either_way() -> None:
    policy, stub = seen(B, 1), seen(STUB, 2)
    screening = screened([seen(A, 0), policy, stub], [decision(policy, False, why="wrong site"), decision(stub, True)])
    assert accepted(screening) == [A, STUB]
    (one,) = screening.rejections
    assert one.verdict == Verdict(ScreenStatus.REFUSED, "rejected", "Rejected by a person: wrong site")


def test_a_rejection_without_a_reason_is_a_full_sentence() -> None:
    policy = seen(A, 0)
    (one,) = screened([policy], [decision(policy, False)]).rejections
    assert one.verdict.says == "Rejected by a person."


def test_nobody_can_accept_a_page_without_text() -> None:
    empty = seen("", 0)
    assert finished(screened([empty], [decision(empty, True)])) == ["empty"]


def test_a_decision_is_about_one_capture_not_about_its_bytes() -> None:
    first, second = seen(B, 1), seen(B, 2)
    assert [one.record.captured_at for one in screened([first, second], [decision(first, False)]).accepted] == [day(2)]


def test_the_last_decision_counts_in_whatever_order_they_are_read() -> None:
    capture = seen(A, 0)
    decisions = [decision(capture, True, given=1), decision(capture, False, given=3), decision(capture, True, given=2)]
    for order in permutations(decisions):
        assert [one.accept for one in latest_decisions(order).values()] == [False]


def test_of_two_decisions_at_one_moment_accepting_counts() -> None:
    capture = seen(A, 0)
    for order in permutations([decision(capture, True), decision(capture, False)]):
        assert [one.accept for one in latest_decisions(order).values()] == [True]


# --- laws -------------------------------------------------------------------------------------------------------------

stories = st.lists(st.tuples(st.sampled_from([A, B, CUT, STUB, WALL, HOME, GERMAN, ""]), st.integers(0, 40)), max_size=12)


@settings(max_examples=examples(40))
@given(stories, st.randoms(use_true_random=False))
def test_every_capture_is_accepted_or_rejected_once(story: list[tuple[str, int]], chance: object) -> None:
    captures = [seen(text, number) for text, number in sorted(story, key=lambda one: one[1])]
    decisions = [decision(capture, chance.random() < 0.5) for capture in captures if chance.random() < 0.3]  # type: ignore[attr-defined]
    screening = screened(captures, decisions)
    screening.finish()
    ended = [(one.record.captured_at, one.record.sha256) for one in screening.accepted]
    ended += [(one.captured_at, one.sha256) for one in screening.rejections]
    assert sorted(ended) == sorted((one.record.captured_at, one.record.sha256) for one in captures)


@settings(max_examples=examples(40))
@given(stories)
def test_accepted_captures_keep_their_order(story: list[tuple[str, int]]) -> None:
    screening = screened([seen(text, number) for text, number in sorted(story, key=lambda one: one[1])])
    moments = [one.record.captured_at for one in screening.accepted]
    assert moments == sorted(moments)


@settings(max_examples=examples(30))
@given(stories)
def test_refused_pages_change_nothing_that_is_accepted(story: list[tuple[str, int]]) -> None:
    captures = [seen(text, number) for text, number in sorted(story, key=lambda one: one[1]) if text not in (WALL, HOME, "")]
    walls = [seen(WALL, number + 0.5) for number in range(0, 40, 3)]
    mixed = sorted([*captures, *walls], key=lambda one: one.record.captured_at)
    assert screened(captures).accepted == screened(mixed).accepted


@given(st.integers(0, 500))
def test_the_waiting_period_is_exact(hours: int) -> None:
    second = seen(CUT, 1 + timedelta(hours=hours) / timedelta(days=1))
    confirmed = second.record.captured_at - day(1) >= timedelta(days=14)
    assert (len(screened([seen(A, 0), seen(CUT, 1), second]).accepted) == 3) is confirmed


LABELS = "# Privacy Policy\n\n- [Home](https://a.example/)\n\n© 2026 Heron Lane Books"


def live(text: str, number: float) -> ExtractedCapture:
    capture = seen(text, number)
    return replace(capture, record=replace(capture.record, source="live"))


def test_a_live_page_without_a_sentence_never_becomes_the_first_version_by_itself() -> None:
    captures = [live(LABELS, number) for number in range(0, 200, 10)]
    screening = screened(captures)
    assert accepted(screening) == []
    assert set(finished(screening)) == {"stub"}


def test_a_person_may_accept_it() -> None:
    captures = [live(LABELS, 0), live(LABELS, 10)]
    assert accepted(screened(captures, [decision(captures[1], accept=True)])) == [LABELS]


def test_the_text_that_comes_after_it_is_the_first_version() -> None:
    screening = screened([live(LABELS, 0), live(A, 1), live(LABELS, 2), live(A, 3)])
    assert accepted(screening) == [A, A]
