"""Quotations are marked and bounded, and lists are handed out in pages that add up to the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.assistants.quotation import LARGEST, MOST, page_of, quoted


def items(count: int, size: int = 1) -> Iterator[dict[str, Any]]:
    return ({"n": n, "text": "x" * size} for n in range(count))


def test_a_quotation_is_marked() -> None:
    assert quoted("We sell data.") == {"untrusted_quotation": "We sell data."}


def test_a_long_quotation_says_that_it_is_cut() -> None:
    assert quoted("abcdef", most=3) == {"untrusted_quotation": "abc", "cut_at": 3, "characters": 6}
    assert quoted("abc", most=3) == {"untrusted_quotation": "abc"}


def test_characters_that_turn_a_text_round_are_shown() -> None:
    shown = quoted("We \u202ekeep\x07 it \x1b[2J")["untrusted_quotation"]
    assert shown == "We \ufffdkeep\ufffd it \ufffd[2J"
    assert quoted("half \ud800")["untrusted_quotation"].encode()
    assert quoted("- one\n- two")["untrusted_quotation"] == "- one\n- two"


@pytest.mark.parametrize(("count", "limit"), [(0, 5), (5, 5), (6, 5), (23, 5), (3, 1)])
def test_pages_add_up(count: int, limit: int) -> None:
    found, offset = [], 0
    for _ in range(count + 1):
        page = page_of(items(count), offset=offset, limit=limit)
        found += [one["n"] for one in page["items"]]
        if page["next_offset"] is None:
            break
        offset = page["next_offset"]
    assert found == list(range(count))


def test_a_page_is_bounded_in_size_and_never_empty_before_the_end() -> None:
    page = page_of(items(100, size=LARGEST // 10), offset=0, limit=100)
    assert 1 < len(page["items"]) < 12
    assert len(json.dumps(page["items"])) <= LARGEST + 100
    assert page["next_offset"] == len(page["items"])
    assert len(page_of(items(3, size=2 * LARGEST), offset=1, limit=9)["items"]) == 1


def test_no_page_has_more_than_the_most() -> None:
    assert len(page_of(items(MOST + 9), offset=0, limit=10**6)["items"]) == MOST


def test_only_what_is_shown_is_made() -> None:
    made: list[int] = []

    def making() -> Iterator[dict[str, Any]]:
        for n in range(1000):
            made.append(n)
            yield {"n": n}

    page_of(making(), offset=2, limit=3)
    assert len(made) == 6, "one more than is shown says that there is a next page"


def test_an_offset_behind_the_end_is_an_empty_page() -> None:
    assert page_of(items(3), offset=9, limit=5) == {"items": [], "next_offset": None}
