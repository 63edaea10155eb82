"""The search page: one field, filters, and what is said where nothing is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.errors import UsageError
from monitor.web.searching import LONGEST_QUERY, SearchQuery, first_moment, texts_of
from tests.cli.conftest import BROKEN, PROMISE, Page, User, policy_page

from .conftest import Site, serving


def said(text: str) -> str:
    """What the page says it found."""
    return re.search(r'<p class="count" role="status">(.*?)(<a|</p>)', text, re.DOTALL)[1].strip()  # type: ignore[index]


def test_words_are_found_with_the_sentence_and_since_when(watching: Callable[..., Site], page: Page) -> None:
    site = watching()
    site.done(site.post("/-/check"))
    page.body = policy_page(sharing=BROKEN)
    site.done(site.post("/-/check"))
    now = site.get("/-/search?q=marketing partners").text
    assert said(now) == "Found in 1 of 1 policy; still there in 1."
    assert BROKEN in now
    assert "There since" in now
    assert said(site.get("/-/search?q=rent").text) == "Nothing found in 1 policy: no sentence with these words passes the filter in-force."
    ever = site.get("/-/search?q=rent&scope=ever").text
    assert said(ever) == "Found in 1 of 1 policy; still there in 0."
    assert PROMISE in ever
    assert "gone in the version of" in ever
    assert said(site.get("/-/search?q=bees&scope=ever").text) == "Found in no version of 1 policy."


def test_filters(watching: Callable[..., Site], page: Page) -> None:
    site = watching()
    site.done(site.post("/-/check"))
    for query, found in (
        ("tag=shops", True),
        ("tag=banks", False),
        ("topic=third-party-sharing", True),
        ("topic=retention", False),
        ("said=denied", True),
        ("said=affirmed", False),
        ("since=2020-01-01", False),
    ):
        assert said(site.get(f"/-/search?q=sell rent&{query}").text).startswith("Found in 1") is found, query
    chosen = site.get("/-/search?q=sell&tag=shops&topic=retention&said=denied&scope=ever&since=2020-01-01").text
    assert chosen.count(" selected") == 4
    assert 'value="2020-01-01"' in chosen


def test_a_phrase_needs_quotation_marks_and_words_do_not(standing: Site) -> None:
    assert "Found in 1" in standing.get("/-/search", params={"q": "trade share", "scope": "ever"}).text
    assert "Found in no version" in standing.get("/-/search", params={"q": "“trade share”", "scope": "ever"}).text
    assert texts_of("sell data") == ["sell", "data"]
    assert texts_of('"sell data" rent*') == ['"sell data" rent*']


STRANGE = [
    '"',
    '" OR 1',
    "NEAR(a b)",
    "a AND NOT b",
    "policy:x",
    "x^2",
    "-a",
    "a*b*",
    "(((",
    "'; drop table x; --",
    "\x00a",
    "ﬁ ﷺ",
    "个人 信息",
]


@pytest.mark.parametrize("words", STRANGE)
def test_no_operator_of_the_full_text_search_is_one(standing: Site, words: str) -> None:
    answer = standing.get("/-/search", params={"q": words, "scope": "ever"})
    assert answer.status_code in (200, 422)
    assert "fts5" not in answer.text.lower()


@pytest.mark.parametrize(("query", "says"), [
    ("q=...", "There is no word to search for"), ("q=sell&topic=bees", "There is no such topic"),
    ("q=sell&since=2026-13-01", "A day is written"),
    (f"q={'a' * (LONGEST_QUERY + 9)}", "at most 500 characters"), ("q=" + "a+" * 200, "more than 100 words"),
])  # fmt: skip
def test_what_cannot_be_searched_is_told_above_the_form_as_it_was_filled_in(standing: Site, query: str, says: str) -> None:
    answer = standing.get(f"/-/search?{query}")
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{query[2:6].split("&", maxsplit=1)[0].replace("+", " ")}' in answer.text


def test_many_findings_are_shown_in_pages(user: User, page: Page) -> None:
    user.configure(*({"id": f"p{n:02}", "name": f"Vendor {n}", "url": f"{page.url}?{n}"} for n in range(30)))
    assert user("run", "--quiet").code == 0
    with serving(user.home / "config.yaml") as site:
        first = site.get("/-/search?q=invoices").text
        assert (first.count('class="found"'), first.count("Page 1 of 2")) == (25, 1)
        assert site.get("/-/search?q=invoices&page=2").text.count('class="found"') == 5
        assert site.get("/-/search?q=invoices&page=99").text.count('class="found"') == 5


def test_an_address_of_a_question() -> None:
    assert SearchQuery("sell data").address() == "/-/search?q=sell+data"
    asked = SearchQuery("a", in_force=False, said="denied", tag="x&y", topic="retention", since="2026-11-29")
    assert asked.address(2) == "/-/search?q=a&scope=ever&said=denied&tag=x%26y&topic=retention&since=2026-11-29&page=2"


def test_a_day_begins_at_midnight() -> None:
    assert first_moment("2026-11-29") == datetime(2026, 11, 29, tzinfo=UTC)
    assert first_moment("") is None
    with pytest.raises(UsageError):
        first_moment("0000-01-01")
