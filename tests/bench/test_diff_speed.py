"""What the benchmark of the diff measures: every way on every pair, with nothing remembered of texts."""

from __future__ import annotations

from bench.diff_speed import at_share, text_caches, timed
from monitor.core.text.tokens import word_row
from monitor.model import Document


def test_caches_of_texts_are_cleared_before_each_run() -> None:
    held = []
    word_row("We bake bread.")
    timed([lambda old, new: held.append(sum(cache.cache_info().currsize for cache in text_caches()))], [("a", *_PAIR, 0.0)], runs=2)
    assert held == [0, 0]


def test_the_ways_run_in_turn() -> None:
    order: list[str] = []
    ways = [lambda old, new: order.append("ours"), lambda old, new: order.append("theirs")]
    found = timed(ways, [("a", *_PAIR, 0.0), ("b", *_PAIR, 0.0)], runs=1)
    assert order == ["ours", "theirs", "ours", "theirs"]
    assert [len(times) for times in found] == [2, 2]


def test_the_share_of_pairs_that_a_time_covers() -> None:
    assert at_share(list(range(101)), 0.95) == 95


_PAIR = (Document("We keep logs."), Document("We erase logs."))
