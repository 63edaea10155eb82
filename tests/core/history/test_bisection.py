"""The plan: every change and every border with few fetches, whatever is held, equal or unreadable."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.bisection import BisectionPlan, CaptureContent, Gap, Run, max_fetches, runs_of


def changes(
    texts: Sequence[str | None], labels: Sequence[object] | None = None, held: Sequence[int] = ()
) -> tuple[BisectionPlan, list[int]]:
    plan, fetched = BisectionPlan(labels or range(len(texts))), []
    for place in held:
        plan.record(place, _seen(texts[place]))
    while (place := plan.next_for_changes()) is not None:
        assert place not in fetched, "asked twice"
        fetched.append(place)
        plan.record(place, _seen(texts[place]))
    return plan, fetched


def sights(
    texts: Sequence[str | None], stands: Callable[[str], bool], labels: Sequence[object] | None = None
) -> tuple[BisectionPlan, list[int]]:
    plan, fetched = BisectionPlan(labels or range(len(texts))), []
    while (place := plan.next_for_phrase(max_fetches(len(texts)) - len(fetched))) is not None:
        fetched.append(place)
        text = texts[place]
        plan.record(place, None if text is None else CaptureContent(text, stands(text)))
    return plan, fetched


def _seen(text: str | None) -> CaptureContent | None:
    return None if text is None else CaptureContent(text)


def test_one_change_costs_a_bisection() -> None:
    plan, fetched = changes(["a"] * 37 + ["b"] * 63)
    assert plan.changes == [(36, 37)]
    assert len(fetched) <= 9
    assert plan.unseen == 100 - len(fetched)


def test_equal_ends_cost_two_and_the_rest_is_said_to_be_unseen() -> None:
    plan, fetched = changes(["a", "a", "b", "a", "a"])
    assert (fetched, plan.changes, plan.unseen) == ([0, 4], [], 3)


def test_equal_bytes_are_asked_for_once() -> None:
    plan, fetched = changes(["a", "a", "b", "b", "a"], labels=["x", "x", "y", "y", "x"])
    assert (fetched, plan.unseen) == ([0], 2)
    plan, fetched = changes(["a", "a", "b", "b", "c"], labels=["x", "x", "y", "y", "z"])
    assert plan.changes == [(1, 2), (3, 4)]
    assert (len(fetched), plan.unseen) == (3, 0)


def test_what_is_held_costs_nothing() -> None:
    texts = ["a"] * 50 + ["b"] * 50
    plan, fetched = changes(texts, held=[0, 49, 50, 99])
    assert (fetched, plan.changes) == ([], [(49, 50)])


def test_unreadable_captures_are_walked_around() -> None:
    plan, _ = changes([None, "a", "a", None, None, "b", "b", None])
    assert plan.changes == [(2, 5)]
    plan, _ = changes([None, None])
    assert plan.changes == []
    assert changes([])[1] == []


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=60).map(sorted))
def test_changes_that_never_return_are_all_found(texts: list[str]) -> None:
    plan, _ = changes(texts)
    assert plan.changes == [(n, n + 1) for n in range(len(texts) - 1) if texts[n] != texts[n + 1]]


@given(st.lists(st.sampled_from(["a", "b", None]), max_size=40), st.data())
def test_whatever_comes_the_plan_ends_and_asks_nothing_twice(texts: list[str | None], data: st.DataObject) -> None:
    held = data.draw(st.sets(st.sampled_from(range(len(texts))))) if texts else set()
    plan, fetched = changes(texts, held=sorted(held))
    assert not held & set(fetched)
    for a, b in plan.changes:
        assert texts[a] != texts[b]


@given(st.integers(8, 400), st.data())
def test_one_stay_is_found_within_the_bound_and_to_the_capture(n: int, data: st.DataObject) -> None:
    """A stay of more than a quarter of the captures, between two equal texts: nothing but the halving can find it."""
    length = data.draw(st.integers(n // 4 + 1, n))
    first = data.draw(st.integers(0, n - length))
    texts = ["out"] * first + ["in"] * length + ["out"] * (n - first - length)
    plan, fetched = sights(texts, lambda text: text == "in")
    (interval,) = plan.presence()
    assert (interval.first, interval.last) == (first, first + length - 1)
    assert interval.absent_before == (first - 1 if first else None)
    assert interval.absent_after == (first + length if first + length < n else None)
    assert interval.unread_before == interval.unread_after == 0
    assert len(fetched) <= max_fetches(n)


@given(st.integers(3, 400), st.data())
def test_a_short_stay_between_different_texts_is_found(n: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, n - 2))
    length = data.draw(st.integers(1, n - first - 1))
    texts = ["before"] * first + ["in"] * length + ["after"] * (n - first - length)
    plan, fetched = sights(texts, lambda text: text == "in")
    (interval,) = plan.presence()
    assert (interval.absent_before, interval.first, interval.last, interval.absent_after) == (
        first - 1,
        first,
        first + length - 1,
        first + length,
    )
    assert len(fetched) <= max_fetches(n)


@given(st.integers(1, 300))
def test_a_phrase_that_never_stood_costs_no_more_than_the_bound(n: int) -> None:
    plan, fetched = sights(["a"] * n, lambda text: False)
    assert plan.presence() == []
    assert len(fetched) <= min(n, max_fetches(n))


def test_stays_that_are_held_have_their_borders_found_too() -> None:
    texts = ["out"] * 20 + ["in"] * 10 + ["out"] * 20 + ["in"] * 10 + ["out"] * 20
    plan = BisectionPlan(range(len(texts)))
    for held in (25, 40, 55):
        plan.record(held, CaptureContent(texts[held], texts[held] == "in"))
    while (place := plan.next_for_phrase(0)) is not None:
        plan.record(place, CaptureContent(texts[place], texts[place] == "in"))
    assert [(s.first, s.last) for s in plan.presence()] == [(20, 29), (50, 59)]


def test_a_later_word_replaces_an_earlier_one() -> None:
    plan = BisectionPlan("abc")
    plan.record(0, CaptureContent("x", True))
    plan.record(2, CaptureContent("y"))
    plan.record(1, CaptureContent("wall"))
    assert [(s.last, s.absent_after) for s in plan.presence()] == [(0, 1)]
    plan.record(1, None)
    assert [(s.last, s.absent_after, s.unread_after) for s in plan.presence()] == [(0, 2, 1)]
    assert (plan.is_readable(0), plan.is_readable(1), plan.unseen) == (True, False, 0)


@pytest.mark.parametrize(("captures", "most"), [(1, 4), (2, 6), (5, 8), (100, 17), (1000, 23)])
def test_the_bound(captures: int, most: int) -> None:
    assert max_fetches(captures) == most


def test_looking_at_everything() -> None:
    plan, fetched = BisectionPlan("aabca"), []
    while (place := plan.next_unread()) is not None:
        fetched.append(place)
        plan.record(place, CaptureContent(place))
    assert (fetched, plan.unseen) == ([0, 2, 3], 0)


def test_runs_are_stretches_of_equal_labels() -> None:
    assert list(runs_of("")) == []
    assert list(runs_of("aabba")) == [Run(0, 1), Run(2, 3), Run(4, 4)]


def test_gaps_lie_between_readable_runs_and_say_what_can_be_fetched() -> None:
    plan = BisectionPlan(range(6))
    assert list(plan.gaps()) == []
    plan.record(0, CaptureContent("a"))
    plan.record(5, CaptureContent("a"))
    plan.record(2, None)
    assert list(plan.gaps()) == [Gap(0, 5, (1, 3, 4))]


def test_between_equal_texts_a_change_is_not_looked_for_but_a_phrase_is() -> None:
    plan = BisectionPlan(range(9))
    for end in (0, 8):
        plan.record(end, CaptureContent("a"))
    assert plan.next_for_changes() is None
    assert plan.next_for_phrase(fetches_left=20) == 4
    assert plan.next_for_phrase(fetches_left=1) is None, "the borders could not be paid for"


def test_a_gap_between_different_texts_is_halved_before_a_wider_one_between_equal_texts() -> None:
    plan = BisectionPlan(range(20))
    for place, text in ((0, "a"), (15, "a"), (19, "b")):
        plan.record(place, CaptureContent(text))
    assert plan.next_for_phrase(fetches_left=20) == 17


def test_of_equally_wide_gaps_the_newest_is_halved() -> None:
    plan = BisectionPlan(range(9))
    for place, text in ((0, "a"), (4, "b"), (8, "c")):
        plan.record(place, CaptureContent(text))
    assert plan.next_for_changes() == 6


def test_an_unreadable_end_is_followed_inwards() -> None:
    plan = BisectionPlan(range(4))
    assert plan.next_for_changes() == 0
    plan.record(0, None)
    assert plan.next_for_changes() == 1
    plan.record(1, CaptureContent("a"))
    assert plan.next_for_changes() == 3


@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=200).map(sorted))
def test_a_change_costs_at_most_a_bisection(texts: list[str]) -> None:
    plan, fetched = changes(texts)
    assert len(fetched) <= 2 + len(plan.changes) * ceil(log2(len(texts)))


@given(st.lists(st.sampled_from(["a", "b", None]), min_size=1, max_size=40), st.data())
def test_equal_bytes_are_fetched_once_whatever_they_hold(texts: list[str | None], data: st.DataObject) -> None:
    labels = [f"{text}{data.draw(st.integers(0, 2))}" for text in texts]
    _, fetched = changes(texts, labels)
    assert len({labels[place] for place in fetched}) == len(fetched)


@given(st.lists(st.sampled_from(["in", "out", None]), max_size=30))
def test_reading_everything_gives_the_tightest_intervals(texts: list[str | None]) -> None:
    plan = BisectionPlan(range(len(texts)))
    while (place := plan.next_unread()) is not None:
        plan.record(place, None if texts[place] is None else CaptureContent(texts[place], texts[place] == "in"))
    assert plan.unseen == 0
    inside = {place for one in plan.presence() for place in range(one.first, one.last + 1)}
    assert {place for place, text in enumerate(texts) if text == "in"} <= inside
    assert not any(texts[place] == "out" for place in inside)
    for one in plan.presence():
        assert one.absent_before is None or one.first - one.absent_before == one.unread_before + 1
        assert one.absent_after is None or one.absent_after - one.last == one.unread_after + 1


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(texts: list[str], chance: random.Random) -> None:
    order = list(range(len(texts)))
    plans = []
    for _ in range(2):
        plan = BisectionPlan(range(len(texts)))
        for place in order:
            plan.record(place, CaptureContent(texts[place], texts[place] == "a"))
        plans.append((plan.changes, plan.presence(), plan.unseen))
        chance.shuffle(order)
    assert plans[0] == plans[1]
